"""From a file's coordinates to WGS-84, and whether a shape can be an outline at all."""

from collections.abc import Sequence
from dataclasses import dataclass

from shapely import MultiPolygon, Polygon
from shapely.validation import explain_validity

from gasloop.atlas.reading.gauss import ZONE, to_degrees, zone_meridian
from gasloop.atlas.reading.shapes import Drawn, Point, Ring
from gasloop.kernel.coordinates import METRES_A_DEGREE, Datum, to_wgs84
from gasloop.kernel.refusal import Refusal, sentence

CHINA = (73.0, 3.0, 136.0, 54.0)
PLACES = 7  # decimal places of a degree that are kept: a centimetre
SMALLEST_M2 = 100.0
METRES2_A_DEGREE2 = METRES_A_DEGREE**2

FEW = sentence("少于3个点，围不成一块")
OUTSIDE = sentence("不在国内，请核对坐标系和中央子午线")
CROSSED = sentence("边线自己相交或不闭合，请在原软件里修好再导出")
TINY = sentence("面积不到100平方米，不像辖区界线")


@dataclass(frozen=True, slots=True)
class Ground:
    """What the file's numbers mean: a datum, and the central meridian (degrees) where they are metres."""

    datum: Datum
    meridian: float | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A shape in WGS-84 as GeoJSON coordinates of a MultiPolygon, or the `problem` (a sentence) that forbids it."""

    coordinates: list[list[list[list[float]]]]
    problem: str = ""

    @property
    def box(self) -> tuple[float, float, float, float] | None:
        """West, south, east, north."""
        points = [point for polygon in self.coordinates for ring in polygon for point in ring]
        if not points:
            return None
        xs, ys = [point[0] for point in points], [point[1] for point in points]
        return min(xs), min(ys), max(xs), max(ys)


def settled(shapes: Sequence[Drawn], ground: Ground) -> Ground:
    """The ground with the meridian that the numbers themselves name; Refusal when they are metres of no known zone."""
    first = next((point for shape in shapes for polygon in shape.polygons for ring in polygon for point in ring), None)
    if first is None or _is_degrees(first):
        return Ground(ground.datum)
    meridian = ground.meridian if ground.meridian is not None else zone_meridian(_upright(first)[0])
    if meridian is None:
        raise Refusal(
            "atlas.outline.meridian",
            sentence("文件里的坐标是米（高斯投影），请填写中央子午线，潼南一带常用105或106.5，以测绘单位说明为准。"),
            field="meridian",
        )
    return Ground(ground.datum, meridian)


def placed(shape: Drawn, ground: Ground) -> Placed:
    """The shape on WGS-84, judged."""
    found = [[_ring(ring, ground) for ring in polygon] for polygon in shape.polygons]
    if any(len(ring) < 4 for polygon in found for ring in polygon) or not found:  # closed: the first point twice
        return Placed([], FEW)
    west, south, east, north = CHINA
    inside = all(west <= x <= east and south <= y <= north for polygon in found for ring in polygon for x, y in ring)
    if not inside:
        return Placed([], OUTSIDE)
    whole = MultiPolygon([Polygon(polygon[0], polygon[1:]) for polygon in found])
    if not whole.is_valid:
        return Placed(_lists(found), CROSSED) if explain_validity(whole) else Placed([], CROSSED)
    if whole.area * METRES2_A_DEGREE2 < SMALLEST_M2:
        return Placed([], TINY)
    return Placed(_lists(found))


def _lists(polygons: Sequence[Sequence[Ring]]) -> list[list[list[list[float]]]]:
    return [[[list(point) for point in ring] for ring in polygon] for polygon in polygons]


def _ring(ring: Ring, ground: Ground) -> Ring:
    """Closed, in WGS-84, without the same point twice in a row."""
    found: Ring = []
    for point in ring:
        there = _at(point, ground)
        if not found or found[-1] != there:
            found.append(there)
    if found and found[0] != found[-1]:
        found.append(found[0])
    return found


def _at(point: Point, ground: Ground) -> Point:
    east, north = point
    if not _is_degrees(point):
        if ground.meridian is None:
            return point  # no place in China, which is what will be said of it
        east, north = to_degrees(*_upright(point), ground.meridian)
    lat, lng = to_wgs84(north, east, ground.datum)
    return round(lng, PLACES), round(lat, PLACES)


def _is_degrees(point: Point) -> bool:
    return abs(point[0]) <= 180 and abs(point[1]) <= 90


def _upright(point: Point) -> Point:
    """East first: some drawings have x north, as surveyors write it. North has seven digits, east six or a zone."""
    x, y = point
    swapped = ZONE <= x < 7 * ZONE and (y < ZONE or zone_meridian(y) is not None)
    return (y, x) if swapped else point
