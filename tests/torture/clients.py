"""The writers: each sends visits under ids of its own and repeats one until it is acknowledged, whatever happens."""

import random
import threading
import time
from collections import Counter

from gasloop.kernel.ids import new_id
from tests.torture.api import VisitApi
from tests.torture.ledger import Ledger

PAUSE = 0.03
RETRY_PAUSE = 0.1
REPEAT_SHARE = 0.05


class Clients:
    """Some concurrent writers that can be held still while the house is counted."""

    def __init__(self, api: VisitApi, ledger: Ledger, count: int, seed: int) -> None:
        self._api = api
        self._ledger = ledger
        self._go = threading.Event()
        self._end = threading.Event()
        self._idle = [threading.Event() for _ in range(count)]
        self._seeds = [seed * 1000 + number for number in range(count)]
        self._threads = [threading.Thread(target=self._live, args=(number,)) for number in range(count)]
        self.statuses: Counter[int] = Counter()
        self.created_twice: list[str] = []
        self.failures: list[BaseException] = []
        self.acknowledged = [0] * count

    def start(self) -> None:
        """Begin to write."""
        self._go.set()
        for thread in self._threads:
            thread.start()

    def hold(self, seconds: float) -> None:
        """Wait until every writer has its last visit acknowledged and stands still."""
        self._go.clear()
        limit = time.monotonic() + seconds
        for idle in self._idle:
            if not idle.wait(max(0.0, limit - time.monotonic())):
                raise AssertionError(f"a visit was not acknowledged within {seconds} s")
        self._raise()

    def resume(self) -> None:
        """Write on."""
        for idle in self._idle:
            idle.clear()
        self._go.set()

    def wait_for_progress(self, seconds: float) -> None:
        """Until every writer has been acknowledged once more."""
        before = list(self.acknowledged)
        limit = time.monotonic() + seconds
        while any(now <= then for now, then in zip(self.acknowledged, before, strict=True)):
            self._raise()
            if time.monotonic() > limit:
                raise AssertionError(f"nothing was acknowledged for {seconds} s after a kill")
            time.sleep(0.02)

    def end(self) -> None:
        """Stop writing for good."""
        self._end.set()
        self._go.set()
        for thread in self._threads:
            if thread.ident is not None:
                thread.join()

    def _raise(self) -> None:
        if self.failures:
            raise self.failures[0]

    def _live(self, number: int) -> None:
        chance = random.Random(self._seeds[number])  # noqa: S311 - a seeded experiment, no secret
        with self._api.client() as client:
            try:
                while not self._end.is_set():
                    if not self._go.is_set():
                        self._idle[number].set()
                        self._go.wait()
                        continue
                    identifier = str(new_id())
                    while not self._end.is_set() and (status := self._api.write(client, identifier)) not in (200, 201):
                        self.statuses[status] += 1
                        time.sleep(RETRY_PAUSE)
                    if self._end.is_set():
                        return
                    self._note(number, identifier, status)
                    if chance.random() < REPEAT_SHARE and self._api.write(client, identifier) == 201:
                        self.created_twice.append(identifier)
                    time.sleep(PAUSE)
            except BaseException as failure:  # noqa: BLE001 - handed to the main thread, which raises it
                self.failures.append(failure)
                self._idle[number].set()

    def _note(self, number: int, identifier: str, status: int) -> None:
        self._ledger.acknowledge(identifier)
        self.statuses[status] += 1
        self.acknowledged[number] += 1
