"""What is stated about a building and about a household."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from gasloop.kernel import clock
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.registry.facts.checks import address_of, choice, in_order, name_of, phone_of, short, territory_of, wanted
from gasloop.registry.kinds import Fitted, GasSource, HoseMaterial
from gasloop.registry.models import Building, Household
from gasloop.registry.positions import Degrees, checked_position

FLOORS = range(-9, 200)


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildingFacts:
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

    def checked(self, places: Collection[str] | None = None) -> "BuildingFacts":
        """Normal forms; Refusal for the first thing that is wrong."""
        lat, lng = checked_position(self.lat, self.lng) or (None, None)
        if self.floors is not None and self.floors not in range(1, FLOORS.stop):
            raise _floor(self.floors, "floors")
        return replace(
            self,
            name=name_of(self.name),
            territory=territory_of(self.territory, places),
            address=address_of(self.address),
            lat=lat,
            lng=lng,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdFacts:
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

    def checked(self) -> "HouseholdFacts":
        """Normal forms; Refusal for the first thing that is wrong."""
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
        return replace(
            self,
            room=wanted(self.room, "room", 20),
            unit=short(self.unit.removesuffix("单元"), "unit", 10),
            householder=short(self.householder, "householder", 60),
            phone=phone_of(self.phone),
        )


def _floor(floor: int, name: str) -> Refusal:
    return Refusal("registry.floor", sentence("楼层“{floor}”不合常理，请核对。"), field=name, params={"floor": floor})
