"""From the bus into the database: pull, decode, commit, then acknowledge. In that order, whatever breaks in between.

A batch whose transaction fails for its content is taken apart; the message that fails alone is set aside with its
reason. When the database or the bus is away, everything waits: what was not acknowledged is delivered again.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import nats.errors
import psycopg
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js import JetStreamContext

from gasloop.sensing.intake.sources import Source, arrival_us
from gasloop.sensing.intake.writing import Writer, Written
from gasloop.sensing.payloads.rows import Aside, Decoded

log = logging.getLogger(__name__)
PULL_SECONDS = 0.5
PAUSE = 0.5


@dataclass(slots=True)
class Counted:
    """What this process took in since it started."""

    messages: int = 0
    readings: int = 0
    positions: int = 0
    aside: int = 0
    unknown: int = 0

    def add(self, messages: int, batch: Decoded, written: Written) -> None:
        self.messages += messages
        self.readings += written.readings
        self.positions += written.positions
        self.aside += len(batch.aside)
        self.unknown += len(batch.unknown)


class Consumer:
    """One source, one connection to the database."""

    def __init__(self, source: Source, conninfo: str, clock: Callable[[], datetime]) -> None:
        self.source = source
        self.counted = Counted()
        self._conninfo = conninfo
        self._clock = clock
        self._writer: Writer | None = None

    async def run(self, bus: Client, stop: asyncio.Event) -> None:
        """Until `stop`, which waits for the batch in hand. Raises when the bus goes away."""
        pulled = await self.source.subscribe(bus)
        coming = asyncio.create_task(self._pull(pulled))
        try:
            while not stop.is_set():
                messages = await coming
                coming = asyncio.create_task(self._pull(pulled))
                if messages:
                    await self.take(messages)
        finally:
            coming.cancel()
            await asyncio.gather(coming, return_exceptions=True)
            await self._close()

    async def _pull(self, pulled: JetStreamContext.PullSubscription) -> list[Msg]:
        try:
            return await pulled.fetch(self.source.most, timeout=PULL_SECONDS)
        except (nats.errors.TimeoutError, TimeoutError):
            return []

    async def take(self, messages: Sequence[Msg]) -> None:
        """Commit and acknowledge; comes back only when both are done."""
        while True:
            try:
                await self._commit(messages)
                break
            except psycopg.OperationalError as away:
                log.warning("%s: the database is away (%s), waiting", self.source.name, str(away).strip())
                await self._close()
                await asyncio.sleep(PAUSE)
        for message in messages:
            await message.ack()

    async def _commit(self, messages: Sequence[Msg]) -> None:
        writer = await self._open()
        try:
            batch = await self.source.decode(messages, writer, self._clock())
            written = await writer.write(batch)
        except psycopg.OperationalError:
            raise
        except Exception as wrong:  # noqa: BLE001 - whatever one message does, the others go on
            writer.forget_months()
            if len(messages) == 1:
                await self._set_aside(writer, messages[0], wrong)
                return
            log.warning("%s: taking a batch of %d apart: %s", self.source.name, len(messages), wrong)
            half = len(messages) // 2
            await self._commit(messages[:half])
            await self._commit(messages[half:])
            return
        self.counted.add(len(messages), batch, written)

    async def _set_aside(self, writer: Writer, message: Msg, wrong: Exception) -> None:
        why = f"{type(wrong).__name__}: {wrong}"
        log.error("%s: a message is set aside: %s", self.source.name, why)
        kept = Aside(self.source.name, message.subject, None, arrival_us(message), message.data, why)
        batch = Decoded(aside=[kept])
        self.counted.add(1, batch, await writer.write(batch))

    async def _open(self) -> Writer:
        if self._writer is None or self._writer.connection.closed:
            self._writer = await Writer.open(self._conninfo)
        return self._writer

    async def _close(self) -> None:
        if self._writer is not None:
            await self._writer.close()
            self._writer = None
