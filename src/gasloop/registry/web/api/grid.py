"""Buildings and households on the API."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from gasloop.access.middleware import actor_from
from gasloop.registry import queries
from gasloop.registry.actions import (
    correct_building,
    correct_household,
    open_door_file,
    register_building,
    register_doors,
    register_household,
    serve_notice,
)
from gasloop.registry.actions.households import BuildingChanges, HouseholdChanges
from gasloop.registry.facts import HouseholdFacts
from gasloop.registry.web.api.changing import changes_of
from gasloop.registry.wire.grid import (
    BuildingIn,
    BuildingOut,
    BuildingPatch,
    DoorIn,
    DoorsIn,
    HouseholdIn,
    HouseholdOut,
    HouseholdPatch,
    ServedIn,
)
from gasloop.registry.wire.objects import SiteOut

router = Router(tags=["registry"])


@router.post("/buildings", response={201: BuildingOut}, operation_id="register_building")
def new_building(request: HttpRequest, body: BuildingIn) -> BuildingOut:
    """Register a house with doors."""
    return BuildingOut.of(register_building(actor_from(request), **body.dict()))


@router.get("/buildings/{uuid:building_id}", response=BuildingOut, operation_id="get_building")
def building(request: HttpRequest, building_id: UUID) -> BuildingOut:
    """One building."""
    return BuildingOut.of(queries.building(actor_from(request), building_id))


@router.patch("/buildings/{uuid:building_id}", response=BuildingOut, operation_id="correct_building")
def corrected_building(request: HttpRequest, building_id: UUID, body: BuildingPatch) -> BuildingOut:
    """Correct what is registered."""
    changes = changes_of(BuildingChanges, body)
    done = correct_building(actor_from(request), building_id=building_id, why=body.why, changes=changes)
    return BuildingOut.of(done)


@router.get("/buildings/{uuid:building_id}/doors", response=list[HouseholdOut], operation_id="list_doors")
def doors(request: HttpRequest, building_id: UUID) -> list[HouseholdOut]:
    """The doors of a building, as one walks past them."""
    found = queries.building(actor_from(request), building_id)
    return [HouseholdOut.of(door) for door in queries.doors(found)]


@router.post("/buildings/{uuid:building_id}/doors", response={201: HouseholdOut}, operation_id="register_household")
def new_household(request: HttpRequest, building_id: UUID, body: HouseholdIn) -> HouseholdOut:
    """Register a household."""
    actor, facts = actor_from(request), _facts(body)
    return HouseholdOut.of(register_household(actor, building_id=building_id, facts=facts, id=body.id))


@router.post(
    "/buildings/{uuid:building_id}/doors/batch", response={201: list[HouseholdOut]}, operation_id="register_doors"
)
def new_doors(request: HttpRequest, building_id: UUID, body: DoorsIn) -> list[HouseholdOut]:
    """Register the doors of a building in one go; answers with those that were new."""
    doors = [_facts(door) for door in body.doors]
    made = register_doors(actor_from(request), building_id=building_id, doors=doors)
    return [HouseholdOut.of(door) for door in made]


def _facts(body: DoorIn) -> HouseholdFacts:
    told: dict[str, Any] = body.dict(exclude={"id"})
    return HouseholdFacts(**told | {name: told[name] or "" for name in CHOICES})


CHOICES = frozenset({"gas_source", "hose_material", "flame_failure", "detector", "cutoff_valve"})


@router.get("/households/{uuid:household_id}", response=HouseholdOut, operation_id="get_household")
def household(request: HttpRequest, household_id: UUID) -> HouseholdOut:
    """One household."""
    return HouseholdOut.of(queries.household(actor_from(request), household_id))


@router.patch("/households/{uuid:household_id}", response=HouseholdOut, operation_id="correct_household")
def corrected_household(request: HttpRequest, household_id: UUID, body: HouseholdPatch) -> HouseholdOut:
    """Correct what is registered."""
    changes = changes_of(HouseholdChanges, body)
    done = correct_household(actor_from(request), household_id=household_id, why=body.why, changes=changes)
    return HouseholdOut.of(done)


@router.post("/households/{uuid:household_id}/notice", response=HouseholdOut, operation_id="serve_notice")
def served(request: HttpRequest, household_id: UUID, body: ServedIn) -> HouseholdOut:
    """The printed notice was left at the door or handed over."""
    return HouseholdOut.of(serve_notice(actor_from(request), household_id=household_id, how=body.how))


@router.post("/households/{uuid:household_id}/file", response={201: SiteOut}, operation_id="open_door_file")
def door_file(request: HttpRequest, household_id: UUID) -> SiteOut:
    """Something is wrong at a door: its object file, opened once, where checks and hazards hang."""
    return SiteOut.of(open_door_file(actor_from(request), household_id=household_id))
