"""Buildings and households on the API."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from gasloop.access.middleware import actor_from
from gasloop.registry import queries
from gasloop.registry.actions import correct_building, correct_household, register_building, register_household
from gasloop.registry.facts import HouseholdFacts
from gasloop.registry.web.api.changing import changes_of
from gasloop.registry.wire.grid import (
    BuildingIn,
    BuildingOut,
    BuildingPatch,
    HouseholdIn,
    HouseholdOut,
    HouseholdPatch,
)

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
    changes = changes_of(body)
    done = correct_building(actor_from(request), building_id=building_id, why=body.why, changes=changes)  # type: ignore[arg-type]  # the patch's fields are the changes'
    return BuildingOut.of(done)


@router.get("/buildings/{uuid:building_id}/doors", response=list[HouseholdOut], operation_id="list_doors")
def doors(request: HttpRequest, building_id: UUID) -> list[HouseholdOut]:
    """The doors of a building, as one walks past them."""
    found = queries.building(actor_from(request), building_id)
    return [HouseholdOut.of(door) for door in queries.doors(found)]


@router.post("/buildings/{uuid:building_id}/doors", response={201: HouseholdOut}, operation_id="register_household")
def new_household(request: HttpRequest, building_id: UUID, body: HouseholdIn) -> HouseholdOut:
    """Register a household."""
    told: dict[str, Any] = body.dict(exclude={"id"})
    told |= {name: told[name] or "" for name in CHOICES}
    facts = HouseholdFacts(**told)
    return HouseholdOut.of(register_household(actor_from(request), building_id=building_id, facts=facts, id=body.id))


CHOICES = frozenset({"gas_source", "hose_material", "flame_failure", "detector", "cutoff_valve"})


@router.get("/households/{uuid:household_id}", response=HouseholdOut, operation_id="get_household")
def household(request: HttpRequest, household_id: UUID) -> HouseholdOut:
    """One household."""
    return HouseholdOut.of(queries.household(actor_from(request), household_id))


@router.patch("/households/{uuid:household_id}", response=HouseholdOut, operation_id="correct_household")
def corrected_household(request: HttpRequest, household_id: UUID, body: HouseholdPatch) -> HouseholdOut:
    """Correct what is registered."""
    changes = changes_of(body)
    done = correct_household(actor_from(request), household_id=household_id, why=body.why, changes=changes)  # type: ignore[arg-type]  # the patch's fields are the changes'
    return HouseholdOut.of(done)
