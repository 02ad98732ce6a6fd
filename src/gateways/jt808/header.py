"""Message header of JT/T 808: 12 bytes in 2011 and 2013; 2019 adds the version byte and a 10-byte phone."""

import struct
from dataclasses import dataclass
from enum import StrEnum
from string import hexdigits

from gateways.jt808.faults import FrameError

LENGTH_BITS = 0x03FF
ENCRYPTION_SHIFT, ENCRYPTION_BITS = 10, 0b111
SPLIT_BIT = 1 << 13
VERSION_BIT = 1 << 14
MAX_BODY = LENGTH_BITS


class Version(StrEnum):
    """Which edition the terminal speaks. 2011 and 2013 have the same header; only 0x0100 tells them apart."""

    V2011 = "2011"
    V2013 = "2013"
    V2019 = "2019"


@dataclass(frozen=True, slots=True)
class Package:
    """Part `index` (from 1) of `total`."""

    total: int
    index: int


@dataclass(frozen=True, slots=True)
class Header:
    """`phone` is 12 (2011, 2013) or 20 (2019) hex digits: terminals exist whose phone holds A-F.

    `encryption`: 0 none, 1 RSA, else reserved. `protocol_version` is the 2019 byte, 0 before.
    """

    msg_id: int
    phone: str
    serial: int
    version: Version = Version.V2013
    encryption: int = 0
    package: Package | None = None
    protocol_version: int = 0


@dataclass(frozen=True, slots=True)
class _Shape:
    version: Version
    fixed: struct.Struct
    phone_digits: int


_OLD = _Shape(Version.V2013, struct.Struct(">HH6sH"), 12)
_NEW = _Shape(Version.V2019, struct.Struct(">HHB10sH"), 20)
_PACKAGE = struct.Struct(">HH")


def shape_of(version: Version) -> _Shape:
    return _NEW if version is Version.V2019 else _OLD


def _fits(shape: _Shape, attributes: int, size: int) -> bool:
    split = _PACKAGE.size if attributes & SPLIT_BIT else 0
    return shape.fixed.size + split + (attributes & LENGTH_BITS) == size


def _choose(payload: bytes, attributes: int) -> _Shape:
    """The layout bit 14 names, if the body length fits it; the other one if only that fits.

    Terminals exist that set bit 14 and send the 2013 header.
    """
    order = (_NEW, _OLD) if attributes & VERSION_BIT else (_OLD,)
    for shape in order:
        if _fits(shape, attributes, len(payload)):
            return shape
    size = len(payload) - order[0].fixed.size - (_PACKAGE.size if attributes & SPLIT_BIT else 0)
    raise FrameError(f"header says {attributes & LENGTH_BITS} bytes of body, {max(size, 0)} are there")


def read_header(payload: bytes, known: Version | None = None) -> tuple[Header, bytes]:
    """The header and this packet's body. `known`: the edition an earlier 0x0100 of this phone showed.

    FrameError when the stated body length fits neither layout.
    """
    if len(payload) < _OLD.fixed.size:
        raise FrameError(f"header needs 12 bytes, {len(payload)} are there")
    msg_id, attributes = _PACKAGE.unpack_from(payload)
    shape = _choose(payload, attributes)
    at = shape.fixed.size
    package = None
    if attributes & SPLIT_BIT:
        package = Package(*_PACKAGE.unpack_from(payload, at))
        at += _PACKAGE.size
        if not 1 <= package.index <= package.total:
            raise FrameError(f"split packet says part {package.index} of {package.total}")
    serial = int.from_bytes(payload[shape.fixed.size - 2 : shape.fixed.size], "big")
    phone = payload[shape.fixed.size - 2 - shape.phone_digits // 2 : shape.fixed.size - 2].hex()
    old = Version.V2011 if known is Version.V2011 else Version.V2013
    header = Header(
        msg_id=msg_id,
        phone=phone,
        serial=serial,
        version=Version.V2019 if shape is _NEW else old,
        encryption=attributes >> ENCRYPTION_SHIFT & ENCRYPTION_BITS,
        package=package,
        protocol_version=payload[4] if shape is _NEW else 0,
    )
    return header, payload[at:]


def write_header(header: Header, body_length: int) -> bytes:
    """The header's bytes. FrameError for a value that does not fit its field."""
    shape = shape_of(header.version)
    if body_length > MAX_BODY:
        raise FrameError(f"{body_length} bytes of body, one packet holds {MAX_BODY}: send it in parts")
    if not header.phone or not set(header.phone) <= set(hexdigits):
        raise FrameError(f"phone {header.phone!r} is not made of hex digits")
    if len(header.phone) > shape.phone_digits:
        raise FrameError(f"phone {header.phone!r} has more than {shape.phone_digits} digits")
    if not 0 <= header.encryption <= ENCRYPTION_BITS:
        raise FrameError(f"encryption {header.encryption} does not fit three bits")
    phone = bytes.fromhex(header.phone.rjust(shape.phone_digits, "0"))
    attributes = body_length | header.encryption << ENCRYPTION_SHIFT
    parts: tuple[int | bytes, ...] = (phone, header.serial)
    if shape is _NEW:
        attributes |= VERSION_BIT
        parts = (header.protocol_version or 1, *parts)
    tail = b""
    try:
        if header.package:
            attributes |= SPLIT_BIT
            tail = _PACKAGE.pack(header.package.total, header.package.index)
        return shape.fixed.pack(header.msg_id, attributes, *parts) + tail
    except struct.error as wrong:
        raise FrameError(f"header value does not fit its field: {wrong}") from None
