"""A GB/T 26875.3 transmission device on a plain socket."""

import socket
import time
from datetime import datetime
from typing import Self

from gasloop.kernel import clock
from gateways.gb26875.framing import Framer
from gateways.gb26875.objects import write_adu
from gateways.gb26875.packet import CONFIRM, SEND, Packet, read_packet, write_packet, write_time
from gateways.gb26875.parts import Object
from gateways.gb26875.profile import STANDARD, Profile

CENTRE = 1


def gas(status: int = 1, raw: int | None = None) -> bytes:
    """A component's status (type 2), or with `raw` its concentration in 0.1 %LEL (type 3)."""
    part: Object = {"sys": 128, "addr": 1, "part": 12, "part_addr": 7, "time": "2026-11-25T08:00:00+08:00"}
    if raw is not None:
        return write_adu(3, [part | {"analog": 6, "raw": raw}])
    return write_adu(2, [part | {"status": status, "desc": "厨房"}])


class Kitchen:
    """One device behind one connection."""

    def __init__(self, port: int, address: int, profile: Profile = STANDARD) -> None:
        self.address = address
        self.profile = profile
        self._serial = 0
        self._framer = Framer()
        self._heard: list[Packet] = []
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=10)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def packet(self, adu: bytes, command: int = SEND, serial: int | None = None, at: datetime | None = None) -> Packet:
        """The next packet; a serial of its own makes it an answer."""
        if serial is None:
            serial, self._serial = self._serial, self._serial + 1
        return Packet(serial, command, self.address, CENTRE, write_time(at or clock.now(), self.profile), adu)

    def raw(self, data: bytes) -> None:
        """Any bytes."""
        self._socket.sendall(data)

    def send(self, adu: bytes, command: int = SEND, serial: int | None = None, at: datetime | None = None) -> Packet:
        """Send a packet; what it was."""
        packet = self.packet(adu, command, serial, at)
        self.raw(write_packet(packet, self.profile))
        return packet

    def hear(self, seconds: float = 10) -> Packet:
        """The next packet from the centre."""
        limit = time.monotonic() + seconds
        while not self._heard:
            self._socket.settimeout(max(0.01, limit - time.monotonic()))
            data = self._socket.recv(65536)
            if not data:
                raise ConnectionError("closed by the centre")
            found = self._framer.feed(data)
            self._heard += [read_packet(one, self.profile) for one in found if isinstance(one, bytes)]
        return self._heard.pop(0)

    def answer_to(self, adu: bytes, command: int = SEND) -> int:
        """Send and wait for the answer with the same serial; its command."""
        sent = self.send(adu, command)
        heard = self.hear()
        assert (heard.serial, heard.source, heard.target) == (sent.serial, CENTRE, self.address)
        return heard.command

    def confirm(self, asked: Packet) -> None:
        """Confirm what the centre asked."""
        self.send(b"", CONFIRM, asked.serial)
