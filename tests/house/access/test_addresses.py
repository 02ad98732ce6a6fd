"""The walk over the URLconf finds what the matrix test must refuse."""

import pytest
from tests.house.addresses import addresses

pytestmark = pytest.mark.urls("tests.house.access.urls_with_holes")


def test_every_address_is_found_with_its_guard() -> None:
    assert {a.label: a.guard for a in addresses() if not a.name.endswith("api-root")} == {
        "GET bare": None,
        "POST bare": None,
        "GET room:guarded": "signed_in",
        "POST room:guarded": "signed_in",
        "GET exempt": "public",
        "POST exempt": "public",
        "GET holes:kept": "token",
        "POST holes:left_open": None,
    }


def test_forms_from_anywhere_are_seen_and_the_api_is_no_form() -> None:
    assert {a.name for a in addresses() if a.csrf_exempt} == {"exempt"}


def test_parameters_are_filled_in() -> None:
    by_name = {a.name: a for a in addresses()}
    assert by_name["bare"].path({"name": "x"}) == "/bare/x/"
    assert (by_name["holes:kept"].parameters, by_name["holes:kept"].is_api) == (("key",), True)
    assert by_name["holes:kept"].path({"key": "k"}) == "/api/kept/k"
