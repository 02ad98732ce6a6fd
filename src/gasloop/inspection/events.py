"""What the inspection room tells."""

from gasloop.bus.events import Event, event


@event("visit.recorded")
class VisitRecorded(Event, frozen=True, kw_only=True):
    """A visit was recorded."""

    visit_id: str
    number: str
    site_id: str
    hazards: int
