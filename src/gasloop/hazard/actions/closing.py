"""Re-check and look-back: somebody else looks, and looks again."""

from uuid import UUID

from gasloop.hazard import acts
from gasloop.hazard.actions.finding import Finding, open_hazard
from gasloop.hazard.actions.major import case_closed
from gasloop.hazard.actions.moving import Proof, hazard_for, move
from gasloop.hazard.actions.owing import owe
from gasloop.hazard.deadlines import Deadline, look_back_deadline
from gasloop.hazard.models import Cause, Hazard
from gasloop.hazard.permissions import HAZARD_RECHECK
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.plan.actions import finish_duties
from gasloop.plan.models import Duty
from gasloop.relay.actions import verb
from gasloop.rulebook.choices import RecheckMode

RECHECK_BASIS = "五(二)¶1"


@verb
def recheck(actor: Actor, *, hazard_id: UUID, passed: bool, proof: Proof, cause: str = "") -> Hazard:
    """Close the hazard (with its `cause`, if known), or send it back.

    Never by whoever recorded the rectification (谁检查、谁签名、谁负责).
    """
    hazard = hazard_for(actor, HAZARD_RECHECK, hazard_id)
    if hazard.rectified_by == actor.id:
        raise Refusal(
            "hazard.recheck.same_person",
            sentence("整改是您登记的，复查须由另一个人来做。"),
            basis=RECHECK_BASIS,
        )
    if hazard.rule.recheck_mode == RecheckMode.ON_SITE_OTHER and not proof.photos:
        raise Refusal("hazard.recheck.no_photo", sentence("这条隐患须到现场复查，请附复查照片。"), field="photos")
    return _close(actor, hazard, proof, checked_cause(cause)) if passed else _send_back(actor, hazard, proof)


def checked_cause(cause: str) -> str:
    """The cause's code, or empty; Refusal for a code that is none."""
    if cause and cause not in Cause.values:
        raise Refusal("hazard.cause", sentence("没有这个原因代码，请从列表中选择。"), field="cause")
    return cause


def _close(actor: Actor, hazard: Hazard, proof: Proof, cause: str) -> Hazard:
    at = proof.at or clock.now()
    moved = move(actor, hazard, verb="recheck_pass", act=acts.RECHECK_PASSED, proof=proof, closed_at=at, cause=cause)
    finish_duties(actor, about=moved.subject, kind=Duty.Kind.RECHECK)
    owe(actor, moved, Duty.Kind.LOOK_BACK, look_back_deadline(at))
    case_closed(actor, moved)
    return moved


def _send_back(actor: Actor, hazard: Hazard, proof: Proof) -> Hazard:
    if not proof.note.strip():
        raise Refusal("hazard.recheck.no_reason", sentence("请写明复查不合格的原因。"), field="note")
    moved = move(
        actor,
        hazard,
        verb="recheck_fail",
        act=acts.RECHECK_FAILED,
        proof=proof,
        rectified_at=None,
        rectified_by=None,
    )
    finish_duties(actor, about=moved.subject, kind=Duty.Kind.RECHECK)
    owe(actor, moved, Duty.Kind.RECTIFY, Deadline(moved.due_at, moved.due_sentence, moved.provisional))
    return moved


@verb
def look_back(actor: Actor, *, hazard_id: UUID, rebounded: bool, proof: Proof) -> Hazard:
    """Look again after closing (回头看). A rebound is a new hazard, linked to this one, with its own clock."""
    hazard = hazard_for(actor, HAZARD_RECHECK, hazard_id)
    if hazard.drawn and hazard.rectified_by == actor.id:
        raise Refusal(
            "hazard.look_back.same_person",
            sentence("这条隐患抽中复核，现场整改是您登记的，须由另一个人来看。"),
            basis=RECHECK_BASIS,
        )
    if rebounded and not proof.note.strip():
        raise Refusal("hazard.look_back.no_reason", sentence("请写明反弹的情况。"), field="note")
    moved = move(
        actor,
        hazard,
        verb="look_back_rebound" if rebounded else "look_back_fine",
        act=acts.REBOUND if rebounded else acts.LOOKED_BACK,
        proof=proof,
    )
    finish_duties(actor, about=moved.subject, kind=Duty.Kind.LOOK_BACK)
    if not rebounded:
        return moved
    again = Finding(
        site=moved.site,
        rule=moved.rule,
        description=proof.note,
        measured="",
        source=moved.subject,
        found_at=proof.at or clock.now(),
        photos=proof.photos,
    )
    return open_hazard(actor, finding=again, rebound_of=moved)
