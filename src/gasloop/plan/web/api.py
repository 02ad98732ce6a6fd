"""The plan room on the API: every verb of its pages, by the same names."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile

from gasloop.access.middleware import actor_from
from gasloop.access.models import Office
from gasloop.access.scope import may, reaches
from gasloop.access.scoping import get_scoped, scoped
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import NotFound
from gasloop.plan import actions, wire
from gasloop.plan.models import Clause, Extract, PhaseFinding, PlanDocument, PlanDraft, Task
from gasloop.plan.permissions import EXTRACT_SEND, PLAN_IMPORT, PLAN_VIEW, TASK_MANAGE
from gasloop.plan.proposing import proposals
from gasloop.plan.queries import plans_for
from gasloop.plan.web.clock_api import router as clocks
from gasloop.plan.web.hand_over_api import router as hand_overs

router = Router(tags=["plan"])
router.add_router("", hand_overs)
router.add_router("", clocks)
PAGE = 100
LARGEST = 10 * 1024 * 1024


@router.post("/plan-drafts", response=wire.DraftOut, operation_id="start_draft")
def start_draft(request: HttpRequest, file: File[UploadedFile], territory: Form[str] = "") -> wire.DraftOut:
    """Hand in a paper (.txt, .docx); the same file again gives the draft that is open."""
    content = file.read(LARGEST + 1)
    draft = actions.start_draft(actor_from(request), content=content, filename=file.name or "", territory=territory)
    return wire.DraftOut.of(draft)


@router.get("/plan-drafts/{uuid:draft_id}", response=wire.DraftOut, operation_id="get_draft")
def draft(request: HttpRequest, draft_id: UUID) -> wire.DraftOut:
    """One draft."""
    return wire.DraftOut.of(get_scoped(actor_from(request), PlanDraft.objects.all(), PLAN_IMPORT, draft_id))


@router.post("/plan-drafts/{uuid:draft_id}/correct", response=wire.DraftOut, operation_id="correct_draft")
def correct_draft(request: HttpRequest, draft_id: UUID, body: wire.CorrectionsIn) -> wire.DraftOut:
    """Correct what the compiler read."""
    return wire.DraftOut.of(actions.correct_draft(actor_from(request), draft_id=draft_id, change=body.corrections()))


@router.post("/plan-drafts/{uuid:draft_id}/discard", response=wire.DraftOut, operation_id="discard_draft")
def discard_draft(request: HttpRequest, draft_id: UUID) -> wire.DraftOut:
    """Give it up."""
    return wire.DraftOut.of(actions.discard_draft(actor_from(request), draft_id=draft_id))


@router.post("/plan-drafts/{uuid:draft_id}/confirm", response=wire.PlanStandingOut, operation_id="confirm_draft")
def confirm_draft(request: HttpRequest, draft_id: UUID) -> wire.PlanStandingOut:
    """Put it in force."""
    return wire.PlanStandingOut.of(actions.confirm_draft(actor_from(request), draft_id=draft_id))


@router.post("/plans/{uuid:plan_id}/standing", response=wire.PlanStandingOut, operation_id="set_plan_standing")
def standing(request: HttpRequest, plan_id: UUID, body: wire.StandingIn) -> wire.PlanStandingOut:
    """Let clause numbers mean this plan, or record that it is no longer followed."""
    act = actions.lead_plan if body.to == "lead" else actions.end_plan
    return wire.PlanStandingOut.of(act(actor_from(request), document_id=plan_id, why=body.why))


class ClauseOfficesOut(Schema):
    """A clause and the offices that answer for it."""

    id: UUID
    ref: str
    offices: list[str]


@router.post("/clauses/{uuid:clause_id}/offices", response=ClauseOfficesOut, operation_id="assign_clause")
def assign_clause(request: HttpRequest, clause_id: UUID, body: wire.ClauseAssignIn) -> ClauseOfficesOut:
    """Correct who answers for a clause in force."""
    actor = actor_from(request)
    rows = Clause.objects.filter(document__voided_at__isnull=True).select_related("document")
    clause = get_scoped(actor, rows, PLAN_IMPORT, clause_id, prefix="document__")
    offices = body.assigned(clause.document.territory)
    actions.assign_clause(actor, clause_id=clause_id, offices=offices, why=body.why)
    return ClauseOfficesOut(id=clause.pk, ref=clause.ref, offices=[office.named for office in offices])


@router.post("/plans/{uuid:plan_id}/extracts", response=list[wire.ExtractOut], operation_id="send_extracts")
def send_extracts(request: HttpRequest, plan_id: UUID) -> list[wire.ExtractOut]:
    """Send every office and village its clauses."""
    return [wire.ExtractOut.of(each) for each in actions.send_extracts(actor_from(request), document_id=plan_id)]


@router.get("/plans/{uuid:plan_id}/extracts", response=list[wire.ExtractOut], operation_id="list_extracts")
def extracts(request: HttpRequest, plan_id: UUID) -> list[wire.ExtractOut]:
    """The extracts in use of a plan, in reach; at most one an office."""
    actor = actor_from(request)
    plan = _plan(actor, plan_id)
    rows = scoped(actor, Extract.objects.filter(document=plan, voided_at__isnull=True), PLAN_VIEW)
    return [wire.ExtractOut.of(each) for each in rows.select_related("office").order_by("due_at", "id")]


@router.post("/extracts/{uuid:extract_id}/receive", response=wire.ExtractOut, operation_id="receive_extract")
def receive_extract(request: HttpRequest, extract_id: UUID, body: wire.ReceiveIn) -> wire.ExtractOut:
    """Take note of one's clauses."""
    actor = actor_from(request)
    return wire.ExtractOut.of(actions.receive_extract(actor, extract_id=extract_id, signed_by=body.signed_by))


