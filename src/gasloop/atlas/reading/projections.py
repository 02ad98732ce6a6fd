"""What a Shapefile's .prj says of its numbers: degrees, or metres of a transverse Mercator zone (Gauss-Krüger, UTM).

The file is one line of well-known text (OGC 01-009, as ESRI writes it; ISO 19162 uses longer parameter names). Read is
what surveying offices here deliver; everything else, older datums included, is refused by its own name: the way from
Beijing 1954 or Xi'an 1980 needs parameters that are not published, and a guess would be off by a hundred metres.
"""

import re
from dataclasses import dataclass

from gasloop.atlas.reading.gauss import FALSE_EAST, to_degrees
from gasloop.atlas.reading.shapes import Drawn, Point
from gasloop.kernel.refusal import Refusal, sentence

NAMED = re.compile(r'^\s*(PROJCS|PROJCRS|GEOGCS|GEOGCRS|GEODCRS)\s*[\[(]\s*"([^"]*)"', re.IGNORECASE)
METHOD = re.compile(r'(?:PROJECTION|METHOD)\s*[\[(]\s*"([^"]*)"', re.IGNORECASE)
PARAMETER = re.compile(r'PARAMETER\s*[\[(]\s*"([^"]*)"\s*,\s*([-+.\deE]+)', re.IGNORECASE)
DATUM = re.compile(r'(?:DATUM|TRF|GEODETICDATUM)\s*[\[(]\s*"([^"]*)"', re.IGNORECASE)
UNIT = re.compile(r'(?:LENGTHUNIT|UNIT)\s*[\[(]\s*"([^"]*)"\s*,\s*([-+.\deE]+)', re.IGNORECASE)

SAME_GROUND = ("wgs1984", "wgs84", "worldgeodeticsystem1984", "china2000", "cgcs2000")
TRANSVERSE_MERCATOR = {"transversemercator", "gausskruger", "gausskrüger"}
ALIASES = {
    "centralmeridian": "meridian",
    "longitudeoforigin": "meridian",
    "longitudeofnaturalorigin": "meridian",
    "falseeasting": "east",
    "falsenorthing": "north",
    "scalefactor": "scale",
    "scalefactoratnaturalorigin": "scale",
    "latitudeoforigin": "latitude",
    "latitudeofnaturalorigin": "latitude",
}


@dataclass(frozen=True, slots=True)
class Zone:
    """A transverse Mercator projection: central meridian in degrees, false origin in metres, metres a unit."""

    meridian: float
    false_east: float = FALSE_EAST
    false_north: float = 0.0
    scale: float = 1.0
    unit: float = 1.0

    def degrees(self, point: Point) -> Point:
        """Longitude and latitude of a point of the file."""
        east = (point[0] * self.unit - self.false_east) / self.scale + FALSE_EAST
        return to_degrees(east, (point[1] * self.unit - self.false_north) / self.scale, self.meridian)

    def of(self, shape: Drawn) -> Drawn:
        """The shape in degrees."""
        polygons = tuple([[self.degrees(point) for point in ring] for ring in polygon] for polygon in shape.polygons)
        return Drawn(shape.name, shape.code, polygons)


def zone_of(prj: str) -> Zone | None:
    """The zone that the .prj names, None for degrees (or no text); Refusal naming what cannot be read."""
    if not prj.strip():
        return None
    found = NAMED.match(prj)
    if found is None:
        raise _unreadable()
    kind, name = found[1].upper(), found[2]
    datum = DATUM.search(prj)
    if datum is None or not any(each in _plain(datum[1]) for each in SAME_GROUND):
        raise _refused(
            sentence("文件的坐标系是“{name}”，不能准确换算。请转成CGCS2000（经纬度或高斯投影）再导出。"), name=name
        )
    if not kind.startswith("PROJ"):
        return None
    method = METHOD.search(prj)
    told = {ALIASES.get(_plain(each[1]), ""): _number(each[2]) for each in PARAMETER.finditer(prj)}
    if method is None or _plain(method[1]) not in TRANSVERSE_MERCATOR or "meridian" not in told or told.get("latitude"):
        raise _refused(
            sentence("文件的投影是“{name}”，只认高斯投影和UTM。请转成CGCS2000经纬度或高斯投影再导出。"), name=name
        )
    unit, scale = _metres_a_unit(prj), told.get("scale", 1.0)
    if not (unit > 0 and scale > 0):
        raise _unreadable()
    return Zone(told["meridian"], told.get("east", 0.0), told.get("north", 0.0), scale, unit)


def _metres_a_unit(prj: str) -> float:
    """The last unit is that of the projection; the one before is the degree's."""
    units = list(UNIT.finditer(prj))
    return _number(units[-1][2]) if units and "deg" not in units[-1][1].lower() else 1.0


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise _unreadable() from None


def _unreadable() -> Refusal:
    return _refused(sentence("投影说明（.prj）读不懂，请以CGCS2000经纬度或高斯投影重新导出。"))


def _plain(text: str) -> str:
    return re.sub(r"[\s_()-]", "", text).lower()


def _refused(text: str, **params: object) -> Refusal:
    return Refusal("atlas.outline.projection", text, field="file", params=params)
