"""Deadlines along the loop: the rule's own for rectification, platform defaults (confidence D) around it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import cast

from gasloop.kernel import clock
from gasloop.rulebook.models import Rule
from gasloop.rulebook.queries import calendar
from gasloop.rulebook.workdays import Term, Unit, due

ORDER_TERM = Term(1, "working_days")
RECHECK_TERM = Term(5, "working_days")
LOOK_BACK_TERM = Term(30, "days")
BLIND_TERM = Term(5, "working_days")  # a fix on the spot that was drawn for another look
DECIDE_TERM = Term(2, "working_days")
REPORT_TERM = Term(1, "working_days")
DELIST_TERM = Term(5, "working_days")
CONFIRM_CLOSED_TERM = Term(5, "working_days")  # to see that a closed site is shut and its gas off


@dataclass(frozen=True, slots=True)
class Deadline:
    """`due_at` is the last instant in time (of a legal day); `sentence` says how it was derived."""

    due_at: datetime
    sentence: str
    provisional: bool


def deadline_of(rule: Rule, found_at: datetime) -> Deadline:
    """When a hazard under `rule` has to be rectified."""
    return term_from(found_at, Term(rule.deadline_amount, cast(Unit, rule.deadline_unit)))


def order_deadline(found_at: datetime) -> Deadline:
    """When the order has to be out."""
    return term_from(found_at, ORDER_TERM)


def recheck_deadline(rectified_at: datetime) -> Deadline:
    """When somebody has to have looked whether it is right now."""
    return term_from(rectified_at, RECHECK_TERM)


def look_back_deadline(closed_at: datetime) -> Deadline:
    """When somebody has to look again."""
    return term_from(closed_at, LOOK_BACK_TERM)


def day_deadline(day: date, sentence: str) -> Deadline:
    """A deadline on a day somebody named."""
    return Deadline(clock.last_of(day), sentence, provisional=False)


def term_from(start: datetime, term: Term) -> Deadline:
    """`term` counted from the legal day of `start`, that day not included."""
    counted = due(clock.legal_day(start), term, calendar())
    if term.unit == "hours":
        return Deadline(start + timedelta(hours=term.amount), counted.sentence, counted.provisional)
    return Deadline(clock.last_of(counted.day), counted.sentence, counted.provisional)
