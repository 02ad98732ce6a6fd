"""A bare platform for the simulator's own tests: takes everybody in, answers as told, keeps what came."""

import asyncio
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from gateways.jt808.codec import encode_raw
from gateways.jt808.faults import Fault
from gateways.jt808.framing import Framer
from gateways.jt808.header import Header, read_header
from gateways.jt808.split import Reassembly

Answer = Callable[[Header, int], int | None]
"""From a header and how often this message has come: the result to reply, None for silence."""


@dataclass
class Came:
    """What reached the platform: whole messages in order, and how many frames were damaged."""

    messages: list[tuple[Header, bytes]] = field(default_factory=list)
    faults: int = 0
    connections: int = 0
    seen: dict[tuple[str, int, int, bytes], int] = field(default_factory=dict)

    def bodies(self, msg_id: int) -> list[bytes]:
        return [body for header, body in self.messages if header.msg_id == msg_id]


class Platform808(asyncio.Protocol):
    """One connection."""

    def __init__(self, came: Came, answer: Answer, orders: list[tuple[int, bytes]]) -> None:
        self._came = came
        self._answer = answer
        self._orders = orders
        self._framer = Framer()
        self._parts = Reassembly()
        self._known = False
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._came.connections += 1

    def _say(self, header: Header, msg_id: int, body: bytes) -> None:
        assert self._transport is not None
        answer = Header(msg_id, header.phone, 0, header.version)
        self._transport.write(b"".join(encode_raw(answer, body)))

    def data_received(self, data: bytes) -> None:
        for payload in self._framer.feed(data):
            if isinstance(payload, Fault):
                self._came.faults += 1
                continue
            header, body = read_header(payload)
            self._take(header, body)

    def _take(self, header: Header, body: bytes) -> None:
        reply = header.serial, header.msg_id
        if header.msg_id == 0x0100:
            self._say(header, 0x8100, struct.pack(">HB", header.serial, 0) + b"code")
            return
        whole, _ = self._parts.add(header, body, 0.0)
        key = (header.phone, header.msg_id, header.serial, body)
        times = self._came.seen[key] = self._came.seen.get(key, 0) + 1
        result = self._answer(header, times)
        if result is not None:
            self._say(header, 0x8001, struct.pack(">HHB", *reply, result))
        if header.msg_id == 0x0102 and result == 0:
            self._known = True
            for msg_id, order in self._orders:
                self._say(header, msg_id, order)
        elif whole:
            assert self._known, "a message before authentication was answered"
            self._came.messages.append((whole.header, whole.body))


@contextmanager
def platform808(
    answer: Answer = lambda _h, _t: 0, orders: list[tuple[int, bytes]] | None = None
) -> Iterator[tuple[Came, int]]:
    """A platform in a thread of its own; what came, and its port."""
    came, ready, port = Came(), threading.Event(), [0]
    loop = asyncio.new_event_loop()

    async def serve() -> None:
        server = await loop.create_server(lambda: Platform808(came, answer, orders or []), "127.0.0.1", 0)
        port[0] = server.sockets[0].getsockname()[1]
        ready.set()
        await server.serve_forever()

    def live() -> None:
        task[0] = loop.create_task(serve())
        try:
            loop.run_until_complete(task[0])
        except asyncio.CancelledError:
            loop.run_until_complete(loop.shutdown_asyncgens())
        finally:
            loop.close()

    task: list[asyncio.Task[None]] = [None]  # type: ignore[list-item]
    thread = threading.Thread(target=live)
    thread.start()
    assert ready.wait(5)
    try:
        yield came, port[0]
    finally:
        loop.call_soon_threadsafe(task[0].cancel)
        thread.join()
