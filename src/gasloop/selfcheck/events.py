"""What the self-check room tells."""

from gasloop.bus.events import Event, event


@event("self_check.done")
class SelfCheckDone(Event, frozen=True, kw_only=True):
    """A site checked itself."""

    check_id: str
    site_id: str
    hazards: int


@event("self_check.missed")
class SelfChecksMissed(Event, frozen=True, kw_only=True):
    """Checks were due and nobody did them."""

    count: int
