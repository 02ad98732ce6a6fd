"""Embedded NATS with JetStream: configuration, free port, health."""

import asyncio
import contextlib
import errno
import json
import socket
from dataclasses import dataclass
from pathlib import Path

import nats

from gasloop.bus.mqtt import MQTT_CONSUMER, MQTT_STREAM, ensure_mqtt_intake
from gasloop.bus.reaching import answers
from gasloop.project.runtime import executables
from gasloop.project.runtime.datadir import DataDir
from gasloop.project.runtime.keys import write_private

USER = "gasloop"
USERS = "mqtt-users.conf"
LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Mqtt:
    """The MQTT listener for devices. It opens once the intake's consumer is there, never before."""

    host: str = LOOPBACK
    port: int = 1883


@dataclass(frozen=True, slots=True)
class NatsOptions:
    """`sync_interval` bounds what a power cut may cost; `kill -9` costs nothing."""

    sync_interval: str = "1s"
    mqtt: Mqtt | None = None


class Nats:
    """The message server of one data directory."""

    def __init__(self, data: DataDir, options: NatsOptions | None = None) -> None:
        self._data = data
        self._options = options or NatsOptions()
        self._program = executables.nats_server()
        self._memory = data.room("run") / "nats.port"
        self.port = 0
        with contextlib.suppress(FileNotFoundError, ValueError):
            self.port = int(self._memory.read_text())

    def choose_port(self) -> None:
        """Keep the last run's port when it is free, take any free one otherwise, and remember it."""
        if not self.port or not port_free(LOOPBACK, self.port):
            self.port = free_port()
            write_private(self._memory, f"{self.port}\n".encode())

    def url(self) -> str:
        """The address for our own processes."""
        return f"nats://{USER}:{self._data.secret('nats-password')}@{LOOPBACK}:{self.port}"

    @property
    def config_file(self) -> Path:
        """The generated configuration; it holds the password and is 0600."""
        return self._data.room("run") / "nats.conf"

    def configure(self) -> None:
        """Write the configuration (strings quoted as JSON, which NATS reads)."""
        name = f"gasloop-{self._data.id}"
        password = self._data.secret("nats-password")
        store = json.dumps(str(self._data.room("nats")), ensure_ascii=False)
        sync = self._options.sync_interval
        lines = [
            f"server_name: {json.dumps(name)}",
            f"listen: {json.dumps(f'{LOOPBACK}:{self.port}')}",
            "max_payload: 1MB",
            f"authorization {{ include {json.dumps(USERS)} }}",
            f"jetstream {{ store_dir: {store}, max_memory_store: 256MB, sync_interval: {sync} }}",
        ]
        self._make_users(password)
        if (mqtt := self._options.mqtt) is not None and self.intake_there():
            lines.append(f"mqtt {{ listen: {json.dumps(f'{mqtt.host}:{mqtt.port}')} }}")
        write_private(self.config_file, ("\n".join(lines) + "\n").encode())

    def _make_users(self, password: str) -> None:
        """The file of users holds ours from the start; the register of devices adds theirs (`sensing.broker`)."""
        file = self._data.room("run") / USERS
        if not file.exists():
            user = json.dumps({"user": USER, "password": password})
            write_private(file, f"users: [\n{user}\n]\n".encode())

    @property
    def mqtt_wanted(self) -> bool:
        """Was a listener asked for?"""
        return self._options.mqtt is not None

    def intake_there(self) -> bool:
        """Does the store hold the stream with the intake's durable consumer?"""
        streams = self._data.room("nats") / "jetstream" / "$G" / "streams"
        return (streams / MQTT_STREAM / "obs" / MQTT_CONSUMER).is_dir()

    def prepare_mqtt(self) -> None:
        """Make stream and consumer on the running server, which does not listen for MQTT yet."""
        asyncio.run(asyncio.wait_for(_prepare(self.url()), 20))

    def command(self) -> list[str]:
        """How the server is started, in the foreground."""
        return [str(self._program), "--config", str(self.config_file)]

    def ready(self) -> bool:
        """Does it answer, JetStream included?"""
        return listening(LOOPBACK, self.port) and answers(self.url())


async def _prepare(url: str) -> None:
    client = await nats.connect(url)
    try:
        await ensure_mqtt_intake(client.jetstream())
    finally:
        await client.close()


def listening(host: str, port: int) -> bool:
    """Does anybody accept connections there?"""
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True


def port_free(host: str, port: int) -> bool:
    """Can we listen there now? OSError other than a taken port (a low port, a foreign address) is the caller's."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError as problem:
            if problem.errno == errno.EADDRINUSE:
                return False
            raise
    return True


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port
