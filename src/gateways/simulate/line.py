"""A device's connection: dialled, lost, dialled again. What is said on it is the subclass's."""

import asyncio
import contextlib
from dataclasses import dataclass, fields

Address = tuple[str, int]

DIAL_SECONDS = 5.0
PAUSES = (0.1, 0.3, 1.0, 2.0, 5.0)
"""Seconds before dialling again, longer after each failure in a row."""


@dataclass(slots=True)
class Tally:
    """What one protocol's senders did. `broken`: connections given up because nothing was answered in time."""

    messages: int = 0
    resent: int = 0
    acknowledged: int = 0
    refused: int = 0
    waiting: int = 0
    connections: int = 0
    lost: int = 0
    broken: int = 0
    orders: int = 0

    def add(self, other: "Tally") -> None:
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))


class Line(asyncio.Protocol):
    """One device's line to `address`. `keep` dials until `hang_up`; `tick` is called some ten times a second."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self.tally = Tally()
        self.transport: asyncio.Transport | None = None
        self.full = False
        self.pause_s = 0.0
        self._failures = 0
        self._gone = asyncio.Event()
        self._ended = False
        self._task: asyncio.Task[None] | None = None

    # -- for the subclass -------------------------------------------------------------------------------------------

    def opened(self) -> None:
        """Connected: say hello."""

    def heard(self, data: bytes) -> None:
        """Bytes came."""

    def closed(self) -> None:
        """The connection ended, by whomever."""

    def tick(self, now: float) -> None:
        """Look at the clock."""

    def flow(self, now: float) -> None:
        """The other side takes bytes again."""

    # -- what the line does -----------------------------------------------------------------------------------------

    def start(self) -> None:
        """Dial, in a task of its own."""
        self._task = asyncio.create_task(self._keep())

    def say(self, data: bytes) -> None:
        """Send, if there is a connection; what must arrive is in an outbox anyway."""
        if self.transport and not self.transport.is_closing():
            self.transport.write(data)

    def cut(self, pause_s: float = 0.0) -> None:
        """End this connection; dial again after `pause_s` at the earliest."""
        self.pause_s = pause_s
        if self.transport:
            self.transport.abort()

    def settled(self) -> None:
        """The other side has taken us in: failures before count no more."""
        self._failures = 0

    async def hang_up(self) -> None:
        """End for good."""
        self._ended = True
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        if self.transport:
            self.transport.abort()
            await self._gone.wait()

    async def _keep(self) -> None:
        loop = asyncio.get_running_loop()
        while not self._ended:
            self._gone.clear()
            try:
                async with asyncio.timeout(DIAL_SECONDS):
                    await loop.create_connection(lambda: self, *self.address)
            except (OSError, TimeoutError):
                self._failures += 1
            else:
                await self._gone.wait()
                self._failures += 1
            pause, self.pause_s = max(self.pause_s, PAUSES[min(self._failures, len(PAUSES)) - 1]), 0.0
            await asyncio.sleep(pause)

    # -- asyncio ----------------------------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - for mypy: create_connection makes no other
        self.transport = transport
        self.full = False
        self.tally.connections += 1
        self.opened()

    def data_received(self, data: bytes) -> None:
        self.heard(data)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's signature
        self.transport = None
        if not self._ended:
            self.tally.lost += 1
        self.closed()
        self._gone.set()

    def pause_writing(self) -> None:
        self.full = True

    def resume_writing(self) -> None:
        self.full = False
        self.flow(asyncio.get_running_loop().time())
