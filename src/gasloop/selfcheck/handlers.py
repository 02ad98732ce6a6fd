"""What the self-check room hears: an object that closed, or opened again."""

from datetime import date
from uuid import UUID

from gasloop.kernel.actor import system
from gasloop.registry.events import SiteClosed, SiteReopened
from gasloop.relay.listeners import listen
from gasloop.selfcheck.actions import end_enrolment, resume_enrolment


@listen(SiteClosed)
def site_closed(event: SiteClosed) -> None:
    """Whoever is closed checks nothing."""
    end_enrolment(system(), site_id=UUID(event.site_id), on=date.fromisoformat(event.day))


@listen(SiteReopened)
def site_reopened(event: SiteReopened) -> None:
    """Self-checks begin again with the business."""
    resume_enrolment(system(), site_id=UUID(event.site_id), on=date.fromisoformat(event.day))
