"""One connection to the bus for all threads of a web process: a loop of its own that waits for JetStream's answer."""

import asyncio
import threading

import nats
from django.conf import settings
from nats.aio.client import Client

from gasloop.bus.address import servers
from gasloop.bus.devices import DeviceBatch, batch_subject, encode_batch
from gasloop.bus.held import Held

PATIENCE = 5.0
HELD_BYTES = 16 << 20


class BusAway(Exception):
    """The bus did not say that it stored the batch: the sender has to send it again."""


class _Thread:
    """Begun with the first publish; the connection mends itself."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._bus: Client | None = None
        self._held: Held | None = None
        self._opening = asyncio.Lock()
        self._watching: asyncio.Task[None] | None = None
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
        held = await self._ready(url)
        await held.publish(batch_subject(batch.protocol), batch.batch_id, encode_batch(batch))

    async def _ready(self, url: str) -> Held:
        """Connected; whoever comes meanwhile waits for the same connection."""
        async with self._opening:
            if self._held is not None and self._bus is not None and not self._bus.is_closed and self._url == url:
                return self._held
            options = {"connect_timeout": 2, "max_reconnect_attempts": -1}
            self._bus, self._url = await nats.connect(servers(url), name="gasloop-webhook", **options), url
            spool = settings.CONFIG.data_dir / "run" / "held"
            held = Held(self._bus.jetstream(), None, HELD_BYTES, timeout=PATIENCE - 1, spool=spool)
            await held.look()
            if self._held is not None:
                self._held.close()
            if self._watching is not None:
                self._watching.cancel()
            self._watching, self._held = asyncio.get_running_loop().create_task(held.watch()), held
            return held


publish = _Thread().publish
