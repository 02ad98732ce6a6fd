"""A note on a hazard's time line that moves nothing: a referral was sent, an office answered."""

from collections.abc import Sequence
from uuid import UUID

from gasloop.evidence.actions import append
from gasloop.evidence.attachments import require_stored
from gasloop.hazard import acts
from gasloop.hazard.actions.moving import Proof, record_step
from gasloop.hazard.models import Hazard, Step
from gasloop.kernel.actor import Actor
from gasloop.relay.actions import verb


@verb
def note_hazard(actor: Actor, *, hazard_id: UUID, verb_name: str, note: str, photos: Sequence[str] = ()) -> Step:
    """Write a step without a move. The caller (a room above) has looked at who may."""
    require_stored(photos)
    hazard = Hazard.objects.get(pk=hazard_id)
    step = record_step(actor, hazard, verb=verb_name, proof=Proof(note=note, photos=photos))
    append(
        actor,
        act=acts.NOTED,
        record=hazard,
        body={"number": hazard.number, "note": note},
        attachments=list(photos),
    )
    return step
