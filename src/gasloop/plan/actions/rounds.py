"""The rounds of general duties: begun when their period begins, each once, however long the machine was off."""

from datetime import date, datetime
from uuid import UUID

from gasloop.evidence.actions import append
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor, system
from gasloop.plan import acts
from gasloop.plan.actions.duties import Owed, create_duty, drop_duties
from gasloop.plan.models import Duty, PlanDocument, Task, TaskRound
from gasloop.plan.periods import Often, Period, following, period_at
from gasloop.relay.actions import verb

ONCE = "once"


def begin_round(actor: Actor, task: Task, day: date, *, again: TaskRound | None = None) -> TaskRound:
    """The round of the period in which `day` lies, its duty, and when the next begins. `again`: one that is open."""
    often = Often(task.often)
    turn = again or _open_round(actor, task, _period(task, often, day))
    create_duty(actor, about=turn.subject, owed=_owed(task, turn), office=task.owner_office, territory=task.territory)
    if again is None:
        after = None if often == Often.ONCE else following(often, period_at(often, day))
        task.next_at = clock.start_of(after.first) if after else None
        task.save(update_fields=["next_at"])
    return turn


def _period(task: Task, often: Often, day: date) -> Period:
    if often == Often.ONCE and task.due_on is not None:
        return Period(ONCE, day, task.due_on)
    return period_at(often, day)


def _open_round(actor: Actor, task: Task, period: Period) -> TaskRound:
    statement = task.often == Task.Term.UNSTATED
    turn = TaskRound.objects.create(
        task=task,
        period=period.key,
        kind=TaskRound.Kind.STATEMENT if statement else TaskRound.Kind.WORK,
        due_at=clock.last_of(period.last),
        due_sentence=_because(task, period),
        territory=task.territory,
        owner_office=task.owner_office,
    )
    body = {"period": turn.period, "words": task.words[:120], "due": period.last.isoformat()}
    append(actor, act=acts.ROUND_BEGUN, record=turn, body=body)
    return turn


def _because(task: Task, period: Period) -> str:
    """How the date was derived, in the language of the paper."""
    day = f"{period.last.year}年{period.last.month}月{period.last.day}日"
    if task.often == Task.Term.UNSTATED:
        return f"方案没有写明期限；建议每年写一次年度说明，本年度在{day}前（平台默认，可信度D）。"
    if task.proposed:
        return f"方案没有写明，或由本镇另行确定；本期到{day}为止。"
    return f"方案写明“{task.stated}”，本期到{day}为止。"


def _owed(task: Task, turn: TaskRound) -> Owed:
    statement = turn.kind == TaskRound.Kind.STATEMENT
    period = "" if turn.period == ONCE else f"（{turn.period}）"
    return Owed(
        kind=Duty.Kind.STATEMENT if statement else Duty.Kind.TASK,
        title=f"{'年度说明：' if statement else ''}{task.words[:150]}{period}",
        due_at=turn.due_at,
        due_sentence=turn.due_sentence,
        clause_ref=task.ref,
        post=task.owner_post,
    )


@verb
def begin_due_rounds(*, at: datetime, limit: int = 200) -> int:
    """Begin the next round of every task whose period has come; the number begun. One period a step, none skipped."""
    actor = system()
    ready = (
        Task.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(state=Task.State.OPEN, next_at__lte=at, voided_at__isnull=True)
        .select_related("owner_office", "owner_post")
        .order_by("next_at")[:limit]
    )
    begun = 0
    for task in ready:
        if task.next_at is not None:
            begin_round(actor, task, clock.legal_day(task.next_at))
            begun += 1
    return begun


def drop_open_rounds(actor: Actor, task: Task) -> None:
    """What is open of a task is not owed any more."""
    for turn in task.rounds.select_for_update().filter(state=TaskRound.State.OPEN):
        turn.state = TaskRound.State.DROPPED
        turn.save(update_fields=["state"])
        append(actor, act=acts.ROUND_DROPPED, record=turn, body={"period": turn.period})
        drop_duties(actor, about=turn.subject)


def carry_tasks(actor: Actor, superseded: list[UUID], document: PlanDocument) -> None:
    """Tasks of an earlier import whose words still stand under their number go on under the new one.

    Whose words are gone stay with the superseded import, open, until a person ends them: their page says so.
    """
    texts = dict(document.clauses.values_list("ref", "text"))
    for task in Task.objects.select_for_update().filter(document__in=superseded, voided_at__isnull=True):
        if task.words in texts.get(task.ref, ""):
            task.document = document
            task.save(update_fields=["document"])
            append(actor, act=acts.TASK_MOVED, record=task, body={"words": task.words[:120]})
