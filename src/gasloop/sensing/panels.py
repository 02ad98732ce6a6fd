"""What this room adds to the object file: the devices at the object."""

from django.template.loader import render_to_string
from django.utils.translation import pgettext_lazy

from gasloop.access.middleware import ActorRequest
from gasloop.access.scope import may, reaches
from gasloop.registry.models import Site
from gasloop.registry.panels import panel
from gasloop.sensing.permissions import SENSING_EDIT, SENSING_VIEW
from gasloop.sensing.queries import devices_of

SHOWN = 50


def devices_at(request: ActorRequest, site: Site) -> str:
    """The devices that stand for the site."""
    if not may(request.actor, SENSING_VIEW):
        return ""
    found = list(devices_of(request.actor, site.subject)[:SHOWN])
    may_add = reaches(request.actor, SENSING_EDIT, territory=site.territory, line=site.line)
    if not found and not may_add:
        return ""
    context = {"devices": found, "site": site, "may_add": may_add and site.voided_at is None}
    return render_to_string("sensing/of_site.html", context, request=request)


panel(50, pgettext_lazy("menu", "设备"), devices_at)
