"""What time does to self-checks."""

from datetime import datetime, timedelta

from gasloop.relay.sweeps import sweep
from gasloop.selfcheck.actions import mark_missed, open_checks


@sweep("selfcheck.open", every=timedelta(seconds=30))
def open_(at: datetime) -> int:
    """The checks of a new day, week, month."""
    return open_checks(at=at)


@sweep("selfcheck.miss", every=timedelta(seconds=30))
def miss(at: datetime) -> int:
    """What was due and not done is missed."""
    return mark_missed(at=at)
