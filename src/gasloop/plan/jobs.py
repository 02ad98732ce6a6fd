"""The plan room's sweeps."""

from datetime import datetime

from gasloop.plan.actions import climb
from gasloop.relay.sweeps import sweep


@sweep("plan.duties_climb")
def duties_climb(at: datetime) -> int:
    """Overdue duties climb the ladder."""
    return climb(at=at)
