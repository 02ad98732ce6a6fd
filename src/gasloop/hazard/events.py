"""What the hazard room tells the rooms above it and the live pages."""

from gasloop.bus.events import Event, event


@event("hazard.opened")
class HazardOpened(Event, frozen=True, kw_only=True):
    """A hazard was found."""

    hazard_id: str
    number: str
    severity: str


@event("hazard.moved")
class HazardMoved(Event, frozen=True, kw_only=True):
    """A hazard went from one state to another."""

    hazard_id: str
    number: str
    source: str
    target: str


@event("hazard.supervised")
class HazardSupervised(Event, frozen=True, kw_only=True):
    """An overdue hazard climbed the ladder."""

    hazard_id: str
    number: str
    level: int


@event("hazard.extension_asked")
class ExtensionAsked(Event, frozen=True, kw_only=True):
    """More time was asked for a hazard."""

    hazard_id: str
    number: str


@event("hazard.extension_decided")
class ExtensionDecided(Event, frozen=True, kw_only=True):
    """A request for more time was decided."""

    hazard_id: str
    number: str
    granted: bool


@event("hazard.major_moved")
class MajorMoved(Event, frozen=True, kw_only=True):
    """A major hazard was reported, listed, de-listed or dropped."""

    hazard_id: str
    number: str
    target: str
