"""Outlines come in from three kinds of file, are looked at, taken into use, replaced and undone."""

import pytest

from gasloop.atlas.actions import confirm_outlines, read_outlines, undo_outlines
from gasloop.atlas.models import Outline, OutlineImport
from gasloop.atlas.queries import outlines_drawn, outlines_in_force
from gasloop.atlas.reading.gauss import to_metres
from gasloop.evidence.verify import verify
from gasloop.kernel.coordinates import Datum, wgs84_to_gcj02
from gasloop.kernel.refusal import NotFound, Refusal
from tests.cast import COMMUNITY, VILLAGE, Cast
from tests.pure.atlas.test_projections import XIAN, projected
from tests.room.atlas.files import dxf, geojson, square, zipped_shapefile

HERE, THERE = square(105.84, 30.19), square(105.86, 30.19)
BOTH = {"双堰社区": HERE, "渡头村（示例）": THERE}


def read(cast: Cast, content: bytes, filename: str, **more: object) -> OutlineImport:
    return read_outlines(cast.clerk.actor, content=content, filename=filename, **{"datum": Datum.WGS84, **more})  # type: ignore[arg-type]  # a test's short hand


@pytest.mark.parametrize(
    ("content", "filename"),
    [
        (geojson(BOTH), "村界.geojson"),
        (zipped_shapefile(BOTH), "村界.zip"),
        (zipped_shapefile(BOTH, "utf-8"), "村界.zip"),
        (dxf(BOTH), "村界.dxf"),
        (dxf(BOTH, 105.0, zone=35), "村界.dxf"),
    ],
    ids=["geojson", "shapefile in gb18030", "shapefile in utf-8", "dxf in degrees", "dxf in metres of zone 35"],
)
def test_each_kind_of_file_gives_the_same_outlines(cast: Cast, content: bytes, filename: str) -> None:
    run = read(cast, content, filename)
    assert run.choices == {"0": COMMUNITY, "1": VILLAGE}
    assert not Outline.objects.exists()
    confirm_outlines(cast.clerk.actor, import_id=run.pk, choices={0: COMMUNITY, 1: VILLAGE})
    (ring,) = outlines_in_force().get(territory=COMMUNITY).geometry["coordinates"][0]
    found = {(round(x, 6), round(y, 6)) for x, y in ring}
    assert found == {(round(x, 6), round(y, 6)) for x, y in HERE}


@pytest.mark.parametrize(("false_east", "scale"), [(500_000.0, 1.0), (35_500_000.0, 1.0), (500_000.0, 0.9996)])
def test_a_shapefile_in_metres_comes_in_where_its_prj_says(cast: Cast, false_east: float, scale: float) -> None:
    metres = [to_metres(*point, 105.0) for point in HERE]
    ring = [((east - 500_000) * scale + false_east, north * scale) for east, north in metres]
    prj = projected("zone", meridian=105.0, east=false_east, scale=scale)
    run = read(cast, zipped_shapefile({"双堰社区": ring}, prj=prj), "村界.zip")
    (outline,) = confirm_outlines(cast.clerk.actor, import_id=run.pk, choices={0: COMMUNITY})
    found = {(round(x, 6), round(y, 6)) for x, y in outline.geometry["coordinates"][0][0]}
    assert found == {(round(x, 6), round(y, 6)) for x, y in HERE}


def test_a_shapefile_of_another_datum_is_refused_by_its_name(cast: Cast) -> None:
    content = zipped_shapefile({"双堰社区": HERE}, prj=projected("Xian_1980_GK_CM_105E", XIAN))
    with pytest.raises(Refusal, match="Xian_1980_GK_CM_105E"):
        read(cast, content, "村界.zip")
    assert not OutlineImport.objects.exists()


def test_metres_without_a_zone_ask_for_the_meridian(cast: Cast) -> None:
    content = dxf(BOTH, 106.5)
    with pytest.raises(Refusal, match=r"outline\.meridian"):
        read(cast, content, "网格.dxf")
    assert read(cast, content, "网格.dxf", meridian=106.5).meridian == 106.5


def test_a_domestic_maps_outline_is_moved_back(cast: Cast) -> None:
    shifted = [(lng, lat) for lat, lng in (wgs84_to_gcj02(y, x) for x, y in HERE)]
    run = read(cast, geojson({"双堰社区": shifted}), "高德.json", datum=Datum.GCJ02)
    (outline,) = confirm_outlines(cast.clerk.actor, import_id=run.pk, choices={0: COMMUNITY})
    assert outline.geometry["coordinates"][0][0][0] == pytest.approx(list(HERE[0]), abs=2e-7)


