"""From the order to the rectification."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from secrets import randbelow
from uuid import UUID

from gasloop.hazard import acts
from gasloop.hazard.actions.closing import checked_cause
from gasloop.hazard.actions.extending import lapse_of
from gasloop.hazard.actions.moving import Proof, hazard_for, move
from gasloop.hazard.actions.owing import owe
from gasloop.hazard.deadlines import (
    BLIND_TERM,
    Deadline,
    day_deadline,
    look_back_deadline,
    recheck_deadline,
    term_from,
)
from gasloop.hazard.models import Hazard
from gasloop.hazard.permissions import HAZARD_ORDER, HAZARD_RECTIFY
from gasloop.hazard.states import HazardState
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.plan.actions import finish_duties
from gasloop.plan.models import Duty
from gasloop.relay.actions import verb
from gasloop.rulebook.choices import RecheckMode
from gasloop.rulebook.workdays import in_words

ORDER_BASIS = "五(二)¶1"
BLIND_SHARE = 10  # per cent of the fixes on the spot that somebody else looks at again (confidence D)
EARLIER = sentence("整改要求提前到{day}；按规则：{rule}")


@dataclass(frozen=True, slots=True)
class Order:
    """What the order says. `due_on` None keeps the rule's deadline; it may be shortened, never lengthened, here."""

    control_measure: str
    answerable_person: str
    due_on: date | None = None


@verb
def order_rectification(actor: Actor, *, hazard_id: UUID, order: Order, proof: Proof | None = None) -> Hazard:
    """Order the rectification: control measure, answerable person, deadline (方案 五(二))."""
    hazard = hazard_for(actor, HAZARD_ORDER, hazard_id)
    _complete(order)
    deadline = _deadline(hazard, order)
    moved = move(
        actor,
        hazard,
        verb="order",
        act=acts.ORDERED,
        proof=proof or Proof(),
        body={"due": clock.legal_day(deadline.due_at).isoformat(), "person": order.answerable_person},
        control_measure=order.control_measure.strip(),
        answerable_person=order.answerable_person.strip(),
        due_at=deadline.due_at,
        due_sentence=deadline.sentence,
        provisional=deadline.provisional,
    )
    finish_duties(actor, about=moved.subject, kind=Duty.Kind.ORDER)
    owe(actor, moved, Duty.Kind.RECTIFY, deadline)
    return moved


def _complete(order: Order) -> None:
    if not order.control_measure.strip():
        raise Refusal(
            "hazard.order.no_control_measure",
            sentence("请写明整改完成前的管控措施，例如停用气瓶、派人看守。"),
            basis=ORDER_BASIS,
            field="control_measure",
        )
    if not order.answerable_person.strip():
        raise Refusal(
            "hazard.order.nobody_answerable",
            sentence("请写明整治责任人的姓名。"),
            basis=ORDER_BASIS,
            field="answerable_person",
        )


def _deadline(hazard: Hazard, order: Order) -> Deadline:
    if order.due_on is None:
        return Deadline(hazard.due_at, hazard.due_sentence, hazard.provisional)
    if order.due_on < clock.today():
        raise Refusal("hazard.order.past", sentence("整改期限不能早于今天。"), field="due_on")
    if order.due_on > clock.legal_day(hazard.due_at):
        raise Refusal(
            "hazard.order.too_late",
            sentence("整改期限不能晚于规则给出的{day}；确需延期，请在下达后按延期办理。"),
            params={"day": clock.legal_day(hazard.due_at).isoformat()},
            field="due_on",
        )
    earlier = day_deadline(order.due_on, EARLIER.format(day=in_words(order.due_on), rule=hazard.due_sentence))
    if earlier.due_at < hazard.due_at:
        return earlier
    return Deadline(hazard.due_at, hazard.due_sentence, hazard.provisional)


@verb
def fix_on_spot(actor: Actor, *, hazard_id: UUID, proof: Proof, cause: str = "") -> Hazard:
    """Rectified while the inspector stood there; a photo shows it. Only where the rule says no re-check is needed."""
    hazard = hazard_for(actor, HAZARD_RECTIFY, hazard_id)
    if hazard.rule.recheck_mode != RecheckMode.NONE_SAMPLED or hazard.severity == Hazard.Severity.MAJOR:
        raise Refusal("hazard.fix_on_spot.needs_recheck", sentence("这条规则要求由他人复查，不能现场直接销号。"))
    _with_photo(proof)
    at, drawn = proof.at or clock.now(), is_drawn()
    moved = move(
        actor,
        hazard,
        verb="fix_on_spot",
        act=acts.FIXED,
        proof=proof,
        rectified_at=at,
        rectified_by=actor.id,
        closed_at=at,
        cause=checked_cause(cause),
        drawn=drawn,
    )
    finish_duties(actor, about=moved.subject, kind=Duty.Kind.ORDER)
    owe(actor, moved, Duty.Kind.LOOK_BACK, term_from(at, BLIND_TERM) if drawn else look_back_deadline(at))
    return moved


def is_drawn() -> bool:
    """Does the die choose this fix for another look? It is thrown after the fix was recorded, so nobody can know."""
    return randbelow(100) < BLIND_SHARE


@verb
def rectify(actor: Actor, *, hazard_id: UUID, proof: Proof) -> Hazard:
    """Record that it was rectified, with a photo; the re-check becomes due."""
    return rectified(actor, hazard_for(actor, HAZARD_RECTIFY, hazard_id), proof)


def rectified(actor: Actor, hazard: Hazard, proof: Proof, *, step: str = "rectify") -> Hazard:
    """The step itself, for a verb that has looked at who may."""
    _with_photo(proof)
    at = proof.at or clock.now()
    moved = move(actor, hazard, verb=step, act=acts.RECTIFIED, proof=proof, rectified_at=at, rectified_by=actor.id)
    finish_duties(actor, about=moved.subject, kind=Duty.Kind.RECTIFY)
    lapse_of(actor, moved)
    owe(actor, moved, Duty.Kind.RECHECK, recheck_deadline(at))
    return moved


@verb
def rectified_elsewhere(actor: Actor, *, hazard_id: UUID, note: str, photos: Sequence[str]) -> Hazard:
    """The office it was referred to had it rectified and sent the proof: it waits for the town's re-check.

    The caller (the referral) has looked at who may; the re-check is by another person than the one who records this.
    What was referred before an order was given needs none any more.
    """
    hazard = Hazard.objects.select_related("site", "rule", "owner_office").get(pk=hazard_id)
    proof = Proof(note=note, photos=photos)
    if hazard.state != HazardState.FOUND:
        return rectified(actor, hazard, proof)
    finish_duties(actor, about=hazard.subject, kind=Duty.Kind.ORDER)
    return rectified(actor, hazard, proof, step="rectify_elsewhere")


def _with_photo(proof: Proof) -> None:
    if not proof.photos:
        raise Refusal(
            "hazard.no_photo",
            sentence("请至少附一张整改后的照片，没有证据不能往下走。"),
            basis=ORDER_BASIS,
            field="photos",
        )
