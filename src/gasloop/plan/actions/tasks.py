"""General duties: taken up from the paper's sentences, reported on, finished for a period, given a term, ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from gasloop.access.models import Office, Post
from gasloop.access.scope import reaches
from gasloop.access.scoping import get_scoped, require
from gasloop.evidence.actions import append
from gasloop.evidence.attachments import require_stored
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import NotFound, Refusal, sentence
from gasloop.plan import acts
from gasloop.plan.actions.duties import drop_duties, finish_duties
from gasloop.plan.actions.rounds import begin_round, drop_open_rounds
from gasloop.plan.events import TaskMoved
from gasloop.plan.models import Duty, PlanDocument, Task, TaskNote, TaskRound
from gasloop.plan.offices import related_offices
from gasloop.plan.periods import Often
from gasloop.plan.permissions import PLAN_VIEW, TASK_MANAGE, TASK_REPORT
from gasloop.plan.queries import plans_for
from gasloop.relay.actions import emit, verb

LOGGED = 120


@dataclass(frozen=True, slots=True)
class Taken:
    """A sentence to take up: `words` as they stand in clause `ref`, who owes it, and when as the paper says."""

    ref: str
    words: str
    office: Office | None
    post: Post | None = None
    partners: Sequence[str] = ()
    stated: str = ""
    often: Often = Often.UNSTATED
    due_on: date | None = None


@verb
def take_up_tasks(actor: Actor, *, document_id: UUID, taken: Sequence[Taken]) -> list[Task]:
    """Make duties out of sentences of a plan in force, each with its first round. What is there already stays as it is.

    Refusal when a clause does not hold the words: nothing is owed that the paper does not say.
    """
    document = plans_for(actor).select_for_update(of=("self",)).filter(pk=document_id, ended_on=None).first()
    if document is None:
        raise NotFound
    require(actor, TASK_MANAGE, territory=document.territory, line="")
    texts = dict(document.clauses.values_list("ref", "text"))
    made = []
    for each in taken:
        if each.words not in texts.get(each.ref, ""):
            raise Refusal("plan.task.words", sentence("{ref}里没有这句话，请照原文选取。"), params={"ref": each.ref})
        if not _there(document, each):
            made.append(_take(actor, document, each))
    if not made:
        raise Refusal("plan.task.nothing", sentence("没有选中新的职责。请勾选还没有列为职责的句子。"), field="take")
    return made


def _there(document: PlanDocument, each: Taken) -> bool:
    rows = Task.objects.filter(document=document, ref=each.ref, words=each.words, stated=each.stated, voided_at=None)
    return rows.filter(owner_office=each.office, owner_post=each.post).exists()


def _take(actor: Actor, document: PlanDocument, each: Taken) -> Task:
    task = Task.objects.create(
        document=document,
        ref=each.ref,
        words=each.words,
        owner_office=each.office,
        owner_post=each.post,
        partners=list(each.partners),
        stated=each.stated[:60],
        often=each.often.value,
        due_on=each.due_on,
        territory=_territory(document, each.office),
    )
    body = {"ref": task.ref, "words": task.words[:LOGGED], "office": str(task.owner_office or "—")}
    append(actor, act=acts.TASK_TAKEN, record=task, body=body)
    begin_round(actor, task, clock.today())
    _tell(task, "taken")
    return task


def _territory(document: PlanDocument, office: Office | None) -> str:
    inside = office is not None and office.territory.startswith(document.territory)
    return office.territory if office is not None and inside else document.territory


@verb
def note_progress(actor: Actor, *, task_id: UUID, text: str, files: Sequence[str] = ()) -> TaskNote:
    """Say how far it is, with files if there are any. For the owner's people, or on their behalf."""
    task = _reportable(actor, task_id)
    note = _note(actor, task, None, TaskNote.Kind.PROGRESS, text, files)
    append(actor, act=acts.TASK_NOTED, record=task, body={"text": note.text[:LOGGED]}, attachments=list(files))
    _tell(task, "noted")
    return note


@verb
def finish_round(actor: Actor, *, round_id: UUID, text: str, files: Sequence[str] = ()) -> TaskRound:
    """What the period asked for has been done: told, and shown by at least one file (a statement is its own proof).

    The next round begins by itself when its period does; what was owed once is done with it.
    """
    rows = TaskRound.objects.select_related("task").filter(task__voided_at__isnull=True)
    turn = get_scoped(actor, rows, PLAN_VIEW, round_id)
    task = _reportable(actor, turn.task_id)
    statement = turn.kind == TaskRound.Kind.STATEMENT
    if not files and not statement:
        raise Refusal("plan.task.proof", sentence("请附上佐证材料，例如会议记录、通知、照片。"), field="proof")
    kind = TaskNote.Kind.STATEMENT if statement else TaskNote.Kind.DONE
    note = _note(actor, task, turn, kind, text, files)
    moved = TaskRound.objects.filter(pk=turn.pk, state=TaskRound.State.OPEN)
    if moved.update(state=TaskRound.State.DONE, done_at=clock.now()) != 1:
        raise Refusal("plan.task.done_already", sentence("这一期已经办结，可能别人刚刚办理过，请刷新后再看。"))
    turn.refresh_from_db()
    body = {"period": turn.period, "text": note.text[:LOGGED]}
    append(actor, act=acts.ROUND_DONE, record=turn, body=body, attachments=list(files))
    finish_duties(actor, about=turn.subject, kind=Duty.Kind.STATEMENT if statement else Duty.Kind.TASK)
    if task.often == Task.Term.ONCE:
        _close(actor, task, Task.State.DONE, note.text)
    _tell(task, "done")
    return turn


