"""The two verbs of the relay: emit an event with the data, and make a transaction out of a verb."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import msgspec
from django.db import transaction

from gasloop.bus.events import Event
from gasloop.relay.jobs import deliver
from gasloop.relay.listeners import listeners_of
from gasloop.relay.models import OutboxEvent
from gasloop.relay.standing import insert_together

P = ParamSpec("P")
R = TypeVar("R")


def verb(function: Callable[P, R]) -> Callable[P, R]:
    """Mark a write: the whole of it happens or nothing does. A verb called by a verb joins its transaction."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with transaction.atomic():
            return function(*args, **kwargs)

    return run


def emit(event: Event) -> OutboxEvent:
    """Write `event` and a job per listener into the running transaction; RuntimeError outside of one."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{event.name} must be emitted inside the transaction of its verb")
    row = OutboxEvent(name=event.name, body=msgspec.to_builtins(event))
    insert_together(row)
    for heard in listeners_of(type(event)):
        deliver.defer(event_id=str(row.pk), listener_name=heard.name)
    return row
