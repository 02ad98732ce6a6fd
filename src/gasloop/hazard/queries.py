"""Reading hazards: the stages of the loop as conditions, and one hazard's way through it."""

from django.db.models import F, Q

from gasloop.hazard.states import OPEN_STATES, HazardState
from gasloop.kernel import clock
from gasloop.plan.ladder import Level

UNRECTIFIED = (HazardState.FOUND, HazardState.ORDERED)
DONE_STATES = (HazardState.CLOSED, HazardState.SETTLED, HazardState.REBOUND)


def stage_filters() -> dict[str, Q]:
    """The stages that figures and lists share: one definition, so that a count and its rows agree.

    Overdue means not rectified by the deadline; what waits for its re-check is not the owner's delay any more.
    Referral: open so long that it climbed past the leader in charge, to be handed to the clause's district counterpart.
    """
    done = Q(state__in=DONE_STATES)
    return {
        "open": Q(state__in=OPEN_STATES),
        "overdue": Q(state__in=UNRECTIFIED, due_at__lte=clock.now()),
        "done": done,
        "on_time": done & Q(rectified_at__lte=F("due_at")),
        "rebound": Q(state=HazardState.REBOUND),
        "referral": Q(state__in=OPEN_STATES, supervision_level__gte=Level.REFERRAL),
    }
