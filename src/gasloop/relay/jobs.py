"""Work after commit: hand events to listeners (procrastinate jobs, deferred in the data's own transaction)."""

import msgspec
from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from gasloop.bus import events
from gasloop.relay.listeners import listener
from gasloop.relay.models import OutboxEvent

# Never give up: a listener that cannot run now is tried again, each time a little later.
PATIENT = RetryStrategy(linear_wait=5)


@app.task(name="relay.deliver", retry=PATIENT)
def deliver(event_id: str, listener_name: str) -> None:
    """Call one listener with one event, in a transaction of its own."""
    hear(event_id, listener_name)


def hear(event_id: str, listener_name: str) -> None:
    """The same, without the queue (tests)."""
    row = OutboxEvent.objects.get(pk=event_id)
    heard = events.decode(row.name, msgspec.json.encode(row.body))
    with transaction.atomic():
        listener(listener_name).call(heard)
