"""Starts children in order, restarts those that die, stops all in reverse.

One thread and one loop on purpose: Linux ties a child's life to the thread that started it, and a loop that looks at
every child ten times a second needs no locks.
"""

import contextlib
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from gasloop.project.runtime.account import Account
from gasloop.project.runtime.datadir import MEGABYTE, DataDir
from gasloop.project.runtime.processes import (
    Identity,
    identify,
    record,
    recorded,
    session_members,
    spawn,
    terminate,
)
from gasloop.project.runtime.sentences import StartError, say

TICK = 0.1
WAITS = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
STEADY_SECONDS = 10.0
COMPLAIN_AFTER = 4
LOG_LIMIT = 10 * MEGABYTE
LOG_GENERATIONS = 3
ORPHAN_SECONDS = 3.0
LEFTOVER_SECONDS = 3.0
STEP_TRIES = 3

Say = Callable[[str], None]


class StopRequested(Exception):
    """Ctrl-C or SIGTERM arrived while something was being waited for."""


def _nothing() -> None:
    pass


def _at_once() -> bool:
    return True


def _silent() -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Service:
    """A child that is to run as long as we do.

    `before` clears the way before every start, `ready` tells when it serves, `progress` what a slow start is busy with.
    """

    name: str
    title: str
    command: Callable[[], list[str]]
    env: Mapping[str, str]
    before: Callable[[], object] = _nothing
    ready: Callable[[], bool] = _at_once
    progress: Callable[[], str] = _silent
    account: Account | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    stop_seconds: float = 15.0


@dataclass(slots=True)
class _Child:
    service: Service
    process: "subprocess.Popen[bytes] | None" = None
    identity: Identity | None = None
    since: float = 0.0
    deaths: int = 0
    restart_at: float = 0.0
    was_ready: bool = False
    last_progress: str = field(default="")


