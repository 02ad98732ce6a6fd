"""WGS-84, GCJ-02 and BD-09: published values, another implementation, and the way back."""

import coordTransform
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gasloop.kernel.coordinates import (
    Datum,
    bd09_to_gcj02,
    from_wgs84,
    gcj02_to_bd09,
    gcj02_to_wgs84,
    in_china,
    to_wgs84,
    wgs84_to_gcj02,
)

TONGNAN = (30.1912, 105.8411)
latitudes, longitudes = st.floats(18, 53), st.floats(75, 134)


def test_tongnan_as_four_published_implementations_have_it() -> None:
    assert wgs84_to_gcj02(*TONGNAN) == pytest.approx((30.188419740614435, 105.84467429911746), abs=1e-11)
    assert from_wgs84(*TONGNAN, Datum.BD09) == pytest.approx((30.1947254709, 105.8510782253), abs=1e-9)


@given(lat=latitudes, lng=longitudes)
def test_the_way_there_is_that_of_another_implementation(lat: float, lng: float) -> None:
    theirs = coordTransform.wgs84_to_gcj02(lng, lat)
    assert wgs84_to_gcj02(lat, lng) == pytest.approx((theirs[1], theirs[0]), abs=1e-10)
    theirs = coordTransform.gcj02_to_bd09(lng, lat)
    assert gcj02_to_bd09(lat, lng) == pytest.approx((theirs[1], theirs[0]), abs=1e-10)


@given(lat=latitudes, lng=longitudes)
def test_the_way_back_is_better_than_a_millimetre(lat: float, lng: float) -> None:
    assert gcj02_to_wgs84(*wgs84_to_gcj02(lat, lng)) == pytest.approx((lat, lng), abs=1e-9)
    assert bd09_to_gcj02(*gcj02_to_bd09(lat, lng)) == pytest.approx((lat, lng), abs=1e-9)


@given(lat=latitudes, lng=longitudes, datum=st.sampled_from(Datum))
def test_in_and_out_of_every_datum(lat: float, lng: float, datum: Datum) -> None:
    assert to_wgs84(*from_wgs84(lat, lng, datum), datum) == pytest.approx((lat, lng), abs=1e-9)


@pytest.mark.parametrize("place", [(35.68, 139.69), (48.85, 2.35), (-33.87, 151.21), (56.0, 100.0)])
def test_abroad_nothing_is_shifted(place: tuple[float, float]) -> None:
    assert not in_china(*place)
    assert wgs84_to_gcj02(*place) == place
    assert gcj02_to_wgs84(*place) == pytest.approx(place)
