"""What the hazard room hears."""

from uuid import UUID

from gasloop.hazard.actions import hand_over_hazards, lay_aside, supervise, take_up_again
from gasloop.hazard.models import Hazard
from gasloop.kernel.actor import system
from gasloop.plan.events import DutyClimbed, HandedOver
from gasloop.registry.events import SiteClosed, SiteReopened
from gasloop.relay.listeners import listen


@listen(DutyClimbed)
def duty_climbed(event: DutyClimbed) -> None:
    """A duty about a hazard climbed: the hazard climbs with it."""
    if event.about_kind == Hazard.SUBJECT_KIND:
        supervise(system(), hazard_id=UUID(event.about_id), level=event.level)


@listen(HandedOver)
def handed_over(event: HandedOver) -> None:
    """A whole office gave what it owes to another: its hazards go the same way. From post to post nothing moves."""
    if not event.from_post_id:
        hand_over_hazards(system(), giving_id=UUID(event.from_office_id), taking_id=UUID(event.to_office_id))


@listen(SiteClosed)
def site_closed(event: SiteClosed) -> None:
    """Its open hazards are laid aside."""
    lay_aside(system(), site_id=UUID(event.site_id))


@listen(SiteReopened)
def site_reopened(event: SiteReopened) -> None:
    """What was laid aside is taken up again."""
    take_up_again(system(), site_id=UUID(event.site_id))
