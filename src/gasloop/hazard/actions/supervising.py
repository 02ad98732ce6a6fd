"""An overdue hazard climbs; nobody has to remember to ask."""

from uuid import UUID

from gasloop.evidence.actions import append
from gasloop.hazard import acts
from gasloop.hazard.events import HazardSupervised
from gasloop.hazard.models import Hazard
from gasloop.hazard.states import OPEN_STATES
from gasloop.kernel.actor import Actor
from gasloop.relay.actions import emit, verb


@verb
def supervise(actor: Actor, *, hazard_id: UUID, level: int) -> bool:
    """Raise the hazard's supervision to `level`; False when it stands there or higher, or is done with."""
    raised = Hazard.objects.filter(pk=hazard_id, state__in=OPEN_STATES, supervision_level__lt=level).update(
        supervision_level=level
    )
    if raised != 1:
        return False
    hazard = Hazard.objects.get(pk=hazard_id)
    append(actor, act=acts.SUPERVISED, record=hazard, body={"number": hazard.number, "level": level})
    emit(HazardSupervised(hazard_id=str(hazard_id), number=hazard.number, level=level, territory=hazard.territory))
    return True
