"""Hazards on the API: read them, take them along the loop."""

from typing import Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from gasloop.access.middleware import actor_from
from gasloop.access.scoping import scoped
from gasloop.hazard.actions import Order, fix_on_spot, look_back, order_rectification, recheck, rectify
from gasloop.hazard.actions.moving import hazard_for
from gasloop.hazard.models import Hazard
from gasloop.hazard.permissions import HAZARD_VIEW
from gasloop.hazard.queries import stage_filters
from gasloop.hazard.wire import HazardOut, HazardPage, LookBackIn, OrderIn, ProofIn, RecheckIn

router = Router(tags=["hazards"])
PAGE = 200


@router.get("/hazards", response=HazardPage, operation_id="list_hazards")
def hazards(
    request: HttpRequest,
    cursor: UUID | None = None,
    stage: Literal["open", "overdue", "done", "on_time", "rebound", "referral"] | None = None,
    clause: str | None = None,
    limit: int = PAGE,
) -> HazardPage:
    """Hazards in reach, newest id first; `stage` and `clause` (`二(四)2`) narrow them."""
    rows = Hazard.objects.filter(voided_at__isnull=True).select_related("site", "rule", "owner_office").order_by("-id")
    rows = scoped(actor_from(request), rows, HAZARD_VIEW)
    if stage is not None:
        rows = rows.filter(stage_filters()[stage])
    if clause is not None:
        rows = rows.filter(clause_refs__contains=[clause])
    if cursor is not None:
        rows = rows.filter(pk__lt=cursor)
    size = max(1, min(limit, PAGE))
    found = list(rows[: size + 1])
    more = len(found) > size
    return HazardPage(items=[HazardOut.of(row) for row in found[:size]], next=found[size - 1].pk if more else None)


@router.get("/hazards/{uuid:hazard_id}", response=HazardOut, operation_id="get_hazard")
def hazard(request: HttpRequest, hazard_id: UUID) -> HazardOut:
    """One hazard."""
    return HazardOut.of(hazard_for(actor_from(request), HAZARD_VIEW, hazard_id))


@router.post("/hazards/{uuid:hazard_id}/order", response=HazardOut, operation_id="order_rectification")
def order(request: HttpRequest, hazard_id: UUID, body: OrderIn) -> HazardOut:
    """Order the rectification."""
    wanted = Order(body.control_measure, body.answerable_person, body.due_on)
    return HazardOut.of(order_rectification(actor_from(request), hazard_id=hazard_id, order=wanted))


@router.post("/hazards/{uuid:hazard_id}/fix", response=HazardOut, operation_id="fix_on_spot")
def fix(request: HttpRequest, hazard_id: UUID, body: ProofIn) -> HazardOut:
    """Record that it was rectified on the spot."""
    return HazardOut.of(fix_on_spot(actor_from(request), hazard_id=hazard_id, proof=body.proof()))


@router.post("/hazards/{uuid:hazard_id}/rectify", response=HazardOut, operation_id="rectify")
def rectified(request: HttpRequest, hazard_id: UUID, body: ProofIn) -> HazardOut:
    """Record the rectification with its photo."""
    return HazardOut.of(rectify(actor_from(request), hazard_id=hazard_id, proof=body.proof()))


@router.post("/hazards/{uuid:hazard_id}/recheck", response=HazardOut, operation_id="recheck")
def rechecked(request: HttpRequest, hazard_id: UUID, body: RecheckIn) -> HazardOut:
    """Close it, or send it back."""
    actor = actor_from(request)
    return HazardOut.of(recheck(actor, hazard_id=hazard_id, passed=body.passed, proof=body.proof()))


@router.post("/hazards/{uuid:hazard_id}/look-back", response=HazardOut, operation_id="look_back")
def looked_back(request: HttpRequest, hazard_id: UUID, body: LookBackIn) -> HazardOut:
    """Look again after closing."""
    actor = actor_from(request)
    return HazardOut.of(look_back(actor, hazard_id=hazard_id, rebounded=body.rebounded, proof=body.proof()))
