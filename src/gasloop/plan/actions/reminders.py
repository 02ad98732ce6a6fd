"""A duty is brought to mind, paused and taken up again. Each reminder exactly once, however late the sweep comes."""

from datetime import datetime, timedelta
from typing import TypedDict
from uuid import UUID

from gasloop.access.models import Account
from gasloop.access.scoping import get_scoped
from gasloop.evidence.actions import append
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor, system
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.plan import acts, ladder, reminding
from gasloop.plan.models import Duty, DutyReminder, RemindersSeen
from gasloop.plan.permissions import DUTY_PAUSE
from gasloop.relay.actions import verb

CLOCKS = ("level", "next_at", "began_at", "remind_at", "reminded")


class Clocks(TypedDict):
    """When a duty that begins now climbs and reminds first."""

    next_at: datetime | None
    began_at: datetime
    remind_at: datetime | None


def clocks(due_at: datetime) -> Clocks:
    """The clocks of a duty due at `due_at` that begins now."""
    began = clock.now()
    first = reminding.next_reminder(due_at, began, 0)
    return {
        "next_at": ladder.next_step(due_at, ladder.Level.OWNER),
        "began_at": began,
        "remind_at": first.at if first else None,
    }


def start_clocks(duty: Duty) -> None:
    """A fresh start on the ladder and of the reminders, from the deadline it has now; the caller saves `CLOCKS`."""
    started = clocks(duty.due_at)
    duty.level, duty.reminded = ladder.Level.OWNER, 0
    duty.next_at, duty.began_at, duty.remind_at = started["next_at"], started["began_at"], started["remind_at"]


@verb
def remind(*, at: datetime, limit: int = 200) -> int:
    """Tell the reminders whose time has come, one of a duty at a time; the number of duties looked at.

    Rows are claimed with SKIP LOCKED, and a reminder is told once by the database's own word.
    """
    ready = (
        Duty.objects.select_for_update(skip_locked=True)
        .filter(state=Duty.State.OPEN, remind_at__lte=at, paused_at__isnull=True)
        .order_by("remind_at")[:limit]
    )
    looked = 0
    for duty in ready:
        moment = reminding.next_reminder(duty.due_at, duty.began_at, duty.reminded)
        if moment is not None and moment.at <= at:
            _tell(duty, moment)
        after = reminding.next_reminder(duty.due_at, duty.began_at, duty.reminded)
        duty.remind_at = after.at if after else None
        duty.save(update_fields=["reminded", "remind_at"])
        looked += 1
    return looked


def _tell(duty: Duty, moment: reminding.Reminder) -> None:
    DutyReminder.objects.create(duty=duty, stage=moment.stage, due_at=duty.due_at, at=moment.at, told_at=clock.now())
    duty.reminded = moment.stage
    append(system(), act=acts.DUTY_REMINDED, record=duty, body={"title": duty.title, "stage": int(moment.stage)})


@verb
def see_reminders(actor: Actor) -> None:
    """The actor has seen what was told until now."""
    account = Account.objects.get(pk=actor.id)
    RemindersSeen.objects.update_or_create(account=account, defaults={"until": clock.now()})


@verb
def pause_duty(actor: Actor, *, duty_id: UUID, why: str) -> Duty:
    """The clock of an open duty stands still, with a reason. Refusal when it is not running."""
    duty = get_scoped(actor, Duty.objects.select_for_update(of=("self",)), DUTY_PAUSE, duty_id)
    if not why.strip():
        raise Refusal("duty.pause.why", sentence("请写明中止计时的原因。"), field="why")
    if duty.kind == Duty.Kind.RECTIFY:
        raise Refusal("duty.pause.extension", sentence("整改期限不能中止，需要更多时间请申请延期。"))
    if duty.state != Duty.State.OPEN or duty.paused_at is not None:
        raise Refusal("duty.pause.not_running", sentence("这件事项没有在计时，可能已办结或已中止，请刷新后再看。"))
    duty.paused_at = clock.now()
    duty.save(update_fields=["paused_at"])
    append(actor, act=acts.DUTY_PAUSED, record=duty, body={"title": duty.title, "why": why.strip()})
    return duty


@verb
def resume_duty(actor: Actor, *, duty_id: UUID) -> Duty:
    """The clock runs on: the deadline moves by the days it stood still, what was climbed and told stays so."""
    duty = get_scoped(actor, Duty.objects.select_for_update(of=("self",)), DUTY_PAUSE, duty_id)
    if duty.state != Duty.State.OPEN or duty.paused_at is None:
        raise Refusal("duty.resume.not_paused", sentence("这件事项没有中止，请刷新后再看。"))
    days = clock.today() - clock.legal_day(duty.paused_at)
    _move_by(duty, days)
    duty.paused_at = None
    duty.save(update_fields=["due_at", "due_sentence", "paused_at", "next_at", "remind_at"])
    due = clock.legal_day(duty.due_at).isoformat()
    append(actor, act=acts.DUTY_RESUMED, record=duty, body={"title": duty.title, "due": due})
    return duty


def _move_by(duty: Duty, days: timedelta) -> None:
    duty.due_at += days
    if days:
        duty.due_sentence = f"{duty.due_sentence}中止{days.days}天，顺延。"
    duty.next_at = ladder.next_step(duty.due_at, duty.level)
    moment = reminding.next_reminder(duty.due_at, duty.began_at, duty.reminded)
    duty.remind_at = moment.at if moment else None
