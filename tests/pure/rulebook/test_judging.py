"""The judge: the same answer under the same rule judges the same, and a bad answer is named."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gasloop.kernel.jsonable import JsonObject
from gasloop.kernel.refusal import Refusal
from gasloop.rulebook.judging import AnswerKind, ItemSpec, judge, months_before

DAY = date(2026, 11, 2)
HOSE = ItemSpec(
    code="HOSE-LENGTH",
    question="最长的一根连接软管有多长？",
    answer="number",
    condition={"op": "<=", "const": "hose_max_length_m"},
    finding="连接软管长{value} m，超过{limit} m",
    unit="m",
    bounds=(Decimal(0), Decimal(50)),
)
CONSTANTS = {"hose_max_length_m": Decimal("2.0000")}


def item(answer: AnswerKind, condition: JsonObject | None, **choices: str) -> ItemSpec:
    return ItemSpec("X", "问？", answer, condition, choices=choices)


def test_a_hose_of_exactly_two_metres_passes() -> None:
    verdict = judge(HOSE, "2.0", CONSTANTS)
    assert (verdict.passed, verdict.measured) == (True, "2 m")


def test_a_longer_hose_is_a_finding_in_words() -> None:
    assert judge(HOSE, 2.6, CONSTANTS).sentence == "连接软管长2.6 m，超过2 m"


@given(st.decimals(0, 50, places=2))
def test_the_hose_is_judged_by_the_constant_alone(length: Decimal) -> None:
    assert judge(HOSE, str(length), CONSTANTS).passed is (length <= 2)


@pytest.mark.parametrize(
    "value", ["260", "-1", "两米", "", None, True, "NaN", "Infinity", "1e9999999", "1e-9999999", [], {}]
)
def test_a_value_that_is_no_length_is_refused_at_the_item(value: object) -> None:
    with pytest.raises(Refusal) as refused:
        judge(HOSE, value, CONSTANTS)
    assert refused.value.field == "HOSE-LENGTH"
    assert "连接软管" in str(refused.value)


def test_a_constant_that_is_not_loaded_stops_the_judge() -> None:
    with pytest.raises(Refusal, match="constant"):
        judge(HOSE, 1, {})


@pytest.mark.parametrize(("value", "passed"), [(True, True), ("是", True), ("no", False), ("FALSE", False)])
def test_yes_or_no(value: object, passed: bool) -> None:
    assert judge(item("yes_no", {"op": "==", "value": True}), value, {}).passed is passed


@pytest.mark.parametrize(
    ("op", "passing"), [("<", {0}), ("<=", {0, 1}), (">", {2}), (">=", {1, 2}), ("==", {1}), ("!=", {0, 2})]
)
def test_counts_compare(op: str, passing: set[int]) -> None:
    asked = item("count", {"op": op, "value": 1})
    assert {n for n in range(3) if judge(asked, n, {}).passed} == passing
    with pytest.raises(Refusal):
        judge(asked, "1.5", {})


def test_a_date_that_is_over_is_found() -> None:
    asked = item("date", {"op": "not_past"})
    days = (DAY - timedelta(days=1), DAY, DAY + timedelta(days=1))
    assert [judge(asked, day.isoformat(), {}, on=DAY).passed for day in days] == [False, True, True]


def test_a_drill_is_good_for_six_months_and_never_in_the_future() -> None:
    asked = item("date", {"op": "within_months", "value": 6})
    days = ("2026-05-01", "2026-05-02", "2026-11-02", "2026-11-03")
    assert [judge(asked, day, {}, on=DAY).passed for day in days] == [False, True, True, False]


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(0, 240))
def test_months_before_is_a_day_of_that_month(day: date, months: int) -> None:
    earlier = months_before(day, months)
    assert (day.year - earlier.year) * 12 + day.month - earlier.month == months
    assert earlier.day <= day.day


def test_a_choice_is_one_of_those_offered() -> None:
    asked = item("choice", {"op": "in", "values": ["apart"]}, apart="分开", together="在一起")
    assert judge(asked, "apart", {}).passed
    assert judge(asked, "together", {}).sentence == "问：在一起，不符合要求。"
    with pytest.raises(Refusal, match="分开"):
        judge(asked, "elsewhere", {})


def test_what_is_only_recorded_never_fails() -> None:
    verdict = judge(item("number", None), "149", {})
    assert (verdict.passed, verdict.sentence) == (True, "问：149。")


@pytest.mark.parametrize("value", [[], "", None, [""], 3])
def test_a_photo_is_there_or_not(value: object) -> None:
    asked = item("photo", {"op": "present"})
    assert judge(asked, ["ab" * 32], {}).passed
    with pytest.raises(Refusal):
        judge(asked, value, {})


values = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.lists(st.text()))


@given(
    st.sampled_from(
        [
            HOSE,
            item("yes_no", {"op": "==", "value": False}),
            item("count", {"op": "==", "value": 0}),
            item("date", {"op": "not_past"}),
            item("choice", {"op": "in", "values": ["a"]}, a="甲", b="乙"),
            item("photo", {"op": "present"}),
        ]
    ),
    values,
)
def test_anything_is_judged_or_refused_never_broken(asked: ItemSpec, value: object) -> None:
    try:
        verdict = judge(asked, value, CONSTANTS, on=DAY)
    except Refusal:
        return
    assert verdict.sentence
    assert judge(asked, value, CONSTANTS, on=DAY) == verdict
