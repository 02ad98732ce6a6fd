"""A bad network in between: a relay on a loopback port that does to both directions what `trouble` decides."""

import asyncio
import contextlib
from collections import Counter

from gateways.simulate.chance import chance
from gateways.simulate.line import Address
from gateways.simulate.trouble import CUTTERS, GENTLE, Odds, Trouble

CHUNK = 65_536
SETTLES_S = 0.05
"""What was accepted a moment ago takes some turns of the loop to begin, and then sees that it is over. Cancelled before
it begins, or with its server already closed, asyncio never closes its socket."""


class Wire:
    """Relays `protocol` to `target`. `done` counts the connections made, and those cut."""

    def __init__(self, protocol: str, target: Address, odds: Odds, seed: int) -> None:
        self.protocol = protocol
        self.target = target
        self.done: Counter[str] = Counter()
        self._odds = odds
        self._seed = seed
        self._server: asyncio.Server | None = None
        self._closed = False
        self._alive: set[asyncio.Task[None]] = set()

    async def open(self) -> Address:
        """Listen; the address that devices dial instead of the target."""
        self._server = await asyncio.start_server(self._relay, "127.0.0.1", 0)
        host, port = self._server.sockets[0].getsockname()[:2]
        return host, port

    async def close(self) -> None:
        """End all connections."""
        self._closed = True
        await asyncio.sleep(SETTLES_S)
        if self._server:
            self._server.close()
        while self._alive:
            for task in list(self._alive):
                task.cancel()
            await asyncio.gather(*self._alive, return_exceptions=True)

    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - for mypy: a handler runs in a task
        self._alive.add(task)
        self.done["connections"] += 1
        number = self.done["connections"]
        try:
            if not self._closed:
                await self._both_ways(number, reader, writer)
        finally:
            self._alive.discard(task)
            writer.transport.abort()

    async def _both_ways(self, number: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_connection(*self.target)
        except OSError:
            return
        ways = [
            asyncio.create_task(self._way(f"{number}/up", reader, far_writer)),
            asyncio.create_task(self._way(f"{number}/down", far_reader, writer)),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            far_writer.transport.abort()

    async def _way(self, name: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One direction, until it ends or is cut."""
        dice = chance(self._seed, "wire", self.protocol, name)
        trouble = Trouble(self._odds, dice, CUTTERS[self.protocol], gentle=self.protocol in GENTLE)
        with contextlib.suppress(OSError):
            while True:
                try:
                    async with asyncio.timeout(self._odds.hold_s if trouble.holding else None):
                        data = await reader.read(CHUNK)
                except TimeoutError:
                    pieces = trouble.release()
                else:
                    if not data:
                        return
                    pieces = trouble.pass_on(data)
                for piece in pieces:
                    if piece == "cut":
                        self.done["cuts"] += 1
                        return
                    wait, data = piece
                    if wait:
                        await asyncio.sleep(wait)
                    writer.write(data)
                await writer.drain()
