"""The plan and its trace on the API."""

from datetime import date
from uuid import UUID

from django.http import FileResponse, HttpRequest
from ninja import Router, Schema

from gasloop.access.middleware import actor_from
from gasloop.access.scope import may
from gasloop.kernel.jsonable import JsonObject
from gasloop.kernel.refusal import NotFound
from gasloop.oversight.actions import ask_folder, take_folder
from gasloop.oversight.folder import storing
from gasloop.oversight.folder.choosing import Choice
from gasloop.oversight.models import EvidenceFolder
from gasloop.oversight.month.spans import read_month
from gasloop.oversight.month.table import month_table
from gasloop.oversight.permissions import FOLDER_MAKE, MONTH_VIEW
from gasloop.oversight.phases import decide_phase, measured
from gasloop.oversight.trace import trace_clause, trace_plan
from gasloop.plan.permissions import PLAN_VIEW
from gasloop.plan.queries import plans_for
from gasloop.plan.wire import GateIn

router = Router(tags=["plan"])


class GateOut(Schema):
    """A decision at the end of a phase, with the figures it was made on."""

    id: UUID
    phase: str
    passed: bool
    why: str
    figures: dict[str, int]


@router.post("/phases/{uuid:phase_id}/gate", response=GateOut, operation_id="decide_phase")
def gate(request: HttpRequest, phase_id: UUID, body: GateIn) -> GateOut:
    """Decide whether a phase is done; the figures are counted now and kept."""
    made = decide_phase(actor_from(request), phase_id=phase_id, passed=body.passed, why=body.why, files=body.files)
    return GateOut(id=made.pk, phase=made.phase, passed=made.passed, why=made.why, figures=made.figures)


@router.get("/plans/{uuid:plan_id}/phases", response=list[dict[str, object]], operation_id="list_phases")
def list_phases(request: HttpRequest, plan_id: UUID) -> list[JsonObject]:
    """The phases of a plan: days, goals, figures, causes, lessons, decisions."""
    actor = actor_from(request)
    document = plans_for(actor).filter(pk=plan_id).first() if may(actor, PLAN_VIEW) else None
    if document is None:
        raise NotFound
    return [each.to_json() for each in measured(actor, document)]


class PlanOut(Schema):
    """A plan document in force somewhere in reach."""

    id: UUID
    title: str
    doc_no: str
    territory: str


@router.get("/plans", response=list[PlanOut], operation_id="list_plans")
def plans(request: HttpRequest) -> list[PlanOut]:
    """The plans that govern one's territories, newest first."""
    actor = actor_from(request)
    if not may(actor, PLAN_VIEW):
        raise NotFound
    return [PlanOut(id=p.pk, title=p.title, doc_no=p.doc_no, territory=p.territory) for p in plans_for(actor)]


@router.get("/plans/{uuid:plan_id}/trace", response=list[dict[str, object]], operation_id="trace_plan")
def trace(request: HttpRequest, plan_id: UUID) -> list[JsonObject]:
    """Every clause with its rules and live figures."""
    actor = actor_from(request)
    document = plans_for(actor).filter(pk=plan_id).first() if may(actor, PLAN_VIEW) else None
    if document is None:
        raise NotFound
    return [each.to_json() for each in trace_plan(actor, document)]


@router.get("/trace/{clause}", response=dict[str, object], operation_id="trace_clause")
def one(request: HttpRequest, clause: str) -> JsonObject:
    """One clause of the newest plan in reach."""
    actor = actor_from(request)
    if not may(actor, PLAN_VIEW):
        raise NotFound
    return trace_clause(actor, ref=clause).to_json()


@router.get("/month", response=dict[str, object], operation_id="month_table")
def month(request: HttpRequest, month: str = "") -> JsonObject:
    """The month's table (`2026-11`; this month by default): figures, what each counts, by office and by division."""
    actor = actor_from(request)
    if not may(actor, MONTH_VIEW):
        raise NotFound
    return month_table(actor, read_month(month)).to_json()


class FolderIn(Schema):
    """What a folder is asked for; nothing named is everything in reach."""

    first: date
    last: date
    clauses: tuple[str, ...] = ()
    office_id: UUID | None = None
    territory: str = ""


class FolderOut(Schema):
    """An evidence folder and how far it is."""

    id: UUID
    number: str
    state: str
    done: int
    total: int
    gaps: int
    counts: dict[str, int]
    size: int
    sha256: str
    failure: str


@router.post("/folders", response=FolderOut, operation_id="ask_folder")
def new_folder(request: HttpRequest, body: FolderIn) -> EvidenceFolder:
    """Ask for an evidence folder; it is built behind the answer."""
    choice = Choice(body.first, body.last, body.clauses, body.office_id, body.territory)
    return ask_folder(actor_from(request), choice=choice)


@router.get("/folders/{uuid:folder_id}", response=FolderOut, operation_id="folder")
def one_folder(request: HttpRequest, folder_id: UUID) -> EvidenceFolder:
    """One of one's own folders."""
    actor = actor_from(request)
    found = EvidenceFolder.objects.filter(pk=folder_id, account=actor.id).first() if may(actor, FOLDER_MAKE) else None
    if found is None:
        raise NotFound
    return found


@router.get("/folders/{uuid:folder_id}/file", operation_id="take_folder")
def folder_file(request: HttpRequest, folder_id: UUID) -> FileResponse:
    """The zip of one of one's own folders; taking it is logged."""
    found = take_folder(actor_from(request), folder_id=folder_id)
    return FileResponse(storing.opened(found.pk), filename=f"{found.number}.zip", content_type="application/zip")
