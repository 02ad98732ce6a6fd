"""The outbox's way to the bus: whole batches to JetStream, marked once stored, the event's id as message id."""

import asyncio
from uuid import UUID

import msgspec
from asgiref.sync import sync_to_async
from nats.aio.client import Client
from nats.js.api import Header, StreamConfig
from nats.js.errors import NotFoundError

from gasloop.bus.address import replicas
from gasloop.bus.subjects import EVENT_STREAM, EVENT_SUBJECTS, event_subject
from gasloop.kernel.clock import now
from gasloop.relay.models import OutboxEvent

BATCH = 500


def _stream() -> StreamConfig:
    return StreamConfig(
        name=EVENT_STREAM,
        subjects=[EVENT_SUBJECTS],
        max_age=7 * 24 * 3600,
        duplicate_window=600,
        num_replicas=replicas(),
    )


async def ensure_stream(bus: Client) -> None:
    """Create the event stream, or bring the one that is there in step with this version."""
    js = bus.jetstream()
    try:
        await js.update_stream(_stream())
    except NotFoundError:
        await js.add_stream(_stream())


async def publish_pending(bus: Client) -> int:
    """Publish what waits in the outbox, oldest first; the number of events stored.

    A crash between storing and marking publishes again; JetStream drops the copy by its message id within ten minutes,
    and every consumer is idempotent by the same id beyond that.
    """
    rows = await sync_to_async(_waiting)()
    js = bus.jetstream()
    await asyncio.gather(
        *(
            js.publish(event_subject(name), body, headers={Header.MSG_ID: str(key)}, timeout=10)
            for key, name, body in rows
        )
    )
    if rows:
        await sync_to_async(_mark)([key for key, _, _ in rows])
    return len(rows)


def _waiting() -> list[tuple[UUID, str, bytes]]:
    waiting = OutboxEvent.objects.filter(published_at__isnull=True).order_by("id")[:BATCH]
    return [(row.pk, row.name, msgspec.json.encode({"id": str(row.pk), **row.body})) for row in waiting]


def _mark(keys: list[UUID]) -> None:
    OutboxEvent.objects.filter(pk__in=keys, published_at__isnull=True).update(published_at=now())
