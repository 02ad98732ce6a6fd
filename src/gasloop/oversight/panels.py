"""What the bridge adds to a rule's page, where the rule is used, and to a hazard's: the articles it rests on."""

from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from gasloop.access.middleware import ActorRequest
from gasloop.access.scope import may
from gasloop.access.scoping import scoped
from gasloop.hazard.hazard_panels import panel as hazard_panel
from gasloop.hazard.models import Hazard
from gasloop.hazard.permissions import HAZARD_VIEW
from gasloop.hazard.queries import stage_filters
from gasloop.inspection.models import Visit
from gasloop.inspection.permissions import VISIT_VIEW
from gasloop.rulebook.models import Rule
from gasloop.rulebook.panels import panel
from gasloop.rulebook.permissions import RULEBOOK_VIEW

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


def articles_of(request: ActorRequest, hazard: Hazard) -> str:
    """The articles behind a hazard, as far as its rule's version names them: what each asks, how sure that is."""
    if not may(request.actor, RULEBOOK_VIEW):
        return ""
    bases = list(hazard.rule.bases.select_related("source"))
    if not bases:
        return ""
    return render_to_string("oversight/articles_of_hazard.html", {"bases": bases}, request=request)


panel(10, _("用在哪里"), use_of)
hazard_panel(5, _("法律依据"), articles_of)
