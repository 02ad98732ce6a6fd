"""A part without a date on its plate lasts as long as the rulebook says, and the register says by which rule."""

from datetime import date

import pytest
from tests.cast import COMMUNITY, Cast

from gasloop.registry.actions import add_installation, correct_installation, register_site
from gasloop.registry.lives import months_after
from gasloop.registry.models import Installation

INSTALLED = date(2024, 2, 29)


def part(cast: Cast, kind: str, gas_source: str = "lpg_cylinder", expires_on: date | None = None) -> Installation:
    site = register_site(
        cast.clerk.actor,
        name="小面馆",
        kind="restaurant",
        territory=COMMUNITY,
        address="正街1号",
        gas_source=gas_source,
    )
    return add_installation(cast.clerk.actor, site_id=site.pk, kind=kind, installed_on=INSTALLED, expires_on=expires_on)


def test_a_detector_lasts_three_years_and_says_why(town: Cast) -> None:
    made = part(town, "detector")
    assert made.expires_on == date(2027, 2, 28)
    assert "3年" in made.expiry_basis
    assert "CJJ-146" in made.expiry_basis


@pytest.mark.parametrize(
    ("kind", "gas_source", "ends"),
    [
        ("cutoff_valve", "pipeline", date(2034, 2, 28)),
        ("regulator", "lpg_cylinder", date(2029, 2, 28)),
        ("regulator", "pipeline", None),
        ("hose", "lpg_cylinder", None),
        ("stove", "lpg_cylinder", None),
    ],
)
def test_where_no_source_gives_a_life_none_is_made_up(
    town: Cast, kind: str, gas_source: str, ends: date | None
) -> None:
    assert part(town, kind, gas_source).expires_on == ends


def test_what_the_plate_says_goes_first_and_a_derived_end_follows_a_correction(town: Cast) -> None:
    stated = part(town, "detector", expires_on=date(2026, 12, 31))
    assert (stated.expires_on, stated.expiry_basis) == (date(2026, 12, 31), "")
    derived = part(town, "detector")
    corrected = correct_installation(
        town.clerk.actor, installation_id=derived.pk, why="安装日期抄错", changes={"installed_on": date(2025, 2, 28)}
    )
    assert corrected.expires_on == date(2028, 2, 28)


def test_months_end_where_the_month_does() -> None:
    assert months_after(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert months_after(date(2026, 11, 2), 24) == date(2028, 11, 2)
    assert months_after(date(2026, 12, 31), 2) == date(2027, 2, 28)
