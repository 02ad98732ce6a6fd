"""Reading outlines, through the actor's scope."""

from django.db.models import QuerySet

from gasloop.access.models import Territory
from gasloop.access.scoping import scoped
from gasloop.atlas.backdrop import moved
from gasloop.atlas.models import Outline
from gasloop.atlas.permissions import MAP_VIEW
from gasloop.kernel.actor import Actor
from gasloop.kernel.jsonable import JsonObject


def outlines_in_force() -> "QuerySet[Outline]":
    """One per division at most."""
    return Outline.objects.filter(voided_at__isnull=True, replaced_by__isnull=True)


def outlines_drawn(actor: Actor) -> list[JsonObject]:
    """The outlines in reach as GeoJSON features, where the page's map shows them; two queries."""
    found = list(scoped(actor, outlines_in_force(), MAP_VIEW))
    names = dict(Territory.objects.filter(path__in=[each.territory for each in found]).values_list("path", "name"))
    return [
        {
            "type": "Feature",
            "properties": {"name": names.get(each.territory, ""), "illustrative": each.illustrative},
            "geometry": {"type": "MultiPolygon", "coordinates": moved(each.geometry["coordinates"])},
        }
        for each in found
    ]