@router.post("/extracts/{uuid:extract_id}/object", response=list[wire.ObjectionOut], operation_id="object_to_extract")
def object_to_extract(request: HttpRequest, extract_id: UUID, body: wire.ObjectIn) -> list[wire.ObjectionOut]:
    """Say which clauses are not one's own, and why."""
    actor = actor_from(request)
    made = actions.object_to_extract(actor, extract_id=extract_id, reasons=body.reasons, signed_by=body.signed_by)
    return [wire.ObjectionOut.of(each) for each in made]


@router.post("/objections/{uuid:objection_id}/settle", response=wire.ObjectionOut, operation_id="settle_objection")
def settle_objection(request: HttpRequest, objection_id: UUID, body: wire.SettleIn) -> wire.ObjectionOut:
    """Accept or refuse an objection."""
    actor = actor_from(request)
    if not may(actor, EXTRACT_SEND):
        raise NotFound
    instead = _office(body.instead) if body.instead else None
    settlement = actions.Settlement(body.accepted, body.answer, instead)
    return wire.ObjectionOut.of(actions.settle_objection(actor, objection_id=objection_id, settlement=settlement))


@router.get("/plans/{uuid:plan_id}/task-proposals", response=list[wire.ProposalOut], operation_id="propose_tasks")
def propose_tasks(request: HttpRequest, plan_id: UUID) -> list[wire.ProposalOut]:
    """Every sentence of the plan with its owner and term; `suggested` where nothing else answers it."""
    return [wire.ProposalOut.of(each) for each in proposals(_managed(actor_from(request), plan_id))]


@router.post("/plans/{uuid:plan_id}/tasks", response=list[wire.TaskOut], operation_id="take_up_tasks")
def take_up_tasks(request: HttpRequest, plan_id: UUID, body: wire.TakeUpIn) -> list[wire.TaskOut]:
    """Take sentences up as general duties."""
    actor = actor_from(request)
    plan = _managed(actor, plan_id)
    made = actions.take_up_tasks(actor, document_id=plan.pk, taken=body.taken(proposals(plan)))
    rows = Task.objects.filter(pk__in=[task.pk for task in made])
    return [wire.TaskOut.of(task) for task in _whole(rows).order_by("id")]


@router.get("/tasks", response=wire.TaskPage, operation_id="list_tasks")
def tasks(
    request: HttpRequest, cursor: UUID | None = None, clause: str | None = None, limit: int = PAGE
) -> wire.TaskPage:
    """General duties in reach, newest id first; `clause` narrows them."""
    rows = scoped(actor_from(request), Task.objects.filter(voided_at__isnull=True), PLAN_VIEW).order_by("-id")
    if clause is not None:
        rows = rows.filter(ref=clause)
    if cursor is not None:
        rows = rows.filter(pk__lt=cursor)
    size = max(1, min(limit, PAGE))
    found = list(_whole(rows)[: size + 1])
    more = len(found) > size
    return wire.TaskPage(
        items=[wire.TaskOut.of(task) for task in found[:size]], next=found[size - 1].pk if more else None
    )


