"""The parts information objects are made of. A layout is a tuple of parts, read and written by walking it.

Keys that only explain others (`status_names`, `zone`, `unit`, …) are added on reading and ignored on writing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from gateways.gb26875.faults import PacketError
from gateways.gb26875.packet import read_time, write_time
from gateways.gb26875.profile import Profile
from gateways.gb26875.tables import (
    ANALOGS,
    COMPONENT_STATUS,
    GAS_DETECTOR_STATUS,
    GAS_DETECTORS,
    bit_names,
    status_names,
)

Object = dict[str, object]
"""One information object: JSON values by name."""

CHARSET = "gb18030"


class Reader:
    """Walks an ADU; every shortage is a PacketError that names the field and the byte."""

    __slots__ = ("at", "data", "profile")

    def __init__(self, data: bytes, profile: Profile, at: int = 0) -> None:
        self.data = data
        self.profile = profile
        self.at = at

    @property
    def left(self) -> int:
        return len(self.data) - self.at

    def take(self, size: int, what: str) -> bytes:
        if size > self.left:
            raise PacketError(f"{what} needs {size} bytes at byte {self.at} of the ADU, {self.left} are left")
        piece = self.data[self.at : self.at + size]
        self.at += size
        return piece

    def number(self, size: int, what: str) -> int:
        return int.from_bytes(self.take(size, what), "little")


@dataclass(slots=True)
class Writer:
    """Collects an ADU's bytes in a profile's way."""

    out: bytearray
    profile: Profile

    def number(self, value: object, size: int, what: str, *, signed: bool = False) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            raise PacketError(f"{what} must be a whole number, not {value!r}")
        try:
            self.out += value.to_bytes(size, "little", signed=signed)
        except OverflowError:
            raise PacketError(f"{what} {value} does not fit {size} bytes") from None


class Part(Protocol):
    """One part of a layout."""

    def read(self, reader: Reader, item: Object) -> None: ...
    def write(self, writer: Writer, item: Object) -> None: ...


Layout = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Number:
    """An integer; with `names`, its meaning too."""

    name: str
    size: int = 1
    names: Mapping[int, str] | None = None

    def read(self, reader: Reader, item: Object) -> None:
        value = reader.number(self.size, self.name)
        item[self.name] = value
        if self.names is not None:
            item[f"{self.name}_name"] = self.names.get(value, "user" if value >= 128 else "reserved")

    def write(self, writer: Writer, item: Object) -> None:
        writer.number(item.get(self.name), self.size, self.name)


@dataclass(frozen=True, slots=True)
class Status:
    """A status word or byte. For a gas detector bit 1 is a gas alarm; the component type stands before the status."""

    size: int
    names: Mapping[int, str]

    def read(self, reader: Reader, item: Object) -> None:
        status = reader.number(self.size, "status")
        names = self.names
        if names is COMPONENT_STATUS and item.get("part") in GAS_DETECTORS:
            names = GAS_DETECTOR_STATUS
        item["status"] = status
        item["status_names"] = status_names(status, names)

    def write(self, writer: Writer, item: Object) -> None:
        writer.number(item.get("status"), self.size, "status")


@dataclass(frozen=True, slots=True)
class Operation:
    """Operation flags and the operator's number."""

    names: Mapping[int, str]

    def read(self, reader: Reader, item: Object) -> None:
        flags = reader.number(1, "op")
        item |= {"op": flags, "op_names": bit_names(flags, self.names), "operator": reader.number(1, "operator")}

    def write(self, writer: Writer, item: Object) -> None:
        writer.number(item.get("op"), 1, "op")
        writer.number(item.get("operator"), 1, "operator")


@dataclass(frozen=True, slots=True)
class PartAddress:
    """Component address: zone in the low word, number in the high word of one DWORD."""

    def read(self, reader: Reader, item: Object) -> None:
        address = reader.number(4, "part_addr")
        item |= {"part_addr": address, "zone": address & 0xFFFF, "number": address >> 16}

    def write(self, writer: Writer, item: Object) -> None:
        writer.number(item.get("part_addr"), 4, "part_addr")


