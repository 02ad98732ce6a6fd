"""One connection to the bus for all threads of a web process: a loop of its own that waits for JetStream's answer."""

import asyncio
import threading

import nats
from django.conf import settings
from nats.aio.client import Client
from nats.js.api import Header

from gasloop.bus.devices import DeviceBatch, batch_subject, encode_batch, ensure_device_stream

PATIENCE = 5.0


class BusAway(Exception):
    """The bus did not say that it stored the batch: the sender has to send it again."""


class _Thread:
    """Begun with the first publish; the connection mends itself."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._bus: Client | None = None
        self._url = ""

    def publish(self, batch: DeviceBatch) -> None:
        """Come back when the batch is stored; BusAway after five seconds, or when the bus refuses it."""
        future = asyncio.run_coroutine_threadsafe(self._publish(batch, settings.CONFIG.nats_url), self._running())
        try:
            future.result(PATIENCE)
        except (TimeoutError, OSError, nats.errors.Error) as problem:
            future.cancel()
            raise BusAway(str(problem)) from None

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                threading.Thread(target=self._loop.run_forever, name="bus", daemon=True).start()
            return self._loop

    async def _publish(self, batch: DeviceBatch, url: str) -> None:
        if self._bus is None or self._bus.is_closed or self._url != url:
            self._bus = await nats.connect(url, name="gasloop-webhook", connect_timeout=2, max_reconnect_attempts=-1)
            self._url = url
            await ensure_device_stream(self._bus.jetstream())
        headers = {str(Header.MSG_ID.value): batch.batch_id}
        js = self._bus.jetstream()
        await js.publish(batch_subject(batch.protocol), encode_batch(batch), headers=headers, timeout=PATIENCE - 1)


publish = _Thread().publish
