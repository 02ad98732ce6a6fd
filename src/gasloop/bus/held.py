"""Batches that were acknowledged and not yet taken in, held until they are: a deleted stream loses nothing.

JetStream keeps what it acknowledged through any crash, but whoever deletes the stream (an operator, a restore of an
older store) takes along what no consumer had committed. So a publisher holds its own batches until the work queue has
let go of them, looks once a second whether the stream is still the one they went into, and stores them again, with the
same ids, when it is not. Consumers count an event once however often it comes.

With a `spool` they are held on disk, too, and a publisher that was killed leaves them to the next one.
"""

import asyncio
import logging
from collections import deque
from pathlib import Path

import msgspec
from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.api import Header
from nats.js.errors import NoStreamResponseError, NotFoundError

from gasloop.bus.devices import DEVICE_STREAM, Keeping, ensure_device_stream
from gasloop.bus.spool import Entry, Spool

log = logging.getLogger(__name__)

LOOK_S = 1.0
MOST_BYTES = 64 << 20
AWAY = (NatsError, OSError, TimeoutError)


class Held:
    """The batches of one publisher. `most_bytes`: beyond it the oldest is no longer held (`let_go` counts them)."""

    def __init__(
        self,
        js: JetStreamContext,
        keeping: Keeping | None,
        most_bytes: int = MOST_BYTES,
        *,
        timeout: float = 5.0,
        spool: Path | None = None,
    ) -> None:
        self._js, self._keeping, self._timeout = js, keeping, timeout
        self._most_bytes = most_bytes
        self._spool = Spool(spool) if spool else None
        self._batches: deque[Entry] = deque()
        self._bytes = 0
        self._made = ""
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
        self._hold(Entry(self._made, stored.seq, subject, batch_id, data))
        before, self._newest = self._newest, stored.seq
        if stored.seq <= before and not stored.duplicate:
            await self.look()  # numbers begin anew: another stream, made by somebody else; nothing is answered before

    def _hold(self, entry: Entry) -> None:
        if self._spool:
            self._spool.append(entry)
        self._batches.append(entry)
        self._bytes += len(entry.data)
        while self._bytes > self._most_bytes:
            self._bytes -= len(self._batches.popleft().data)
            self.let_go += 1
        if self._spool and self._spool.size > 2 * self._most_bytes:
            self._spool.rewrite(self._batches)

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
        made = info.created.isoformat() if info.created else ""
        for entry in self._spool.adopt() if self._spool else ():
            self._batches.append(entry)
            self._bytes += len(entry.data)
        first = info.state.first_seq
        lost = [entry for entry in self._batches if entry.made != made]
        if lost:
            await self._store_again(lost, made)
        self._made = made
        self._forget(first)

    def _forget(self, first: int) -> None:
        """Every message below `first` was taken in and acknowledged by its consumer."""
        kept = [entry for entry in self._batches if entry.seq >= first]
        if len(kept) < len(self._batches):
            self._batches = deque(kept)
            self._bytes = sum(len(entry.data) for entry in kept)
        if not kept and self._spool and self._spool.size:
            self._spool.rewrite(())

    async def _store_again(self, lost: list[Entry], made: str) -> None:
        """Oldest first; what cannot be stored now stays held as it was, and is tried with the next look."""
        log.warning("another stream: %d batches that were acknowledged are stored again", len(lost))
        ids = {entry.batch_id for entry in lost}
        for entry in lost:
            stored = await self._js.publish(
                entry.subject, entry.data, timeout=self._timeout, headers={Header.MSG_ID: entry.batch_id}
            )
            self._batches.append(msgspec.structs.replace(entry, made=made, seq=stored.seq))
            self.again += 1
        self._batches = deque(entry for entry in self._batches if entry.made == made or entry.batch_id not in ids)
        self._bytes = sum(len(entry.data) for entry in self._batches)
        if self._spool:
            self._spool.rewrite(self._batches)

    def close(self) -> None:
        """What is still held is left to whoever looks next."""
        if self._spool:
            self._spool.close()

    async def watch(self) -> None:
        """Look once a second until cancelled."""
        while True:
            await asyncio.sleep(LOOK_S)
            try:
                await self.look()
            except AWAY:
                continue  # looked at again when it is back
