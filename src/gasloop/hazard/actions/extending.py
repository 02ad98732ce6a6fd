"""More time: asked before the deadline, decided by the office's head (the leader for what is major or asks twice)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from gasloop.access.scoping import get_scoped, require
from gasloop.evidence.actions import append
from gasloop.hazard import acts
from gasloop.hazard.actions.moving import Proof, hazard_for, record_step
from gasloop.hazard.actions.owing import owe_about
from gasloop.hazard.deadlines import DECIDE_TERM, Deadline, day_deadline, term_from
from gasloop.hazard.events import ExtensionAsked, ExtensionDecided
from gasloop.hazard.models import Extension, Hazard
from gasloop.hazard.permissions import HAZARD_EXTEND, HAZARD_EXTEND_MAJOR, HAZARD_RECTIFY
from gasloop.hazard.states import HazardState
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor, system
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.plan.actions import drop_duties, finish_duties, postpone_duties
from gasloop.plan.models import Duty
from gasloop.relay.actions import emit, verb
from gasloop.relay.locking import one_at_a_time
from gasloop.rulebook.workdays import in_words

BASIS = "五(二)¶1"
MOST_DAYS = 30  # platform default (confidence D): whoever needs longer asks again, and then the leader decides
GRANTED = sentence("经{who}同意延期至{day}；原期限：{before}")


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: `until` the last legal day, why, and what keeps people safe until then."""

    until: date
    reason: str
    control_measure: str


@verb
def ask_extension(actor: Actor, *, hazard_id: UUID, request: Request) -> Extension:
    """Ask for more time for an ordered hazard, before its deadline passes.

    Refusal: not ordered, already overdue, already asked, a day that is no later or more than 30 days later, no reason.
    """
    one_at_a_time(hazard_id)
    hazard = hazard_for(actor, HAZARD_RECTIFY, hazard_id)
    _may_be_asked(hazard, request)
    extension = Extension.objects.create(
        hazard=hazard,
        until=request.until,
        reason=request.reason.strip(),
        control_measure=request.control_measure.strip(),
        asked_at=clock.now(),
        asked_by=actor.id,
        asked_by_name=actor.name,
        due_before=hazard.due_at,
    )
    append(
        actor,
        act=acts.EXTENSION_ASKED,
        record=extension,
        body={"number": hazard.number, "until": request.until.isoformat(), "reason": extension.reason},
    )
    owe_about(actor, hazard, extension.subject, Duty.Kind.DECIDE, _decide_by(hazard))
    emit(ExtensionAsked(hazard_id=str(hazard.pk), number=hazard.number, territory=hazard.territory))
    return extension


def _decide_by(hazard: Hazard) -> Deadline:
    """Two working days, and never after the deadline that is to be moved."""
    usual = term_from(clock.now(), DECIDE_TERM)
    return usual if usual.due_at <= hazard.due_at else Deadline(hazard.due_at, hazard.due_sentence, hazard.provisional)


def _may_be_asked(hazard: Hazard, request: Request) -> None:
    last = clock.legal_day(hazard.due_at)
    if hazard.state != HazardState.ORDERED:
        raise Refusal("hazard.extension.state", sentence("只有整改中的隐患可以申请延期。"))
    if hazard.due_at <= clock.now():
        raise Refusal("hazard.extension.overdue", sentence("整改期限已过，不能再申请延期，请尽快整改。"), basis=BASIS)
    if not last < request.until <= last + timedelta(days=MOST_DAYS):
        raise Refusal(
            "hazard.extension.until",
            sentence("延期须晚于原期限{day}，且最多延长{most}天。"),
            params={"day": last.isoformat(), "most": MOST_DAYS},
            field="until",
        )
    if not request.reason.strip():
        raise Refusal(
            "hazard.extension.no_reason", sentence("请写明无法按期整改的客观原因。"), basis=BASIS, field="reason"
        )
    if not request.control_measure.strip():
        raise Refusal(
            "hazard.extension.no_control_measure",
            sentence("请写明延期期间的管控措施。"),
            basis=BASIS,
            field="control_measure",
        )
    if hazard.extensions.filter(state=Extension.State.ASKED).exists():
        raise Refusal("hazard.extension.asked", sentence("已有一份延期申请等待审批。"))


