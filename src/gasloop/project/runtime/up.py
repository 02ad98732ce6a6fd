"""`gasloop up`: everything in one terminal, ended by one Ctrl-C.

Order: what can be refused is refused first; then the directory is locked, leftovers of a killed run are ended, and
PostgreSQL, NATS, migrations, pages, worker and live streams follow one another.
"""

import errno
import io
import os
import socket
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from gasloop.bus import reaching
from gasloop.project.runtime import postgres as postgres_module
from gasloop.project.runtime import running, tls
from gasloop.project.runtime.account import database_account
from gasloop.project.runtime.datadir import DEFAULT, DEFAULT_DEMO, DataDir
from gasloop.project.runtime.devices import DeviceDoors, Opened, gateway_service, is_loopback, open_doors
from gasloop.project.runtime.nats import Mqtt, Nats, NatsOptions, free_port, port_free
from gasloop.project.runtime.panel import Panel, say_line, show
from gasloop.project.runtime.postgres import Postgres
from gasloop.project.runtime.processes import spawn, wait_until
from gasloop.project.runtime.sentences import StartError, say
from gasloop.project.runtime.services import (
    Door,
    Programs,
    child_environment,
    live_service,
    nats_service,
    plain_service,
    postgres_service,
    python,
    web_service,
    worker_service,
)
from gasloop.project.runtime.supervisor import StopRequested, Supervisor, end_leftovers
from gasloop.project.runtime.tls import Pair

WEB_SECONDS = 120.0
NATS_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line says. `tls` is `auto` or nothing; None stands for a default.

    DATABASE_URL and NATS_URL in the environment stand for servers of one's own; the fields here come before them.
    """

    demo: bool = False
    host: str = "127.0.0.1"
    port: int = 8000
    live_port: int | None = None
    data_dir: Path | None = None
    tls: str = ""
    cert: Path | None = None
    key: Path | None = None
    public_url: str = ""
    workers: int = 2
    database_url: str | None = None
    nats_url: str | None = None
    devices: DeviceDoors = field(default_factory=DeviceDoors)
    programs: Programs = field(default_factory=Programs)

    @property
    def path(self) -> Path:
        """The data directory, absolute."""
        return (self.data_dir or (DEFAULT_DEMO if self.demo else DEFAULT)).resolve()

    @property
    def own_database(self) -> str:
        """The address of a PostgreSQL of one's own; empty means the embedded one."""
        return os.environ.get("DATABASE_URL", "") if self.database_url is None else self.database_url

    @property
    def own_nats(self) -> str:
        """The address of a NATS of one's own; empty means the embedded one."""
        return os.environ.get("NATS_URL", "") if self.nats_url is None else self.nats_url

    @property
    def secure(self) -> bool:
        """Is HTTPS spoken?"""
        return self.tls == "auto" or self.cert is not None


def run_up(options: Options) -> int:
    """Run until stopped. 0 after an orderly stop, 1 with one sentence on stderr when it could not start."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal of another encoding shows ?, but nothing fails
    try:
        return _run(options)
    except StartError as problem:
        sys.stderr.write(f"{problem}\n")
    except KeyboardInterrupt:
        return 130
    except PermissionError as problem:
        sys.stderr.write(say("dir.denied", path=problem.filename or options.path) + "\n")
    except OSError as problem:
        if problem.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        sys.stderr.write(say("disk.full", path=options.path, free=0, need="?") + "\n")
    return 1


def check_options(options: Options, address: str) -> None:
    """What the command line alone rules out."""
    if options.tls not in ("", "off", "auto"):
        raise StartError("tls.mode")
    if (options.cert is None) != (options.key is None):
        raise StartError("tls.pair")
    if not is_loopback(address):
        if options.demo:
            raise StartError("demo.public", host=options.host)
        if not options.secure:
            raise StartError("http.public", host=options.host)


def address_of(host: str) -> str:
    """The numeric address behind `--host`, which may be a name; StartError when it has none."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except OSError as problem:
        raise StartError("host.unknown", host=host) from problem
    numeric = sorted((str(entry[4][0]) for entry in found), key=lambda text: ":" in text)
    return numeric[0]


