"""What the campaign room tells."""

from gasloop.bus.events import Event, event


@event("campaign.moved")
class CampaignMoved(Event, frozen=True, kw_only=True):
    """A campaign was planned, drawn, assigned, closed, or reported on."""

    campaign_id: str
    number: str
    state: str