@verb
def decide_extension(actor: Actor, *, extension_id: UUID, granted: bool, decision: str) -> Extension:
    """Grant or refuse. Never by whoever asked; a major hazard's or a second extension is the leader's to grant."""
    rows = Extension.objects.select_related("hazard__site", "hazard__rule", "hazard__owner_office")
    extension = get_scoped(actor, rows.select_for_update(of=("self",)), HAZARD_EXTEND, extension_id, prefix="hazard__")
    hazard = extension.hazard
    if needs_leader(hazard):
        require(actor, HAZARD_EXTEND_MAJOR, territory=hazard.territory, line=hazard.line)
    _may_be_decided(actor, extension, decision, granted=granted)
    extension.state = Extension.State.GRANTED if granted else Extension.State.REFUSED
    extension.decided_at, extension.decided_by, extension.decided_by_name = clock.now(), actor.id, actor.name
    extension.decision = decision.strip()
    extension.save(update_fields=["state", "decided_at", "decided_by", "decided_by_name", "decision"])
    if granted:
        _postpone(actor, extension)
    append(
        actor,
        act=acts.EXTENSION_GRANTED if granted else acts.EXTENSION_REFUSED,
        record=extension,
        body={"number": hazard.number, "until": extension.until.isoformat(), "note": extension.decision},
    )
    finish_duties(actor, about=extension.subject, kind=Duty.Kind.DECIDE)
    emit(ExtensionDecided(hazard_id=str(hazard.pk), number=hazard.number, granted=granted, territory=hazard.territory))
    return extension


def needs_leader(hazard: Hazard) -> bool:
    """Is more time for this hazard the leader's to give? What is major, and what was given more time before."""
    before = hazard.extensions.filter(state=Extension.State.GRANTED)
    return hazard.severity == Hazard.Severity.MAJOR or before.exists()


def _may_be_decided(actor: Actor, extension: Extension, decision: str, *, granted: bool) -> None:
    if extension.state != Extension.State.ASKED or extension.hazard.state != HazardState.ORDERED:
        raise Refusal("hazard.extension.decided", sentence("这份申请已经办结或失效，请刷新后再看。"))
    if extension.asked_by == actor.id:
        raise Refusal("hazard.extension.own", sentence("延期是您申请的，须由另一个人审批。"), basis=BASIS)
    if not granted and not decision.strip():
        raise Refusal("hazard.extension.no_decision", sentence("请写明不同意的理由。"), field="decision")


def _postpone(actor: Actor, extension: Extension) -> None:
    hazard = extension.hazard
    words = GRANTED.format(who=actor.name, day=in_words(extension.until), before=hazard.due_sentence)
    later = day_deadline(extension.until, words)
    moved = Hazard.objects.filter(pk=hazard.pk, state=HazardState.ORDERED, due_at=extension.due_before).update(
        due_at=later.due_at,
        due_sentence=later.sentence,
        provisional=False,
        control_measure=extension.control_measure,
    )
    if moved != 1:
        raise Refusal("hazard.moved_meanwhile", sentence("这条隐患刚刚被别人处理过，请刷新后再看。"))
    hazard.refresh_from_db()
    record_step(actor, hazard, verb="extend", proof=Proof(note=extension.reason))
    append(
        actor, act=acts.EXTENDED, record=hazard, body={"number": hazard.number, "until": extension.until.isoformat()}
    )
    postpone_duties(
        actor, about=hazard.subject, kind=Duty.Kind.RECTIFY, due_at=later.due_at, due_sentence=later.sentence
    )


@verb
def lapse_extensions(*, at: datetime, limit: int = 200) -> int:
    """Requests that nobody decided before the deadline they wanted moved are worth nothing any more; the number."""
    actor = system()
    waiting = (
        Extension.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(state=Extension.State.ASKED, due_before__lte=at)
        .select_related("hazard")
        .order_by("due_before")[:limit]
    )
    return sum(_lapse(actor, extension) for extension in waiting)


def lapse_of(actor: Actor, hazard: Hazard) -> None:
    """A hazard that is rectified, voided or merged needs no more time."""
    for extension in hazard.extensions.filter(state=Extension.State.ASKED).select_for_update():
        _lapse(actor, extension)


def _lapse(actor: Actor, extension: Extension) -> int:
    Extension.objects.filter(pk=extension.pk).update(state=Extension.State.LAPSED, decided_at=clock.now())
    append(actor, act=acts.EXTENSION_LAPSED, record=extension, body={"number": extension.hazard.number})
    drop_duties(actor, about=extension.subject)
    return 1
