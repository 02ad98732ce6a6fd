"""The platform's general answer 0x8001, made fast: one goes out for every frame that comes in."""

import struct

from gateways.jt808.framing import wrap
from gateways.jt808.header import VERSION_BIT, Header, Version

GENERAL = 0x8001
OK, FAILED, BAD, UNSUPPORTED = range(4)
_OLD, _NEW = struct.Struct(">HH6sHHHB"), struct.Struct(">HHB10sHHHB")
_LENGTH = 5


class Replies:
    """Answers to one terminal, in the form (edition, digits of the phone) of the header it used."""

    __slots__ = ("_fixed", "_shape")

    def __init__(self, header: Header) -> None:
        phone = bytes.fromhex(header.phone)
        self._shape = _NEW if header.version is Version.V2019 else _OLD
        self._fixed: tuple[int | bytes, ...] = (GENERAL, _LENGTH, phone)
        if header.version is Version.V2019:
            self._fixed = (GENERAL, _LENGTH | VERSION_BIT, header.protocol_version or 1, phone)

    def general(self, serial: int, reply_serial: int, reply_id: int, result: int) -> bytes:
        """The frame on the wire. `serial` is the platform's own, `reply_serial` and `reply_id` the terminal's."""
        return wrap(self._shape.pack(*self._fixed, serial, reply_serial, reply_id, result))