class Supervisor:
    """The children of one `up`."""

    def __init__(self, data: DataDir, say_line: Say) -> None:
        self._data = data
        self._say = say_line
        self._children: list[_Child] = []
        self._stop = False
        self.restarts = 0

    # -- signals ------------------------------------------------------------------------------------------------

    def take_signals(self) -> None:
        """Ctrl-C, SIGTERM and a closed terminal ask for an orderly stop; asking twice changes nothing.

        Whoever started us with `nohup` wants us to outlive the terminal.
        """
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, self._on_signal)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._stop = True

    # -- starting -----------------------------------------------------------------------------------------------

    def start(self, service: Service) -> None:
        """Start a child for the first time; from here on it is restarted when it dies."""
        child = _Child(service)
        self._children.append(child)
        self._spawn(child)

    def _spawn(self, child: _Child) -> None:
        service = child.service
        service.before()
        log = self._data.log(service.name)
        rotate(log)
        with log.open("ab") as output:
            child.process = spawn(
                service.command(),
                env=service.env,
                output=output,
                account=service.account,
                death_signal=service.stop_signal,
            )
        child.since = time.monotonic()
        child.identity = identify(child.process.pid)
        record(self._data.pid_record(service.name), child.process.pid)

    def wait_ready(self, name: str, seconds: float | None = None) -> None:
        """Until the child serves; None waits as long as it takes and shows progress. StartError when it dies."""
        child = next(one for one in self._children if one.service.name == name)
        limit = None if seconds is None else time.monotonic() + seconds
        failed = StartError("engine.failed", name=child.service.title, log=self._data.log(name))
        while not child.was_ready:
            self._tick()
            if child.deaths:
                raise failed
            if limit is not None and time.monotonic() > limit:
                raise failed
            self._show_progress(child)

    def _show_progress(self, child: _Child) -> None:
        line = child.service.progress()
        if line and line != child.last_progress:
            child.last_progress = line
            self._say(line)

    def run_step(self, name: str, title: str, command: list[str], env: Mapping[str, str]) -> None:
        """A command that must succeed before we go on; tried again when an engine was restarted under it."""
        log = self._data.log(name)
        for _ in range(STEP_TRIES):
            restarts = self.restarts
            if self._run_once(name, command, env, log) == 0:
                return
            if restarts == self.restarts:
                break
        raise StartError("step.failed", name=title, log=log)

    def _run_once(self, name: str, command: list[str], env: Mapping[str, str], log: Path) -> int:
        with log.open("ab") as output:
            process = spawn(command, env=env, output=output)
        record(self._data.pid_record(name), process.pid)
        try:
            while process.poll() is None:
                self._tick()
        except BaseException:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(5)
            process.kill()
            process.wait()
            raise
        self._data.pid_record(name).unlink(missing_ok=True)
        return process.returncode

    # -- watching -----------------------------------------------------------------------------------------------

    def watch(self) -> None:
        """Look after the children until a stop is asked for."""
        with contextlib.suppress(StopRequested):
            while True:
                self._tick()

    def _tick(self) -> None:
        for child in self._children:
            self._look_after(child)
        time.sleep(TICK)
        if self._stop:
            raise StopRequested

    def _look_after(self, child: _Child) -> None:
        now = time.monotonic()
        if child.process is None:
            if now >= child.restart_at:
                self._respawn(child, now)
            return
        code = child.process.poll()
        if code is not None:
            self._bury(child, code, now)
        elif not child.was_ready and child.service.ready():
            child.was_ready = True
            if child.deaths:
                self._say(say("says.back", name=child.service.title))
        elif child.was_ready and child.deaths and now - child.since > STEADY_SECONDS:
            child.deaths = 0

    def _respawn(self, child: _Child, now: float) -> None:
        """Start a child again; a machine that is out of processes or disk for the moment is no reason to give up."""
        try:
            self._spawn(child)
        except OSError as problem:
            child.process = None
            child.restart_at = now + WAITS[-1]
            self._say(say("says.unstarted", name=child.service.title, why=problem))

    def _bury(self, child: _Child, code: int, now: float) -> None:
        """A child has died: end what it left behind, and say when it will be back."""
        service = child.service
        self._end_session(child, signal.SIGTERM, ORPHAN_SECONDS)
        child.process, child.was_ready = None, False
        wait = WAITS[min(child.deaths, len(WAITS) - 1)]
        child.deaths += 1
        child.restart_at = now + wait
        self.restarts += 1
        self._say(say("says.died", name=service.title, how=_how(code), wait=wait))
        if child.deaths >= COMPLAIN_AFTER:
            log = self._data.log(service.name)
            self._say(say("says.dying", name=service.title, times=child.deaths, log=log))

    # -- stopping -----------------------------------------------------------------------------------------------

    def stop(self) -> None:
        """Everything down, last started first; each gently for its time, then by force."""
        for child in reversed(self._children):
            if child.process is not None:
                child.process.poll()
                if not self._end_session(child, child.service.stop_signal, child.service.stop_seconds):
                    self._say(say("says.forced", name=child.service.title))
                child.process.wait()
            self._data.pid_record(child.service.name).unlink(missing_ok=True)
        self._children.clear()

    def _end_session(self, child: _Child, number: signal.Signals, seconds: float) -> bool:
        """Signal the leader alone while it lives (it knows its workers best), then whoever is left."""
        leader, process = child.identity, child.process
        if leader is None:
            return True

        def living() -> list[Identity]:
            if process is not None:
                process.poll()
            return [leader] if leader.alive() else []

        gentle = terminate(living, number, seconds)
        return terminate(lambda: session_members(leader), signal.SIGTERM, ORPHAN_SECONDS) and gentle


def _how(code: int) -> str:
    """An exit code in words: a signal's name, or the number."""
    if code >= 0:
        return str(code)
    with contextlib.suppress(ValueError):
        return signal.Signals(-code).name
    return str(code)


def end_leftovers(data: DataDir, say_line: Say) -> None:
    """Children of an earlier `up` that did not end with it (the database, which has its own way, excepted).

    All at once and not for long: they were told to end when their supervisor died, and the engines they may be waiting
    for are gone.
    """
    records = sorted(path for path in data.room("run").glob("*.pid") if path.stem != "postgres")
    leaders = {path: leader for path in records if (leader := recorded(path)) is not None}

    def living() -> list[Identity]:
        return [one for leader in leaders.values() for one in session_members(leader)]

    for path, leader in leaders.items():
        if session_members(leader):
            say_line(say("says.leftover", name=path.stem))
    terminate(living, signal.SIGTERM, LEFTOVER_SECONDS)
    for path in records:
        path.unlink(missing_ok=True)


def rotate(log: Path) -> None:
    """Before a start: a log grown past its limit becomes `.1`, the older ones move on, the oldest goes."""
    if not log.exists() or log.stat().st_size < LOG_LIMIT:
        return
    for number in range(LOG_GENERATIONS, 0, -1):
        older = log.with_name(f"{log.name}.{number}")
        newer = log.with_name(f"{log.name}.{number - 1}") if number > 1 else log
        if newer.exists():
            newer.replace(older)
