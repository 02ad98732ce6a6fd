"""Metres of a Gauss-Krüger zone and degrees are the same place."""

from math import cos, radians

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gasloop.atlas.reading.gauss import to_degrees, to_metres, zone_meridian

A_MILLIMETRE = 1e-3


@given(lat=st.floats(15, 54), away=st.floats(-3.2, 3.2), meridian=st.sampled_from([99.0, 105.0, 106.5, 108.0, 117.0]))
def test_there_and_back(lat: float, away: float, meridian: float) -> None:
    lng, there = to_degrees(*to_metres(meridian + away, lat, meridian), meridian)
    assert abs(there - lat) * 111_320 < A_MILLIMETRE
    assert abs(lng - meridian - away) * 111_320 * cos(radians(lat)) < A_MILLIMETRE


def test_on_the_meridian_north_is_the_arc_from_the_equator() -> None:
    # The quarter of the meridian of GRS80/CGCS2000 is 10,001,965.7293 m (Moritz 2000, Geodetic Reference System 1980).
    east, north = to_metres(105.0, 89.999999999, 105.0)
    assert [east, north] == pytest.approx([500_000, 10_001_965.7293], abs=1e-2)


def test_a_degree_beside_the_meridian() -> None:
    # By the integral of the radius of the parallel at 30°: 111,320 m × cos 30°, longer by the zone's own scale.
    east, _north = to_metres(106.0, 30.0, 105.0)
    assert east - 500_000 == pytest.approx(96_486.3 * (1 + 1 / 2 * (96_486 / 6_371_000) ** 2), rel=2e-4)


@pytest.mark.parametrize(
    ("east", "meridian"), [(35_580_000, 105), (36_420_000, 108), (18_500_000, 105), (580_000, None)]
)
def test_a_zone_before_the_metres_names_its_meridian(east: float, meridian: float | None) -> None:
    assert zone_meridian(east) == meridian
    if meridian is not None:
        assert to_degrees(east, 3_340_000, meridian) == to_degrees(east % 1_000_000, 3_340_000, meridian)
