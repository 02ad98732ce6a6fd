"""Byte strings of one length as columns: every n-th byte by a strided slice, in C.

The XOR of a row is the XOR of its columns, done for all rows in one big integer; an integer of a row is its bytes'
columns interleaved. Nothing here knows a message.
"""

import sys
from array import array
from collections.abc import Sequence
from struct import Struct

from gateways.jt808.bcd import read_time

_NO_TIME = -(1 << 60)
_DAY_AND_TIME = Struct("3s3s")
_ARRAY_CODE = {1: "B", 2: "H", 4: "I"}


class _Days(dict[bytes, int]):
    """Unix seconds of a day's start in Beijing by BCD YYMMDD. Only real days are kept: at most 36525."""

    def __missing__(self, day: bytes) -> int:
        instant = read_time(day + b"\0\0\0")
        if instant is None:
            return _NO_TIME
        return self.setdefault(day, int(instant.timestamp()))


class _Times(dict[bytes, int]):
    """Seconds of the day by BCD hhmmss. Only real times are kept: at most 86400."""

    def __missing__(self, time: bytes) -> int:
        instant = read_time(b"\x00\x01\x01" + time)
        if instant is None:
            return _NO_TIME
        return self.setdefault(time, instant.hour * 3600 + instant.minute * 60 + instant.second)


class Stack:
    """`rows` byte strings of `width` bytes each, end to end."""

    __slots__ = ("data", "rows", "width")

    def __init__(self, pieces: Sequence[bytes]) -> None:
        self.rows, self.width, self.data = len(pieces), len(pieces[0]), b"".join(pieces)

    def byte(self, at: int) -> bytes:
        """Byte `at` of every row."""
        return self.data[at :: self.width]

    def raw(self, at: int, size: int) -> bytes:
        """Bytes at..at+size of every row, end to end."""
        out = bytearray(self.rows * size)
        for k in range(size):
            out[k::size] = self.data[at + k :: self.width]
        return bytes(out)

    def numbers(self, at: int, size: int, *, signed: bool = False) -> "array[int]":
        """A big-endian integer of every row."""
        code = _ARRAY_CODE[size]
        column = array(code.lower() if signed else code, self.raw(at, size))
        if sys.byteorder == "little":
            column.byteswap()
        return column

    def broken(self) -> list[int]:
        """Rows whose bytes do not XOR to zero."""
        folded = 0
        for at in range(self.width):
            folded ^= int.from_bytes(self.byte(at), "little")
        if not folded:
            return []
        return [row for row, rest in enumerate(folded.to_bytes(self.rows, "little")) if rest]


_days, _times = _Days(), _Times()


def seconds_of(raw: bytes) -> list[int | None]:
    """Unix seconds of BCD[6] times laid end to end, None for those that name no instant."""
    days, times = _days, _times
    seconds = [days[day] + times[time] for day, time in _DAY_AND_TIME.iter_unpack(raw)]
    return [None if second <= _NO_TIME >> 1 else second for second in seconds]
