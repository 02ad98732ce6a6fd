"""Batches that were acknowledged and not yet taken in, held until they are: a deleted stream loses nothing.

JetStream keeps what it acknowledged through any crash, but whoever deletes the stream (an operator, a restore of an
older store) takes along what no consumer had committed. So a publisher holds its own batches until the work queue has
let go of them, looks once a second whether the stream is still the one they went into, and stores them again, with the
same ids, when it is not. Consumers count an event once however often it comes.

What is not covered, because the memory goes too: the stream deleted *and* the publisher killed before it looked.
"""

import asyncio
import logging
from collections import deque
from datetime import datetime
from typing import NamedTuple

from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.api import Header
from nats.js.errors import NoStreamResponseError, NotFoundError

from gasloop.bus.devices import DEVICE_STREAM, Keeping, ensure_device_stream

log = logging.getLogger(__name__)

LOOK_S = 1.0
MOST_BYTES = 64 << 20
AWAY = (NatsError, OSError, TimeoutError)


class _Batch(NamedTuple):
    seq: int
    subject: str
    batch_id: str
    data: bytes


class Held:
    """The batches of one publisher. `most_bytes`: beyond it the oldest is no longer held (`let_go` counts them)."""

    def __init__(
        self, js: JetStreamContext, keeping: Keeping | None, most_bytes: int = MOST_BYTES, *, timeout: float = 5.0
    ) -> None:
        self._js, self._keeping, self._timeout = js, keeping, timeout
        self._most_bytes = most_bytes
        self._batches: deque[_Batch] = deque()
        self._bytes = 0
        self._made: datetime | None = None
        self._newest = 0
        self._looking = asyncio.Lock()
        self.let_go = 0
        self.again = 0

    def __len__(self) -> int:
        return len(self._batches)

    async def publish(self, subject: str, batch_id: str, data: bytes) -> None:
        """Store a batch and hold it. A stream that is not there is made, and the error raised: try again."""
        try:
            stored = await self._js.publish(subject, data, timeout=self._timeout, headers={Header.MSG_ID: batch_id})
        except (NoStreamResponseError, NotFoundError):
            await self.look()
            raise
        self._hold(_Batch(stored.seq, subject, batch_id, data))
        before, self._newest = self._newest, stored.seq
        if stored.seq <= before and not stored.duplicate:
            await self.look()  # numbers begin anew: another stream, made by somebody else; nothing is answered before

    def _hold(self, batch: _Batch) -> None:
        self._batches.append(batch)
        self._bytes += len(batch.data)
        while self._bytes > self._most_bytes:
            self._bytes -= len(self._batches.popleft().data)
            self.let_go += 1

    async def look(self) -> None:
        """Let go of what was taken in, store again what went into a stream that is gone. Raises: the bus is away."""
        async with self._looking:
            await self._look()

    async def _look(self) -> None:
        try:
            info = await self._js.stream_info(DEVICE_STREAM)
        except NotFoundError:
            await ensure_device_stream(self._js, self._keeping)
            info = await self._js.stream_info(DEVICE_STREAM)
        made = info.created
        if self._made is not None and made != self._made:
            await self._store_again()
        else:
            self._forget(info.state.first_seq)
        self._made = made

    def _forget(self, first: int) -> None:
        """Every message below `first` was taken in and acknowledged by its consumer."""
        while self._batches and self._batches[0].seq < first:
            self._bytes -= len(self._batches.popleft().data)

    async def _store_again(self) -> None:
        """Oldest first; what cannot be stored now stays held, and its old place is tried with the next look."""
        lost = list(self._batches)
        if lost:
            log.warning("the stream was deleted: %d batches that were acknowledged are stored again", len(lost))
        kept: list[_Batch] = []
        for batch in lost:
            stored = await self._js.publish(
                batch.subject, batch.data, timeout=self._timeout, headers={Header.MSG_ID: batch.batch_id}
            )
            kept.append(batch._replace(seq=stored.seq))
            self.again += 1
        ids = {batch.batch_id for batch in kept}
        kept += [batch for batch in self._batches if batch.batch_id not in ids]  # came meanwhile
        self._batches = deque(sorted(kept))
        self._bytes = sum(len(batch.data) for batch in kept)

    async def watch(self) -> None:
        """Look once a second until cancelled."""
        while True:
            await asyncio.sleep(LOOK_S)
            try:
                await self.look()
            except AWAY:
                continue  # looked at again when it is back
