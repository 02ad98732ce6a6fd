"""A JT/T 808 terminal's connection: register, authenticate, then everything else, each answered in its own edition.

A connection speaks for one terminal. Until it has authenticated, and for other terminals' frames on it, the answer is
result 1, and what came is kept as a stranger's.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC

from gasloop.bus.devices import (
    Downlink,
    DownlinkAnswer,
    RegisteredDevice,
    auth_code,
    code_fits,
    jt808_key,
    same_code,
)
from gasloop.kernel import clock
from gateways.jt808.codec import encode, read_message
from gateways.jt808.faults import FrameError
from gateways.jt808.fields import Body
from gateways.jt808.framing import Framer
from gateways.jt808.header import Header, Version, read_header, shape_of
from gateways.jt808.messages import KINDS
from gateways.jt808.replies import BAD, FAILED, OK, UNSUPPORTED, Replies
from gateways.jt808.split import Complete, Limits, Reassembly
from gateways.jt808.stored import bare, whole
from gateways.serving import terminal_requests as asking
from gateways.serving.connection import Connection
from gateways.serving.listener import Listener

log = logging.getLogger(__name__)

LOCATION = 0x0200
LOCATION_ID = b"\x02\x00"
LOCATION_BYTES = 28
PLAIN = 0x3C00  # encryption and split bits; a plain message has none of them
NO_SUCH_VEHICLE, NO_SUCH_TERMINAL = 2, 4
PARTS = Limits(parts=512, messages=4, held_bytes=1 << 20)
JOINED = 32
"""Messages put together lately: a part of one that comes again is answered, not collected anew."""

General = tuple[int, int, int]
"""Receipt of a general answer: the frame's serial and id, and the result once it is stored."""
Receipt = General | Callable[[bool], None] | None


@dataclass(slots=True)
class Editions:
    """Which edition a registered phone showed with its 0x0100: 2011 and 2013 look alike in everything else."""

    of: dict[str, Version] = field(default_factory=dict)


