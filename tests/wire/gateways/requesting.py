"""Asking a connected device something, from a thread of its own, while a story plays the device."""

from concurrent.futures import Future, ThreadPoolExecutor

import msgspec
from nats.aio.client import Client
from nats.errors import NoRespondersError
from tests.wire.gateways.running_gateway import on_bus

from gasloop.bus.devices import Downlink, DownlinkAnswer, down_subject
from gasloop.project.runtime.processes import wait_until

_askers = ThreadPoolExecutor(8)


def ask(url: str, key: str, kind: str, body: dict[str, object] | None = None) -> "Future[DownlinkAnswer]":
    """The answer, when there is one; NoRespondersError when the device is away."""

    async def request(bus: Client) -> DownlinkAnswer:
        data = msgspec.json.encode(Downlink(kind, body or {}))
        message = await bus.request(down_subject(key), data, timeout=60)
        return msgspec.json.decode(message.data, type=DownlinkAnswer)

    return _askers.submit(on_bus, url, request)


def here(url: str, key: str, kind: str = "0x8001") -> bool:
    """Does a gateway take requests for the device? Asked with something that is no request."""
    try:
        return ask(url, key, kind).result(10).error != ""
    except NoRespondersError:
        return False


def wait_here(url: str, key: str, kind: str = "0x8001") -> None:
    """Until requests reach the device."""
    assert wait_until(lambda: here(url, key, kind), 10)
