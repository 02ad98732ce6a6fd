"""What the room tells the rooms above it and the live pages."""

from gasloop.bus.events import Event, event


@event("referral.moved")
class ReferralMoved(Event, frozen=True, kw_only=True):
    """A referral was sent, received, reminded, answered or withdrawn."""

    referral_id: str
    hazard_id: str
    number: str
    target: str
