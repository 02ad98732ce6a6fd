"""Door by door: a building and its doors, visits, nobody three times, the notice, the referral."""

from datetime import date, timedelta

import pytest
from tests.cast import COMMUNITY, VILLAGE, Cast

from gasloop.evidence.models import Entry
from gasloop.kernel import clock
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.registry.actions import (
    correct_household,
    note_household_visits,
    refer_household,
    register_building,
    register_doors,
    register_household,
    serve_notice,
)
from gasloop.registry.doors import door_key, mask_name
from gasloop.registry.facts import HouseholdFacts
from gasloop.registry.models import Building, Household

TODAY = date(2026, 11, 2)
NEXT = date(2028, 11, 1)


@pytest.fixture
def building(cast: Cast) -> Building:
    return register_building(cast.grid.actor, name="双堰小区1栋", territory=COMMUNITY, address="双堰街1号", floors=6)


@pytest.fixture
def doors(cast: Cast, building: Building) -> list[Household]:
    wanted = [HouseholdFacts(unit="1", floor=floor, room=f"{floor}0{n}") for floor in (10, 2, 1) for n in (2, 1)]
    return register_doors(cast.grid.actor, building_id=building.pk, doors=wanted)


def visit(cast: Cast, doors: list[Household], result: str, on: date | None = None) -> list[Household]:
    return note_household_visits(
        cast.grid.actor,
        building_id=doors[0].building_id,
        household_ids=[door.pk for door in doors],
        result=result,
        on=on or clock.today(),
        next_visit_on=NEXT,
    )


def test_doors_stand_as_one_walks_past_them_and_are_registered_once(
    cast: Cast, building: Building, doors: list[Household]
) -> None:
    rooms = [row.room for row in Household.objects.filter(building=building).order_by("door_key")]
    assert rooms == ["101", "102", "201", "202", "1001", "1002"]
    again = [HouseholdFacts(unit="1单元", floor=1, room=" 101 "), HouseholdFacts(unit="1", floor=3, room="301")]
    assert [row.room for row in register_doors(cast.grid.actor, building_id=building.pk, doors=again)] == ["301"]
    entry = Entry.objects.filter(act="registry.doors_registered").order_by("seq")[0]
    assert (entry.rows_count, entry.body["count"], entry.territory) == (6, 6, COMMUNITY)
    with pytest.raises(Refusal, match=r"door\.known"):
        register_household(cast.grid.actor, building_id=building.pk, facts=again[0])


def test_one_door_keeps_its_householder_masked(cast: Cast, building: Building) -> None:
    facts = HouseholdFacts(room="601", householder="张小红", phone="13800001234", hose_material="rubber")
    made = register_household(cast.grid.actor, building_id=building.pk, facts=facts)
    assert (str(made.householder), str(made.phone), made.line) == ("张**", "138****1234", "household")
    correct_household(cast.grid.actor, household_id=made.pk, why="换了软管", changes={"hose_material": "metal_clad"})
    entry = Entry.objects.get(subject_id=made.pk, act="registry.household_corrected")
    assert entry.body["changes"] == {"hose_material": ["rubber", "metal_clad"]}


@pytest.mark.parametrize(
    ("field", "facts"),
    [
        ("room", HouseholdFacts(room=" ")),
        ("floor", HouseholdFacts(room="1", floor=999)),
        ("hose_material", HouseholdFacts(room="1", hose_material="麻绳")),
        ("hose_expires_on", HouseholdFacts(room="1", hose_installed_on=TODAY, hose_expires_on=date(2020, 1, 1))),
    ],
)
def test_what_cannot_be_right_is_refused_at_its_field(
    cast: Cast, building: Building, field: str, facts: HouseholdFacts
) -> None:
    with pytest.raises(Refusal) as refused:
        register_household(cast.grid.actor, building_id=building.pk, facts=facts)
    assert refused.value.field == field


def test_many_doors_are_found_in_order_in_one_entry(cast: Cast, doors: list[Household]) -> None:
    seen = visit(cast, doors, "checked")
    assert {(row.last_visit_on, row.last_result, row.next_visit_on) for row in seen} == {(TODAY, "checked", NEXT)}
    entry = Entry.objects.get(act="registry.households_visited")
    assert (entry.rows_count, entry.body["building"]) == (6, "双堰小区1栋")


def test_nobody_three_times_wants_a_notice_then_a_referral(
    cast: Cast, hands: clock.Hands, doors: list[Household]
) -> None:
    door = doors[0]
    for time in range(3):
        assert Household.objects.get(pk=door.pk).approach == "knock"
        row = visit(cast, [door], "nobody")[0]
        assert row.nobody_count == time + 1
        hands.move(timedelta(days=1))
    assert row.approach == "notice"
    with pytest.raises(Refusal, match="approach"):
        refer_household(cast.grid.actor, household_id=door.pk, to="供气企业", why="太早")
    assert serve_notice(cast.grid.actor, household_id=door.pk, how="贴在门上").approach == "served"
    assert visit(cast, [door], "nobody")[0].approach == "refer"
    back = refer_household(cast.grid.actor, household_id=door.pk, to="供气企业", why="告知后仍无人")
    assert (back.approach, back.nobody_count) == ("knock", 0)
    hands.move(timedelta(days=1))
    assert visit(cast, [door], "checked")[0].approach == "knock"


def test_a_refusal_at_the_door_wants_a_notice_at_once(cast: Cast, doors: list[Household]) -> None:
    assert visit(cast, doors[:1], "refused")[0].approach == "notice"


def test_all_doors_or_none(cast: Cast, doors: list[Household]) -> None:
    visit(cast, doors[:1], "checked")
    with pytest.raises(Refusal, match="later"):
        visit(cast, doors, "checked", on=TODAY - timedelta(days=1))
    correct_household(cast.grid.actor, household_id=doors[1].pk, why="拆迁", changes={"state": "gone"})
    with pytest.raises(Refusal, match="gone"):
        visit(cast, doors, "checked")
    assert Household.objects.filter(last_visit_on__isnull=False).count() == 1


def test_out_of_reach_is_not_there(cast: Cast, doors: list[Household]) -> None:
    for name in ("far_grid", "market", "officer", "auditor", "admin"):
        with pytest.raises(NotFound):
            note_household_visits(
                cast.actor(name),
                building_id=doors[0].building_id,
                household_ids=[doors[0].pk],
                result="checked",
                on=TODAY,
            )
    other = register_building(cast.clerk.actor, name="渡头1号", territory=VILLAGE, address="渡头")
    with pytest.raises(NotFound):
        note_household_visits(
            cast.clerk.actor, building_id=other.pk, household_ids=[doors[0].pk], result="checked", on=TODAY
        )


def test_keys_and_masks() -> None:
    order = [("", None, "2"), ("", None, "10"), ("1", -1, "车库"), ("1", 2, "201"), ("1", 10, "1001"), ("2", 1, "101")]
    assert sorted(order, key=lambda door: door_key(*door)) == order
    assert door_key("1", 3, "３０１") == door_key("1", 3, "301")
    assert [mask_name(name) for name in ("", "李", "欧阳锋")] == ["", "李*", "欧**"]