def check_port(host: str, port: int) -> None:
    """StartError when nobody could listen there."""
    if not 0 < port < 65536:
        raise StartError("port.range")
    try:
        free = port_free(host, port)
    except PermissionError as problem:
        raise StartError("port.denied", port=port) from problem
    except OSError as problem:
        raise StartError("host.unknown", host=host) from problem
    if not free:
        raise StartError("port.taken", port=port)


def _run(options: Options) -> int:
    began = time.monotonic()
    address = address_of(options.host)
    check_options(options, address)
    if not (options.path / "format").exists():
        check_port(address, options.port)
    account = None if options.own_database else database_account()
    data = DataDir.open(options.path, demo=options.demo, traversable_by=account.gid if account else None)
    try:
        supervisor = Supervisor(data, say_line)
        supervisor.take_signals()  # before leftovers are waited for: an end that is asked for meanwhile is orderly too
        end_leftovers(data, say_line)
        check_port(address, options.port)
        town = _Town(options, address, data, supervisor)
        try:
            town.start()
            show(town.panel(time.monotonic() - began))
            supervisor.watch()
        except StopRequested:
            pass
        finally:
            say_line(say("says.stopping"))
            supervisor.stop()
            town.tidy()
            running.withdraw(data)
        say_line(say("says.stopped"))
        return 0
    finally:
        data.close()


