"""A truck's terminal: JT/T 808 over TCP. Registers, authenticates, beats its heart, keeps what is not acknowledged.

Nothing but registration and authentication is sent before the platform has answered the latter with 0. The platform's
own messages are answered as the standard says.
"""

import asyncio
import struct
from collections.abc import Callable

from gateways.jt808.codec import encode_raw
from gateways.jt808.faults import Fault, FrameError
from gateways.jt808.framing import Framer
from gateways.jt808.header import Header, Version, read_header
from gateways.jt808.messages import read_body, write_body
from gateways.simulate.journal import Journal
from gateways.simulate.line import Address, Line
from gateways.simulate.outbox import Outbox, Parcel, Patience
from gateways.simulate.truck import LOCATION, Deed, Truck

REPLY = struct.Struct(">HHB")
REGISTER, AUTHENTICATE, HEARTBEAT, TERMINAL_REPLY = 0x0100, 0x0102, 0x0002, 0x0001
PLATFORM_REPLY, REGISTER_REPLY, RESEND = 0x8001, 0x8100, 0x8003
DONE = (0, 4)
REFUSED = (2, 3)
STANDARD = Patience(first_s=5.0, resends=3, grows=True)
STRANGER_PAUSE_S = 5.0
SILENT = (0x8004, 0x8800)
"""Platform messages a terminal does not answer."""