@router.get("/tasks/{uuid:task_id}", response=wire.TaskOut, operation_id="get_task")
def task(request: HttpRequest, task_id: UUID) -> wire.TaskOut:
    """One general duty."""
    return _out(actor_from(request), task_id)


@router.post("/tasks/{uuid:task_id}/notes", response=wire.TaskOut, operation_id="note_progress")
def note_progress(request: HttpRequest, task_id: UUID, body: wire.TaskReportIn) -> wire.TaskOut:
    """Say how far it is."""
    actor = actor_from(request)
    actions.note_progress(actor, task_id=task_id, text=body.text, files=body.files)
    return _out(actor, task_id)


@router.post("/task-rounds/{uuid:round_id}/finish", response=wire.RoundOut, operation_id="finish_round")
def finish_round(request: HttpRequest, round_id: UUID, body: wire.TaskReportIn) -> wire.RoundOut:
    """The period's work has been done."""
    actor = actor_from(request)
    return wire.RoundOut.of(actions.finish_round(actor, round_id=round_id, text=body.text, files=body.files))


@router.post("/tasks/{uuid:task_id}/term", response=wire.TaskOut, operation_id="set_task_term")
def set_task_term(request: HttpRequest, task_id: UUID, body: wire.TermIn) -> wire.TaskOut:
    """Say when."""
    actor = actor_from(request)
    actions.set_task_term(actor, task_id=task_id, often=body.kind(), due_on=body.due_on, why=body.why)
    return _out(actor, task_id)


@router.post("/tasks/{uuid:task_id}/assign", response=wire.TaskOut, operation_id="assign_task")
def assign_task(request: HttpRequest, task_id: UUID, body: wire.AssignTaskIn) -> wire.TaskOut:
    """Give it to an office."""
    actor = actor_from(request)
    get_scoped(actor, Task.objects.filter(voided_at__isnull=True), TASK_MANAGE, task_id)
    actions.assign_task(actor, task_id=task_id, office=_office(body.office), why=body.why)
    return _out(actor, task_id)


@router.post("/tasks/{uuid:task_id}/end", response=wire.TaskOut, operation_id="end_task")
def end_task(request: HttpRequest, task_id: UUID, body: wire.TaskWhyIn) -> wire.TaskOut:
    """It is no longer owed."""
    actor = actor_from(request)
    actions.end_task(actor, task_id=task_id, why=body.why)
    return _out(actor, task_id)


class PhaseFindingOut(Schema):
    """A root cause or a lesson."""

    id: UUID
    phase: str
    kind: str
    text: str


@router.post("/phases/{uuid:phase_id}/findings", response=PhaseFindingOut, operation_id="record_phase_finding")
def record_phase_finding(request: HttpRequest, phase_id: UUID, body: wire.FindingIn) -> PhaseFindingOut:
    """Record a root cause or a lesson of a phase."""
    kind = PhaseFinding.Kind(body.kind)
    made = actions.record_phase_finding(
        actor_from(request), phase_id=phase_id, kind=kind, text=body.text, files=body.files
    )
    return PhaseFindingOut(id=made.pk, phase=made.phase, kind=made.kind, text=made.text)


def _plan(actor: Actor, plan_id: UUID) -> PlanDocument:
    found = plans_for(actor).filter(pk=plan_id).first() if may(actor, PLAN_VIEW) else None
    if found is None:
        raise NotFound
    return found


def _managed(actor: Actor, plan_id: UUID) -> PlanDocument:
    found = _plan(actor, plan_id)
    if not reaches(actor, TASK_MANAGE, territory=found.territory, line=""):
        raise NotFound
    return found


def _office(office_id: UUID) -> Office:
    found = Office.objects.filter(pk=office_id).first()
    if found is None:
        raise NotFound
    return found


def _whole(rows: "QuerySet[Task]") -> "QuerySet[Task]":
    return rows.select_related("owner_office", "owner_post__office").prefetch_related("rounds")


def _out(actor: Actor, task_id: UUID) -> wire.TaskOut:
    return wire.TaskOut.of(get_scoped(actor, _whole(Task.objects.filter(voided_at__isnull=True)), PLAN_VIEW, task_id))
