"""A bare platform for the simulator's own tests: takes everybody in, answers as told, keeps what came."""

import asyncio
import contextlib
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from gateways.gb26875 import faults as gb_faults
from gateways.gb26875 import framing as gb_framing
from gateways.gb26875.packet import CONFIRM, SEND, Packet, read_packet, reply, write_packet
from gateways.gb26875.profile import STANDARD, Profile
from gateways.jt808.codec import encode_raw
from gateways.jt808.faults import Fault, FrameError
from gateways.jt808.framing import Framer
from gateways.jt808.header import Header, read_header
from gateways.jt808.split import Reassembly

OURS = "120"  # how the phones of simulated trucks begin; others are strangers
NO_TIME = datetime(2026, 1, 1, tzinfo=UTC)
Answer = Callable[[Header, int], int | None]
"""From a header and how often this message has come: the result to reply, None for silence."""


@dataclass
class Came:
    """What reached the platform: whole messages in order, and how many frames were damaged."""

    messages: list[tuple[Header, bytes]] = field(default_factory=list)
    faults: int = 0
    connections: int = 0
    too_early: int = 0
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
            try:
                header, body = read_header(payload)
            except FrameError:
                self._came.faults += 1
                continue
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
        elif whole and self._known:
            self._came.messages.append((whole.header, whole.body))
        elif whole and header.phone.lstrip("0").startswith(OURS):
            self._came.too_early += 1


@contextmanager
def platform808(
    answer: Answer = lambda _h, _t: 0, orders: list[tuple[int, bytes]] | None = None
) -> Iterator[tuple[Came, int]]:
    """A platform in a thread of its own; what came, and its port."""
    came = Came()
    with _served(lambda: Platform808(came, answer, orders or [])) as port:
        yield came, port


@contextmanager
def _served(protocol: Callable[[], asyncio.Protocol]) -> Iterator[int]:
    """A server in a thread of its own, on a free port."""
    loop, ready, ports = asyncio.new_event_loop(), threading.Event(), [0]

    async def serve() -> None:
        server = await loop.create_server(protocol, "127.0.0.1", 0)
        ports[0] = server.sockets[0].getsockname()[1]
        ready.set()
        await server.serve_forever()

    task = loop.create_task(serve())

    def live() -> None:
        with contextlib.suppress(asyncio.CancelledError):
            loop.run_until_complete(task)
        loop.run_until_complete(asyncio.sleep(0.05))  # whoever hung up last is let go
        loop.close()

    thread = threading.Thread(target=live)
    thread.start()
    assert ready.wait(5)
    try:
        yield ports[0]
    finally:
        loop.call_soon_threadsafe(task.cancel)
        thread.join()


class Centre26875(asyncio.Protocol):
    """A monitoring centre that confirms, denies or is silent as told, and can give orders to whom it has heard."""

    def __init__(self, came: "Packets", answer: Callable[[Packet, int], int | None]) -> None:
        self._came = came
        self._answer = answer
        self._framer = gb_framing.Framer()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._came.connections += 1
        self._ordered = False

    def data_received(self, data: bytes) -> None:
        assert self._transport is not None
        for raw in self._framer.feed(data):
            if isinstance(raw, gb_faults.Fault):
                self._came.faults += 1
                continue
            packet = read_packet(raw, self._came.profile)
            if packet.command != SEND:
                self._came.replies.append(packet)
                continue
            times = self._came.seen[raw] = self._came.seen.get(raw, 0) + 1
            if packet.adu:
                self._came.packets.append(packet)
            command = self._answer(packet, times)
            if command is not None:
                answer = reply(packet, command, packet.time(self._came.profile) or NO_TIME, self._came.profile)
                self._transport.write(write_packet(answer, self._came.profile))
            if not self._ordered:
                self._ordered = True
                self._transport.write(b"".join(self._came.orders))


@dataclass
class Packets:
    """What reached the centre."""

    profile: Profile = STANDARD
    orders: list[bytes] = field(default_factory=list)
    packets: list[Packet] = field(default_factory=list)
    replies: list[Packet] = field(default_factory=list)
    seen: dict[bytes, int] = field(default_factory=dict)
    faults: int = 0
    connections: int = 0


@contextmanager
def centre26875(
    answer: Callable[[Packet, int], int | None] = lambda _p, _t: CONFIRM,
    *,
    profile: Profile = STANDARD,
    orders: list[bytes] | None = None,
) -> Iterator[tuple[Packets, int]]:
    """A centre in a thread of its own; what came, and its port."""
    came = Packets(profile, orders or [])
    with _served(lambda: Centre26875(came, answer)) as port:
        yield came, port
