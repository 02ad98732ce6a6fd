"""Files of outlines as offices have them, made by the libraries that others write them with."""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence

import shapefile
from ezdxf.filemanagement import new

from gasloop.atlas.reading.gauss import to_metres

Ring = Sequence[tuple[float, float]]


PARTS = ("shp", "shx", "dbf")


def square(west: float, south: float, side: float = 0.01) -> list[tuple[float, float]]:
    """A square of `side` degrees, closed."""
    return [(west, south), (west + side, south), (west + side, south + side), (west, south + side), (west, south)]


def geojson(shapes: Mapping[str, Ring], **more: object) -> bytes:
    features = [
        {"type": "Feature", "properties": {"NAME": name}, "geometry": {"type": "Polygon", "coordinates": [list(ring)]}}
        for name, ring in shapes.items()
    ]
    return json.dumps({"type": "FeatureCollection", "features": features, **more}).encode()


def zipped_shapefile(
    shapes: Mapping[str, Ring],
    encoding: str = "gb18030",
    parts: Sequence[str] = ("shp", "shx", "dbf"),
    prj: str = "",
) -> bytes:
    written = {part: io.BytesIO() for part in PARTS}
    with shapefile.Writer(**written, shapeType=shapefile.POLYGON, encoding=encoding) as writer:
        writer.field("XZQMC", "C", size=60)
        for name, ring in shapes.items():
            writer.poly([list(reversed(list(ring)))])  # ESRI wants the outer ring clockwise
            writer.record(name)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for part in parts:
            archive.writestr(f"村界.{part}", written[part].getvalue())
        if prj:
            archive.writestr("村界.prj", prj)
    return out.getvalue()


def dxf(shapes: Mapping[str, Ring], meridian: float | None = None, zone: int = 0) -> bytes:
    """Closed polylines with their names written inside; in Gauss-Krüger metres where a meridian is named."""
    drawing = new("R2010")
    space = drawing.modelspace()
    for name, ring in shapes.items():
        points = list(ring)[:-1]
        if meridian is not None:
            points = [(east + zone * 1e6, north) for east, north in (to_metres(*each, meridian) for each in points)]
        space.add_lwpolyline(points, close=True)
        middle = (sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points))
        space.add_text(name, dxfattribs={"insert": middle})
    out = io.StringIO()
    drawing.write(out)
    return out.getvalue().encode()
