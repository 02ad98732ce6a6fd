"""One `gasloop up` under torture: start it, see whether it serves, and find the processes to kill."""

import os
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

import httpx

from gasloop.project.runtime.processes import Identity, all_pids, command_line, identify, recorded, session_members

REPOSITORY = Path(__file__).parents[2]
START_SECONDS = 180.0
VICTIMS = (
    "web worker",
    "web",
    "postgres",
    "backend",
    "nats",
    "worker",
    "live",
    "supervisor",
    "whole tree",
    "start",
)
ENDS_UP = ("supervisor", "whole tree", "start")


class Town:
    """`command` is what runs `up` in the foreground; `path` its data directory, `origin` its address."""

    def __init__(self, command: Sequence[str], path: Path, origin: str, output: Path) -> None:
        self.path = path
        self.origin = origin
        self._command = [sys.executable, *command]
        self._output = output
        self._process: subprocess.Popen[bytes] | None = None
        self.ca_file: Path | None = None

    def start(self) -> float:
        """`up`, until it serves; seconds it took."""
        began = time.monotonic()
        with self._output.open("ab") as output:
            self._open(output)
        self.wait_serving(START_SECONDS)
        return time.monotonic() - began

    def start_and_kill(self, after: float) -> None:
        """A start that is itself killed, wherever it has got to after so many seconds."""
        with self._output.open("ab") as output:
            self._open(output)
        time.sleep(after)
        self.kill("whole tree", lambda found: found[0])

    def _open(self, output: IO[bytes]) -> None:
        foreign = ("DATABASE_URL", "NATS_URL", "GASLOOP_", "DJANGO_", "PYTEST_")
        env = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
        env |= {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
        env["PYTHONPATH"] = str(REPOSITORY)  # children run in /, and the stand-in lies here
        # A session of its own: what hits the harness and its group must not look like a death of `up`.
        self._process = subprocess.Popen(
            self._command, stdout=output, stderr=output, stdin=subprocess.DEVNULL, env=env, start_new_session=True
        )

    def serving(self) -> bool:
        """Does /readyz answer 200?"""
        try:
            trust = ssl.create_default_context(cafile=str(self.ca_file)) if self.ca_file else True
            return httpx.get(f"{self.origin}/readyz", timeout=5, trust_env=False, verify=trust).status_code == 200
        except (httpx.HTTPError, OSError):
            return False

    def wait_serving(self, seconds: float) -> None:
        """Until it serves; AssertionError with what it said when it gave up."""
        limit = time.monotonic() + seconds
        while not self.serving():
            assert self._process is not None
            if self._process.poll() is not None:
                raise AssertionError(f"up ended with {self._process.returncode}: {self.said()}")
            if time.monotonic() > limit:
                raise AssertionError(f"not serving after {seconds} s: {self.said()}")
            time.sleep(0.05)

    def said(self) -> str:
        """The end of what `up` wrote to its terminal."""
        return self._output.read_text(errors="replace")[-2000:]

    def stop(self) -> int:
        """Ctrl-C; its exit code."""
        assert self._process is not None
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
        return self._process.wait(90)

    # -- victims ------------------------------------------------------------------------------------------------

    def kill(self, victim: str, pick: Callable[[Sequence[Identity]], Identity]) -> bool:
        """SIGKILL for the victim; False when it is not there at this moment."""
        found = self._find(victim)
        if not found:
            return False
        if victim in ("whole tree", "start"):
            for one in found:
                one.signal(signal.SIGKILL)
        else:
            pick(found).signal(signal.SIGKILL)
        if victim in ENDS_UP:
            assert self._process is not None
            self._process.wait(30)
        return True

    def _find(self, victim: str) -> list[Identity]:
        match victim:
            case "web worker":
                return self._session("web")[1:]
            case "web" | "nats" | "worker" | "live" | "gateway" | "intake":
                return self._session(victim)[:1]
            case "postgres":
                return self._cluster()[:1]
            case "backend":
                return [one for one in self._cluster()[1:] if " gasloop gasloop " in command_line(one.pid)[0]]
            case "supervisor":
                return self._supervisor()
            case _:
                ours = [*self._supervisor(), *self._cluster()]
                for name in ("web", "worker", "live", "gateway", "intake", "nats"):
                    ours += self._session(name)
                return ours

    def _supervisor(self) -> list[Identity]:
        assert self._process is not None
        found = identify(self._process.pid)
        return [found] if found else []

    def _session(self, name: str) -> list[Identity]:
        """A child and what it spawned, itself first."""
        leader = recorded(self.path / "run" / f"{name}.pid")
        if leader is None or not leader.alive():
            return []
        return [leader, *(one for one in session_members(leader) if one != leader)]

    def _cluster(self) -> list[Identity]:
        """Postmaster first, then every process of the cluster."""
        leader = recorded(self.path / "run" / "postgres.pid")
        if leader is None or not leader.alive():
            return []
        title = f"postgres: gasloop-{(self.path / 'id').read_text().strip()}: "
        pids = [pid for pid in all_pids() if (command_line(pid) or [""])[0].startswith(title)]
        return [leader, *(one for pid in pids if (one := identify(pid)) is not None)]
