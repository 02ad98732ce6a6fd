"""Acknowledged = durable: frames wait here until JetStream says that it stored their batch.

A batch keeps its id while it is tried again, so the bus stores it once however often it is sent. While the bus is away
batches wait and are tried until it is back; beyond `waiting_frames` or `waiting_bytes` the listener reads nothing more.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Protocol

from nats.errors import Error as NatsError
from nats.js.errors import APIError, NotFoundError, ServerError

from gasloop.bus import devices
from gasloop.bus.devices import DeviceBatch, Frame, encode_batch
from gasloop.bus.held import Held
from gasloop.kernel.ids import new_id
from gateways.serving.metrics import Metrics
from gateways.serving.settings import Settings

log = logging.getLogger(__name__)

NO_ROOM = frozenset({10077, 10023, 10047})
"""JetStream's codes for a full stream or store: the device is told, and keeps what it has."""
LATER = (NatsError, OSError, asyncio.TimeoutError)
PAUSES = (0.05, 0.1, 0.2, 0.5, 1.0)


class Refused(Exception):
    """The bus will not take this batch, now or when asked again at once."""


class Owner(Protocol):
    """Who waits for a frame to be stored: a connection."""

    def settle(self, receipt: object, stored: bool) -> None:
        """What `receipt` stood for is stored, or was refused; answer it with the next `flush`."""

    def flush(self) -> None:
        """Send the answers."""


Entry = tuple[Frame, Owner, object, float]
Publish = Callable[[str, bytes], Awaitable[None]]


class Store:
    """The frames of one listener on their way to the bus."""

    def __init__(self, protocol: devices.Protocol, gateway: str, publish: Publish, settings: Settings) -> None:
        self.metrics = Metrics()
        self._protocol: devices.Protocol = protocol
        self._gateway = gateway
        self._publish = publish
        self._settings = settings
        self._first: deque[Entry] = deque()
        self._waiting: deque[Entry] = deque()
        self._bytes = 0
        self._open = 0
        self._timer: asyncio.TimerHandle | None = None
        self._sending: set[asyncio.Task[None]] = set()
        self._room: Callable[[], None] | None = None

    def when_room(self, call: Callable[[], None]) -> None:
        """Who is told that there is room again."""
        self._room = call

    @property
    def full(self) -> bool:
        """Nothing more should be read."""
        return self._open >= self._settings.waiting_frames or self._bytes >= self._settings.waiting_bytes

    @property
    def waiting(self) -> int:
        """Frames taken and not settled."""
        return self._open

    @property
    def idle(self) -> bool:
        """Everything was settled."""
        return not self._open

    def put(self, frame: Frame, owner: Owner, receipt: object, now: float, *, first: bool = False) -> None:
        """Take a frame; `first` lets an alarm pass what waits. The owner's `settle` is called once."""
        entry = (frame, owner, receipt, now)
        (self._first if first else self._waiting).append(entry)
        self._open += 1
        self._bytes += len(frame.raw)
        if first or len(self._waiting) >= self._settings.batch_frames:
            self._dispatch()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self._settings.linger_s, self._lingered)

    def _lingered(self) -> None:
        self._timer = None
        self._dispatch()

    def _dispatch(self) -> None:
        if len(self._sending) >= self._settings.in_flight:
            return  # the next batch that comes back sends on
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        while (self._first or self._waiting) and len(self._sending) < self._settings.in_flight:
            task = asyncio.get_running_loop().create_task(self._send(self._take()))
            self._sending.add(task)
            task.add_done_callback(self._sent)

    def _take(self) -> list[Entry]:
        taken: list[Entry] = []
        size = 0
        while (line := self._first or self._waiting) and len(taken) < self._settings.batch_frames:
            size += len(line[0][0].raw) + 64
            if taken and size > self._settings.batch_bytes:
                break
            taken.append(line.popleft())
        return taken

    def _sent(self, task: asyncio.Task[None]) -> None:
        self._sending.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("a batch was lost before it was acknowledged", exc_info=error)
        # Not at once while few wait: a batch that lingers takes more frames along.
        if self._first or len(self._waiting) >= self._settings.batch_frames:
            self._dispatch()
        elif self._waiting and self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self._settings.linger_s, self._lingered)

    async def _send(self, taken: list[Entry]) -> None:
        batch = DeviceBatch(self._protocol, self._gateway, new_id().hex, [entry[0] for entry in taken])
        stored = await self._stored(batch.batch_id, encode_batch(batch))
        metrics, loop = self.metrics, asyncio.get_running_loop()
        metrics.batches += 1
        metrics.store_seconds += loop.time() - taken[0][3]
        if stored:
            metrics.stored += len(taken)
        else:
            metrics.not_stored += len(taken)
        owners: set[Owner] = set()
        for frame, owner, receipt, _ in taken:
            self._bytes -= len(frame.raw)
            owner.settle(receipt, stored)
            owners.add(owner)
        self._open -= len(taken)
        for owner in owners:
            owner.flush()
        if self._room is not None and self._open * 2 <= self._settings.waiting_frames and not self.full:
            self._room()

    async def _stored(self, batch_id: str, data: bytes) -> bool:
        """True once the bus has it, however long that takes; False when it refuses."""
        tries = 0
        while True:
            try:
                await self._publish(batch_id, data)
            except Refused as refused:
                log.warning("the bus refused a batch: %s", refused)
                return False
            except LATER as error:
                if not tries:
                    log.warning("the bus did not take a batch (%s: %s), trying again", type(error).__name__, error)
                self.metrics.publish_retries += 1
                await asyncio.sleep(PAUSES[min(tries, len(PAUSES) - 1)])
                tries += 1
            else:
                return True

    async def drain(self, seconds: float) -> bool:
        """Send what waits and wait for it; False when that took longer than `seconds`."""
        loop = asyncio.get_running_loop()
        limit = loop.time() + seconds
        while not self.idle and loop.time() < limit:
            self._dispatch()
            await asyncio.sleep(0.02)
        for task in list(self._sending):
            task.cancel()
        return self.idle


def jetstream_publisher(held: Held, protocol: devices.Protocol, connected: Callable[[], bool]) -> Publish:
    """Publish to the stream and wait until it is stored; a stream that was deleted is made again, and filled again
    with what nobody had taken out of it."""
    subject = devices.batch_subject(protocol)

    async def publish(batch_id: str, data: bytes) -> None:
        if not connected():
            raise OSError("the bus is away")  # else the client would keep a copy for each attempt
        try:
            await held.publish(subject, batch_id, data)
        except (NotFoundError, ServerError):
            raise
        except APIError as error:
            if error.err_code in NO_ROOM or error.code != 503:
                raise Refused(str(error)) from error
            raise

    return publish
