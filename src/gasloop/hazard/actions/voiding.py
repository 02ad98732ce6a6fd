"""A hazard registered by mistake is voided, never deleted."""

from uuid import UUID

from gasloop.hazard import acts
from gasloop.hazard.actions.extending import lapse_of
from gasloop.hazard.actions.major import drop_case
from gasloop.hazard.actions.moving import Proof, hazard_for, move
from gasloop.hazard.models import Hazard
from gasloop.hazard.permissions import HAZARD_VOID
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.plan.actions import drop_duties
from gasloop.relay.actions import verb


@verb
def void_hazard(actor: Actor, *, hazard_id: UUID, why: str) -> Hazard:
    """Void a hazard that was registered by mistake; the reason stays beside it."""
    hazard = hazard_for(actor, HAZARD_VOID, hazard_id)
    if not why.strip():
        raise Refusal("hazard.void.no_reason", sentence("请写明作废的原因。"), field="why")
    moved = move(
        actor,
        hazard,
        verb="void",
        act=acts.VOIDED,
        proof=Proof(note=why),
        body={"why": why},
        voided_at=clock.now(),
        voided_by=actor.id,
        voided_why=why,
    )
    drop_duties(actor, about=moved.subject)
    lapse_of(actor, moved)
    drop_case(actor, moved)
    return moved
