"""The demonstration town is invented, says so, and lies where it says."""

import random

import pytest

from gasloop.project.demo import kitchens, places
from gasloop.project.demo.filling import NUMBERED
from gasloop.project.demo.history import OBJECTS
from gasloop.project.demo.standing import CELLS_PER_VILLAGE, HOUSEHOLDS, OFFICERS, UNITS, Progress
from gasloop.project.demo.town_hall import VILLAGES
from gasloop.registry.kinds import PartyKind, SiteKind

EVERY_KIND = sorted({kitchens.kind_of(number, OBJECTS) for number in range(UNITS)})


def test_it_is_as_large_as_promised() -> None:
    assert (UNITS, HOUSEHOLDS, OFFICERS) == (300, 3000, 24)


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_every_kind_has_names_and_somebody_who_runs_it(kind: str) -> None:
    assert kind in SiteKind.values
    assert kitchens.PARTY[kind] in PartyKind.values
    assert kitchens.NAMES[kind]


@pytest.mark.parametrize("number", [0, 8, 98, 99, 299])
def test_a_name_says_it_is_an_example_and_which(number: int) -> None:
    dice = random.Random(number)  # noqa: S311 - the town throws the same dice every time
    name = kitchens.name_of(kitchens.kind_of(number, OBJECTS), dice, number)
    found = NUMBERED.search(name)
    assert found is not None
    assert int(found[1]) == number + 1


@pytest.mark.parametrize("village", VILLAGES)
def test_a_cell_lies_in_its_village_and_no_two_overlap(village: str) -> None:
    whole = places.village(village)
    cells = [places.cell(village, number) for number in range(CELLS_PER_VILLAGE)]
    for cell in cells:
        assert whole.south <= cell.south < cell.north <= whole.north + 1e-9
        assert whole.west <= cell.west < cell.east <= whole.east + 1e-9
    assert len({(round(cell.south, 6), round(cell.west, 6)) for cell in cells}) == CELLS_PER_VILLAGE


def test_progress_runs_from_nothing_to_everything_and_not_beyond() -> None:
    assert Progress(0, 0, 0).done == 0
    assert Progress(OFFICERS, HOUSEHOLDS, UNITS).full
    assert not Progress(OFFICERS, HOUSEHOLDS, UNITS - 1).full
    assert Progress(OFFICERS, HOUSEHOLDS, UNITS + 5).done == Progress(OFFICERS, HOUSEHOLDS, UNITS).total
