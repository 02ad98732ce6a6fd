"""Duties begin, end and climb. Callers (hazard, inspection) are in their own transaction already."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from gasloop.access.models import Office, Post
from gasloop.evidence.actions import append
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor, system
from gasloop.kernel.subject import Subject
from gasloop.plan import acts, ladder
from gasloop.plan.actions.reminders import CLOCKS, clocks, start_clocks
from gasloop.plan.events import DutyClimbed
from gasloop.plan.models import Duty
from gasloop.plan.offices import heir
from gasloop.relay.actions import emit, verb
from gasloop.relay.standing import insert_together


@dataclass(frozen=True, slots=True)
class Owed:
    """What a duty asks for. `due_at` aware; `due_sentence` says how it was derived; `post`: of one person, not all."""

    kind: Duty.Kind
    title: str
    due_at: datetime
    due_sentence: str = ""
    provisional: bool = False
    clause_ref: str = ""
    post: Post | None = None


@verb
def create_duty(
    actor: Actor, *, about: Subject, owed: Owed, office: Office | None, territory: str, line: str = ""
) -> Duty:
    """Begin a duty on `about`, owned by `office` (None: nobody yet, which the responsibility list shows).

    An office that has ended owes nothing new: its successor does.
    """
    office = heir(office) if office is not None else None
    duty = Duty(
        kind=owed.kind,
        title=owed.title[:200],
        about_kind=about.kind,
        about_id=about.id,
        due_at=owed.due_at,
        due_sentence=owed.due_sentence,
        provisional=owed.provisional,
        clause_ref=owed.clause_ref,
        owner_office=office,
        owner_post=owed.post,
        territory=territory,
        line=line,
        **clocks(owed.due_at),
    )
    insert_together(duty)
    append(
        actor,
        act=acts.DUTY_CREATED,
        record=duty,
        body={"title": duty.title, "due": clock.legal_day(owed.due_at).isoformat()},
    )
    return duty


@verb
def finish_duties(actor: Actor, *, about: Subject, kind: Duty.Kind) -> int:
    """End the open duties of `kind` on `about`: what they asked for has been done. The number ended."""
    return _end(actor, about, [kind], Duty.State.DONE)


@verb
def drop_duties(actor: Actor, *, about: Subject) -> int:
    """Cancel every open duty on `about`, because nothing is owed there any more. The number cancelled."""
    return _end(actor, about, list(Duty.Kind), Duty.State.DROPPED)


@verb
def end_outdated(actor: Actor, *, about: Subject, kind: Duty.Kind, still: date | None) -> int:
    """Cancel the open duties of `kind` on `about` that are due on another day than `still`. The number cancelled."""
    kept = {} if still is None else {"due_at": clock.last_of(still)}
    outdated = Duty.objects.filter(about_kind=about.kind, about_id=about.id, kind=kind, state=Duty.State.OPEN)
    outdated = outdated.exclude(**kept) if kept else outdated
    return _end_each(actor, outdated, Duty.State.DROPPED)


@verb
def postpone_duties(actor: Actor, *, about: Subject, kind: Duty.Kind, due_at: datetime, due_sentence: str) -> int:
    """Give the open duties of `kind` on `about` another deadline, and a fresh start on the ladder. The number moved."""
    moved = 0
    for duty in Duty.objects.filter(
        about_kind=about.kind, about_id=about.id, kind=kind, state=Duty.State.OPEN
    ).select_for_update():
        duty.due_at, duty.due_sentence, duty.provisional = due_at, due_sentence, False
        start_clocks(duty)
        duty.save(update_fields=["due_at", "due_sentence", "provisional", *CLOCKS])
        due = clock.legal_day(due_at).isoformat()
        append(actor, act=acts.DUTY_POSTPONED, record=duty, body={"title": duty.title, "due": due})
        moved += 1
    return moved


def _end(actor: Actor, about: Subject, kinds: list[Duty.Kind], state: Duty.State) -> int:
    open_duties = Duty.objects.filter(about_kind=about.kind, about_id=about.id, kind__in=kinds, state=Duty.State.OPEN)
    return _end_each(actor, open_duties, state)


def _end_each(actor: Actor, duties: QuerySet[Duty], state: Duty.State) -> int:
    ended = 0
    for duty in duties.select_for_update(of=("self",)):
        duty.state, duty.done_at, duty.next_at, duty.remind_at = state, clock.now(), None, None
        duty.save(update_fields=["state", "done_at", "next_at", "remind_at"])
        _log_end(actor, duty)
        ended += 1
    return ended


def _log_end(actor: Actor, duty: Duty) -> None:
    """The entry of an end; a deputy's names the person whose duty it was."""
    absent = stands_in_for(actor, duty)
    if duty.state == Duty.State.DROPPED:
        append(actor, act=acts.DUTY_DROPPED, record=duty, body={"title": duty.title})
    elif absent:
        append(actor, act=acts.DUTY_DONE_FOR, record=duty, body={"title": duty.title, "absent": absent})
    else:
        append(actor, act=acts.DUTY_DONE, record=duty, body={"title": duty.title})


def stands_in_for(actor: Actor, duty: Duty) -> str:
    """The name of whom the actor deputises for in this duty; empty where it is the actor's own, or nobody's."""
    mine = [g for g in actor.grants if g.office_id == duty.owner_office_id or g.post_id == duty.owner_post_id]
    if not mine or any(not grant.absent for grant in mine):
        return ""
    return mine[0].absent


@verb
def climb(*, at: datetime, limit: int = 200) -> int:
    """Move open duties whose next step has come up the ladder, each rung once; the number moved.

    Rows are claimed with SKIP LOCKED, so two leaders in a moment of doubt never move one duty twice.
    """
    actor = system()
    ready = (
        Duty.objects.select_for_update(skip_locked=True)
        .filter(state=Duty.State.OPEN, next_at__lte=at, paused_at__isnull=True)
        .order_by("next_at")[:limit]
    )
    moved = 0
    for duty in ready:
        duty.level += 1  # one rung a step, so that none is skipped after the machine was off
        duty.next_at = ladder.next_step(duty.due_at, duty.level)
        duty.save(update_fields=["level", "next_at"])
        append(actor, act=acts.DUTY_CLIMBED, record=duty, body={"title": duty.title, "level": duty.level})
        emit(
            DutyClimbed(
                duty_id=str(duty.pk),
                about_kind=duty.about_kind,
                about_id=str(duty.about_id),
                level=duty.level,
                territory=duty.territory,
            )
        )
        moved += 1
    return moved
