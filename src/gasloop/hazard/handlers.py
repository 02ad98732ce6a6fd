"""What the hazard room hears."""

from uuid import UUID

from gasloop.hazard.actions import lay_aside, supervise, take_up_again
from gasloop.hazard.models import Hazard
from gasloop.kernel.actor import system
from gasloop.plan.events import DutyClimbed
from gasloop.registry.events import SiteClosed, SiteReopened
from gasloop.relay.listeners import listen


@listen(DutyClimbed)
def duty_climbed(event: DutyClimbed) -> None:
    """A duty about a hazard climbed: the hazard climbs with it."""
    if event.about_kind == Hazard.SUBJECT_KIND:
        supervise(system(), hazard_id=UUID(event.about_id), level=event.level)


@listen(SiteClosed)
def site_closed(event: SiteClosed) -> None:
    """Its open hazards are laid aside."""
    lay_aside(system(), site_id=UUID(event.site_id))


@listen(SiteReopened)
def site_reopened(event: SiteReopened) -> None:
    """What was laid aside is taken up again."""
    take_up_again(system(), site_id=UUID(event.site_id))
