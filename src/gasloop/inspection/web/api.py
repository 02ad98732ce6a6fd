"""Visits, their checklists and their files on the API."""

from uuid import UUID

from django.http import HttpRequest
from ninja import File, Router, Status
from ninja.files import UploadedFile

from gasloop.access.middleware import actor_from
from gasloop.access.scope import is_outside, may
from gasloop.access.scoping import get_scoped, scoped
from gasloop.evidence import attachments
from gasloop.inspection.actions import record_visit
from gasloop.inspection.models import Visit
from gasloop.inspection.permissions import VISIT_RECORD, VISIT_VIEW
from gasloop.inspection.wire import AttachmentOut, CheckItemOut, VisitIn, VisitOut, VisitPage
from gasloop.kernel import clock
from gasloop.kernel.refusal import NotFound
from gasloop.plan.permissions import TASK_REPORT
from gasloop.registry.models import Site
from gasloop.rulebook.queries import rules_for

router = Router(tags=["visits"])
PAGE = 200


@router.post("/visits", response={201: VisitOut, 200: VisitOut}, operation_id="record_visit")
def record(request: HttpRequest, body: VisitIn) -> Status[VisitOut]:
    """Record a visit: 201 the first time, 200 for the same report again, 409 for another report under its id."""
    recorded = record_visit(actor_from(request), report=body.report())
    out = VisitOut.of(recorded.visit, [hazard.pk for hazard in recorded.hazards])
    return Status(200 if recorded.repeated else 201, out)


@router.get("/visits", response=VisitPage, operation_id="list_visits")
def visits(request: HttpRequest, cursor: UUID | None = None, site: UUID | None = None, limit: int = PAGE) -> VisitPage:
    """Visits in reach, newest id first."""
    rows = scoped(actor_from(request), Visit.objects.select_related("site"), VISIT_VIEW).order_by("-id")
    if cursor is not None:
        rows = rows.filter(pk__lt=cursor)
    if site is not None:
        rows = rows.filter(site_id=site)
    size = max(1, min(limit, PAGE))
    found = list(rows[: size + 1])
    more = len(found) > size
    return VisitPage(items=[VisitOut.of(visit) for visit in found[:size]], next=found[size - 1].pk if more else None)


@router.get("/visits/{uuid:visit_id}", response=VisitOut, operation_id="get_visit")
def visit(request: HttpRequest, visit_id: UUID) -> VisitOut:
    """One visit with the hazards it opened."""
    found = get_scoped(actor_from(request), Visit.objects.select_related("site"), VISIT_VIEW, visit_id)
    hazards = found.answers.filter(hazard__isnull=False).order_by("hazard__number").values_list("hazard_id", flat=True)
    return VisitOut.of(found, [key for key in hazards if key])


@router.get("/sites/{uuid:site_id}/checklist", response=list[CheckItemOut], operation_id="get_checklist")
def checklist(request: HttpRequest, site_id: UUID) -> list[CheckItemOut]:
    """The check items that apply to a site today, in the order of walking through it."""
    site = get_scoped(actor_from(request), Site.objects.filter(voided_at__isnull=True), VISIT_RECORD, site_id)
    return [
        CheckItemOut(
            code=item.code,
            rule=rule.code,
            place=item.place,
            question=item.question,
            hint=item.hint,
            answer=item.answer,
            unit=item.unit,
            choices=item.choices,
            photo_required=item.photo_required,
            clauses=rule.clause_refs,
        )
        for rule in rules_for(site, clock.today())
        for item in rule.check_items
    ]


@router.post("/attachments", response={201: AttachmentOut}, operation_id="store_attachment")
def store(request: HttpRequest, file: File[UploadedFile]) -> Status[AttachmentOut]:
    """Keep a photo or signature; it is on disk when this answers, and sending it twice is harmless."""
    actor = actor_from(request)
    if not (may(actor, VISIT_RECORD) or may(actor, TASK_REPORT) or is_outside(actor)):
        raise NotFound
    kept = attachments.store(actor, content=file, filename=file.name or "", media_type=file.content_type or "")
    return Status(201, AttachmentOut(sha256=kept.sha256, size=kept.size, media_type=kept.media_type))
