"""Reading hazards: the stages of the loop as conditions, and one hazard's way through it."""

from django.db.models import Case, F, Q, QuerySet, Value, When

from gasloop.hazard.models import Hazard
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
    done, now = Q(state__in=DONE_STATES), clock.now()
    return {
        "open": Q(state__in=OPEN_STATES),
        "overdue": Q(state__in=UNRECTIFIED, due_at__lte=now),
        "to_order": Q(state=HazardState.FOUND, due_at__gt=now),
        "in_time": Q(state=HazardState.ORDERED, due_at__gt=now),
        "to_recheck": Q(state=HazardState.RECTIFIED),
        "climbed": Q(state__in=OPEN_STATES, supervision_level__gt=0),
        "aside": Q(state=HazardState.ASIDE),
        "done": done,
        "on_time": done & Q(rectified_at__lte=F("due_at")),
        "rebound": Q(state=HazardState.REBOUND),
        "referral": Q(state__in=OPEN_STATES, supervision_level__gte=Level.REFERRAL),
    }


def may_be_duplicates(hazard: Hazard) -> QuerySet[Hazard]:
    """Hazards of the same site that could be merged into this one: open, due no earlier, the same rule first."""
    others = Hazard.objects.filter(site_id=hazard.site_id, state__in=UNRECTIFIED, due_at__gte=hazard.due_at)
    if hazard.severity != Hazard.Severity.MAJOR:
        others = others.exclude(severity=Hazard.Severity.MAJOR)
    same = Case(When(rule__code=hazard.rule.code, then=Value(0)), default=Value(1))
    return others.exclude(pk=hazard.pk).select_related("rule").order_by(same, "-found_at")[:20]
