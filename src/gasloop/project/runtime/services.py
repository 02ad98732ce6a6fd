"""What `up` runs: the engines and our own processes, each with its command, its surroundings and its sign of life."""

import http.client
import os
import signal
import ssl
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from gasloop.project.runtime.nats import LOOPBACK, Nats, listening
from gasloop.project.runtime.postgres import Postgres
from gasloop.project.runtime.supervisor import Service
from gasloop.project.runtime.tls import Pair

_SERVED = "gasloop.project.runtime.served"
_EVERYWHERE = {"0.0.0.0": LOOPBACK, "::": "::1", "": LOOPBACK}  # noqa: S104 - compared, not bound


@dataclass(frozen=True, slots=True)
class Programs:
    """Our own programs; tests put stand-ins in their place. `prepare` ends before anything else of ours begins."""

    prepare: tuple[str, ...] = ("-m", "gasloop", "prepare")
    worker: tuple[str, ...] = ("-m", "gasloop", "work")
    gateway: tuple[str, ...] = ("-m", "gateways")
    intake: tuple[str, ...] = ("-m", "gasloop", "intake")
    modbus: tuple[str, ...] = ("-m", "gateways.modbus")
    web: str = f"{_SERVED}:web"
    live: str = f"{_SERVED}:live"


@dataclass(frozen=True, slots=True)
class Door:
    """One listening address."""

    host: str
    port: int
    pair: Pair | None = None

    @property
    def origin(self) -> str:
        """The address as this machine itself calls it."""
        host = _EVERYWHERE.get(self.host, self.host)
        host = f"[{host}]" if ":" in host else host
        return f"{'https' if self.pair else 'http'}://{host}:{self.port}"


def python(arguments: tuple[str, ...]) -> list[str]:
    """One of our own programs under this very Python."""
    return [sys.executable, *arguments]


def postgres_service(postgres: Postgres) -> Service:
    """A fast shutdown (SIGINT) rolls open transactions back and writes a checkpoint."""

    def before() -> None:
        postgres.stop_leftovers()
        postgres.configure()

    return Service(
        "postgres",
        "PostgreSQL",
        postgres.command,
        postgres.environment(),
        before=before,
        ready=postgres.ready,
        progress=postgres.progress,
        account=postgres.account,
        stop_signal=signal.SIGINT,
        stop_seconds=60,
    )


def nats_service(nats: Nats, env: Mapping[str, str]) -> Service:
    """JetStream flushes on SIGTERM."""
    return Service("nats", "NATS", nats.command, env, before=nats.configure, ready=nats.ready)


def web_service(door: Door, target: str, workers: int, env: Mapping[str, str]) -> Service:
    """Pages and API: WSGI in threads, so that one slow request holds up nobody else."""
    command = _granian(door, "wsgi", target)
    command += ["--workers", str(workers), "--blocking-threads", "4", "--backpressure", "64"]
    return Service("web", "web", lambda: command, env, ready=lambda: page_ready(door, "/readyz"))


def live_service(door: Door, target: str, env: Mapping[str, str]) -> Service:
    """Live streams: one process, many quiet connections that end only when they are cut."""
    command = [*_granian(door, "asginl", target, kill_seconds=1), "--workers", "1"]
    host = _EVERYWHERE.get(door.host, door.host)
    return Service("live", "live", lambda: command, env, ready=lambda: listening(host, door.port))


def worker_service(program: tuple[str, ...], env: Mapping[str, str]) -> Service:
    """Jobs and sweeps."""
    command = python(program)
    return Service("worker", "worker", lambda: command, env)


def plain_service(name: str, title: str, program: tuple[str, ...], env: Mapping[str, str]) -> Service:
    """A process of ours that listens nowhere: the intake, the poller."""
    command = python(program)
    return Service(name, title, lambda: command, env)


def _granian(door: Door, interface: str, target: str, kill_seconds: int = 8) -> list[str]:
    command = [sys.executable, "-m", "granian", "--interface", interface, "--factory"]
    command += ["--host", door.host, "--port", str(door.port), "--no-ws", "--no-access-log", "--log-level", "warning"]
    command += ["--respawn-failed-workers", "--respawn-interval", "0.5", "--workers-kill-timeout", str(kill_seconds)]
    if door.pair:
        command += ["--ssl-certificate", str(door.pair.cert), "--ssl-keyfile", str(door.pair.key)]
        command += ["--ssl-protocol-min", "tls1.2"]
    return [*command, target]


def child_environment(places: Mapping[str, str]) -> dict[str, str]:
    """The user's environment with ours on top; granian's own variables would change how we serve."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GRANIAN_")}
    return {**kept, "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1", **places}


def page_ready(door: Door, path: str) -> bool:
    """Does GET `path` answer 200? The certificate is ours or was checked; its names may not include loopback."""
    host = _EVERYWHERE.get(door.host, door.host)
    connection = (
        http.client.HTTPSConnection(host, door.port, timeout=3, context=_unchecked())
        if door.pair
        else http.client.HTTPConnection(host, door.port, timeout=3)
    )
    try:
        connection.request("GET", path, headers={"Host": f"{LOOPBACK}:{door.port}"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _unchecked() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
