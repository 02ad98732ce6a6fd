"""Where devices connect: the gateways that `up` runs (JT/T 808, GB/T 26875.3) and the MQTT listener of NATS."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gasloop.project.runtime.nats import LOOPBACK, free_port, listening, port_free
from gasloop.project.runtime.sentences import StartError, say
from gasloop.project.runtime.services import python
from gasloop.project.runtime.supervisor import Say, Service

JT808_PORT, GB26875_PORT, MQTT_PORT = 7611, 7612, 1883
CLOSED = 0


@dataclass(frozen=True, slots=True)
class DeviceDoors:
    """Where devices connect. A port of None is the protocol's usual one, 0 stays closed."""

    host: str = LOOPBACK
    jt808: int | None = None
    gb26875: int | None = None
    mqtt: int | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """The ports as they were found; `metrics` is on loopback. 0 stays closed."""

    host: str
    jt808: int
    gb26875: int
    mqtt: int
    metrics: int

    def said(self) -> str:
        """For the panel."""
        named = (("JT/T 808", self.jt808), ("GB/T 26875.3", self.gb26875), ("MQTT", self.mqtt))
        return " · ".join(f"{name} {self.host}:{port}" for name, port in named if port)

    def places(self) -> dict[str, str]:
        """For commands beside a running `up`."""
        return {
            "GASLOOP_DEVICE_HOST": self.host,
            "GASLOOP_JT808_PORT": str(self.jt808),
            "GASLOOP_GB26875_PORT": str(self.gb26875),
            "GASLOOP_MQTT_PORT": str(self.mqtt),
            "GASLOOP_GATEWAY_METRICS_PORT": str(self.metrics),
        }


def open_doors(doors: DeviceDoors, *, demo: bool, say_line: Say) -> Opened:
    """Ports that can be opened. StartError for one that is taken: devices are set to it, another would be no help.

    Only a demonstration, where no device waits for it, moves from the usual port to a free one.
    """
    if demo and not is_loopback(doors.host):
        raise StartError("demo.public", host=doors.host)
    ports = [
        _port(doors.host, given, usual, demo=demo, say_line=say_line)
        for given, usual in ((doors.jt808, JT808_PORT), (doors.gb26875, GB26875_PORT), (doors.mqtt, MQTT_PORT))
    ]
    return Opened(doors.host, ports[0], ports[1], ports[2], free_port())


def is_loopback(host: str) -> bool:
    """Can only this machine reach the address? A name that is none of ours may be reached by others."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _port(host: str, given: int | None, usual: int, *, demo: bool, say_line: Say) -> int:
    if given == CLOSED:
        return CLOSED
    port = usual if given is None else given
    if not 0 < port < 65536:
        raise StartError("port.range")
    try:
        free = port_free(host, port)
    except PermissionError as problem:
        raise StartError("device_port.denied", port=port) from problem
    except OSError as problem:
        raise StartError("device_host.unknown", host=host) from problem
    if free:
        return port
    if given is None and demo:
        moved = free_port()
        say_line(say("device_port.moved", port=port, moved=moved))
        return moved
    raise StartError("device_port.taken", port=port)


def gateway_service(program: tuple[str, ...], opened: Opened, env: Mapping[str, str]) -> Service:
    """SIGTERM lets it store and answer what it has read."""
    ports = [str(port or -1) for port in (opened.jt808, opened.gb26875)]
    command = [*python(program), "--host", opened.host, "--jt808", ports[0], "--gb26875", ports[1]]
    command += ["--metrics", str(opened.metrics), "--held", str(Path(env["GASLOOP_DATA_DIR"]) / "run" / "held")]
    return Service("gateway", "gateways", lambda: command, env, ready=lambda: listening(LOOPBACK, opened.metrics))
