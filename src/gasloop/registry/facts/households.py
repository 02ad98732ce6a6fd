"""What is stated about a building and about a household."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar, Self

from gasloop.kernel import clock
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.registry.facts.checks import (
    address_of,
    at_most,
    choice,
    in_order,
    name_of,
    phone_of,
    short,
    territory_of,
    wanted,
)
from gasloop.registry.facts.objects import checked_place
from gasloop.registry.facts.stated import Apart, Stated, apart
from gasloop.registry.kinds import Fitted, GasSource, HoseMaterial
from gasloop.registry.models import Building, Household
from gasloop.registry.positions import Degrees

FLOORS = range(-9, 200)


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildingFacts(Stated):
    APART: ClassVar[tuple[Apart, ...]] = (
        apart("name", name_of),
        apart("address", address_of),
        Apart(("lat", "lng"), checked_place),
    )

    name: str
    territory: str
    address: str
    floors: int | None = None
    lat: Degrees | None = None
    lng: Degrees | None = None

    @classmethod
    def of(cls, building: Building) -> "BuildingFacts":
        """What is registered now."""
        return cls(
            name=building.name,
            territory=building.territory,
            address=building.address,
            floors=building.floors,
            lat=building.lat,
            lng=building.lng,
        )

    def together(self, places: Collection[str] | None = None) -> Self:
        """Place and floors."""
        if self.floors is not None and self.floors not in range(1, FLOORS.stop):
            raise _floor(self.floors, "floors")
        return replace(self, territory=territory_of(self.territory, places))


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdFacts(Stated):
    APART: ClassVar[tuple[Apart, ...]] = (
        apart("room", lambda room: wanted(room, "room", 20)),
        apart("unit", lambda unit: short(unit.removesuffix("单元"), "unit", 10)),
        apart("householder", at_most("householder", 60)),
        apart("phone", phone_of),
    )

    room: str
    unit: str = ""
    floor: int | None = None
    householder: str = ""
    phone: str = ""
    gas_source: str = ""
    hose_material: str = ""
    hose_installed_on: date | None = None
    hose_expires_on: date | None = None
    flame_failure: str = ""
    detector: str = ""
    cutoff_valve: str = ""
    state: str = Household.State.LIVED_IN.value

    @classmethod
    def of(cls, household: Household) -> "HouseholdFacts":
        """What is registered now; name and phone in clear, for the comparison of a correction only."""
        return cls(
            room=household.room,
            unit=household.unit,
            floor=household.floor,
            householder=household.householder.clear(),
            phone=household.phone.clear(),
            gas_source=household.gas_source,
            hose_material=household.hose_material,
            hose_installed_on=household.hose_installed_on,
            hose_expires_on=household.hose_expires_on,
            flame_failure=household.flame_failure,
            detector=household.detector,
            cutoff_valve=household.cutoff_valve,
            state=household.state,
        )

    def together(self, _places: Collection[str] | None = None) -> Self:
        """Choices, floor, and the hose's days."""
        choice(self.state, Household.State.values, "state")
        for name, allowed in (
            ("gas_source", GasSource.values),
            ("hose_material", HoseMaterial.values),
            ("flame_failure", Fitted.values),
            ("detector", Fitted.values),
            ("cutoff_valve", Fitted.values),
        ):
            choice(getattr(self, name), ["", *allowed], name)
        if self.floor is not None and self.floor not in FLOORS:
            raise _floor(self.floor, "floor")
        if self.hose_installed_on and self.hose_installed_on > clock.today():
            raise Refusal("registry.hose.future", sentence("软管安装日期晚于今天，请核对。"), field="hose_installed_on")
        in_order(self.hose_installed_on, self.hose_expires_on, "hose_expires_on")
        return self


def _floor(floor: int, name: str) -> Refusal:
    return Refusal("registry.floor", sentence("楼层“{floor}”不合常理，请核对。"), field=name, params={"floor": floor})
