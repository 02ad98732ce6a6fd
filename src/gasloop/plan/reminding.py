"""When a duty is brought to mind: a day before, on its day, and once it is overdue. Pure.

The hours are platform defaults (confidence D, no legal force): half past eight, when offices open.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from gasloop.kernel import clock

OPENS = timedelta(hours=8, minutes=30)


class Stage(IntEnum):
    """Which of the three it is."""

    BEFORE = 1
    ON_DUE = 2
    OVERDUE = 3


@dataclass(frozen=True, slots=True)
class Reminder:
    """`stage` comes `at`."""

    stage: Stage
    at: datetime


def reminders_of(due_at: datetime, since: datetime) -> tuple[Reminder, ...]:
    """The reminders of a duty due at `due_at` that began `since`, in order; what lies before its beginning is none."""
    day = clock.legal_day(due_at)
    moments = (
        Reminder(Stage.BEFORE, clock.start_of(day - timedelta(days=1)) + OPENS),
        Reminder(Stage.ON_DUE, clock.start_of(day) + OPENS),
    )
    kept = tuple(moment for moment in moments if since < moment.at < due_at)
    return (*kept, Reminder(Stage.OVERDUE, due_at))


def next_reminder(due_at: datetime, since: datetime, told: int) -> Reminder | None:
    """The first one after stage `told`; None when all are told."""
    return next((each for each in reminders_of(due_at, since) if each.stage > told), None)
