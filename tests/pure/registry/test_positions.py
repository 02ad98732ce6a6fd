"""A position is where it can be, or it is refused with what probably happened."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gasloop.kernel.refusal import Refusal
from gasloop.registry.positions import LATITUDES, LONGITUDES, checked_position, in_wgs84


def test_a_position_is_kept_to_six_places() -> None:
    assert checked_position("30.1900004", 105.84) == (Decimal("30.190000"), Decimal("105.840000"))


def test_no_position_is_fine() -> None:
    assert checked_position(None, "") is None


@pytest.mark.parametrize(
    ("lat", "lng", "code"),
    [
        ("30.19", None, "half"),
        ("105.84", "30.19", "swapped"),
        ("3019", "105.84", "number"),
        ("51.5", "-0.1", "outside"),
        ("北纬30度", "105", "number"),
        ("NaN", "105", "number"),
    ],
)
def test_what_went_wrong_is_named(lat: str, lng: str | None, code: str) -> None:
    with pytest.raises(Refusal, match=code):
        checked_position(lat, lng)


@given(st.decimals(allow_nan=False, allow_infinity=False), st.decimals(allow_nan=False, allow_infinity=False))
def test_what_passes_lies_in_the_country(lat: Decimal, lng: Decimal) -> None:
    try:
        found = checked_position(lat, lng)
    except Refusal:
        return
    assert found is not None
    assert LATITUDES[0] <= found[0] <= LATITUDES[1]
    assert LONGITUDES[0] <= found[1] <= LONGITUDES[1]


SHOWN_ON_MAPS = [("gcj02", 30.18842, 105.844674), ("bd09", 30.194725, 105.851078)]


@pytest.mark.parametrize(("datum", "given_lat", "given_lng"), SHOWN_ON_MAPS)
def test_what_a_map_shows_is_brought_home(datum: str, given_lat: float, given_lng: float) -> None:
    lat, lng = in_wgs84(given_lat, given_lng, datum)
    assert checked_position(lat, lng) == (Decimal("30.191200"), Decimal("105.841100"))


@pytest.mark.parametrize("nothing", [(None, None), ("", ""), ("30,19", "105.84"), ("NaN", "1e400"), (105.84, 30.19)])
def test_what_is_no_position_is_left_to_the_verb(nothing: tuple[str | float | None, str | float | None]) -> None:
    lat, lng = in_wgs84(*nothing, "gcj02")
    if lat not in (None, ""):
        with pytest.raises(Refusal, match=r"registry\.position"):
            checked_position(lat, lng)


def test_a_datum_nobody_knows_is_refused() -> None:
    with pytest.raises(Refusal, match=r"registry\.position\.datum"):
        in_wgs84("30.19", "105.84", "mars")
