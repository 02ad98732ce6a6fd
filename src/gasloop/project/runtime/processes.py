"""Processes as /proc shows them: who they are, since when, and how to end them without hitting a stranger.

A process id alone proves nothing, it is used again; an id with its start time (and the machine's boot) does.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from gasloop.project.runtime import child
from gasloop.project.runtime.account import Account

PROC = Path("/proc")
POLL_SECONDS = 0.05
_HIDDEN = (FileNotFoundError, ProcessLookupError, PermissionError)  # gone, or of others where /proc hides them


@dataclass(frozen=True, slots=True)
class Identity:
    """One process, told apart from a later one with the same id. `started` in clock ticks since boot."""

    pid: int
    started: int
    boot: str

    def alive(self) -> bool:
        """Is exactly this process still there (a zombie counts as gone)?"""
        return identify(self.pid) == self

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to this process and to nobody who came after it."""
        try:
            handle = os.pidfd_open(self.pid)
        except ProcessLookupError:
            return
        try:
            if self.alive():
                signal.pidfd_send_signal(handle, number)
        except ProcessLookupError:
            pass
        finally:
            os.close(handle)


def boot_id() -> str:
    """Which boot of the machine this is."""
    return (PROC / "sys/kernel/random/boot_id").read_text().strip()


def _stat_fields(pid: int) -> list[str] | None:
    """The fields of /proc/PID/stat after the name, so that [0] is the state; None when there is no such process."""
    try:
        text = (PROC / str(pid) / "stat").read_text()
    except _HIDDEN:
        return None
    return text.rpartition(")")[2].split()


def identify(pid: int) -> Identity | None:
    """The identity of a running process, None when it is gone or a zombie."""
    fields = _stat_fields(pid)
    if fields is None or fields[0] in "ZX":
        return None
    return Identity(pid, int(fields[19]), boot_id())


def session_of(pid: int) -> int | None:
    """The session a process belongs to; a child of ours leads its own, and what it spawns stays in it."""
    fields = _stat_fields(pid)
    return None if fields is None or fields[0] in "ZX" else int(fields[3])


def all_pids() -> list[int]:
    """Every process id at this moment."""
    return [int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit()]


def command_line(pid: int) -> list[str]:
    """The arguments a process was started with, or the title it gave itself; empty when it is gone."""
    try:
        raw = (PROC / str(pid) / "cmdline").read_bytes()
    except _HIDDEN:
        return []
    return [part.decode(errors="replace") for part in raw.rstrip(b"\0").split(b"\0")]


def session_members(leader: Identity) -> list[Identity]:
    """Who still lives in the session that `leader` opened, itself included.

    Linux does not give a session's number away while a member lives, so members younger than the leader are its own;
    a leader's number taken by another process means that everyone of the session has gone.
    """
    now = identify(leader.pid)
    if leader.boot != boot_id() or (now is not None and now != leader):
        return []
    members = (identify(pid) for pid in all_pids() if session_of(pid) == leader.pid)
    return [one for one in members if one is not None and one.started >= leader.started]


def terminate(targets: Callable[[], Iterable[Identity]], number: signal.Signals, seconds: float) -> bool:
    """Signal every target, wait up to `seconds`, kill what remains. True when no killing was needed."""
    for one in list(targets()):
        one.signal(number)
    if wait_until(lambda: not list(targets()), seconds):
        return True
    while remaining := list(targets()):
        for one in remaining:
            one.signal(signal.SIGKILL)
        time.sleep(POLL_SECONDS)
    return False


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    """Poll `condition` for at most `seconds`; did it come true?"""
    limit = time.monotonic() + seconds
    while not condition():
        if time.monotonic() >= limit:
            return False
        time.sleep(POLL_SECONDS)
    return True


def spawn(
    command: Sequence[str],
    *,
    env: Mapping[str, str],
    output: IO[bytes] | int,
    account: Account | None = None,
    death_signal: signal.Signals | None = signal.SIGTERM,
    cwd: Path | None = None,
) -> "subprocess.Popen[bytes]":
    """Start a program in a session of its own, with the life of this process unless `death_signal` is None.

    Call it from the main thread only: Linux ties the death signal to the thread that started the child.
    """
    parent, number = (os.getpid(), death_signal.value) if death_signal is not None else (0, 0)
    uid, gid = (account.uid, account.gid) if account else (-1, -1)
    shim = [sys.executable, "-I", "-S", child.__file__, str(parent), str(number), str(uid), str(gid)]
    return subprocess.Popen(  # noqa: S603 - no shell, our own shim, programs by absolute path
        [*shim, *command],
        env=dict(env),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        cwd=cwd or Path("/"),
    )


def record(path: Path, pid: int) -> None:
    """Write down a child for a later `up` that may have to clean up after us."""
    found = identify(pid)
    if found is None:
        return
    draft = path.with_suffix(".new")
    draft.write_text(json.dumps(asdict(found)))
    draft.replace(path)


def recorded(path: Path) -> Identity | None:
    """Read a record back; None when there is none or it is torn."""
    with contextlib.suppress(FileNotFoundError, ValueError, TypeError):
        return Identity(**json.loads(path.read_text()))
    return None
