"""What this room tells the others: who holds which post, and which office took over from which."""

from gasloop.bus.events import Event, event


@event("access.post_assigned")
class PostAssigned(Event, frozen=True, kw_only=True):
    """`account_id` holds `post_id` from `day` on (ISO date)."""

    post_id: str
    account_id: str
    day: str


@event("access.post_ended")
class PostEnded(Event, frozen=True, kw_only=True):
    """The tenure `post_id` ended with `day`; its work goes on at the post `successor_id`, which may be empty."""

    post_id: str
    successor_id: str
    day: str


@event("access.office_succeeded")
class OfficeSucceeded(Event, frozen=True, kw_only=True):
    """`office_id` is gone from `day` on; `successor_id` does its work."""

    office_id: str
    successor_id: str
    day: str
