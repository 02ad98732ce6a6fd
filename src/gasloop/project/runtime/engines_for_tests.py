"""Engines for the test suite: one PostgreSQL and one NATS under `var/test`, shared by all workers and by later runs.

`ensure()` is all a conftest needs; it starts what is not running and adopts what is. Durability is switched off: the
tests that kill engines bring their own.
"""

import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from gasloop.project.runtime.account import database_account
from gasloop.project.runtime.datadir import DataDir
from gasloop.project.runtime.nats import Nats
from gasloop.project.runtime.postgres import FAST_FOR_TESTS, Postgres, reachable_by_url
from gasloop.project.runtime.processes import (
    Identity,
    all_pids,
    command_line,
    identify,
    spawn,
    terminate,
    wait_until,
)
from gasloop.project.runtime.sentences import StartError

PLACE = Path(__file__).parents[4] / "var" / "test"
PATIENCE = 60


def ensure(place: Path = PLACE) -> dict[str, str]:
    """Both engines up; their addresses as DATABASE_URL and NATS_URL. Safe from many processes at once."""
    with _alone(place):
        account = database_account()
        data = DataDir.open(place / "data", traversable_by=account.gid if account else None)
        try:
            data.make_keys()
            postgres, nats = Postgres(data, account, FAST_FOR_TESTS), Nats(data)
            if not reachable_by_url(postgres.url()):
                _start_postgres(data, postgres)
            _start_nats(data, nats)
            return {"DATABASE_URL": postgres.url(), "NATS_URL": nats.url(), "GASLOOP_DATA_DIR": str(data.path)}
        finally:
            data.close()


def stop(place: Path = PLACE) -> None:
    """Both engines down; nothing is deleted."""
    with _alone(place):
        account = database_account()
        data = DataDir.open(place / "data", traversable_by=account.gid if account else None)
        try:
            Postgres(data, account, FAST_FOR_TESTS).stop_leftovers()
            terminate(lambda: _running_nats(Nats(data)), signal.SIGTERM, 10)
        finally:
            data.close()


@contextmanager
def engines(place: Path) -> Iterator[dict[str, str]]:
    """Engines of one's own under `place` for the length of a block."""
    try:
        yield ensure(place)
    finally:
        stop(place)


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    """One process at a time; others wait (the data directory's own lock would turn them away)."""
    place.mkdir(parents=True, exist_ok=True)
    with (place / "ensure.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _start_postgres(data: DataDir, postgres: Postgres) -> None:
    postgres.create()
    postgres.stop_leftovers()
    postgres.configure()
    started = _detached(postgres.command(), data.log("postgres"), postgres.environment(), postgres)
    _wait(started, postgres.ready, "PostgreSQL", data.log("postgres"))
    postgres.prepare_database()


def _start_nats(data: DataDir, nats: Nats) -> None:
    if _running_nats(nats):
        if nats.ready():
            return
        terminate(lambda: _running_nats(nats), signal.SIGTERM, 10)
    nats.choose_port()
    nats.configure()
    started = _detached(nats.command(), data.log("nats"), os.environ, None)
    _wait(started, nats.ready, "NATS", data.log("nats"))


def _running_nats(nats: Nats) -> list[Identity]:
    wanted = nats.command()
    return [one for pid in all_pids() if command_line(pid) == wanted and (one := identify(pid)) is not None]


def _detached(
    command: list[str], log: Path, env: Mapping[str, str], postgres: Postgres | None
) -> "subprocess.Popen[bytes]":
    """Start an engine that outlives this process, so that the next test run finds it warm."""
    account = postgres.account if postgres else None
    with log.open("ab") as output:
        return spawn(command, env=env, output=output, account=account, death_signal=None)


def _wait(started: "subprocess.Popen[bytes]", ready: Callable[[], bool], name: str, log: Path) -> None:
    up = wait_until(lambda: started.poll() is not None or ready(), PATIENCE)
    if not up or started.poll() is not None:
        raise StartError("engine.failed", name=name, log=log)
    started.returncode = 0  # it is not ours to wait for: without this Python warns of a child left behind


def main(arguments: list[str]) -> int:
    """`python -m gasloop.project.runtime.engines_for_tests start|stop`."""
    match arguments:
        case ["start"]:
            for name, value in ensure().items():
                sys.stdout.write(f"{name}={value}\n")
        case ["stop"]:
            stop()
        case _:
            sys.stderr.write("start or stop?\n")
            return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