@verb
def set_task_term(actor: Actor, *, task_id: UUID, often: Often, why: str, due_on: date | None = None) -> Task:
    """Say when, where the paper leaves it open or the town decided otherwise; open rounds give way to the new ones."""
    task, why = _manageable(actor, task_id), _reason(why)
    if (often == Often.ONCE) != (due_on is not None):
        raise Refusal("plan.task.day", sentence("只做一次的请写完成期限；按期重复的不用写。"), field="due_on")
    if (task.often, task.due_on) == (often.value, due_on):
        raise Refusal("plan.task.same_term", sentence("期限没有变化。"), field="often")
    drop_open_rounds(actor, task)
    task.often, task.due_on, task.proposed = often.value, due_on, often != Often.UNSTATED
    task.save(update_fields=["often", "due_on", "proposed"])
    term = due_on.isoformat() if due_on else str(Task.Term(often.value).label)
    append(actor, act=acts.TASK_TERM, record=task, body={"term": term, "why": why})
    begin_round(actor, task, clock.today())
    _tell(task, "term")
    return task


@verb
def assign_task(actor: Actor, *, task_id: UUID, office: Office, why: str, post: Post | None = None) -> Task:
    """Give it to another office (or a post of one); its open duties go along."""
    task, why = _manageable(actor, task_id), _reason(why)
    known = related_offices(task.document.territory).filter(pk=office.pk, valid_to__isnull=True).exists()
    if not known or (post is not None and post.office_id != office.pk):
        raise Refusal("plan.office.unknown_here", sentence("所选单位已停用或不在本辖区，请重新选择。"), field="office")
    task.owner_office, task.owner_post = office, post
    task.territory = _territory(task.document, office)
    task.save(update_fields=["owner_office", "owner_post", "territory"])
    append(actor, act=acts.TASK_ASSIGNED, record=task, body={"office": office.name, "why": why})
    open_rounds = list(task.rounds.filter(state=TaskRound.State.OPEN))
    for turn in open_rounds:
        turn.owner_office, turn.territory = office, task.territory
        turn.save(update_fields=["owner_office", "territory"])
        drop_duties(actor, about=turn.subject)
        begin_round(actor, task, clock.today(), again=turn)
    _tell(task, "assigned")
    return task


@verb
def end_task(actor: Actor, *, task_id: UUID, why: str) -> Task:
    """It is no longer owed: what it was and why it ended stays on its page."""
    task, why = _manageable(actor, task_id), _reason(why)
    close_task(actor, task, why)
    return task


def close_task(actor: Actor, task: Task, why: str) -> None:
    """Its open rounds are dropped, no further one begins. The caller has asked whether the actor may."""
    drop_open_rounds(actor, task)
    _close(actor, task, Task.State.ENDED, why)
    append(actor, act=acts.TASK_ENDED, record=task, body={"why": why})
    _tell(task, "ended")


def _close(actor: Actor, task: Task, state: Task.State, why: str) -> None:
    del actor
    task.state, task.ended_at, task.ended_why, task.next_at = state, clock.now(), why, None
    task.save(update_fields=["state", "ended_at", "ended_why", "next_at"])


def _note(
    actor: Actor, task: Task, turn: TaskRound | None, kind: TaskNote.Kind, text: str, files: Sequence[str]
) -> TaskNote:
    if not text.strip():
        raise Refusal("plan.task.text", sentence("请写明做了什么。"), field="text")
    require_stored(files)
    return TaskNote.objects.create(
        task=task, round=turn, kind=kind, text=text.strip(), files=list(files), by_name=actor.name[:80]
    )


def _open() -> "QuerySet[Task]":
    rows = Task.objects.select_for_update(of=("self",)).filter(voided_at__isnull=True)
    return rows.select_related("document", "owner_office", "owner_post")


def _reportable(actor: Actor, task_id: UUID) -> Task:
    task = get_scoped(actor, _open(), PLAN_VIEW, task_id)
    if not may_report(actor, task):
        raise Refusal(
            "plan.task.not_yours",
            sentence("这项职责由{office}的人员填写。"),
            params={"office": str(task.owner_post or task.owner_office or "—")},
        )
    return _still_open(task)


def may_report(actor: Actor, task: Task) -> bool:
    """Does the actor hold the post, or one of the office where no post is named; or does the actor keep the list?"""
    if reaches(actor, TASK_MANAGE, territory=task.territory, line=""):
        return True
    mine = [grant for grant in actor.grants if grant.role in TASK_REPORT.roles]
    if task.owner_post_id is not None:
        return any(grant.post_id == task.owner_post_id for grant in mine)
    return any(grant.office_id == task.owner_office_id for grant in mine)


def _manageable(actor: Actor, task_id: UUID) -> Task:
    return _still_open(get_scoped(actor, _open(), TASK_MANAGE, task_id))


def _still_open(task: Task) -> Task:
    if task.state != Task.State.OPEN:
        raise Refusal("plan.task.closed", sentence("这项职责已经完成或终止，不能再填写。"))
    return task


def _reason(why: str) -> str:
    if not why.strip():
        raise Refusal("plan.task.why", sentence("请写明依据或理由。"), field="why")
    return why.strip()


def _tell(task: Task, what: str) -> None:
    emit(TaskMoved(task_id=str(task.pk), what=what, territory=task.territory))
