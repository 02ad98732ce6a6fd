"""The one clock: it stands still, it moves, and the law's day is Chongqing's."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gasloop.kernel import clock

INSTANTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))


def test_late_evening_in_utc_is_already_tomorrow_in_chongqing() -> None:
    with clock.fixed(datetime(2026, 11, 2, 16, 30, tzinfo=UTC)):
        assert clock.today() == date(2026, 11, 3)


def test_a_stopped_clock_moves_only_when_somebody_moves_it() -> None:
    start = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
    with clock.fixed(start) as hands:
        assert clock.now() == clock.now() == start
        hands.move(timedelta(days=3))
        assert clock.now() == start + timedelta(days=3)
    assert clock.now() != start


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"), clock.fixed(datetime(2026, 11, 2, 9, 0)):
        pass


@given(INSTANTS)
def test_an_instant_lies_between_the_ends_of_its_legal_day(instant: datetime) -> None:
    day = clock.legal_day(instant)
    assert clock.start_of(day) <= instant < clock.end_of(day)