def test_a_later_file_takes_the_place_and_undoing_it_gives_it_back(own_keys: None, cast: Cast) -> None:
    clerk = cast.clerk.actor
    first, second = (read(cast, geojson({"双堰社区": ring}), f"{n}.json") for n, ring in enumerate((HERE, THERE)))
    (old,) = confirm_outlines(clerk, import_id=first.pk, choices={0: COMMUNITY})
    (new,) = confirm_outlines(clerk, import_id=second.pk, choices={0: COMMUNITY})
    assert list(outlines_in_force()) == [new]
    with pytest.raises(Refusal, match=r"outline\.why"):
        undo_outlines(clerk, import_id=second.pk, why=" ")
    undo_outlines(clerk, import_id=second.pk, why="图错了")
    assert list(outlines_in_force()) == [old]
    with pytest.raises(Refusal, match=r"outline\.undone"):
        undo_outlines(clerk, import_id=second.pk, why="再撤一次")
    assert [finding.text for finding in verify(read_files=False, seal_first=False).findings] == []


BOW = [(105.84, 30.19), (105.85, 30.20), (105.85, 30.19), (105.84, 30.20), (105.84, 30.19)]


@pytest.mark.parametrize(
    ("ring", "said"),
    [
        (BOW, "相交"),
        (square(12.0, 41.0), "国内"),
        (square(105.84, 30.19, 0.00001), "100平方米"),
        (HERE[:2], "3个点"),
    ],
)
def test_what_is_no_outline_is_said_and_cannot_be_taken(cast: Cast, ring: list[tuple[float, float]], said: str) -> None:
    run = read(cast, geojson({"双堰社区": ring}), "坏.json")
    with pytest.raises(Refusal, match=said):
        confirm_outlines(cast.clerk.actor, import_id=run.pk, choices={0: COMMUNITY})
    assert not Outline.objects.exists()


@pytest.mark.parametrize(
    ("content", "filename", "said"),
    [
        (b"{not json", "a.json", "传完整"),
        (geojson({}), "a.json", "没有面"),
        (geojson(BOTH, crs={"properties": {"name": "urn:ogc:def:crs:EPSG::2379"}}), "a.json", "EPSG::2379"),
        (zipped_shapefile(BOTH, parts=["shp", "shx"]), "a.zip", "dbf"),
        (b"PK\x03\x04broken", "a.zip", "打不开"),
        (zipped_shapefile(BOTH)[:200], "a.zip", "打不开"),
        (b"  0\nSECTION\nnonsense", "a.dxf", "DXF|没有面"),
        (b"abc", "a.shp", "压成一个zip"),
        (b"AC1027", "a.dwg", "另存为DXF"),
        (b"abc", "a.kml", "只认"),
        (b"x" * (20 * 1024 * 1024 + 1), "a.json", "20兆"),
    ],
)
def test_what_cannot_be_read_is_said_in_words(cast: Cast, content: bytes, filename: str, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        read(cast, content, filename)


def test_nobody_takes_what_is_not_theirs(cast: Cast) -> None:
    run = read(cast, geojson(BOTH), "村界.json")
    with pytest.raises(Refusal, match=r"outline\.twice"):
        confirm_outlines(cast.clerk.actor, import_id=run.pk, choices={0: COMMUNITY, 1: COMMUNITY})
    with pytest.raises(Refusal, match=r"outline\.none"):
        confirm_outlines(cast.clerk.actor, import_id=run.pk, choices={})
    with pytest.raises(NotFound):
        confirm_outlines(cast.clerk.actor, import_id=run.pk, choices={0: "50/"})
    for name in ("grid", "officer", "auditor", "admin"):
        with pytest.raises(NotFound):
            confirm_outlines(cast.actor(name), import_id=run.pk, choices={0: COMMUNITY})


def test_the_map_shows_each_reader_what_is_in_reach(cast: Cast) -> None:
    run = read(cast, geojson(BOTH), "村界.json", illustrative=True)
    confirm_outlines(cast.clerk.actor, import_id=run.pk, choices={0: COMMUNITY, 1: VILLAGE})
    seen = {name: [str(each["properties"]) for each in outlines_drawn(cast.actor(name))] for name in ("leader", "grid")}
    assert len(seen["leader"]) == 2
    assert seen["grid"] == [str({"name": "双堰社区", "illustrative": True})]
