"""Values that everything rests on: canonical JSON, subjects, territory paths, state tables."""

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gasloop.hazard.states import MOVES, HazardState
from gasloop.kernel import territory
from gasloop.kernel.ids import new_id
from gasloop.kernel.jsonable import canonical
from gasloop.kernel.refusal import Refusal
from gasloop.kernel.states import Move, StateTable
from gasloop.kernel.subject import Subject

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)
CODES = st.text("0123456789abc", min_size=1, max_size=4)


class Light(StrEnum):
    RED = "red"
    GREEN = "green"


@given(st.dictionaries(st.text(max_size=6), JSON, max_size=6))
def test_equal_objects_have_equal_bytes_in_whatever_order_they_were_made(value: dict[str, object]) -> None:
    backwards = dict(reversed(list(value.items())))
    assert canonical(value) == canonical(backwards)


def test_what_has_no_json_form_is_refused_rather_than_guessed() -> None:
    with pytest.raises(TypeError):
        canonical({"when": object()})


def test_the_same_instant_has_one_form_in_every_zone() -> None:
    utc = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
    assert canonical(utc) == canonical(utc.astimezone())
    assert canonical([Decimal("2.60"), date(2026, 11, 2), Light.RED]) == b'["2.60","2026-11-02","red"]'


@given(st.from_regex(r"[a-z_]{1,12}", fullmatch=True), st.uuids())
def test_a_subject_survives_being_written_down(kind: str, key: UUID) -> None:
    assert Subject.parse(str(Subject(kind, key))) == Subject(kind, key)


def test_ids_come_in_the_order_of_their_making() -> None:
    made = [new_id() for _ in range(200)]
    assert made == sorted(made)
    assert all(each.version == 7 for each in made)


@given(st.lists(CODES, min_size=1, max_size=4), st.lists(CODES, min_size=1, max_size=4))
def test_one_territory_contains_another_only_as_a_whole_path(one: list[str], other: list[str]) -> None:
    above, below = territory.ROOT, territory.ROOT
    for code in one:
        above = territory.child(above, code)
    for code in other:
        below = territory.child(below, code)
    assert territory.contains(above, below) is (other[: len(one)] == one)


def test_village_01_does_not_contain_village_011() -> None:
    assert not territory.contains("500152110/01/", "500152110/011/")
    assert territory.parent("500152110/01/") == "500152110/"
    assert territory.ancestors("a/b/c/") == ("a/b/", "a/")


def test_a_state_table_leads_one_way_and_refuses_the_rest() -> None:
    table = StateTable("light", [Move("go", Light.RED, Light.GREEN)])
    assert table.target("go", Light.RED) == Light.GREEN
    with pytest.raises(Refusal, match=r"light\.go\.state"):
        table.target("go", Light.GREEN)
    with pytest.raises(ValueError, match="two"):
        StateTable("light", [Move("go", Light.RED, Light.GREEN), Move("go", Light.RED, Light.RED)])


def test_every_state_of_a_hazard_can_be_reached_and_only_ends_are_ends() -> None:
    reached = {HazardState.FOUND} | {move.target for move in MOVES.moves}
    assert reached == set(HazardState)
    ends = {state for state in HazardState if not MOVES.verbs(state)}
    assert ends == {HazardState.SETTLED, HazardState.REBOUND, HazardState.VOIDED}
