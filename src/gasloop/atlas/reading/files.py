"""Which kind of file it is, and its shapes. Whatever is wrong is said in words a clerk can pass on."""

import io
import json
import zipfile
from collections.abc import Callable, Sequence

import shapefile

from gasloop.atlas.reading.drawings import read_dxf
from gasloop.atlas.reading.projections import zone_of
from gasloop.atlas.reading.shapes import Drawn, Polygon, named
from gasloop.kernel.refusal import Refusal, sentence

LARGEST_FILE = 20 * 1024 * 1024
LARGEST_UNPACKED = 200 * 1024 * 1024
MOST_SHAPES, MOST_POINTS = 500, 200_000
DEGREES = ("EPSG::4326", "EPSG:4326", "EPSG::4490", "EPSG:4490", "CRS84", "CGCS2000")


def read_outlines_file(content: bytes, filename: str) -> list[Drawn]:
    """The shapes of a file; Refusal in words when it is none of the three, is broken, or holds no area."""
    if len(content) > LARGEST_FILE:
        raise refused(sentence("文件超过20兆。界线请只导出辖区面，不要带底图。"))
    shapes = list(_reader(content, filename.lower())(content))
    if not shapes:
        raise refused(sentence("文件里没有面（闭合的界线）。请确认导出的是面图层，不是点或线。"))
    if len(shapes) > MOST_SHAPES:
        raise refused(
            sentence("文件里有{count}块，超过{most}块。请只导出辖区面。"), count=len(shapes), most=MOST_SHAPES
        )
    points = sum(len(ring) for shape in shapes for polygon in shape.polygons for ring in polygon)
    if points > MOST_POINTS:
        raise refused(sentence("边线有{count}个点，太细了。请先抽稀（简化）再导出。"), count=points)
    return shapes


def refused(text: str, **params: object) -> Refusal:
    """The file cannot be taken; `text` says why."""
    return Refusal("atlas.outline.file", text, field="file", params=params)


def _reader(content: bytes, filename: str) -> Callable[[bytes], Sequence[Drawn]]:
    if content.startswith(b"PK\x03\x04"):
        return _zipped_shapefile
    if filename.endswith(".dxf"):
        return read_dxf
    if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{"):
        return _geojson
    if filename.endswith((".shp", ".dbf", ".shx")):
        raise refused(sentence("Shapefile由几个文件组成，请把.shp、.shx、.dbf压成一个zip再上传。"))
    if filename.endswith(".dwg"):
        raise refused(sentence("DWG请在CAD里另存为DXF再上传。"))
    raise refused(sentence("只认GeoJSON（.geojson、.json）、Shapefile（.zip）和DXF（.dxf）。"))


def _geojson(content: bytes) -> list[Drawn]:
    broken = sentence("GeoJSON格式不对，可能没有传完整。")
    try:
        told = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise refused(broken) from None
    crs = str(((told.get("crs") or {}).get("properties") or {}).get("name", ""))
    if crs and not crs.endswith(DEGREES):
        raise refused(sentence("文件写明的坐标系是{crs}。请以WGS 84或CGCS2000经纬度（EPSG:4490）导出。"), crs=crs)
    features = told.get("features") if told.get("type") == "FeatureCollection" else [told]
    if not isinstance(features, list):
        raise refused(broken)
    try:
        found = [_feature(each) for each in features]
    except (AttributeError, TypeError, ValueError, IndexError, KeyError):
        raise refused(broken) from None
    return [each for each in found if each is not None]


def _feature(told: dict[str, object]) -> Drawn | None:
    """A feature or a bare geometry; None for points and lines."""
    geometry = told.get("geometry") if told.get("type") == "Feature" else told
    properties = told.get("properties")
    if not isinstance(geometry, dict):
        return None
    polygons = {"Polygon": [geometry.get("coordinates")], "MultiPolygon": geometry.get("coordinates")}.get(
        str(geometry.get("type"))
    )
    if not polygons:
        return None
    name, code = named(properties if isinstance(properties, dict) else {})
    return Drawn(name, code, tuple(_polygon(each) for each in polygons))


def _polygon(rings: object) -> Polygon:
    if not isinstance(rings, list | tuple):
        raise TypeError(rings)
    return [[(float(point[0]), float(point[1])) for point in ring] for ring in rings]


def _zipped_shapefile(content: bytes) -> list[Drawn]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        if sum(each.file_size for each in archive.infolist()) > LARGEST_UNPACKED:
            raise refused(sentence("压缩包解开后太大。界线请只导出辖区面，不要带底图。"))
        parts = {name.lower(): archive.read(name) for name in archive.namelist() if "__macosx" not in name.lower()}
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError):
        raise refused(sentence("压缩包打不开，可能没有传完整或设有密码。")) from None
    bodies = sorted(name for name in parts if name.endswith(".shp"))
    if not bodies:
        raise refused(sentence("压缩包里没有.shp文件。"))
    stem = bodies[0].removesuffix(".shp")
    if f"{stem}.dbf" not in parts:
        raise refused(sentence("压缩包里缺{part}，没有它就不知道每一块叫什么。"), part=f"{stem.rpartition('/')[2]}.dbf")
    zone = zone_of(parts.get(f"{stem}.prj", b"").decode("utf-8-sig", "replace"))
    for encoding in _encodings(parts.get(f"{stem}.cpg", b"")):
        try:
            shapes = _shapes(parts, stem, encoding)
            return shapes if zone is None else [zone.of(shape) for shape in shapes]
        except (UnicodeDecodeError, LookupError, shapefile.dbfFileException):
            continue
        except (shapefile.ShapefileException, OSError, ValueError, IndexError, KeyError):
            break
    raise refused(sentence("Shapefile读不出来，可能没有导出完整。"))


def _encodings(declared: bytes) -> list[str]:
    """What the .cpg says, then what offices have."""
    said = declared.decode("ascii", "ignore").strip().lower()
    return [*([said] if said else []), "utf-8", "gb18030"]


def _shapes(parts: dict[str, bytes], stem: str, encoding: str) -> list[Drawn]:
    index = parts.get(f"{stem}.shx")
    reader = shapefile.Reader(
        shp=io.BytesIO(parts[f"{stem}.shp"]),
        dbf=io.BytesIO(parts[f"{stem}.dbf"]),
        shx=io.BytesIO(index) if index else None,
        encoding=encoding,
    )
    found = []
    for each in reader.iterShapeRecords():
        drawn = _feature(
            {"type": "Feature", "geometry": each.shape.__geo_interface__, "properties": each.record.as_dict()}
        )
        if drawn is not None:
            found.append(drawn)
    return found
