"""From door to door on the API: rounds, nobody at home, refusals, gap tests, the hand-over of a shut door."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from gasloop.access.middleware import actor_from
from gasloop.access.scoping import scoped
from gasloop.inspection.actions import hand_over_door, record_gap_test, record_household_visits
from gasloop.inspection.door_wire import DoorVisitOut, GapTestIn, GapTestOut, HandedOverOut, RoundIn
from gasloop.inspection.models import HouseholdVisit
from gasloop.inspection.permissions import VISIT_VIEW
from gasloop.registry import queries

router = Router(tags=["visits"])
MOST = 200


@router.post("/buildings/{uuid:building_id}/rounds", response={201: list[DoorVisitOut]}, operation_id="record_round")
def round_(request: HttpRequest, building_id: UUID, body: RoundIn) -> Status[list[DoorVisitOut]]:
    """The same result at several doors: checked, nobody at home, refused. The third empty knock asks for a notice."""
    visits = record_household_visits(
        actor_from(request),
        building_id=building_id,
        household_ids=body.households,
        result=body.result,
        on=body.on,
        note=body.note,
        id=body.id,
    )
    return Status(201, [DoorVisitOut.of(visit) for visit in visits])


@router.get("/households/{uuid:household_id}/visits", response=list[DoorVisitOut], operation_id="list_door_visits")
def visits(request: HttpRequest, household_id: UUID) -> list[DoorVisitOut]:
    """The knocks at a door, newest first, two hundred at most."""
    actor = actor_from(request)
    door = queries.household(actor, household_id)
    rows = scoped(actor, HouseholdVisit.objects.filter(household=door), VISIT_VIEW)
    return [DoorVisitOut.of(visit) for visit in rows.order_by("-visited_on", "-id")[:MOST]]


@router.post("/households/{uuid:household_id}/gap-tests", response={201: GapTestOut}, operation_id="record_gap_test")
def gap_test(request: HttpRequest, household_id: UUID, body: GapTestIn) -> Status[GapTestOut]:
    """Nobody opened and the gap of the door was tested: a knock, and a hazard when there was a reading."""
    visit, hazard = record_gap_test(actor_from(request), household_id=household_id, **body.dict())
    return Status(201, GapTestOut(visit=DoorVisitOut.of(visit), hazard=hazard.pk if hazard else None))


@router.post("/households/{uuid:household_id}/hand-over", response={201: HandedOverOut}, operation_id="hand_over_door")
def hand_over(request: HttpRequest, household_id: UUID) -> Status[HandedOverOut]:
    """After the notice the door stayed shut: that is a hazard, to be referred to whoever may go on."""
    hazard = hand_over_door(actor_from(request), household_id=household_id)
    return Status(201, HandedOverOut(hazard=hazard.pk, number=hazard.number))
