"""The parts message bodies are made of. A body's layout is a tuple of fields, read and written by walking it.

Sizes and order come from the standard's tables; offsets are never used, since several printed ones are wrong.
All integers are big-endian; STRING is GBK, read with its superset GB 18030; BCD is 8421.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, timezone
from typing import Protocol

from gateways.jt808.bcd import BEIJING, time_bytes, time_text
from gateways.jt808.faults import FrameError

Body = dict[str, object]
"""A decoded body: JSON values by name."""

CHARSET = "gb18030"


class Reader:
    """Walks a body; every shortage is a FrameError that names the field and the byte."""

    __slots__ = ("at", "data")

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    @property
    def left(self) -> int:
        return len(self.data) - self.at

    def take(self, size: int, what: str) -> bytes:
        if size > self.left:
            raise FrameError(f"{what} needs {size} bytes at byte {self.at} of the body, {self.left} are left")
        piece = self.data[self.at : self.at + size]
        self.at += size
        return piece

    def number(self, size: int, what: str) -> int:
        return int.from_bytes(self.take(size, what), "big")

    def rest(self) -> bytes:
        return self.take(self.left, "rest")


def whole(body: Mapping[str, object], name: str) -> int:
    """The integer `name`; FrameError when it is missing or something else."""
    value = body.get(name)
    if isinstance(value, bool) or not isinstance(value, int):
        raise FrameError(f"{name} must be a whole number, not {value!r}")
    return value


def words(body: Mapping[str, object], name: str) -> str:
    """The text `name`; FrameError when it is missing or something else."""
    value = body.get(name)
    if not isinstance(value, str):
        raise FrameError(f"{name} must be text, not {value!r}")
    return value


def rows(body: Mapping[str, object], name: str) -> list[Body]:
    """The list of objects `name`; FrameError when it is missing or something else."""
    value = body.get(name)
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise FrameError(f"{name} must be a list of objects")
    return value


def number_bytes(value: int, size: int, what: str) -> bytes:
    if not 0 <= value < 1 << 8 * size:
        raise FrameError(f"{what} {value} does not fit {size} bytes")
    return value.to_bytes(size, "big")


def hex_bytes(text: str, what: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise FrameError(f"{what} {text!r} is not hex") from None


def text_bytes(text: str, what: str) -> bytes:
    try:
        return text.encode(CHARSET)
    except UnicodeEncodeError:
        raise FrameError(f"{what} {text!r} cannot be written in {CHARSET}") from None


def text_of(raw: bytes) -> str:
    """Text without the NULs that pad it on either side; bytes that are no GB 18030 show as U+FFFD."""
    return raw.strip(b"\0").decode(CHARSET, errors="replace")


class Field(Protocol):
    """One part of a layout: reads itself into a body, writes itself from one."""

    def read(self, reader: Reader, body: Body) -> None: ...
    def write(self, out: bytearray, body: Body) -> None: ...


Layout = tuple[Field, ...]


def read_layout(layout: Layout, reader: Reader, body: Body) -> Body:
    for field in layout:
        field.read(reader, body)
    return body


def write_layout(layout: Layout, out: bytearray, body: Body) -> None:
    for field in layout:
        field.write(out, body)


@dataclass(frozen=True, slots=True)
class Number:
    """BYTE, WORD or DWORD."""

    name: str
    size: int

    def read(self, reader: Reader, body: Body) -> None:
        body[self.name] = reader.number(self.size, self.name)

    def write(self, out: bytearray, body: Body) -> None:
        out += number_bytes(whole(body, self.name), self.size, self.name)


@dataclass(frozen=True, slots=True)
class HexId:
    """An id shown as the standard prints it: 0x0200."""

    name: str
    size: int

    def read(self, reader: Reader, body: Body) -> None:
        body[self.name] = f"0x{reader.number(self.size, self.name):0{self.size * 2}X}"

    def write(self, out: bytearray, body: Body) -> None:
        text = words(body, self.name)
        out += number_bytes(int.from_bytes(hex_bytes(text.removeprefix("0x"), self.name), "big"), self.size, self.name)


@dataclass(frozen=True, slots=True)
class Degrees:
    """DWORD of 10^-6 degrees."""

    name: str

    def read(self, reader: Reader, body: Body) -> None:
        body[self.name] = reader.number(4, self.name) / 1_000_000

    def write(self, out: bytearray, body: Body) -> None:
        value = body.get(self.name)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise FrameError(f"{self.name} must be degrees, not {value!r}")
        out += number_bytes(round(value * 1_000_000), 4, self.name)


@dataclass(frozen=True, slots=True)
class Hex:
    """Bytes kept as they are, shown as hex; without a size all that is left. Also BCD digits."""

    name: str
    size: int | None = None

    def read(self, reader: Reader, body: Body) -> None:
        raw = reader.rest() if self.size is None else reader.take(self.size, self.name)
        body[self.name] = raw.hex()

    def write(self, out: bytearray, body: Body) -> None:
        raw = hex_bytes(words(body, self.name), self.name)
        if self.size is not None and len(raw) != self.size:
            raise FrameError(f"{self.name} must have {self.size} bytes, not {len(raw)}")
        out += raw


@dataclass(frozen=True, slots=True)
class Text:
    """STRING of a fixed size, padded with NUL; without a size all that is left."""

    name: str
    size: int | None = None

    def read(self, reader: Reader, body: Body) -> None:
        raw = reader.rest() if self.size is None else reader.take(self.size, self.name)
        body[self.name] = text_of(raw)

    def write(self, out: bytearray, body: Body) -> None:
        raw = text_bytes(words(body, self.name), self.name)
        if self.size is not None:
            if len(raw) > self.size:
                raise FrameError(f"{self.name} has {len(raw)} bytes, the field {self.size}")
            raw = raw.ljust(self.size, b"\0")
        out += raw


@dataclass(frozen=True, slots=True)
class CountedText:
    """A length of `length_size` bytes, then a STRING of that length."""

    name: str
    length_size: int = 1

    def read(self, reader: Reader, body: Body) -> None:
        body[self.name] = text_of(reader.take(reader.number(self.length_size, f"length of {self.name}"), self.name))

    def write(self, out: bytearray, body: Body) -> None:
        raw = text_bytes(words(body, self.name), self.name)
        out += number_bytes(len(raw), self.length_size, f"length of {self.name}") + raw


@dataclass(frozen=True, slots=True)
class CountedHex:
    """A length of `length_size` bytes, then that many bytes, shown as hex."""

    name: str
    length_size: int

    def read(self, reader: Reader, body: Body) -> None:
        body[self.name] = reader.take(reader.number(self.length_size, f"length of {self.name}"), self.name).hex()

    def write(self, out: bytearray, body: Body) -> None:
        raw = hex_bytes(words(body, self.name), self.name)
        out += number_bytes(len(raw), self.length_size, f"length of {self.name}") + raw


@dataclass(frozen=True, slots=True)
class Time:
    """BCD[6] as ISO 8601 with its offset, or its twelve digits when they are no instant."""

    name: str
    utc: bool = False

    @property
    def zone(self) -> timezone:
        return UTC if self.utc else BEIJING

    def read(self, reader: Reader, body: Body) -> None:
        body[self.name] = time_text(reader.take(6, self.name), self.zone)

    def write(self, out: bytearray, body: Body) -> None:
        try:
            out += time_bytes(words(body, self.name), self.zone)
        except ValueError as wrong:
            raise FrameError(f"{self.name}: {wrong}") from None


@dataclass(frozen=True, slots=True)
class Many:
    """A count of `count_size` bytes, then that many rows. The count is kept only as the length of the list.

    A hostile count ends with the body: every row takes at least one byte.
    """

    name: str
    count_size: int
    row: Layout

    def read(self, reader: Reader, body: Body) -> None:
        count = reader.number(self.count_size, f"count of {self.name}")
        body[self.name] = [read_layout(self.row, reader, {}) for _ in range(count)]

    def write(self, out: bytearray, body: Body) -> None:
        listed = rows(body, self.name)
        out += number_bytes(len(listed), self.count_size, f"count of {self.name}")
        for row in listed:
            write_layout(self.row, out, row)


@dataclass(frozen=True, slots=True)
class Numbers:
    """A count of `count_size` bytes, then that many integers."""

    name: str
    count_size: int
    size: int

    def read(self, reader: Reader, body: Body) -> None:
        count = reader.number(self.count_size, f"count of {self.name}")
        raw = reader.take(count * self.size, self.name)
        body[self.name] = [int.from_bytes(raw[i : i + self.size], "big") for i in range(0, len(raw), self.size)]

    def write(self, out: bytearray, body: Body) -> None:
        listed = body.get(self.name)
        if not isinstance(listed, list):
            raise FrameError(f"{self.name} must be a list of whole numbers")
        out += number_bytes(len(listed), self.count_size, f"count of {self.name}")
        for value in listed:
            out += number_bytes(whole({self.name: value}, self.name), self.size, self.name)


@dataclass(frozen=True, slots=True)
class When:
    """`fields` are there only while `body[name] & mask == equals`."""

    name: str
    mask: int
    equals: int
    fields: Layout

    def _holds(self, body: Body) -> bool:
        return whole(body, self.name) & self.mask == self.equals

    def read(self, reader: Reader, body: Body) -> None:
        if self._holds(body):
            read_layout(self.fields, reader, body)

    def write(self, out: bytearray, body: Body) -> None:
        if self._holds(body):
            write_layout(self.fields, out, body)


@dataclass(frozen=True, slots=True)
class IfLeft:
    """`fields` are there only when bytes are left; written when `name`, their first one, is in the body."""

    name: str
    fields: Layout

    def read(self, reader: Reader, body: Body) -> None:
        if reader.left:
            read_layout(self.fields, reader, body)

    def write(self, out: bytearray, body: Body) -> None:
        if self.name in body:
            write_layout(self.fields, out, body)


BYTE, WORD, DWORD = 1, 2, 4
