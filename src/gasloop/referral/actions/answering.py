"""Receipt and answer: by the receiver in the system, or recorded by the sender from paper. The hazard follows."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from gasloop.evidence.actions import append
from gasloop.evidence.attachments import require_stored
from gasloop.hazard.actions.noting import note_hazard
from gasloop.hazard.actions.rectifying import rectified_elsewhere
from gasloop.hazard.states import HazardState
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.plan.actions import finish_duties
from gasloop.plan.models import Duty
from gasloop.referral import acts
from gasloop.referral.actions.moving import move, referral_for, tell
from gasloop.referral.models import Referral
from gasloop.referral.permissions import REFERRAL_ANSWER
from gasloop.relay.actions import verb


@dataclass(frozen=True, slots=True)
class Answer:
    """What the office answered: the outcome, in words, with the files that show it (by digest)."""

    outcome: str
    text: str
    files: Sequence[str] = ()


@verb
def receive_referral(actor: Actor, *, referral_id: UUID, by: str, files: Sequence[str] = ()) -> Referral:
    """The paper arrived: who signed for it; `files` show the signed receipt."""
    referral = referral_for(actor, REFERRAL_ANSWER, referral_id)
    if not by.strip():
        raise Refusal("referral.no_receiver", sentence("请写明签收人。"), field="by")
    require_stored(files)
    move(referral, "receive", receipt_at=clock.now(), receipt_by=by.strip(), receipt_files=list(files))
    append(
        actor,
        act=acts.RECEIVED,
        record=referral,
        body={"number": referral.number, "office": referral.to_office.name, "by": by.strip()},
        attachments=list(files),
    )
    finish_duties(actor, about=referral.subject, kind=Duty.Kind.RECEIPT)
    tell(referral)
    return referral


@verb
def answer_referral(actor: Actor, *, referral_id: UUID, answer: Answer) -> Referral:
    """Record the answer. Rectified with proof: the hazard waits for its re-check; otherwise it is noted and stays.

    Refusal: no outcome, no words, or "rectified" without a file that shows it.
    """
    referral = referral_for(actor, REFERRAL_ANSWER, referral_id)
    _complete(answer)
    require_stored(answer.files)
    move(
        referral,
        "answer",
        answered_at=clock.now(),
        outcome=answer.outcome,
        answer=answer.text.strip(),
        answer_files=list(answer.files),
        receipt_at=referral.receipt_at or clock.now(),
    )
    append(
        actor,
        act=acts.ANSWERED,
        record=referral,
        body={"number": referral.number, "office": referral.to_office.name, "answer": answer.text.strip()},
        attachments=list(answer.files),
    )
    for kind in (Duty.Kind.RECEIPT, Duty.Kind.ANSWER):
        finish_duties(actor, about=referral.subject, kind=kind)
    _hazard_follows(actor, referral, answer)
    tell(referral)
    return referral


def _complete(answer: Answer) -> None:
    if answer.outcome not in Referral.Outcome.values:
        raise Refusal("referral.outcome", sentence("请选择办理结果。"), field="outcome")
    if not answer.text.strip():
        raise Refusal("referral.no_answer", sentence("请写明答复的内容。"), field="text")
    if answer.outcome == Referral.Outcome.RECTIFIED and not answer.files:
        raise Refusal(
            "referral.no_proof", sentence("答复整改到位的，请附照片或答复文书，没有证据不能往下走。"), field="proof"
        )


def _hazard_follows(actor: Actor, referral: Referral, answer: Answer) -> None:
    words = f"{referral.to_office.name}：{answer.text.strip()}"
    unfinished = referral.hazard.state in (HazardState.FOUND, HazardState.ORDERED)
    if answer.outcome == Referral.Outcome.RECTIFIED and unfinished:
        rectified_elsewhere(actor, hazard_id=referral.hazard_id, note=words, photos=answer.files)
    else:
        note_hazard(actor, hazard_id=referral.hazard_id, verb_name="answered", note=words, photos=answer.files)
