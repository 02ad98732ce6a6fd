"""What the inspection room adds to the object file."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gasloop.access.middleware import ActorRequest
from gasloop.access.scope import may
from gasloop.access.scoping import scoped
from gasloop.inspection.models import Visit
from gasloop.inspection.permissions import VISIT_RECORD, VISIT_VIEW
from gasloop.registry.models import Site
from gasloop.registry.panels import action, panel

SHOWN = 20
PHOTOS = 12


def visits_of(request: ActorRequest, site: Site) -> str:
    """The site's visits, newest first; those without a finding among them."""
    if not may(request.actor, VISIT_VIEW):
        return ""
    visits = list(scoped(request.actor, Visit.objects.filter(site=site), VISIT_VIEW).order_by("-visited_at")[:SHOWN])
    return render_to_string("inspection/of_site.html", {"visits": visits, "site": site}, request=request)


panel(30, pgettext_lazy("menu", "检查"), visits_of)
action(10, _("开始检查"), "inspection:record", "clipboard-check", VISIT_RECORD)
