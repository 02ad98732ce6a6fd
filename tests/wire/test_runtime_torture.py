"""The torture harness itself: it must be able to find what it looks for."""

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

import httpx
import pytest
from tests.torture import straw
from tests.torture.api import VisitApi
from tests.torture.rounds import Experiment
from tests.torture.town import Town
from tests.wire.straw_town import open_place, straw_town

from gasloop.project.runtime.nats import free_port
from gasloop.project.runtime.processes import Identity


class PaperTown:
    """Serves always, dies never."""

    def kill(self, _victim: str, _pick: Callable[[Sequence[Identity]], Identity]) -> bool:
        return True

    def wait_serving(self, _seconds: float) -> None:
        return


class PaperApi(VisitApi):
    """Keeps visits in memory, loses or doubles every tenth when told to."""

    def __init__(self, *, lose: bool = False, double: bool = False) -> None:
        super().__init__("http://paper.invalid", "", lambda _: {})
        self._kept: Counter[str] = Counter()
        self._written = 0
        self._lose, self._double = lose, double

    def client(self) -> httpx.Client:
        return httpx.Client(trust_env=False)

    def write(self, client: httpx.Client, identifier: str) -> int:
        if self._kept[identifier]:
            return 200
        self._written += 1
        tenth = self._written % 10 == 0
        self._kept[identifier] = 0 if tenth and self._lose else 2 if tenth and self._double else 1
        return 201

    def listed(self, since: str = "") -> Counter[str]:
        return +self._kept


def paper_result(api: PaperApi, place: Path) -> dict[str, object]:
    experiment = Experiment(cast(Town, PaperTown()), api, place / "ledger", seed=1)
    experiment.run(3, ("web",))
    return experiment.result()


def test_an_honest_house_is_found_honest(tmp_path: Path) -> None:
    result = paper_result(PaperApi(), tmp_path)
    assert (result["missing"], result["double"], result["kills"]) == (0, 0, 3)
    assert len((tmp_path / "ledger").read_text().splitlines()) == result["acknowledged"]


def test_a_lost_visit_is_found(tmp_path: Path) -> None:
    assert cast(int, paper_result(PaperApi(lose=True), tmp_path)["missing"]) >= 1


def test_a_doubled_visit_is_found(tmp_path: Path) -> None:
    assert cast(int, paper_result(PaperApi(double=True), tmp_path)["double"]) >= 1


@pytest.mark.long
def test_the_runtime_alone_under_torture() -> None:
    with open_place() as place, straw_town(place) as town:
        experiment = Experiment(town, straw.api(town), place / "ledger", seed=11)
        experiment.run(40)
        result = experiment.result()
    assert (result["missing"], result["double"]) == (0, 0)


def test_a_start_that_is_killed_leaves_nothing_in_the_way() -> None:
    with open_place() as place:
        town = straw.town(place, free_port())
        for after in (0.1, 0.6, 1.1):
            town.start_and_kill(after)
        town.start()
        assert town.stop() == 0
