"""What can be done to the stream of devices without killing anybody: deleted, full or refusing for a second."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import nats
from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js import JetStreamContext

from gasloop.bus.address import servers
from gasloop.bus.devices import DEVICE_STREAM

HELD_S = 1.0
A_LITTLE = 512
"""Bytes of room left in a full stream: less than a batch under load. Never less than it holds: that would delete."""


async def _delete(js: JetStreamContext) -> None:
    await js.delete_stream(DEVICE_STREAM)


async def _full(js: JetStreamContext) -> None:
    info = await js.stream_info(DEVICE_STREAM)
    usual = info.config
    await js.update_stream(replace(usual, max_bytes=max(1, info.state.bytes) + A_LITTLE))
    await asyncio.sleep(HELD_S)
    await js.update_stream(usual)


async def _refusing(js: JetStreamContext) -> None:
    usual = (await js.stream_info(DEVICE_STREAM)).config
    await js.update_stream(replace(usual, max_msg_size=16))
    await asyncio.sleep(HELD_S)
    await js.update_stream(usual)


_DEEDS: dict[str, Callable[[JetStreamContext], Awaitable[None]]] = {
    "stream deleted": _delete,
    "stream full": _full,
    "stream refusing": _refusing,
}
BLOWS = tuple(_DEEDS)


def strike(url: str, blow: str) -> bool:
    """Do it; False when there is no bus, or no stream, to do it to at this moment."""

    async def deed() -> None:
        bus: Client = await nats.connect(servers(url), connect_timeout=2, allow_reconnect=False)
        try:
            await _DEEDS[blow](bus.jetstream())
        finally:
            await bus.close()

    try:
        asyncio.run(asyncio.wait_for(deed(), 10))
    except (NatsError, OSError, TimeoutError):
        return False
    return True
