"""The stream of devices on a real NATS: a resent batch is one, a full stream refuses, a deleted one comes back."""

import asyncio
from collections.abc import Awaitable, Callable

import nats
import pytest
from nats.js import JetStreamContext
from nats.js.errors import APIError
from tests.wire.gateways.broker import Broker

from gasloop.bus.devices import (
    DEVICE_STREAM,
    DeviceBatch,
    Frame,
    Keeping,
    batch_subject,
    encode_batch,
    ensure_device_register,
    ensure_device_stream,
)


def told(broker: Broker, story: Callable[[JetStreamContext], Awaitable[None]]) -> None:
    """Run a story against a fresh stream."""

    async def run() -> None:
        bus = await nats.connect(broker.url)
        js = bus.jetstream()
        try:
            await ensure_device_stream(js)
            await js.purge_stream(DEVICE_STREAM)
            await story(js)
        finally:
            await bus.close()

    asyncio.run(run())


async def publish(js: JetStreamContext, batch_id: str, size: int = 60) -> bool | None:
    batch = DeviceBatch("jt808", "gateway", batch_id, [Frame("jt808.1", None, 1, bytes(size), "2013")])
    stored = await js.publish(batch_subject("jt808"), encode_batch(batch), headers={"Nats-Msg-Id": batch_id})
    return stored.duplicate


def test_a_batch_sent_twice_is_stored_once(broker: Broker) -> None:
    async def story(js: JetStreamContext) -> None:
        assert not await publish(js, "one")
        assert await publish(js, "one")
        assert (await js.stream_info(DEVICE_STREAM)).state.messages == 1

    told(broker, story)


def test_a_full_stream_refuses_instead_of_forgetting(broker: Broker) -> None:
    async def story(js: JetStreamContext) -> None:
        await ensure_device_stream(js, Keeping(max_bytes=4096))
        for number in range(3):
            await publish(js, f"small-{number}", size=600)
        with pytest.raises(APIError, match="maximum bytes exceeded"):
            await publish(js, "large", size=4096)
        assert (await js.stream_info(DEVICE_STREAM)).state.messages == 3

    told(broker, story)


def test_what_is_acknowledged_makes_room(broker: Broker) -> None:
    async def story(js: JetStreamContext) -> None:
        await publish(js, "kept")
        reader = await js.pull_subscribe(batch_subject("jt808"), durable="reader")
        (message,) = await reader.fetch(1)
        assert (await js.stream_info(DEVICE_STREAM)).state.messages == 1
        await message.ack_sync()
        assert (await js.stream_info(DEVICE_STREAM)).state.messages == 0
        await js.delete_consumer(DEVICE_STREAM, "reader")

    told(broker, story)


def test_a_deleted_stream_comes_back(broker: Broker) -> None:
    async def story(js: JetStreamContext) -> None:
        await js.delete_stream(DEVICE_STREAM)
        await asyncio.gather(*(ensure_device_stream(js) for _ in range(4)))
        assert not await publish(js, "again")

    told(broker, story)


def test_the_register_keeps_the_last_of_each_key(broker: Broker) -> None:
    async def story(js: JetStreamContext) -> None:
        register = await ensure_device_register(js)
        await register.put("jt808.13912345678", b"one")
        await register.put("jt808.13912345678", b"two")
        found = await (await ensure_device_register(js)).get("jt808.13912345678")
        assert found.value == b"two"

    told(broker, story)
