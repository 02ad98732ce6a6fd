"""Send, remind, withdraw."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gasloop.access.models import Office
from gasloop.evidence.actions import append
from gasloop.hazard.actions.moving import hazard_for
from gasloop.hazard.actions.noting import note_hazard
from gasloop.hazard.deadlines import Deadline, day_deadline, term_from
from gasloop.hazard.models import Hazard
from gasloop.hazard.states import OPEN_STATES as OPEN_HAZARDS
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.plan.actions import drop_duties, finish_duties
from gasloop.plan.actions.duties import Owed
from gasloop.plan.models import Duty
from gasloop.referral import acts
from gasloop.referral.actions.moving import has_people, move, owe, referral_for, tell
from gasloop.referral.deadlines import ANSWER_TERM, RECEIPT_TERM
from gasloop.referral.models import Referral
from gasloop.referral.numbers import next_paper_number
from gasloop.referral.permissions import REFERRAL_SEND
from gasloop.referral.queries import may_be_sent_to
from gasloop.referral.states import OPEN_STATES
from gasloop.relay.actions import verb
from gasloop.relay.locking import one_at_a_time
from gasloop.rulebook.workdays import in_words

BASIS = "五(三)¶1"
NAMED_DAY = sentence("移送时要求{day}前答复")


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent: to which office, as a hand-over or for its information, why, what was done already, by when."""

    to_office_id: UUID
    reason: str
    kind: str = Referral.Kind.HAND_OVER.value
    taken: str = ""
    answer_by: date | None = None


@verb
def send_referral(actor: Actor, *, hazard_id: UUID, letter: Letter) -> Referral:
    """Hand a hazard to the clause's counterpart (or another office above): a numbered paper and two duties.

    Refusal: the hazard is done with, an office that is none of the possible ones, no reason, a past day, or a
    referral of this hazard to the same office that is still open.
    """
    one_at_a_time(hazard_id)
    hazard = hazard_for(actor, REFERRAL_SEND, hazard_id)
    office = _receiver(hazard, letter)
    due = _answer_due(letter)
    sender = hazard.owner_office or _own_office(actor)
    referral = Referral.objects.create(
        number=next_paper_number(sender),
        hazard=hazard,
        to_office=office,
        kind=letter.kind,
        clause_ref=hazard.clause_refs[0] if hazard.clause_refs else "",
        reason=letter.reason.strip(),
        taken=letter.taken.strip(),
        by_system=has_people(office),
        sent_at=clock.now(),
        sent_by=actor.id,
        sent_by_name=actor.name,
        answer_due_at=due.due_at,
        owner_office=sender,
        territory=hazard.territory,
        line=hazard.line,
    )
    append(
        actor,
        act=acts.SENT,
        record=referral,
        body={
            "number": referral.number,
            "hazard": hazard.number,
            "office": office.name,
            "due": clock.legal_day(due.due_at).isoformat(),
        },
    )
    note_hazard(actor, hazard_id=hazard.pk, verb_name="referred", note=f"{referral.number} → {office.name}")
    finish_duties(actor, about=hazard.subject, kind=Duty.Kind.REFER)
    owe(actor, referral, _owed(referral, Duty.Kind.RECEIPT, term_from(referral.sent_at, RECEIPT_TERM)))
    if referral.kind == Referral.Kind.HAND_OVER:
        owe(actor, referral, _owed(referral, Duty.Kind.ANSWER, due))
    tell(referral)
    return referral


def _receiver(hazard: Hazard, letter: Letter) -> Office:
    if hazard.state not in OPEN_HAZARDS:
        raise Refusal("referral.hazard_done", sentence("这条隐患已经办结，不需要移送。"))
    if not letter.reason.strip():
        raise Refusal("referral.no_reason", sentence("请写明移送的理由，例如超出本镇职权的是什么。"), field="reason")
    if letter.kind not in Referral.Kind.values:
        raise Refusal("referral.kind", sentence("方式只能是移送或抄告。"), field="kind")
    office = next((each for each in may_be_sent_to(hazard) if each.pk == letter.to_office_id), None)
    if office is None:
        raise Refusal("referral.to", sentence("请从列表中选择送达单位。"), field="to_office_id")
    if Referral.objects.filter(hazard=hazard, to_office=office, state__in=OPEN_STATES).exists():
        raise Refusal(
            "referral.again",
            sentence("这条隐患已经送{office}，还没有答复，请催办。"),
            params={"office": office.name},
            field="to_office_id",
        )
    return office


def _answer_due(letter: Letter) -> Deadline:
    if letter.answer_by is None:
        return term_from(clock.now(), ANSWER_TERM)
    if letter.answer_by <= clock.today():
        raise Refusal("referral.answer_by", sentence("答复期限须晚于今天。"), field="answer_by")
    return day_deadline(letter.answer_by, NAMED_DAY.format(day=in_words(letter.answer_by)))


def _own_office(actor: Actor) -> Office:
    """Whose paper it is when nobody answers for the hazard: the office of whoever sends it."""
    offices = [grant.office_id for grant in actor.grants]
    if not offices:
        raise Refusal("referral.no_sender", sentence("这条隐患无人负责，请先在责任清单中指定单位。"))
    return Office.objects.get(pk=offices[0])


def _owed(referral: Referral, kind: Duty.Kind, due: Deadline) -> Owed:
    return Owed(
        kind=kind,
        title=f"{referral.number} {referral.hazard.site.name}：{referral.hazard.rule.title}",
        due_at=due.due_at,
        due_sentence=due.sentence,
        provisional=due.provisional,
        clause_ref=referral.clause_ref,
    )


@verb
def remind_referral(actor: Actor, *, referral_id: UUID) -> Referral:
    """Remind the receiver (催办); once a day at most."""
    referral = referral_for(actor, REFERRAL_SEND, referral_id)
    if referral.state not in OPEN_STATES:
        raise Refusal("referral.done", sentence("这份移送已经办结，不需要催办。"))
    if referral.reminded_at and clock.legal_day(referral.reminded_at) == clock.today():
        raise Refusal("referral.reminded_today", sentence("今天已经催办过。"))
    again = referral.reminders + 1
    Referral.objects.filter(pk=referral.pk).update(reminders=again, reminded_at=clock.now())
    referral.refresh_from_db(fields=["reminders", "reminded_at"])
    append(actor, act=acts.REMINDED, record=referral, body={"number": referral.number, "count": again})
    tell(referral)
    return referral


@verb
def withdraw_referral(actor: Actor, *, referral_id: UUID, why: str) -> Referral:
    """Take a referral back, with the reason; its number stays taken."""
    referral = referral_for(actor, REFERRAL_SEND, referral_id)
    if not why.strip():
        raise Refusal("referral.no_why", sentence("请写明撤回的原因。"), field="why")
    move(referral, "withdraw", withdrawn_why=why.strip())
    append(actor, act=acts.WITHDRAWN, record=referral, body={"number": referral.number, "why": why.strip()})
    drop_duties(actor, about=referral.subject)
    tell(referral)
    return referral
