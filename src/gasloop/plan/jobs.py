"""The plan room's sweeps."""

from datetime import datetime, timedelta

from gasloop.plan.actions import begin_due_rounds, climb, owe_renewals, owe_replacements, owe_reviews, remind
from gasloop.relay.sweeps import sweep


@sweep("plan.duties_climb")
def duties_climb(at: datetime) -> int:
    """Overdue duties climb the ladder."""
    return climb(at=at)


@sweep("plan.duties_remind")
def duties_remind(at: datetime) -> int:
    """Duties are brought to mind before, on and after their day."""
    return remind(at=at)


@sweep("plan.rounds_begin", every=timedelta(seconds=30))
def rounds_begin(at: datetime) -> int:
    """General duties come round again when their period begins."""
    return begin_due_rounds(at=at)


@sweep("plan.what_runs_out", every=timedelta(minutes=1))
def what_runs_out(at: datetime) -> int:
    """Licences, certificates and parts near their end, and reviews asked for, become duties."""
    return owe_renewals(at=at) + owe_replacements(at=at) + owe_reviews(at=at)
