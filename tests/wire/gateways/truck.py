"""A JT/T 808 terminal on a plain socket: says what a story lets it say, and waits for answers."""

import socket
import time
from dataclasses import replace
from typing import Self

from gasloop.bus.devices import RegisteredDevice, auth_code
from gateways.jt808.codec import Message, decode_payload, encode, encode_raw
from gateways.jt808.fields import Body
from gateways.jt808.framing import Framer
from gateways.jt808.header import Header, Version
from gateways.jt808.location import Location, write_location
from gateways.jt808.messages import write_body

LOCATION_ID, AUTH, REGISTER, HEARTBEAT = 0x0200, 0x0102, 0x0100, 0x0002


def place(second: int) -> bytes:
    """A location body that differs from second to second."""
    minute, second = divmod(second, 60)
    hour, minute = divmod(minute, 60)
    when = bytes.fromhex(f"261125{hour % 24:02d}{minute:02d}{second:02d}")
    return write_location(
        Location(0, 0xC0003, 30_190_000, 105_840_000, 250, 400, 90, when, items=((0x01, bytes(4)),)),
    )


class Truck:
    """`phone` in hex digits; one connection at a time."""

    def __init__(self, port: int, phone: str = "013912345678", version: Version = Version.V2013) -> None:
        self._port = port
        digits = 20 if version is Version.V2019 else 12
        self._header = Header(0, phone.rjust(digits, "0"), 0, version)
        self._serial = 0
        self.connect()

    def connect(self) -> None:
        """A new connection."""
        self._socket = socket.create_connection(("127.0.0.1", self._port), timeout=10)
        self._framer = Framer()
        self._heard: list[Message] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.leave()

    def leave(self) -> None:
        """Close the connection."""
        self._socket.close()

    def wire(self, msg_id: int, body: Body | bytes = b"") -> list[bytes]:
        """The frames of a message, with the next serials."""
        header = replace(self._header, msg_id=msg_id, serial=self._serial)
        made = encode_raw(header, body) if isinstance(body, bytes) else encode(header, body)
        self._serial = (self._serial + len(made)) & 0xFFFF
        return made

    def send(self, msg_id: int, body: Body | bytes = b"") -> int:
        """Say something; its serial."""
        serial = self._serial
        self.raw(b"".join(self.wire(msg_id, body)))
        return serial

    def raw(self, data: bytes) -> None:
        """Any bytes."""
        self._socket.sendall(data)

    def hear(self, msg_id: int = 0x8001, seconds: float = 10) -> Message:
        """The next message with this id; others are kept for later."""
        limit = time.monotonic() + seconds
        while True:
            for index, message in enumerate(self._heard):
                if message.header.msg_id == msg_id:
                    return self._heard.pop(index)
            self._socket.settimeout(max(0.01, limit - time.monotonic()))
            data = self._socket.recv(65536)
            if not data:
                raise ConnectionError("closed by the gateway")
            self._heard += [decode_payload(piece) for piece in self._framer.feed(data) if isinstance(piece, bytes)]

    def quiet(self, seconds: float = 0.3) -> bool:
        """Nothing is heard for a while."""
        try:
            message = self.hear(-1, seconds)
        except TimeoutError:
            return not self._heard
        raise AssertionError(message)

    def closed(self, seconds: float = 10) -> bool:
        """The gateway ends the connection."""
        try:
            self.hear(-1, seconds)
        except TimeoutError:
            return False
        except (ConnectionError, OSError):
            return True
        return False

    def result(self, msg_id: int, body: Body | bytes = b"") -> int:
        """Say something and wait for the general answer to it; its result."""
        serial = self.send(msg_id, body)
        answer = self.hear()
        assert answer.body["reply_serial"] == serial
        assert answer.body["reply_id"] == f"0x{msg_id:04X}"
        result = answer.body["result"]
        assert isinstance(result, int)
        return result

    def sign_in(self, device: RegisteredDevice) -> int:
        """Authenticate with the device's code."""
        body: Body = {"auth_code": auth_code(device)}
        return self.result(AUTH, write_body(AUTH, self._header.version, body))

    def registration(self, plate: str = "渝A12345", terminal_id: str = "T1") -> Message:
        """Register; the platform's 0x8100."""
        self.send(
            REGISTER,
            {
                "province": 50,
                "city": 152,
                "maker": "MAKER",
                "model": "MODEL",
                "terminal_id": terminal_id,
                "plate_color": 2,
                "plate": plate,
            },
        )
        return self.hear(0x8100)