class Terminal(Connection):
    """See the module."""

    def __init__(self, listener: Listener, editions: Editions) -> None:
        super().__init__(listener)
        self.framer = self._framer = Framer()
        self.long_requests: dict[int, list[bytes]] = {}
        self.header: Header | None = None
        self._editions = editions
        self._device: RegisteredDevice | None = None
        self._key = ""
        self._serial = 0
        self._replies: Replies | None = None
        self._spoken = ("", Version.V2013)
        self._head = 0
        self._phone = b""
        self._parts = Reassembly(PARTS)
        self._joined: dict[tuple[int, int], None] = {}
        self._deaf: Callable[[], None] | None = None

    @property
    def signed_in(self) -> bool:
        return self._device is not None

    # -- what comes ------------------------------------------------------------------------------------------------

    def read(self, data: bytes, now: float) -> tuple[int, int]:
        frames = faults = 0
        for piece in self._framer.feed(data):
            if self.gone:
                break
            if isinstance(piece, bytes) and self._message(piece, now):
                frames += 1
            else:
                faults += 1
        return frames, faults

    def _message(self, payload: bytes, now: float) -> bool:
        """Act on one message; False when its header is none."""
        if payload[:2] == LOCATION_ID and self._plain_location(payload, now):
            return True
        known = self._editions.of.get(self._key)
        try:
            header, body = read_header(payload, known)
        except FrameError:
            return False
        key = jt808_key(header.phone)
        if self._device is not None and key == self._key:
            self._trusted(header, body, payload, now)
        elif header.msg_id == asking.REGISTER:
            self._register(header, body, key, payload, now)
        elif header.msg_id == asking.AUTHENTICATE:
            self._authenticate(header, body, key, now)
        else:
            self._stranger(header, key, payload, now)
        return True

    def _plain_location(self, payload: bytes, now: float) -> bool:
        """Most of what comes, on a short way: this terminal's location, whole and unencrypted."""
        head = self._head
        attributes = payload[2] << 8 | payload[3]
        if attributes & PLAIN or (attributes & 0x03FF) + head != len(payload) or len(payload) < head + LOCATION_BYTES:
            return False
        if payload[head - 2 - len(self._phone) : head - 2] != self._phone or self._device is None:
            return False
        receipt = (payload[head - 2] << 8 | payload[head - 1], LOCATION, OK)
        self.keep(self._device, self._key, payload, self._spoken[1].value, receipt, now)
        return True

    def _trusted(self, header: Header, body: bytes, payload: bytes, now: float) -> None:
        package = header.package
        if header.encryption:
            self._keep(header, payload, (header.serial, header.msg_id, UNSUPPORTED), now)
        elif package is not None and package.total > 1:
            self._part(header, body, payload, now)
        else:
            self._act(header, body, payload, header.serial, now)

    def _stranger(self, header: Header, key: str, payload: bytes, now: float) -> None:
        """Kept as far as there is room for strangers, never believed."""
        receipt = None if header.msg_id == asking.TERMINAL_REPLY else self._answer(header, FAILED)
        self.keep(None, key, payload, header.version.value, receipt, now, stranger=True)

    # -- who it is -------------------------------------------------------------------------------------------------

    def _register(self, header: Header, body: bytes, key: str, payload: bytes, now: float) -> None:
        """0x0100: a code for a terminal that is in the register, a reason for one that is not."""
        try:
            message = read_message(header, body)
        except FrameError:
            self._general(header, BAD)
            return
        device = self.listener.known(key)
        if device is not None:
            self._editions.of[key] = message.header.version
        result = _registration(device, message.body)

        def answer(stored: bool) -> None:
            # A stranger is told its reason even when there was no room to keep what it said.
            if not stored and device is not None:
                return
            reply: Body = {"reply_serial": header.serial, "result": result}
            if device is not None and result == OK:
                reply["auth_code"] = auth_code(device)
            self._say(header, asking.REGISTER_REPLY, reply)

        # Anybody can name a phone number: only what follows an authentication counts as the device's own.
        self.keep(None, key, payload, message.header.version.value, answer, now, stranger=device is None)

    def _authenticate(self, header: Header, body: bytes, key: str, now: float) -> None:
        """0x0102. The code is a secret: of such a frame only the header is kept."""
        device = self.listener.known(key)
        try:
            code = str(read_message(header, body).body.get("auth_code", ""))
        except FrameError:
            self._general(header, BAD)
            return
        other = self._device is not None and key != self._key
        if device is None or other or not code_fits(device, code):
            answer = self._answer(header, FAILED)
            self.keep(None, key, bare(header), header.version.value, answer, now, stranger=True)
            return
        self._sign_in(header, key, device)
        self._keep(header, bare(header), None, now)
        self._general(header, OK)

    def _sign_in(self, header: Header, key: str, device: RegisteredDevice) -> None:
        version = self._editions.of.get(key, header.version)
        self._device, self._key, self.header = device, key, header
        self._spoken = (header.phone, version if version is not Version.V2019 else header.version)
        self._replies = Replies(header)
        self._head = shape_of(header.version).fixed.size
        self._phone = bytes.fromhex(header.phone)
        self.listener.speaks(key, self)
        if self._deaf is None:
            self._deaf = self.listener.downlinks.listen(key, self._downlink)

    def _sign_out(self) -> None:
        if self._device is None:
            return
        self._device = None
        self._phone = b""
        self.listener.silent(self._key, self)
        if self._deaf is not None:
            self._deaf()
            self._deaf = None

    def unseated(self, key: str) -> None:
        log.info("%s has a new connection", key)
        self.close("superseded")

    def changed(self, key: str) -> None:
        device = self.listener.known(key)
        if self._device is None or device is None or not same_code(device, self._device):
            self.close("withdrawn")
        else:
            self._device = device

    def leave(self) -> None:
        self._sign_out()

    # -- what a known terminal says --------------------------------------------------------------------------------

    def _act(self, header: Header, body: bytes, raw: bytes, serial: int, now: float) -> None:
        """One whole message. `serial` is the one to answer: of its last part, when it came in parts."""
        msg_id = header.msg_id
        try:
            message = read_message(header, body)
        except FrameError:
            self._general(replace(header, serial=serial), BAD)
            return
        asking.take_answer(self, message)
        if msg_id == asking.TERMINAL_REPLY:
            return
        if msg_id == asking.HEARTBEAT:  # it holds nothing that could be lost: answered even while the bus is away
            self._keep(header, raw, None, now)
            self._general(header, OK)
        elif msg_id == asking.TIME_QUERY:
            sent = clock.now().astimezone(UTC).replace(microsecond=0)
            self._say(header, asking.TIME_REPLY, {"time": sent.isoformat()})
        elif msg_id == asking.RESEND_REQUEST:
            asking.send_parts_again(self, message)
        elif msg_id == asking.DEREGISTER:
            self._keep(header, raw, self._after(serial, msg_id, self._sign_out), now)
        elif msg_id == asking.MEDIA and len(body) >= 4:
            media: Body = {"media_id": int.from_bytes(body[:4], "big")}
            self._keep(
                header, raw, self._after(serial, msg_id, lambda: self._say(header, asking.MEDIA_REPLY, media)), now
            )
        elif msg_id in KINDS and KINDS[msg_id].direction == "up":
            self._keep(header, raw, (serial, msg_id, OK), now)
        else:
            self._keep(header, raw, (serial, msg_id, UNSUPPORTED), now)

    def _part(self, header: Header, body: bytes, payload: bytes, now: float) -> None:
        """Each part is kept and answered; the last one only when the whole message is kept too."""
        if header.package is None:
            return
        first = (header.msg_id, (header.serial - header.package.index + 1) & 0xFFFF)
        if first in self._joined:
            self._general(header, OK)
            return
        complete, dropped = self._parts.add(header, body, now)
        for given_up in dropped:
            self._general(given_up.header, FAILED)
            if (given_up.header.msg_id, given_up.header.serial) == first:
                return
        receipt = None if complete else (header.serial, header.msg_id, OK)
        self._keep(header, payload, receipt, now)
        if isinstance(complete, Complete):
            self._joined[first] = None
            while len(self._joined) > JOINED:
                del self._joined[next(iter(self._joined))]
            joined = whole(complete.header, complete.body)
            self._act(complete.header, complete.body, joined, header.serial, now)

    def look(self, now: float) -> None:
        requests, given_up = self._parts.due(now)
        for request in requests:
            self._say(request.header, asking.PARTS_AGAIN, request.body)
        for lost in given_up:
            self._general(lost.header, FAILED)
        self.flush()

    # -- answers ---------------------------------------------------------------------------------------------------

    def _keep(self, header: Header, raw: bytes, receipt: Receipt, now: float) -> None:
        version = self._spoken[1] if header.version is not Version.V2019 else header.version
        self.keep(self._device, self._key, raw, version.value, receipt, now)

    def settled(self, receipt: object, stored: bool) -> None:
        if isinstance(receipt, tuple):
            serial, msg_id, result = receipt
            if self._replies is not None:
                self.say(self._replies.general(self.next_serial(), serial, msg_id, result if stored else FAILED))
        elif callable(receipt):
            receipt(stored)

    def _after(self, serial: int, msg_id: int, act: Callable[[], None]) -> Callable[[bool], None]:
        """Answer, and when it is stored do what follows from it."""

        def settled(stored: bool) -> None:
            self.settled((serial, msg_id, OK), stored)
            if stored:
                act()

        return settled

    def _answer(self, header: Header, result: int) -> Callable[[bool], None]:
        """The same answer whether there was room to keep it or not."""
        return lambda _stored: self._general(header, result)

    def _general(self, header: Header, result: int) -> None:
        replies = Replies(header)
        self.say(replies.general(self.next_serial(), header.serial, header.msg_id, result))

    def _say(self, header: Header, msg_id: int, body: Body) -> None:
        for frame in self.frames(header, msg_id, body):
            self.say(frame)

    def frames(self, header: Header, msg_id: int, body: Body) -> list[bytes]:
        """A message to the terminal, in the form of its header, with serials of the platform's own."""
        plain = replace(header, msg_id=msg_id, serial=self._serial, encryption=0, package=None)
        made = encode(plain, body)
        self._serial = (self._serial + len(made)) & 0xFFFF
        return made

    @property
    def next_serial_now(self) -> int:
        """The serial the next frame will have."""
        return self._serial

    def next_serial(self) -> int:
        """The platform's own serial, one more with every frame."""
        serial = self._serial
        self._serial = (serial + 1) & 0xFFFF
        return serial

    async def _downlink(self, downlink: Downlink) -> DownlinkAnswer:
        return await asking.ask(self, downlink)


def _registration(device: RegisteredDevice | None, said: Body) -> int:
    """Result of 0x8100. What the register does not say about plate and id, the terminal may say freely."""
    if device is None:
        return NO_SUCH_TERMINAL
    if device.terminal_id and str(said.get("terminal_id", "")).strip() != device.terminal_id:
        return NO_SUCH_TERMINAL
    if device.plate and str(said.get("plate", "")).strip() != device.plate:
        return NO_SUCH_VEHICLE
    return OK