@dataclass(frozen=True, slots=True)
class Analog:
    """Analog type and a signed value in that type's steps."""

    def read(self, reader: Reader, item: Object) -> None:
        kind = reader.number(1, "analog")
        raw = int.from_bytes(reader.take(2, "value"), "little", signed=True)
        quantity, unit, per_unit = ANALOGS.get(kind, ("unknown", "", 1))
        value = raw / per_unit if per_unit > 1 else raw
        item |= {"analog": kind, "quantity": quantity, "value": value, "unit": unit, "raw": raw}

    def write(self, writer: Writer, item: Object) -> None:
        kind, raw = item.get("analog"), item.get("raw")
        writer.number(kind, 1, "analog")
        if raw is None and isinstance(kind, int):
            value = item.get("value")
            if isinstance(value, bool) or not isinstance(value, (int, float)):
                raise PacketError(f"value must be a number, not {value!r}")
            raw = round(value * ANALOGS.get(kind, ("", "", 1))[2])
        writer.number(raw, 2, "value", signed=True)


def text_of(raw: bytes) -> str:
    """Text up to the first NUL (devices leave junk behind it), without blanks around; no GB 18030 shows as U+FFFD."""
    return raw.partition(b"\0")[0].decode(CHARSET, errors="replace").strip()


def text_bytes(item: Object, name: str) -> bytes:
    text = item.get(name)
    if not isinstance(text, str):
        raise PacketError(f"{name} must be text, not {text!r}")
    try:
        return text.encode(CHARSET)
    except UnicodeEncodeError:
        raise PacketError(f"{name} {text!r} cannot be written in {CHARSET}") from None


@dataclass(frozen=True, slots=True)
class Text:
    """GB 18030 text of a fixed size, padded with NUL."""

    name: str
    size: int

    def read(self, reader: Reader, item: Object) -> None:
        item[self.name] = text_of(reader.take(self.size, self.name))

    def write(self, writer: Writer, item: Object) -> None:
        raw = text_bytes(item, self.name)
        if len(raw) > self.size:
            raise PacketError(f"{self.name} has {len(raw)} bytes, the field {self.size}")
        writer.out += raw.ljust(self.size, b"\0")


@dataclass(frozen=True, slots=True)
class CountedText:
    """A length byte, then GB 18030 text of that length."""

    name: str

    def read(self, reader: Reader, item: Object) -> None:
        item[self.name] = text_of(reader.take(reader.number(1, f"length of {self.name}"), self.name))

    def write(self, writer: Writer, item: Object) -> None:
        raw = text_bytes(item, self.name)
        writer.number(len(raw), 1, f"length of {self.name}")
        writer.out += raw


@dataclass(frozen=True, slots=True)
class Version:
    """Main and minor version, shown as 1.1."""

    def read(self, reader: Reader, item: Object) -> None:
        main, minor = reader.take(2, "version")
        item["version"] = f"{main}.{minor}"

    def write(self, writer: Writer, item: Object) -> None:
        main, _, minor = str(item.get("version")).partition(".")
        if not (main.isdecimal() and minor.isdecimal()):
            raise PacketError(f"version must look like 1.1, not {item.get('version')!r}")
        writer.number(int(main), 1, "version")
        writer.number(int(minor), 1, "version")


@dataclass(frozen=True, slots=True)
class Time:
    """Six bytes as ISO 8601 +08:00; `None`, and the bytes under `…_raw`, when they are no instant."""

    name: str = "time"

    def read(self, reader: Reader, item: Object) -> None:
        raw = reader.take(6, self.name)
        instant = read_time(raw, reader.profile)
        item[self.name] = instant.isoformat() if instant else None
        if instant is None:
            item[f"{self.name}_raw"] = raw.hex()

    def write(self, writer: Writer, item: Object) -> None:
        text, raw = item.get(self.name), item.get(f"{self.name}_raw")
        try:
            if isinstance(text, str):
                data = write_time(datetime.fromisoformat(text), writer.profile)
            else:
                data = bytes.fromhex(str(raw))
        except ValueError as wrong:
            raise PacketError(f"{self.name}: {wrong}") from None
        if len(data) != 6:
            raise PacketError(f"{self.name} needs 6 bytes, not {len(data)}")
        writer.out += data
