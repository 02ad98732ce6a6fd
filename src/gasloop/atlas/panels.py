"""What the map adds to the object file: where it is, and who is near."""

from dataclasses import dataclass
from decimal import Decimal
from math import cos, hypot, radians

from django.db.models import F
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from gasloop.access.middleware import ActorRequest
from gasloop.access.scope import may
from gasloop.access.scoping import scoped
from gasloop.atlas.backdrop import backdrop, shown_at
from gasloop.atlas.permissions import MAP_VIEW
from gasloop.kernel.coordinates import METRES_A_DEGREE
from gasloop.registry.models import Site
from gasloop.registry.panels import panel
from gasloop.registry.permissions import REGISTRY_VIEW

NEAR_METRES = 500
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A site near this one; `metres` as the crow flies, rounded to ten."""

    site: Site
    metres: int


def where_of(request: ActorRequest, site: Site) -> str:
    """The site on a small map and the nearest others in reach; nothing while it has no position."""
    if site.lat is None or site.lng is None or not may(request.actor, MAP_VIEW):
        return ""
    lng, lat = shown_at(float(site.lat), float(site.lng))
    shown = {
        "site": site,
        "lng": lng,
        "lat": lat,
        "backdrop": backdrop(),
        "neighbours": neighbours_of(request, site, site.lat, site.lng),
        "near": NEAR_METRES,
    }
    return render_to_string("atlas/of_site.html", shown, request=request)


def neighbours_of(request: ActorRequest, site: Site, lat: Decimal, lng: Decimal) -> list[Neighbour]:
    """The nearest open sites within 500 m that the reader sees, nearest first."""
    reach = Decimal(str(NEAR_METRES / METRES_A_DEGREE))
    wider = reach / Decimal(str(cos(radians(float(lat)))))
    rows = Site.objects.filter(
        voided_at__isnull=True,
        state=Site.State.OPEN,
        lat__range=(lat - reach, lat + reach),
        lng__range=(lng - wider, lng + wider),
    ).exclude(pk=site.pk)
    north, east = F("lat") - lat, (F("lng") - lng) * (reach / wider)
    nearest = scoped(request.actor, rows, REGISTRY_VIEW).order_by(north * north + east * east, "pk")
    found = [
        Neighbour(each, _metres(lat, lng, each.lat, each.lng))
        for each in nearest[:SHOWN]
        if each.lat is not None and each.lng is not None
    ]
    return [each for each in found if each.metres <= NEAR_METRES]


def _metres(lat: Decimal, lng: Decimal, other_lat: Decimal, other_lng: Decimal) -> int:
    """The distance on a plane: exact enough within a street."""
    north = float(other_lat - lat) * METRES_A_DEGREE
    east = float(other_lng - lng) * METRES_A_DEGREE * cos(radians(float(lat)))
    return 10 * round(hypot(north, east) / 10)


panel(80, _("位置和邻近对象"), where_of)
