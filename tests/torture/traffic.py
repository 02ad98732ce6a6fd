"""Simulated devices as the torture uses them: a process of their own, watched and counted by its journal."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from gateways.simulate import journal
from gateways.simulate.journal import Count, Item

FINISH_SECONDS = 180.0
REPOSITORY = Path(__file__).parents[2]


class Traffic:
    """`gasloop simulate` with `scenario` (as in a YAML file), writing its journal into `place`."""

    def __init__(self, place: Path, scenario: dict[str, object]) -> None:
        self.journal = place / "journal"
        self._scenario = place / "scenario.yaml"
        self._scenario.write_text(json.dumps(scenario), encoding="utf-8")  # JSON is YAML
        self._log = place / "simulate.log"
        self._process: subprocess.Popen[str] | None = None
        self._read_to = 0
        self._acknowledged = 0

    def start(self) -> None:
        """Send until told otherwise."""
        command = [sys.executable, "-m", "gateways.simulate.cli", str(self._scenario), "--json"]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [*command, "--journal", str(self.journal)],
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                cwd=REPOSITORY,
                env=dict(os.environ),
            )

    @property
    def acknowledged(self) -> int:
        """Messages acknowledged so far."""
        assert self._process is not None
        assert self._process.poll() is None, f"the simulator ended: {self._log.read_text()[-2000:]}"
        if not self.journal.exists():
            return 0
        with self.journal.open("rb") as file:
            file.seek(self._read_to)
            came = file.read()
        came = came[: came.rfind(b"\n") + 1]
        self._read_to += len(came)
        self._acknowledged += came.count(b"\na\t") + came.startswith(b"a\t")
        return self._acknowledged

    def wait_for_more(self, more: int, seconds: float) -> float:
        """Until so many messages more were acknowledged; the seconds that took. AssertionError after `seconds`."""
        began, before = time.monotonic(), self.acknowledged
        while self.acknowledged < before + more:
            if time.monotonic() - began > seconds:
                raise AssertionError(f"nothing was acknowledged for {seconds} s")
            time.sleep(0.02)
        return time.monotonic() - began

    def finish(self) -> dict[str, Any]:
        """Say nothing new, wait for the last acknowledgements; the simulator's report."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        out, _ = self._process.communicate(timeout=FINISH_SECONDS)
        report: dict[str, Any] = json.loads(out)
        return report

    def end(self) -> None:
        """Gone, whether it ran or not."""
        if self._process and self._process.poll() is None:
            self._process.kill()
            self._process.communicate()

    def count(self, stored: list[Item]) -> Count:
        """What is stored against what was acknowledged."""
        return journal.count(journal.read(self.journal), stored)
