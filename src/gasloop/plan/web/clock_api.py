"""Deputies and the clocks of duties on the API."""

from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status

from gasloop.access.actions import Away, end_absence, note_absence
from gasloop.access.middleware import actor_from
from gasloop.access.models import Absence
from gasloop.plan.actions import pause_duty, resume_duty, see_reminders
from gasloop.plan.models import Duty
from gasloop.plan.queries import new_reminders

router = Router(tags=["duties"])
SHOWN = 100


class AbsenceIn(Schema):
    """Who stands in for the holder of a post, from the first to the last day."""

    deputy_id: UUID
    first: date
    last: date
    why: str


class AbsenceOut(Schema):
    """An absence; `ended_on` where it ended sooner."""

    id: UUID
    post_id: UUID
    absent_id: UUID
    deputy_id: UUID
    first: date
    last: date
    ended_on: date | None


class PauseIn(Schema):
    """Why the clock stands still."""

    why: str


class ClockOut(Schema):
    """A duty's clock."""

    id: UUID
    title: str
    due_at: datetime
    due_sentence: str
    level: int
    paused_at: datetime | None


class ReminderOut(Schema):
    """One reminder of a duty: 1 the day before, 2 on the day, 3 overdue."""

    duty_id: UUID
    stage: int
    due_at: datetime
    told_at: datetime


@router.post("/posts/{uuid:post_id}/absences", response=AbsenceOut, operation_id="note_absence")
def away(request: HttpRequest, post_id: UUID, body: AbsenceIn) -> Absence:
    """Note that the holder of a post is away and who stands in."""
    said = Away(body.deputy_id, body.first, body.last, body.why)
    return note_absence(actor_from(request), post_id=post_id, away=said)


@router.post("/absences/{uuid:absence_id}/end", response=AbsenceOut, operation_id="end_absence")
def back(request: HttpRequest, absence_id: UUID) -> Absence:
    """The holder is back."""
    return end_absence(actor_from(request), absence_id=absence_id)


@router.post("/duties/{uuid:duty_id}/pause", response=ClockOut, operation_id="pause_duty")
def pause(request: HttpRequest, duty_id: UUID, body: PauseIn) -> Duty:
    """The clock of a duty stands still."""
    return pause_duty(actor_from(request), duty_id=duty_id, why=body.why)


@router.post("/duties/{uuid:duty_id}/resume", response=ClockOut, operation_id="resume_duty")
def resume(request: HttpRequest, duty_id: UUID) -> Duty:
    """It runs on, the deadline later by the days it stood still."""
    return resume_duty(actor_from(request), duty_id=duty_id)


@router.get("/reminders", response=list[ReminderOut], operation_id="new_reminders")
def reminders(request: HttpRequest) -> list[ReminderOut]:
    """What was told since one said one had seen it, newest first, a hundred at most."""
    rows = new_reminders(actor_from(request))[:SHOWN]
    return [ReminderOut(duty_id=r.duty_id, stage=r.stage, due_at=r.due_at, told_at=r.told_at) for r in rows]


@router.post("/reminders/seen", response={204: None}, operation_id="see_reminders")
def seen(request: HttpRequest) -> Status[None]:
    """One has seen what was told until now."""
    see_reminders(actor_from(request))
    return Status(204, None)