class Terminal(Line):
    """The terminal of `truck`. `latencies` gets the seconds from each first sending to its acknowledgement."""

    def __init__(
        self,
        truck: Truck,
        address: Address,
        journal: Journal,
        *,
        patience: Patience = STANDARD,
        window: int = 1,
        heartbeat_s: float = 60.0,
        first_serial: int = 0,
        latencies: list[float] | None = None,
    ) -> None:
        super().__init__(address)
        self.truck = truck
        self.outbox = Outbox(patience, window)
        self.online = False
        self.on_online: Callable[[], None] | None = None
        self._journal = journal
        self._heartbeat_s = heartbeat_s
        self._serial = first_serial
        self._auth_code: str | None = None
        self._asked = 0
        self._ask_due = 0.0
        self._last_said = 0.0
        self._last_location = b""
        self._framer = Framer()
        self._latencies = latencies

    # -- what it has to send ----------------------------------------------------------------------------------------

    def parcel(self, deed: Deed) -> Parcel:
        """The deed as frames, entered in the journal."""
        frames = self._frames(deed.msg_id, deed.body)
        count = len(frames)
        keys = tuple((self._serial - count + turn) & 0xFFFF for turn in range(count))
        entity = self.truck.phone.lstrip("0")  # as the register knows it
        items = [("position", entity, at) for at in deed.positions]
        if deed.msg_id == LOCATION:
            self._last_location = deed.body
        return Parcel(tuple(frames), keys, self._journal.sent(items))

    def put(self, deed: Deed, now: float) -> None:
        """Send it as soon as the platform takes it."""
        self.outbox.put(self.parcel(deed))
        self.flow(now)

    def flow(self, now: float) -> None:
        """As much as window and socket take."""
        if self.online and not self.full:
            frames = self.outbox.ready(now)
            if frames:
                self._last_said = now
                self.say(b"".join(frames))

    def _frames(self, msg_id: int, body: bytes) -> list[bytes]:
        header = Header(msg_id, self.truck.phone, self._serial, self.truck.version)
        frames = encode_raw(header, body)
        self._serial = (self._serial + len(frames)) & 0xFFFF
        return frames

    def _say_now(self, msg_id: int, body: bytes) -> None:
        self.say(b"".join(self._frames(msg_id, body)))

    # -- the connection ---------------------------------------------------------------------------------------------

    def opened(self) -> None:
        self._framer = Framer()
        self._asked = 0
        self._ask(asyncio.get_running_loop().time())

    def closed(self) -> None:
        self.online = False
        self.outbox.rewind()

    def _ask(self, now: float) -> None:
        """Register, or authenticate with the code of an earlier registration."""
        self._asked += 1
        self._ask_due = now + self.outbox.patience.wait(self._asked)
        if self._auth_code is None:
            self._say_now(REGISTER, self.truck.registration())
            return
        values: dict[str, object] = {"auth_code": self._auth_code}
        if self.truck.version is Version.V2019:
            values |= {"imei": "0" * 15, "software": "SIM-1"}
        self._say_now(AUTHENTICATE, write_body(AUTHENTICATE, self.truck.version, values))

    def tick(self, now: float) -> None:
        if self.transport is None:
            return
        if not self.online:
            if now >= self._ask_due:
                if self._asked > self.outbox.patience.resends:
                    self._give_up()
                else:
                    self._ask(now)
            return
        again = self.outbox.overdue(now)
        if again is None:
            self._give_up()
            return
        if again:
            self.say(b"".join(again))
            self._last_said = now
        elif now - self._last_said >= self._heartbeat_s:
            self._last_said = now
            self._say_now(HEARTBEAT, b"")
        self.flow(now)

    def _give_up(self) -> None:
        self.tally.broken += 1
        self.cut(self.outbox.patience.later_s)

    # -- what the platform says -------------------------------------------------------------------------------------

    def heard(self, data: bytes) -> None:
        now = asyncio.get_running_loop().time()
        for payload in self._framer.feed(data):
            if not isinstance(payload, Fault):
                try:
                    self._understand(payload, now)
                except FrameError:
                    continue  # a damaged or foreign frame: a terminal lets it go
        self.flow(now)

    def _understand(self, payload: bytes, now: float) -> None:
        header, body = read_header(payload)
        if header.msg_id == PLATFORM_REPLY and len(body) >= REPLY.size:
            serial, msg_id, result = REPLY.unpack_from(body)
            self._acknowledged(serial, msg_id, result, now)
        elif header.msg_id == REGISTER_REPLY:
            self._registered(read_body(REGISTER_REPLY, header.version, body), now)
        elif header.msg_id == RESEND:
            self._resend(read_body(RESEND, header.version, body))
        elif header.msg_id not in SILENT:
            self._obey(header)

    def _acknowledged(self, serial: int, msg_id: int, result: int, now: float) -> None:
        if msg_id == AUTHENTICATE:
            self._authenticated(result)
            return
        if msg_id == HEARTBEAT or result not in (*DONE, *REFUSED):
            return  # 1, failed: sent again when its time is up
        parcel = self.outbox.acknowledge(serial)
        if parcel is None:
            return
        if result in DONE:
            self._journal.acknowledged(parcel.number)
            self.tally.acknowledged += 1
            if self._latencies is not None:
                self._latencies.append(now - parcel.first)
        else:
            self._journal.refused(parcel.number)
            self.tally.refused += 1

    def _registered(self, body: dict[str, object], now: float) -> None:
        if body.get("result") != 0:
            self.cut(STRANGER_PAUSE_S)
            return
        if self._auth_code is None:
            self._auth_code = str(body.get("auth_code", ""))
            self._asked = 0
            self._ask(now)

    def _authenticated(self, result: int) -> None:
        if result != 0:
            self._auth_code = None
            self.cut(STRANGER_PAUSE_S if self._failures > 1 else 0.0)
            return
        if not self.online:
            self.online = True
            self.settled()
            if self.on_online:
                self.on_online()

    def _resend(self, body: dict[str, object]) -> None:
        """0x8003: the parts that did not arrive, the same frames again."""
        first, indexes = body["first_serial"], body["indexes"]
        parcel = self.outbox.flying(first) if isinstance(first, int) else None
        if parcel and isinstance(indexes, list):
            self.tally.orders += 1
            self.say(b"".join(parcel.frames[index - 1] for index in indexes if 1 <= index <= len(parcel.frames)))

    def _obey(self, header: Header) -> None:
        """Answer an order: with parameters, with the place, or with a general reply."""
        self.tally.orders += 1
        serial = header.serial.to_bytes(2, "big")
        if header.msg_id in (0x8104, 0x8106):
            self._say_now(0x0104, serial + b"\x00")
        elif header.msg_id in (0x8201, 0x8500) and self._last_location:
            self._say_now(0x0201 if header.msg_id == 0x8201 else 0x0500, serial + self._last_location)
        elif header.msg_id & 0x8000:
            self._say_now(TERMINAL_REPLY, REPLY.pack(header.serial, header.msg_id, 0))

    def counted(self) -> "Terminal":
        """Its tally brought up to date."""
        self.tally.messages, self.tally.resent = self.outbox.sent, self.outbox.resent
        self.tally.waiting = len(self.outbox)
        return self
