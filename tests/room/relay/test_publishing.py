"""The outbox's way to a real NATS: stored once, marked once, and waiting while the bus is away."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterator
from typing import TypeVar
from uuid import UUID

import msgspec
import nats
import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from nats.aio.client import Client
from tests.cast import Cast
from tests.stories import restaurant

from gasloop.bus.subjects import EVENT_STREAM, event_subject
from gasloop.relay import publishing
from gasloop.relay.models import OutboxEvent

R = TypeVar("R")
pytestmark = pytest.mark.django_db(transaction=True)


def with_bus(act: Callable[[Client], Awaitable[R]]) -> R:
    """Run `act` with a connection of its own to the suite's NATS."""

    async def run() -> R:
        bus = await nats.connect(os.environ["NATS_URL"])
        try:
            await publishing.ensure_stream(bus)
            return await act(bus)
        finally:
            await bus.close()

    return async_to_sync(run)()


async def stored(bus: Client, key: UUID, name: str) -> list[dict[str, object]]:
    """Every stored message of the event with that id."""
    reader = await bus.jetstream().subscribe(event_subject(name), stream=EVENT_STREAM, ordered_consumer=True)
    found = []
    while True:
        try:
            message = await reader.next_msg(timeout=0.5)
        except (TimeoutError, nats.errors.TimeoutError):
            break
        body = msgspec.json.decode(message.data)
        if body["id"] == str(key):
            found.append(body)
        if message.metadata.num_pending == 0:
            break
    await reader.unsubscribe()
    return found


@pytest.fixture
def event(committed_town: Cast) -> Iterator[OutboxEvent]:
    """A restaurant was registered; everything before it is out already."""
    OutboxEvent.objects.all().delete()
    restaurant(committed_town.head.actor)
    yield OutboxEvent.objects.get()
    connection.close()


def test_an_event_is_stored_and_marked(event: OutboxEvent) -> None:
    async def act(bus: Client) -> tuple[int, list[dict[str, object]]]:
        return await publishing.publish_pending(bus), await stored(bus, event.pk, event.name)

    count, messages = with_bus(act)
    event.refresh_from_db()
    assert count == 1
    assert event.published_at is not None
    assert [message["id"] for message in messages] == [str(event.pk)]


def test_what_is_marked_is_not_sent_again(event: OutboxEvent) -> None:
    async def act(bus: Client) -> list[int]:
        return [await publishing.publish_pending(bus) for _ in range(3)]

    assert with_bus(act) == [1, 0, 0]


def test_a_crash_between_storing_and_marking_leaves_one_message(event: OutboxEvent) -> None:
    async def act(bus: Client) -> int:
        return await publishing.publish_pending(bus)

    assert with_bus(act) == 1
    OutboxEvent.objects.update(published_at=None)
    assert with_bus(act) == 1

    async def count(bus: Client) -> int:
        return len(await stored(bus, event.pk, event.name))

    assert with_bus(count) == 1


def test_two_leaders_in_doubt_leave_one_message(event: OutboxEvent) -> None:
    async def act(bus: Client) -> list[dict[str, object]]:
        await asyncio.gather(publishing.publish_pending(bus), publishing.publish_pending(bus))
        return await stored(bus, event.pk, event.name)

    assert len(with_bus(act)) == 1


def test_while_the_bus_is_away_events_wait(event: OutboxEvent) -> None:
    async def act(bus: Client) -> int:
        await bus.close()
        return await publishing.publish_pending(bus)

    with pytest.raises(nats.errors.Error):
        with_bus(act)
    event.refresh_from_db()
    assert event.published_at is None
