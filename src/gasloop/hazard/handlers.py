"""What the hazard room hears."""

from uuid import UUID

from gasloop.hazard.actions import supervise
from gasloop.hazard.models import Hazard
from gasloop.kernel.actor import system
from gasloop.plan.events import DutyClimbed
from gasloop.relay.listeners import listen


@listen(DutyClimbed)
def duty_climbed(event: DutyClimbed) -> None:
    """A duty about a hazard climbed: the hazard climbs with it."""
    if event.about_kind == Hazard.SUBJECT_KIND:
        supervise(system(), hazard_id=UUID(event.about_id), level=event.level)
