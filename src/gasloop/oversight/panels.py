"""What the bridge adds to a rule's page: where the rule is used."""

from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from gasloop.access.middleware import ActorRequest
from gasloop.access.scope import may
from gasloop.access.scoping import scoped
from gasloop.hazard.models import Hazard
from gasloop.hazard.permissions import HAZARD_VIEW
from gasloop.hazard.queries import stage_filters
from gasloop.inspection.models import Visit
from gasloop.inspection.permissions import VISIT_VIEW
from gasloop.rulebook.models import Rule
from gasloop.rulebook.panels import panel

SHOWN = 8


def use_of(request: ActorRequest, rule: Rule) -> str:
    """Visits that asked the rule and hazards found by it, in any version, in the reader's reach."""
    if not may(request.actor, HAZARD_VIEW) or not may(request.actor, VISIT_VIEW):
        return ""
    hazards = scoped(request.actor, Hazard.objects.filter(rule__code=rule.code, voided_at__isnull=True), HAZARD_VIEW)
    asked = Visit.objects.filter(pk__in=Visit.objects.filter(answers__item__rule__code=rule.code).values("pk"))
    shown = {
        "visits": scoped(request.actor, asked, VISIT_VIEW).count(),
        "found": hazards.count(),
        "open": hazards.filter(stage_filters()["open"]).count(),
        "this_version": hazards.filter(Q(rule=rule)).count(),
        "newest": hazards.select_related("site").order_by("-found_at", "-id")[:SHOWN],
        "rule": rule,
    }
    return render_to_string("oversight/use_of_rule.html", shown, request=request)


panel(10, _("用在哪里"), use_of)
