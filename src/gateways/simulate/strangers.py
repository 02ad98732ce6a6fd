"""Who does not belong here: floods of rubbish and of frames from unknown senders, and connections that drip a byte."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Coroutine
from random import Random

from gateways.gb26875.packet import SEND, Packet, write_packet
from gateways.jt808.codec import encode_raw
from gateways.jt808.header import Header
from gateways.simulate.chance import chance
from gateways.simulate.line import Address

FLOOD_BYTES = 4096
STAY_S = 0.5
DRIP_S = 1.0


def _rubbish(protocol: str, dice: Random) -> bytes:
    """Random bytes, half a frame, or a good frame of somebody unknown who has not been let in."""
    kind = dice.randrange(3)
    if kind == 0:
        return dice.randbytes(dice.randint(1, FLOOD_BYTES))
    if protocol == "jt808":
        phone = f"9{dice.randrange(10**11):011d}"
        frame = encode_raw(Header(0x0200, phone, dice.randrange(65536)), dice.randbytes(28))[0]
    elif protocol == "gb26875":
        source = dice.randrange(1 << 48)
        frame = write_packet(Packet(dice.randrange(65536), SEND, source, 1, bytes(6), dice.randbytes(20)))
    else:
        frame = b"\x10" + dice.randbytes(20)
    return frame if kind == 1 else frame[: len(frame) // 2]


class Strangers:
    """Floods and slow connections against `targets` (protocol to address). `met` counts what they did."""

    def __init__(self, targets: dict[str, Address], seed: int, *, floods_a_second: float, slow: int) -> None:
        self.met: Counter[str] = Counter()
        self._targets = targets
        self._dice = chance(seed, "strangers")
        self._floods = floods_a_second
        self._slow = slow
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Begin, in tasks of their own."""
        if not self._targets:
            return
        if self._floods > 0:
            self._spawn(self._flood())
        protocols = sorted(self._targets)
        for number in range(self._slow):
            self._spawn(self._drip(protocols[number % len(protocols)]))

    async def stop(self) -> None:
        """End them all."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _flood(self) -> None:
        protocols = sorted(self._targets)
        while True:
            await asyncio.sleep(self._dice.expovariate(self._floods))
            protocol = self._dice.choice(protocols)
            self._spawn(self._one(protocol, _rubbish(protocol, self._dice)))

    async def _one(self, protocol: str, data: bytes) -> None:
        self.met["floods"] += 1
        with contextlib.suppress(OSError, TimeoutError):
            async with asyncio.timeout(STAY_S):
                _, writer = await asyncio.open_connection(*self._targets[protocol])
                try:
                    writer.write(data)
                    await asyncio.sleep(STAY_S * self._dice.random())
                finally:
                    writer.transport.abort()

    async def _drip(self, protocol: str) -> None:
        """A frame that never ends, a byte a second; when it is thrown out, again."""
        while True:
            with contextlib.suppress(OSError):
                reader, writer = await asyncio.open_connection(*self._targets[protocol])
                try:
                    writer.write(b"\x7e" if protocol == "jt808" else b"@@")
                    self.met["slow"] += 1
                    while not reader.at_eof():
                        writer.write(self._dice.randbytes(1).replace(b"\x7e", b"\0"))
                        await writer.drain()
                        with contextlib.suppress(TimeoutError):
                            async with asyncio.timeout(DRIP_S):
                                await reader.read(4096)
                    self.met["slow_thrown_out"] += 1
                finally:
                    writer.transport.abort()
            await asyncio.sleep(DRIP_S)
