"""A .prj is read: the zones that offices deliver come in right, and the others are refused by name."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gasloop.atlas.reading.gauss import to_metres
from gasloop.atlas.reading.projections import Zone, zone_of
from gasloop.kernel.refusal import Refusal

CGCS2000 = (
    'GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",'
    'SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'
)
WGS84 = (
    'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],'
    'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'
)
XIAN = CGCS2000.replace("D_China_2000", "D_Xian_1980").replace("GCS_China_Geodetic_Coordinate_System_2000", "GCS_Xian")


def projected(
    name: str,
    ground: str = CGCS2000,
    method: str = "Gauss_Kruger",
    meridian: float = 105.0,
    east: float = 500_000.0,
    scale: float = 1.0,
    unit: str = 'UNIT["Meter",1.0]',
) -> str:
    """As ESRI's and QGIS's exports write it."""
    return (
        f'PROJCS["{name}",{ground},PROJECTION["{method}"],PARAMETER["False_Easting",{east}],'
        f'PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",{meridian}],'
        f'PARAMETER["Scale_Factor",{scale}],PARAMETER["Latitude_Of_Origin",0.0],{unit}]'
    )


UTM17 = projected("WGS_1984_UTM_Zone_17N", WGS84, "Transverse_Mercator", meridian=-81.0, scale=0.9996)
ISO = (
    'PROJCRS["CGCS2000 / 3-degree Gauss-Kruger CM 105E",BASEGEOGCRS["China Geodetic Coordinate System 2000",'
    'DATUM["China 2000",ELLIPSOID["CGCS2000",6378137,298.257222101,LENGTHUNIT["metre",1]]]],'
    'CONVERSION["zone",METHOD["Transverse Mercator",ID["EPSG",9807]],'
    'PARAMETER["Latitude of natural origin",0,ANGLEUNIT["degree",0.0174532925199433]],'
    'PARAMETER["Longitude of natural origin",105,ANGLEUNIT["degree",0.0174532925199433]],'
    'PARAMETER["Scale factor at natural origin",1,SCALEUNIT["unity",1]],'
    'PARAMETER["False easting",500000,LENGTHUNIT["metre",1]],'
    'PARAMETER["False northing",0,LENGTHUNIT["metre",1]]],CS[Cartesian,2],LENGTHUNIT["metre",1]]'
)


@pytest.mark.parametrize(
    ("prj", "zone"),
    [
        ("", None),
        (CGCS2000, None),
        (WGS84, None),
        (projected("CGCS2000_3_Degree_GK_CM_105E"), Zone(105.0)),
        (projected("CGCS2000_3_Degree_GK_Zone_35", east=35_500_000.0), Zone(105.0, 35_500_000.0)),
        (projected("WGS_1984_UTM_Zone_48N", WGS84, "Transverse_Mercator", scale=0.9996), Zone(105.0, scale=0.9996)),
        (projected("in feet", unit='UNIT["Foot",0.3048]'), Zone(105.0, unit=0.3048)),
        (ISO, Zone(105.0)),
    ],
    ids=["none", "degrees", "degrees of WGS 84", "3 degrees", "with the zone's number", "UTM", "feet", "ISO 19162"],
)
def test_what_offices_deliver_is_read(prj: str, zone: Zone | None) -> None:
    assert zone_of(prj) == zone


def test_a_published_place_in_utm_is_found() -> None:
    """The CN Tower, 43°38′33.24″ N 79°23′13.7″ W, lies at 17T 630084 E 4833438 N (to the metre)."""
    zone = zone_of(UTM17)
    assert zone is not None
    lng, lat = zone.degrees((630_084.0, 4_833_438.0))
    assert (lng, lat) == pytest.approx((-(79 + 23 / 60 + 13.7 / 3600), 43 + 38 / 60 + 33.24 / 3600), abs=1e-5)


@pytest.mark.parametrize(
    ("prj", "named"),
    [
        (projected("Xian_1980_3_Degree_GK_CM_105E", XIAN), "Xian_1980_3_Degree_GK_CM_105E"),
        (XIAN, "GCS_Xian"),
        (projected("WGS_1984_Web_Mercator", WGS84, "Mercator_Auxiliary_Sphere"), "WGS_1984_Web_Mercator"),
        (projected("Asia_Lambert", WGS84, "Lambert_Conformal_Conic"), "Asia_Lambert"),
    ],
)
def test_what_cannot_be_converted_is_refused_by_its_name(prj: str, named: str) -> None:
    with pytest.raises(Refusal, match=named):
        zone_of(prj)


@pytest.mark.parametrize("prj", ["高斯投影", projected("x", scale=0.0), projected("x").replace("105.0", "--")])
def test_nonsense_is_refused(prj: str) -> None:
    with pytest.raises(Refusal, match=r"outline\.projection"):
        zone_of(prj)


@given(prj=st.text(alphabet=st.sampled_from(list('PROJCSGEUNITDAMT["],0.eE+-15 ')), max_size=120))
def test_no_text_makes_it_stumble(prj: str) -> None:
    with suppress(Refusal):
        assert isinstance(zone_of(f'PROJCS["x",{prj}'), Zone | None)


@given(lat=st.floats(18, 53), away=st.floats(-3, 3), scale=st.sampled_from([1.0, 0.9996]))
def test_metres_of_a_zone_are_the_place_they_were_made_of(lat: float, away: float, scale: float) -> None:
    east, north = to_metres(105.0 + away, lat, 105.0)
    there = Zone(105.0, 35_500_000.0, 0.0, scale).degrees(((east - 500_000) * scale + 35_500_000, north * scale))
    assert there == pytest.approx((105.0 + away, lat), abs=1e-9)
