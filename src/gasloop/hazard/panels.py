"""What the hazard room adds to the object file."""

from django.template.loader import render_to_string
from django.utils.translation import pgettext_lazy

from gasloop.access.middleware import ActorRequest
from gasloop.access.scope import may
from gasloop.access.scoping import scoped
from gasloop.hazard.models import Hazard
from gasloop.hazard.permissions import HAZARD_VIEW
from gasloop.registry.models import Site
from gasloop.registry.panels import panel

SHOWN = 20


def hazards_of(request: ActorRequest, site: Site) -> str:
    """The site's hazards, newest first."""
    if not may(request.actor, HAZARD_VIEW):
        return ""
    rows = scoped(request.actor, Hazard.objects.filter(site=site, voided_at__isnull=True), HAZARD_VIEW)
    hazards = list(rows.select_related("rule").order_by("-found_at", "-id")[:SHOWN])
    return render_to_string("hazard/of_site.html", {"hazards": hazards, "site": site}, request=request)


panel(20, pgettext_lazy("menu", "隐患"), hazards_of)
