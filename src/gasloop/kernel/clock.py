"""The one clock. Nobody calls `datetime.now`; tests, drills and the demonstration town move this one.

Instants are aware datetimes in UTC; the law's days are dates in Asia/Shanghai.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

LEGAL_ZONE = ZoneInfo("Asia/Shanghai")

TimeSource = Callable[[], datetime]


def system_time() -> datetime:
    """The machine's time."""
    return datetime.now(UTC)


_source: TimeSource = system_time


def now() -> datetime:
    """The current instant, UTC."""
    return _source()


def today() -> date:
    """The current legal day (Asia/Shanghai)."""
    return legal_day(now())


def legal_day(instant: datetime) -> date:
    """The day in Asia/Shanghai on which `instant` falls."""
    return instant.astimezone(LEGAL_ZONE).date()


def start_of(day: date) -> datetime:
    """The first instant of a legal day, UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=LEGAL_ZONE).astimezone(UTC)


def end_of(day: date) -> datetime:
    """The first instant after a legal day, UTC."""
    return start_of(day + timedelta(days=1))


def last_of(day: date) -> datetime:
    """The last instant of a legal day, UTC: what is due on `day` is due then, and late from the next instant on."""
    return end_of(day) - timedelta(microseconds=1)


def use(source: TimeSource) -> None:
    """Install another source for this process (the demonstration town's movable clock)."""
    global _source
    _source = source


@contextmanager
def fixed(instant: datetime) -> Iterator["Hands"]:
    """Within the block time stands still at `instant` until the yielded hands are moved."""
    if instant.tzinfo is None:
        raise ValueError("the clock takes aware datetimes only")
    hands = Hands(instant)
    before = _source
    use(hands.read)
    try:
        yield hands
    finally:
        use(before)


class Hands:
    """The hands of a stopped clock."""

    def __init__(self, instant: datetime) -> None:
        self._instant = instant.astimezone(UTC)

    def read(self) -> datetime:
        return self._instant

    def move(self, delta: timedelta) -> None:
        """Move forward (or back) by `delta`."""
        self._instant += delta

    def move_to(self, instant: datetime) -> None:
        """Move to `instant` (aware)."""
        self._instant = instant.astimezone(UTC)