class _Town:
    """One start, step by step."""

    def __init__(self, options: Options, address: str, data: DataDir, supervisor: Supervisor) -> None:
        self._options = options
        self._data = data
        self._supervisor = supervisor
        self._postgres: Postgres | None = None
        self._address = address
        pair = self._pair()
        self._web = Door(address, options.port, pair)
        self._live = Door(address, self._live_port(), pair)
        self._devices = self._device_ports()

    def _pair(self) -> Pair | None:
        options, room = self._options, self._data.room("tls")
        if options.cert and options.key:
            return tls.given(options.cert.absolute(), options.key.absolute(), room)
        if options.tls == "auto":
            public = urlsplit(options.public_url).hostname if options.public_url else None
            return tls.automatic(room, tls.machine_names(options.host, public))
        return None

    def _device_ports(self) -> Opened | None:
        options = self._options
        if not options.programs.gateway:
            return None
        return open_doors(options.devices, demo=options.demo, say_line=say_line)

    def _live_port(self) -> int:
        """The next port, or any free one when that is taken: nobody types this address."""
        options = self._options
        if options.live_port is not None:
            check_port(self._address, options.live_port)
            return options.live_port
        next_one = options.port + 1
        return next_one if next_one < 65536 and port_free(self._address, next_one) else free_port()

    def start(self) -> None:
        """Everything up, or StartError."""
        self._data.make_keys()
        database_url, nats_url = self._start_postgres(), self._start_nats()
        places = self._places(database_url, nats_url)
        running.publish(self._data, places)
        env = child_environment(places)
        programs, supervisor = self._options.programs, self._supervisor
        supervisor.run_step("prepare", "prepare", python(programs.prepare), env)
        say_line(say("says.starting", name="web"))
        supervisor.start(web_service(self._web, programs.web, self._options.workers, env))
        supervisor.wait_ready("web", WEB_SECONDS)
        # After the pages, not beside them: on two cores their imports would double the time to the first page.
        if programs.worker:
            supervisor.start(worker_service(programs.worker, env))
        if programs.intake:
            supervisor.start(plain_service("intake", "intake", programs.intake, env))
        if programs.modbus:
            supervisor.start(plain_service("modbus", "Modbus poller", programs.modbus, env))
        if self._devices:
            supervisor.start(gateway_service(programs.gateway, self._devices, env))
        if programs.live:
            supervisor.start(live_service(self._live, programs.live, env))

    def tidy(self) -> None:
        """After everything has stopped."""
        if self._postgres is not None:
            self._postgres.tidy()

    def _start_postgres(self) -> str:
        own = self._options.own_database
        if own:
            if not postgres_module.reachable_by_url(own):
                raise StartError("server.unreachable", name="DATABASE_URL")
            return own
        postgres = self._postgres = Postgres(self._data, database_account())
        if postgres.moved and postgres.account:
            say_line(say("says.moved", user=postgres.account.name, path=self._data.path, place=postgres.home))
        if not postgres.home.exists():
            say_line(say("says.first"))
        postgres.create()
        say_line(say("says.starting", name="PostgreSQL"))
        self._supervisor.start(postgres_service(postgres))
        self._supervisor.wait_ready("postgres")
        postgres.prepare_database()
        return postgres.url()

    def _start_nats(self) -> str:
        own = self._options.own_nats
        if own:
            if not reaching.answers(own):
                raise StartError("server.unreachable", name="NATS_URL")
            return own
        devices = self._devices
        mqtt = Mqtt(devices.host, devices.mqtt) if devices and devices.mqtt else None
        nats = Nats(self._data, NatsOptions(mqtt=mqtt))
        nats.choose_port()
        say_line(say("says.starting", name="NATS"))
        if nats.mqtt_wanted and not nats.intake_there():
            self._prepare_mqtt(nats)
        self._supervisor.start(nats_service(nats, dict(os.environ)))
        self._supervisor.wait_ready("nats", NATS_SECONDS)
        return nats.url()

    def _prepare_mqtt(self, nats: Nats) -> None:
        """Once per directory: NATS without its MQTT listener, until the intake's consumer is in its store."""
        nats.configure()
        with self._data.log("nats").open("ab") as output:
            running_nats = spawn(nats.command(), env=dict(os.environ), output=output)
            try:
                if not wait_until(lambda: running_nats.poll() is not None or nats.ready(), NATS_SECONDS):
                    raise StartError("engine.failed", name="NATS", log=self._data.log("nats"))
                nats.prepare_mqtt()
            finally:
                running_nats.terminate()
                running_nats.wait()

    def _places(self, database_url: str, nats_url: str) -> dict[str, str]:
        options = self._options
        return {
            "GASLOOP_DATA_DIR": str(self._data.path),
            "DATABASE_URL": database_url,
            "NATS_URL": nats_url,
            "GASLOOP_DEMO": "1" if options.demo else "",
            "GASLOOP_HOST": self._address,
            "GASLOOP_PORT": str(options.port),
            "GASLOOP_PUBLIC_URL": self.public_url,
            "GASLOOP_LIVE_URL": self._beside_public(),
            "GASLOOP_TLS": "1" if options.secure else "",
            **(self._devices.places() if self._devices else {}),
        }

    @property
    def public_url(self) -> str:
        """What people and QR codes call this place."""
        return (self._options.public_url or self._reachable_origin(self._web)).rstrip("/")

    def _reachable_origin(self, door: Door) -> str:
        """The origin others can use: a server on every address is called by its address in the network."""
        if door.host in ("0.0.0.0", "::"):  # noqa: S104 - compared, not bound
            for name in tls.machine_names(door.host, None):
                if name not in ("127.0.0.1", "::1") and name[:1].isdigit():
                    return Door(name, door.port, door.pair).origin
        return door.origin

    def _beside_public(self) -> str:
        """The live streams' origin: the public host, their own port, so that the session's cookie reaches them."""
        public = urlsplit(self.public_url)
        host = f"[{public.hostname}]" if ":" in (public.hostname or "") else public.hostname
        return f"{public.scheme}://{host}:{self._live.port}"

    def panel(self, seconds: float) -> Panel:
        """What the terminal shows when all is up."""
        ca = self._data.room("tls") / "ca.pem"
        return Panel(
            address=self.public_url,
            data_dir=self._data.path,
            seconds=seconds,
            ca_file=ca if self._options.tls == "auto" and not self._options.cert else None,
            sign_ins=self._data.path / "sign-ins.txt" if self._options.demo else None,
            devices=self._devices.said() if self._devices else "",
        )
