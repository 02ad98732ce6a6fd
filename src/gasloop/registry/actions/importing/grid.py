"""Buildings and households that come in from Excel, door by door."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from gasloop.access.lines import Line
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.registry.actions.bulk import Bulk, Found, Hosts, Name, Unique, Values
from gasloop.registry.actions.importing.hosts import BUILDING, Wanted, hosted
from gasloop.registry.doors import door_key
from gasloop.registry.facts import BuildingFacts, HouseholdFacts
from gasloop.registry.models import Building, Household
from gasloop.shell.importing import Row


def _household_line(_facts: BuildingFacts, _hosts: Hosts) -> Values:
    return {"line": Line.HOUSEHOLD}


BUILDINGS = Bulk(
    model=Building,
    facts=BuildingFacts,
    prefix="LD",
    beside=_household_line,
    names=(Name(("name", "territory")),),
    must=("name", "territory", "address"),
    fixed=("territory",),
    unique=(
        Unique(
            ("name", "territory"),
            lambda columns: Refusal(
                "registry.building.known",
                sentence("这个辖区已有名为“{name}”的楼栋。"),
                field="name",
                params={"name": columns["name"]},
            ),
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorFacts(HouseholdFacts):
    """A household's facts with the building its row names."""

    building_id: UUID

    @classmethod
    def of(cls, household: Household) -> "DoorFacts":
        """What is registered now."""
        known = HouseholdFacts.of(household)
        return cls(building_id=household.building_id, **{f.name: getattr(known, f.name) for f in fields(known)})


def _buildings(actor: Actor, rows: Sequence[Row], known: Mapping[int, Any]) -> Mapping[int, Found | Refusal]:
    """`building` as written becomes `building_id`; the place beside it says which of two 1号楼 is meant."""
    return hosted(actor, rows, known, IN_BUILDING, place=True)


IN_BUILDING = Wanted(
    "building",
    {"building": BUILDING},
    Refusal(
        "registry.import.building",
        sentence("登记过的楼栋：名称或编号（几个地方有同名楼栋的，请同时填写辖区）"),
        field="building",
    ),
)


def _door_key(columns: Values) -> Values:
    return {"door_key": door_key(str(columns["unit"]), columns["floor"], str(columns["room"]))}  # type: ignore[arg-type]  # a household's columns


def _beside_building(_facts: DoorFacts, hosts: Hosts) -> Values:
    building = hosts["building"]
    return {
        "territory": building.territory,
        "line": building.line,
        "owner_office_id": building.owner_office_id,
    }


def _door(values: Mapping[str, object]) -> object:
    """Building and door: one door has one key, however it was typed."""
    floor, unit = values.get("floor"), str(values.get("unit") or "").removesuffix("单元")
    key = door_key(unit, int(str(floor)) if floor is not None else None, str(values["room"]))
    return str(values["building_id"]), key


HOUSEHOLDS = Bulk(
    model=Household,
    facts=DoorFacts,
    prefix="JH",
    beside=_beside_building,
    apiece=("door_key",),
    each=_door_key,
    names=(Name(("building_id", "room"), key=_door),),
    must=("building_id", "room"),
    hosts=("building",),
    fixed=("building_id",),
    resolve=_buildings,
    unique=(
        Unique(
            ("building_id", "door_key"),
            lambda columns: Refusal(
                "registry.import.door",
                sentence("还没有登记过的门牌：这栋楼的{room}已经登记过"),
                field="room",
                params={"room": columns["room"]},
            ),
        ),
    ),
)
