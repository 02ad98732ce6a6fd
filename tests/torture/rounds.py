"""The experiment: kill, wait for recovery, count; seeded, and told as one JSON object."""

import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gasloop.project.runtime.processes import Identity
from tests.torture.api import VisitApi
from tests.torture.clients import Clients
from tests.torture.ledger import Ledger
from tests.torture.town import ENDS_UP, VICTIMS, Town

RECOVERY_SECONDS = 120.0
FIND_SECONDS = 20.0


@dataclass
class Tally:
    """What one kind of victim led to. `recoveries`: seconds from the kill until each client was acknowledged again."""

    kills: int = 0
    missing: int = 0
    double: int = 0
    recoveries: list[float] = field(default_factory=list)

    def to_json(self) -> dict[str, object]:
        median = round(statistics.median(self.recoveries), 2) if self.recoveries else None
        slowest = round(max(self.recoveries), 2) if self.recoveries else None
        return {
            "kills": self.kills,
            "missing": self.missing,
            "double": self.double,
            "recovery_s_median": median,
            "recovery_s_max": slowest,
        }


class Experiment:
    """`n` rounds of torture over a town that serves."""

    def __init__(self, town: Town, api: VisitApi, ledger_file: Path, *, seed: int, clients: int = 3) -> None:
        self._town = town
        self._api = api
        self._ledger = Ledger(ledger_file)
        self._clients = Clients(api, self._ledger, clients, seed)
        self._chance = random.Random(seed)  # noqa: S311 - a seeded experiment, no secret
        self._lost: set[str] = set()
        self._doubled: set[str] = set()
        self.tallies: dict[str, Tally] = {}

    def run(self, n: int, victims: Sequence[str] = VICTIMS, tell: Callable[[str], None] = lambda _: None) -> None:
        """`n` kills. AssertionError when the house does not come back or refuses a good visit."""
        self._clients.start()
        try:
            for number in range(1, n + 1):
                victim, seconds = self._round(victims)
                tally = self.tallies.setdefault(victim, Tally())
                tally.kills += 1
                tally.recoveries.append(seconds)
                self._clients.hold(RECOVERY_SECONDS)
                missing, double = self._count(self._ledger.take_fresh())
                tally.missing += missing
                tally.double += double
                tell(f"{number}/{n} {victim}: back after {seconds:.2f} s, {len(self._ledger)} acknowledged")
            self._count(self._ledger.ids())
        finally:
            self._clients.end()
            self._ledger.close()

    def _round(self, victims: Sequence[str]) -> tuple[str, float]:
        """Let the clients write for a moment, kill somebody, wait until all clients are acknowledged again."""
        self._clients.resume()
        time.sleep(self._chance.uniform(0.05, 0.8))
        victim = self._kill(victims)
        began = time.monotonic()
        if victim == "start":
            self._town.start_and_kill(self._chance.uniform(0.0, 2.0))
        if victim in ENDS_UP:
            self._town.start()
        self._clients.wait_for_progress(RECOVERY_SECONDS)
        seconds = time.monotonic() - began
        self._town.wait_serving(RECOVERY_SECONDS)
        return victim, seconds

    def _kill(self, victims: Sequence[str]) -> str:
        """A random victim; one that this house does not have, or not yet again, is passed over."""
        limit = time.monotonic() + FIND_SECONDS
        while time.monotonic() < limit:
            victim = self._chance.choice(victims)
            if self._town.kill(victim, self._pick):
                return victim
        raise AssertionError("nobody there to kill")

    def _pick(self, found: Sequence[Identity]) -> Identity:
        return self._chance.choice(found)

    def _count(self, expected: set[str]) -> tuple[int, int]:
        """How many of the expected visits are gone, and how many stand there twice, newly found.

        After each kill the visits since the last one are counted, in the end all of them.
        """
        listed = self._api.listed(min(expected, default=""))
        lost = expected - listed.keys() - self._lost
        twice = {identifier for identifier, times in listed.items() if times > 1}
        doubled = (twice | set(self._clients.created_twice)) - self._doubled
        self._lost |= lost
        self._doubled |= doubled
        return len(lost), len(doubled)

    def acknowledged(self) -> set[str]:
        """The ledger."""
        return self._ledger.ids()

    def result(self) -> dict[str, object]:
        """The counts so far."""
        return {
            "kills": sum(tally.kills for tally in self.tallies.values()),
            "acknowledged": len(self._ledger),
            "missing": len(self._lost),
            "double": len(self._doubled),
            "by_victim": {name: tally.to_json() for name, tally in sorted(self.tallies.items())},
            "failed_reads": self._api.failed_reads,
            "answers": {str(status): count for status, count in sorted(self._clients.statuses.items())},
        }
