"""Shapes of buildings and households."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import Field

from gasloop.access.wire import example
from gasloop.registry.kinds import Fitted, GasSource, HoseMaterial
from gasloop.registry.states import HouseholdState
from gasloop.registry.wire.shaping import RecordOut


class BuildingIn(Schema):
    """A house with doors. `lat`, `lng`: WGS-84 decimal degrees, both or neither."""

    model_config = example(
        name="双堰小区1栋（示例）", territory="50/500152/500152109/shuangyan/", address="双堰街1号（示例）", floors=6
    )

    id: UUID | None = None
    name: str
    territory: str
    address: str
    floors: int | None = None
    lat: Decimal | None = None
    lng: Decimal | None = None


class BuildingPatch(Schema):
    """What to correct, and why; what is left out stays."""

    model_config = example(why="实地核对", floors=7)

    why: str
    name: str | None = None
    address: str | None = None
    floors: int | None = None
    lat: Decimal | None = None
    lng: Decimal | None = None


class BuildingOut(RecordOut):
    """A building as registered."""

    id: UUID
    number: str
    name: str
    territory: str
    address: str
    floors: int | None
    lat: Decimal | None
    lng: Decimal | None


class DoorIn(Schema):
    """What is known of a household."""

    room: str
    unit: str = ""
    floor: int | None = None
    householder: str = ""
    phone: str = ""
    gas_source: GasSource | None = None
    hose_material: HoseMaterial | None = None
    hose_installed_on: date | None = None
    hose_expires_on: date | None = None
    flame_failure: Fitted | None = None
    detector: Fitted | None = None
    cutoff_valve: Fitted | None = None
    state: HouseholdState = HouseholdState.LIVED_IN


class DoorsIn(Schema):
    """The doors of a building in one go; those that are registered already stay as they are."""

    model_config = example(doors=[{"unit": "1", "floor": 3, "room": "301", "gas_source": "pipeline"}])

    doors: Annotated[list[DoorIn], Field(min_length=1, max_length=2000)]


class ServedIn(Schema):
    """How the notice was served."""

    model_config = example(how="贴于门上并拍照")

    how: str


class HouseholdIn(DoorIn):
    """A household to register in a building; `id` may be made by the client."""

    model_config = example(unit="1", floor=3, room="301", gas_source="pipeline", hose_material="metal_clad")

    id: UUID | None = None


class HouseholdPatch(Schema):
    """What to correct, and why; what is left out stays."""

    model_config = example(why="换了软管", hose_material="metal_clad", hose_installed_on="2026-11-01")

    why: str
    room: str | None = None
    unit: str | None = None
    floor: int | None = None
    householder: str | None = None
    phone: str | None = None
    gas_source: GasSource | None = None
    hose_material: HoseMaterial | None = None
    hose_installed_on: date | None = None
    hose_expires_on: date | None = None
    flame_failure: Fitted | None = None
    detector: Fitted | None = None
    cutoff_valve: Fitted | None = None
    state: HouseholdState | None = None


class HouseholdOut(RecordOut):
    """A household as registered; householder and phone masked."""

    id: UUID
    number: str
    building: UUID
    unit: str
    floor: int | None
    room: str
    householder: str
    phone: str
    gas_source: str
    hose_material: str
    hose_installed_on: date | None
    hose_expires_on: date | None
    flame_failure: str
    detector: str
    cutoff_valve: str
    state: str
    last_visit_on: date | None
    last_result: str
    next_visit_on: date | None
    approach: str
    territory: str
