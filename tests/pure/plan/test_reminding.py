"""When a duty is brought to mind."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from gasloop.kernel import clock
from gasloop.plan.reminding import Stage, next_reminder, reminders_of

BEGAN = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))


def test_the_day_before_the_day_and_after_it() -> None:
    due = clock.last_of(clock.legal_day(BEGAN) + timedelta(days=3))
    told = reminders_of(due, BEGAN)
    assert [each.stage for each in told] == [Stage.BEFORE, Stage.ON_DUE, Stage.OVERDUE]
    local = [each.at.astimezone(clock.LEGAL_ZONE).strftime("%d %H:%M") for each in told]
    assert local == ["04 08:30", "05 08:30", "05 23:59"]


def test_what_is_due_at_once_is_only_told_when_it_is_late() -> None:
    assert [each.stage for each in reminders_of(BEGAN + timedelta(hours=2), BEGAN)] == [Stage.OVERDUE]


def test_over_the_new_year_the_day_before_is_last_year_s() -> None:
    due = clock.last_of(datetime(2027, 1, 1, tzinfo=UTC).date())
    assert reminders_of(due, BEGAN)[0].at.astimezone(clock.LEGAL_ZONE).date().isoformat() == "2026-12-31"


@given(moments, st.timedeltas(timedelta(0), timedelta(days=90)))
def test_in_order_after_the_beginning_and_ending_with_overdue(began: datetime, term: timedelta) -> None:
    due = began + term
    told = reminders_of(due, began)
    assert [each.stage for each in told] == sorted({each.stage for each in told})
    assert all(began < each.at < due for each in told[:-1])
    assert (told[-1].stage, told[-1].at) == (Stage.OVERDUE, due)


@given(moments, st.timedeltas(timedelta(0), timedelta(days=90)))
def test_one_after_the_other_and_then_none(began: datetime, term: timedelta) -> None:
    due, told, found = began + term, 0, []
    while (moment := next_reminder(due, began, told)) is not None:
        found.append(moment)
        told = moment.stage
    assert tuple(found) == reminders_of(due, began)
