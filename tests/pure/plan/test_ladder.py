"""The ladder of an overdue duty, rung by rung."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from gasloop.plan.ladder import LADDER, Level, level_at, next_step

DUE = datetime(2026, 11, 5, 16, 0, tzinfo=UTC)


def climbed(at: datetime) -> int:
    """What the sweep does: one rung a step, for as long as the next step has come."""
    level = 0
    while (step := next_step(DUE, level)) is not None and step <= at:
        level += 1
    return level


def test_the_head_hears_at_once_the_leader_after_three_days_the_district_after_seven() -> None:
    assert level_at(DUE - timedelta(seconds=1), DUE - timedelta(seconds=2)) == Level.OWNER
    assert level_at(DUE, DUE) == Level.HEAD
    assert level_at(DUE, DUE + timedelta(days=3)) == Level.LEADER
    assert level_at(DUE, DUE + timedelta(days=7)) == Level.REFERRAL
    assert next_step(DUE, Level.REFERRAL) is None


@given(st.timedeltas(timedelta(days=-10), timedelta(days=30)))
def test_climbing_step_by_step_ends_where_the_table_says(late: timedelta) -> None:
    assert climbed(DUE + late) == level_at(DUE, DUE + late)


def test_every_rung_is_one_higher_and_later_than_the_last() -> None:
    assert [rung.level for rung in LADDER] == [1, 2, 3]
    assert [rung.after for rung in LADDER] == sorted(rung.after for rung in LADDER)
