"""A position is where it can be, or it is refused with what probably happened."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gasloop.kernel.refusal import Refusal
from gasloop.registry.positions import LATITUDES, LONGITUDES, checked_position


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
