"""What lies under the points: nothing but a grid by default; a tile server of one's own by setting.

A server that speaks GCJ-02 or BD-09 shifts everything: then positions are shifted on their way to the page and back.
"""

from dataclasses import asdict, dataclass

from django.conf import settings
from django.urls import reverse

from gasloop.kernel.coordinates import from_wgs84, to_wgs84
from gasloop.shell.map import View


@dataclass(frozen=True, slots=True)
class Backdrop:
    """What the page's script is told: `tiles` an XYZ or WMTS address with {x} {y} {z}, empty for none."""

    tiles: str
    credit: str
    outlines: str


def backdrop() -> dict[str, str]:
    """The map's ground, from the settings."""
    ground = settings.MAP
    return asdict(Backdrop(ground.tiles, ground.credit, reverse("atlas:outlines")))


def shown_at(lat: float, lng: float) -> tuple[float, float]:
    """Where a kept position stands on the page's map: longitude, latitude."""
    north, east = from_wgs84(lat, lng, settings.MAP.datum)
    return east, north


def kept_at(lat: float, lng: float) -> tuple[float, float]:
    """What a place on the page's map is kept as: latitude, longitude in WGS-84."""
    return to_wgs84(lat, lng, settings.MAP.datum)


def view_as_kept(view: View) -> View:
    """The page's window, as positions are kept."""
    south, west = kept_at(view.south, view.west)
    north, east = kept_at(view.north, view.east)
    return View(west, south, east, north, view.zoom)


def moved(polygons: list[list[list[list[float]]]]) -> list[list[list[list[float]]]]:
    """The coordinates of a MultiPolygon, where the page's map shows them."""
    return [[[list(shown_at(north, east)) for east, north in ring] for ring in polygon] for polygon in polygons]
