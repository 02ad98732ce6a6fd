"""Subject names on NATS: `gasloop.event.<room>.<fact>` carries the house's events to live pages and other levels."""

EVENT_STREAM = "GASLOOP_EVENTS"
EVENT_SUBJECTS = "gasloop.event.>"


def event_subject(name: str) -> str:
    """The subject of the event `name`."""
    return f"gasloop.event.{name}"
