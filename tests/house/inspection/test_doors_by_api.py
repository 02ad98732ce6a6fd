"""From door to door by API: a whole building, a round, nobody three times, the notice, the gap test, the hand-over."""

from typing import Any

import pytest
from tests.cast import COMMUNITY, Cast
from tests.house.calling import Program, program_of

from gasloop.kernel.ids import new_id


@pytest.fixture
def grid(town: Cast) -> Program:
    return program_of(town, "grid")


@pytest.fixture
def building(grid: Program) -> str:
    place = {"name": "双堰小区1栋（示例）", "territory": COMMUNITY, "address": "双堰街1号（示例）"}
    key: str = grid.sent("/buildings", place, 201)["id"]
    return key


@pytest.fixture
def doors(grid: Program, building: str) -> list[str]:
    told = [{"unit": "1", "floor": 1, "room": room, "gas_source": "lpg_cylinder"} for room in ("101", "102", "103")]
    made = grid.sent(f"/buildings/{building}/doors/batch", {"doors": told}, 201)
    assert grid.sent(f"/buildings/{building}/doors/batch", {"doors": told}, 201) == []
    return [door["id"] for door in made]


def knock(grid: Program, building: str, doors: list[str], result: str) -> Any:
    return grid.sent(f"/buildings/{building}/rounds", {"households": doors, "result": result}, 201)


def test_a_round_sets_every_door_and_the_same_one_again_changes_nothing(
    grid: Program, building: str, doors: list[str]
) -> None:
    round_ = {"id": str(new_id()), "households": doors, "result": "checked"}
    first = grid.sent(f"/buildings/{building}/rounds", round_, 201)
    assert len(first) == 3
    assert grid.sent(f"/buildings/{building}/rounds", round_, 201) == first
    door = grid.got(f"/households/{doors[0]}")
    assert (door["last_result"], door["approach"]) == ("checked", "knock")
    assert len(grid.got(f"/households/{doors[0]}/visits")) == 1
    assert grid.sent(f"/buildings/{building}/rounds", {**round_, "result": "refused"}, 409)["code"] == "visit.id_taken"


def test_nobody_three_times_then_the_notice_then_the_hand_over(grid: Program, building: str, doors: list[str]) -> None:
    door = doors[0]
    grid.sent(f"/households/{door}/notice", {"how": "贴门上"}, 409)
    for _ in range(3):
        knock(grid, building, [door], "nobody")
    assert grid.got(f"/households/{door}")["approach"] == "notice"
    assert grid.sent(f"/households/{door}/notice", {"how": "贴于门上并拍照（示例）"})["approach"] == "served"
    grid.sent(f"/households/{door}/hand-over", {}, 409)
    knock(grid, building, [door], "refused")
    handed = grid.sent(f"/households/{door}/hand-over", {}, 201)
    assert grid.got(f"/hazards/{handed['hazard']}")["number"] == handed["number"]


def test_a_reading_at_the_gap_of_the_door_is_a_hazard(grid: Program, doors: list[str]) -> None:
    clean = grid.sent(f"/households/{doors[0]}/gap-tests", {"reading": 0}, 201)
    assert (clean["hazard"], clean["visit"]["result"]) == (None, "nobody")
    found = grid.sent(f"/households/{doors[1]}/gap-tests", {"reading": 5.5}, 201)
    assert grid.got(f"/hazards/{found['hazard']}")["state"] == "found"
    grid.sent(f"/households/{doors[1]}/gap-tests", {"reading": 101}, 422)


def test_the_file_of_a_door_is_opened_once(grid: Program, doors: list[str]) -> None:
    first = grid.sent(f"/households/{doors[0]}/file", {}, 201)
    assert first["kind"] == "household"
    assert grid.sent(f"/households/{doors[0]}/file", {}, 201)["id"] == first["id"]


def test_the_other_village_finds_no_door(town: Cast, building: str, doors: list[str]) -> None:
    far = program_of(town, "far_grid")
    far.sent(f"/buildings/{building}/rounds", {"households": doors, "result": "checked"}, 404)
    far.sent(f"/households/{doors[0]}/gap-tests", {"reading": 0}, 404)
    far.got(f"/households/{doors[0]}/visits", 404)
    far.sent(f"/households/{doors[0]}/file", {}, 404)
