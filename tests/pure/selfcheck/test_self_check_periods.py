"""Days, weeks and months: no day without its period, no period twice."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gasloop.selfcheck.rhythms import Rhythm, first_day, last_day, periods

DAYS = st.dates(date(2020, 1, 1), date(2032, 12, 31))


@given(DAYS, st.integers(0, 100), st.sampled_from(Rhythm))
def test_every_day_lies_in_exactly_one_period(since: date, span: int, rhythm: Rhythm) -> None:
    until = since + timedelta(days=span)
    found = [(first, last_day(rhythm, first)) for first in periods(rhythm, since, until)]
    for day in (since + timedelta(days=n) for n in range(span + 1)):
        assert sum(first <= day <= last for first, last in found) == 1
    assert found[0][0] <= since <= found[0][1]


@given(DAYS, st.sampled_from(Rhythm))
def test_the_first_day_is_its_own_first_day(day: date, rhythm: Rhythm) -> None:
    first = first_day(rhythm, day)
    assert first_day(rhythm, first) == first_day(rhythm, last_day(rhythm, first)) == first


@pytest.mark.parametrize(
    ("rhythm", "day", "first", "last"),
    [
        ("month", date(2028, 2, 29), date(2028, 2, 1), date(2028, 2, 29)),
        ("week", date(2027, 1, 1), date(2026, 12, 28), date(2027, 1, 3)),
        ("day", date(2026, 12, 31), date(2026, 12, 31), date(2026, 12, 31)),
    ],
)
def test_year_ends_and_leap_days(rhythm: str, day: date, first: date, last: date) -> None:
    assert (first_day(rhythm, day), last_day(rhythm, first)) == (first, last)
