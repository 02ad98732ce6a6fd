"""The ladder an overdue duty climbs: owner → office head → leader in charge → referral to the district counterpart.

The waits are platform defaults (confidence D, no legal force); a town's pack may shorten them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum


class Level(IntEnum):
    """How far a duty has climbed."""

    OWNER = 0
    HEAD = 1
    LEADER = 2
    REFERRAL = 3


@dataclass(frozen=True, slots=True)
class Rung:
    """`level` is reached `after` the due instant."""

    level: Level
    after: timedelta


LADDER = (
    Rung(Level.HEAD, timedelta(0)),
    Rung(Level.LEADER, timedelta(days=3)),
    Rung(Level.REFERRAL, timedelta(days=7)),
)


def level_at(due_at: datetime, at: datetime) -> Level:
    """The level a duty due at `due_at` and still open has reached at `at`; both aware."""
    return max((rung.level for rung in LADDER if due_at + rung.after <= at), default=Level.OWNER)


def next_step(due_at: datetime, level: int) -> datetime | None:
    """When a duty on `level` climbs next; None on the last rung."""
    later = [due_at + rung.after for rung in LADDER if rung.level > level]
    return min(later) if later else None
