"""Time limits in days of the law, and how they say where they come from."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gasloop.kernel.refusal import Refusal
from gasloop.rulebook.actions.calendars import library_years
from gasloop.rulebook.workdays import Term, WorkCalendar, add_working_days, due, working_days_between

PUBLISHED = WorkCalendar(
    years=frozenset(year.year for year in library_years()),
    holidays={day: name for year in library_years() for day, name in year.holidays},
    workdays=frozenset(day for year in library_years() for day, _ in year.workdays),
)
ISSUED = date(2023, 9, 4)  # the plan's own date, a Monday


def test_ten_working_days_from_the_plans_date() -> None:
    counted = due(ISSUED, Term(10, "working_days"), PUBLISHED)
    assert counted.day == date(2023, 9, 18)
    assert counted.sentence == "自2023年9月4日起10个工作日（当日不计），扣除周末4天，到期日2023年9月18日。"
    assert not counted.provisional


def test_golden_week_and_its_make_up_days() -> None:
    counted = due(date(2023, 9, 27), Term(4, "working_days"), PUBLISHED)
    assert counted.day == date(2023, 10, 9)  # 7 and 8 October were worked
    assert "国庆节" in counted.sentence
    assert "周末" not in counted.sentence


def test_a_year_nobody_published_is_provisional() -> None:
    counted = due(date(2026, 12, 30), Term(3, "working_days"), PUBLISHED)
    assert counted.provisional
    assert counted.sentence.endswith("2027年放假安排尚未公布，暂只扣除周末，公布后重算。")
    assert not due(date(2026, 12, 30), Term(1, "working_days"), PUBLISHED).provisional


def test_the_last_day_of_a_year_counts_only_the_next() -> None:
    known = WorkCalendar(years=frozenset({2027}), holidays={date(2027, 1, 1): "元旦"})
    assert not due(date(2026, 12, 31), Term(1, "working_days"), known).provisional


@pytest.mark.parametrize(
    ("term", "last", "words"),
    [
        (Term(0, "days"), ISSUED, "当日内"),
        (Term(0, "working_days"), ISSUED, "当日内"),
        (Term(30, "days"), date(2023, 10, 4), "30日（当日不计）"),
        (Term(24, "hours"), date(2023, 9, 5), "24小时"),
        (Term(25, "hours"), date(2023, 9, 6), "25小时"),
    ],
)
def test_days_and_hours(term: Term, last: date, words: str) -> None:
    counted = due(ISSUED, term, PUBLISHED)
    assert counted.day == last
    assert words in counted.sentence


@pytest.mark.parametrize("amount", [-1, 100_000])
def test_an_absurd_term_is_refused(amount: int) -> None:
    with pytest.raises(Refusal, match="amount"):
        due(ISSUED, Term(amount, "working_days"), PUBLISHED)


days = st.dates(date(2020, 1, 1), date(2028, 12, 31))


@given(days, st.integers(1, 60))
def test_a_due_day_is_worked_and_exactly_so_many_days_away(start: date, amount: int) -> None:
    last = add_working_days(start, amount, PUBLISHED).day
    assert PUBLISHED.works(last)
    assert working_days_between(start, last, PUBLISHED) == amount


@given(days, st.integers(0, 30), st.integers(0, 30))
def test_terms_add_up(start: date, first: int, second: int) -> None:
    middle = add_working_days(start, first, PUBLISHED).day
    at_once = add_working_days(start, first + second, PUBLISHED).day
    if PUBLISHED.works(middle) or second:
        assert add_working_days(middle, second, PUBLISHED).day == at_once


@given(days, days)
def test_working_days_between_never_exceed_the_days(start: date, end: date) -> None:
    assert 0 <= working_days_between(start, end, PUBLISHED) <= max((end - start) / timedelta(days=1), 0)
