"""DXF: closed polylines are shapes; a text inside one is its name, else its layer's."""

import io
import re
from collections.abc import Iterator

from ezdxf import path as paths
from ezdxf import recover
from ezdxf.document import Drawing
from ezdxf.lldxf.const import DXFError
from shapely import Point as Spot
from shapely import Polygon as Area

from gasloop.atlas.reading.shapes import Drawn, Ring
from gasloop.kernel.refusal import Refusal, sentence

BOWED = 0.5  # how far, in the drawing's units, a bow may lie beside the line that stands for it
LAYERS_WITHOUT_NAME = re.compile(r"^(0|defpoints|图层\d*|layer\d*)$", re.IGNORECASE)


def read_dxf(content: bytes) -> list[Drawn]:
    """The drawing's closed polylines; Refusal when it is no DXF."""
    try:
        drawing, _auditor = recover.read(io.BytesIO(content))
    except (DXFError, OSError, ValueError, IndexError, KeyError):
        raise Refusal(
            "atlas.outline.file", sentence("DXF打不开，请在CAD里另存为DXF（2007以上）再试。"), field="file"
        ) from None
    rings = list(_rings(drawing))
    names = list(_texts(drawing))
    areas = [Area(ring) for ring, _layer in rings]
    told: list[list[str]] = [[] for _ in rings]
    for text, spot in names:
        around = [n for n, area in enumerate(areas) if area.is_valid and area.contains(spot)]
        if around:  # the smallest: a text in a village lies in its town, too
            told[min(around, key=lambda n: areas[n].area)].append(text)
    return [Drawn((told[n] or [_of_layer(layer)])[0][:120], "", ([ring],)) for n, (ring, layer) in enumerate(rings)]


def _of_layer(layer: str) -> str:
    return "" if LAYERS_WITHOUT_NAME.match(layer) else layer


def _rings(drawing: Drawing) -> Iterator[tuple[Ring, str]]:
    for entity in drawing.modelspace().query("LWPOLYLINE POLYLINE"):
        line = paths.make_path(entity)
        ring = [(float(point.x), float(point.y)) for point in line.flattening(BOWED)]
        if len(ring) >= 3 and (line.is_closed or getattr(entity, "is_closed", False) or ring[0] == ring[-1]):
            yield ring, str(entity.dxf.layer)


def _texts(drawing: Drawing) -> Iterator[tuple[str, Spot]]:
    for entity in drawing.modelspace().query("TEXT MTEXT"):
        plain = getattr(entity, "plain_text")  # noqa: B009 - TEXT and MTEXT have it, their common base does not say so
        text = " ".join(str(plain()).split())
        if text:
            yield text, Spot(entity.dxf.insert.x, entity.dxf.insert.y)
