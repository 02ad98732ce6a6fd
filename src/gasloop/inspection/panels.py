"""What the inspection room adds to the object file."""

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gasloop.access.middleware import ActorRequest
from gasloop.access.scope import may, reaches
from gasloop.access.scoping import scoped
from gasloop.inspection.models import HouseholdVisit, Visit
from gasloop.inspection.permissions import VISIT_RECORD, VISIT_VIEW
from gasloop.kernel import clock
from gasloop.kernel.ids import new_id
from gasloop.registry.models import Building, Household, Site
from gasloop.registry.panels import action, building_round, household_panel, panel

SHOWN = 20
PHOTOS = 12


def visits_of(request: ActorRequest, site: Site) -> str:
    """The site's visits, newest first; those without a finding among them."""
    if not may(request.actor, VISIT_VIEW):
        return ""
    visits = list(scoped(request.actor, Visit.objects.filter(site=site), VISIT_VIEW).order_by("-visited_at")[:SHOWN])
    return render_to_string("inspection/of_site.html", {"visits": visits, "site": site}, request=request)


def round_of(request: ActorRequest, building: Building) -> str:
    """What may be entered at the ticked doors."""
    if not reaches(request.actor, VISIT_RECORD, territory=building.territory, line=building.line):
        return ""
    shown = {"building": building, "round": new_id(), "today": clock.today()}
    return render_to_string("inspection/round.html", shown, request=request)


def visits_at(request: ActorRequest, household: Household) -> str:
    """The knocks at a door, newest first."""
    if not may(request.actor, VISIT_VIEW):
        return ""
    rows = scoped(request.actor, HouseholdVisit.objects.filter(household=household), VISIT_VIEW)
    visits = list(rows.order_by("-visited_on", "-id")[:SHOWN])
    return render_to_string("inspection/of_household.html", {"visits": visits}, request=request)


building_round(round_of)
household_panel(10, _("入户记录"), visits_at)
panel(30, pgettext_lazy("menu", "检查"), visits_of)
action(10, _("开始检查"), "inspection:record", "clipboard-check", VISIT_RECORD)
