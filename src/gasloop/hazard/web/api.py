"""Hazards on the API: read them, take them along the loop."""

from typing import Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from gasloop.access.middleware import actor_from
from gasloop.access.scoping import scoped
from gasloop.hazard.actions import (
    Order,
    ask_extension,
    decide_extension,
    delist_major,
    fix_on_spot,
    list_major,
    look_back,
    merge_hazards,
    order_rectification,
    recheck,
    rectify,
    report_major,
    undo_merge,
)
from gasloop.hazard.actions.moving import hazard_for
from gasloop.hazard.models import Hazard
from gasloop.hazard.permissions import HAZARD_VIEW
from gasloop.hazard.queries import stage_filters
from gasloop.hazard.wire import (
    DecisionIn,
    DelistIn,
    ExtensionIn,
    ExtensionOut,
    FixIn,
    HazardOut,
    HazardPage,
    ListIn,
    LookBackIn,
    MajorOut,
    MajorReportIn,
    MergeIn,
    OrderIn,
    ProofIn,
    RecheckIn,
)

router = Router(tags=["hazards"])
PAGE = 200
Stage = Literal[
    "open", "overdue", "to_order", "in_time", "to_recheck", "climbed", "done", "on_time", "rebound", "referral"
]


@router.get("/hazards", response=HazardPage, operation_id="list_hazards")
def hazards(
    request: HttpRequest,
    cursor: UUID | None = None,
    stage: Stage | None = None,
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
def fix(request: HttpRequest, hazard_id: UUID, body: FixIn) -> HazardOut:
    """Record that it was rectified on the spot."""
    actor = actor_from(request)
    return HazardOut.of(fix_on_spot(actor, hazard_id=hazard_id, proof=body.proof(), cause=body.cause))


@router.post("/hazards/{uuid:hazard_id}/rectify", response=HazardOut, operation_id="rectify")
def rectified(request: HttpRequest, hazard_id: UUID, body: ProofIn) -> HazardOut:
    """Record the rectification with its photo."""
    return HazardOut.of(rectify(actor_from(request), hazard_id=hazard_id, proof=body.proof()))


@router.post("/hazards/{uuid:hazard_id}/recheck", response=HazardOut, operation_id="recheck")
def rechecked(request: HttpRequest, hazard_id: UUID, body: RecheckIn) -> HazardOut:
    """Close it, or send it back."""
    actor = actor_from(request)
    moved = recheck(actor, hazard_id=hazard_id, passed=body.passed, proof=body.proof(), cause=body.cause)
    return HazardOut.of(moved)


@router.post("/hazards/{uuid:hazard_id}/look-back", response=HazardOut, operation_id="look_back")
def looked_back(request: HttpRequest, hazard_id: UUID, body: LookBackIn) -> HazardOut:
    """Look again after closing."""
    actor = actor_from(request)
    return HazardOut.of(look_back(actor, hazard_id=hazard_id, rebounded=body.rebounded, proof=body.proof()))


@router.post("/hazards/{uuid:hazard_id}/extensions", response=ExtensionOut, operation_id="ask_extension")
def extension_asked(request: HttpRequest, hazard_id: UUID, body: ExtensionIn) -> ExtensionOut:
    """Ask for more time, before the deadline."""
    return ExtensionOut.of(ask_extension(actor_from(request), hazard_id=hazard_id, request=body.request()))


@router.post("/extensions/{uuid:extension_id}/decide", response=ExtensionOut, operation_id="decide_extension")
def extension_decided(request: HttpRequest, extension_id: UUID, body: DecisionIn) -> ExtensionOut:
    """Grant or refuse more time."""
    actor = actor_from(request)
    decided = decide_extension(actor, extension_id=extension_id, granted=body.granted, decision=body.decision)
    return ExtensionOut.of(decided)


@router.post("/hazards/{uuid:hazard_id}/merge", response=list[HazardOut], operation_id="merge_hazards")
def merged(request: HttpRequest, hazard_id: UUID, body: MergeIn) -> list[HazardOut]:
    """Merge duplicates of the same site into this hazard; the merged ones come back."""
    actor = actor_from(request)
    gone = merge_hazards(actor, hazard_id=hazard_id, duplicates=body.duplicates, why=body.why)
    return [HazardOut.of(each) for each in gone]


@router.post("/hazards/{uuid:hazard_id}/undo-merge", response=HazardOut, operation_id="undo_merge")
def unmerged(request: HttpRequest, hazard_id: UUID) -> HazardOut:
    """Take a merge back within 24 hours."""
    return HazardOut.of(undo_merge(actor_from(request), hazard_id=hazard_id))


@router.post("/hazards/{uuid:hazard_id}/report", response=MajorOut, operation_id="report_major")
def reported(request: HttpRequest, hazard_id: UUID, body: MajorReportIn) -> MajorOut:
    """Record that a major hazard was reported upward."""
    return MajorOut.of(report_major(actor_from(request), hazard_id=hazard_id, to=body.to, note=body.note))


@router.post("/hazards/{uuid:hazard_id}/list", response=MajorOut, operation_id="list_major")
def listed(request: HttpRequest, hazard_id: UUID, body: ListIn) -> MajorOut:
    """Record that a major hazard was listed for supervision."""
    actor = actor_from(request)
    return MajorOut.of(list_major(actor, hazard_id=hazard_id, on=body.on, by=body.by, number=body.number))


@router.post("/hazards/{uuid:hazard_id}/delist", response=MajorOut, operation_id="delist_major")
def delisted(request: HttpRequest, hazard_id: UUID, body: DelistIn) -> MajorOut:
    """Record the end of a listing."""
    return MajorOut.of(delist_major(actor_from(request), hazard_id=hazard_id, on=body.on, note=body.note))
