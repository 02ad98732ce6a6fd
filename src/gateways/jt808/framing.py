"""Frames of JT/T 808: flag 0x7e, escapes 0x7d 0x01 and 0x7d 0x02, XOR check byte.

`Framer` takes a stream in any chunks. A flag never occurs inside an escaped frame, so cutting at flags finds every
valid frame, whatever stands between them; a frame's end flag may also be the next one's start.
"""

from gateways.jt808.faults import Fault, FrameError

FLAG = b"\x7e"
MAX_PAYLOAD = 1023 + 21  # ten bits of body length and the longest header (2019, split)
MAX_ESCAPED = 2 * (MAX_PAYLOAD + 1)

_FOLDS = tuple(8 << step for step in range(11))


def check_byte(payload: bytes) -> int:
    """XOR of all bytes. One big integer folded on itself: after the shifts its last byte holds the XOR.

    The folds reach 2 ** 11 bytes, more than any frame has; ValueError beyond.
    """
    size = len(payload) * 8
    if size > 8 << 11:
        raise ValueError(f"{len(payload)} bytes are more than a frame can have")
    folded = int.from_bytes(payload, "big")
    for shift in _FOLDS:
        if shift >= size:
            break
        folded ^= folded >> shift
    return folded & 0xFF


def escape(data: bytes) -> bytes:
    """0x7d becomes 0x7d 0x01, then 0x7e becomes 0x7d 0x02."""
    return data.replace(b"\x7d", b"\x7d\x01").replace(b"\x7e", b"\x7d\x02")


def unescape(data: bytes) -> bytes:
    """Undo the escapes. FrameError for 0x7d with another byte after it.

    A last 0x7d stands for itself: some terminals send the check byte unescaped.
    """
    marks = data.count(b"\x7d")
    if not marks:
        return bytes(data)
    paired = data.count(b"\x7d\x01") + data.count(b"\x7d\x02")
    if marks != paired + data.endswith(b"\x7d"):
        at = next(i for i, byte in enumerate(data) if byte == 0x7D and data[i + 1 : i + 2] not in (b"\x01", b"\x02"))
        raise FrameError(f"escape 0x7d at byte {at} is followed by 0x{data[at + 1 : at + 2].hex()}, not 01 or 02")
    return data.replace(b"\x7d\x02", b"\x7e").replace(b"\x7d\x01", b"\x7d")


def wrap(payload: bytes) -> bytes:
    """Header and body as a frame on the wire."""
    return b"".join((FLAG, escape(payload + bytes((check_byte(payload),))), FLAG))


def open_piece(piece: bytes) -> bytes:
    """What stands between two flags, unescaped and checked, without its check byte. FrameError when it is no frame."""
    if len(piece) > MAX_ESCAPED:
        raise FrameError(f"{len(piece)} bytes between two flags, a frame has at most {MAX_ESCAPED}")
    return verify(unescape(piece))


def verify(data: bytes) -> bytes:
    """Header and body of an unescaped frame that still has its check byte. FrameError when that is wrong."""
    if len(data) > MAX_PAYLOAD + 1:
        raise FrameError(f"{len(data)} bytes after unescaping, a frame has at most {MAX_PAYLOAD + 1}")
    if len(data) < 13:
        raise FrameError(f"{len(data)} bytes between the flags, header and check byte alone need 13")
    if check_byte(data):
        stated = data[-1]
        raise FrameError(f"check byte is 0x{stated:02x}, the frame's XOR is 0x{check_byte(data[:-1]):02x}")
    return data[:-1]


def unwrap(frame: bytes) -> bytes:
    """Header and body of one frame given with both flags. FrameError when it is not exactly one valid frame."""
    if len(frame) < 2 or frame[:1] != FLAG or frame[-1:] != FLAG:
        raise FrameError("a frame begins and ends with the flag 0x7e")
    inner = frame[1:-1]
    if FLAG in inner:
        raise FrameError(f"flag 0x7e inside the frame at byte {inner.index(FLAG) + 1}")
    return open_piece(inner)


class Framer:
    """Cuts a stream into frames. Keeps at most `MAX_ESCAPED` bytes between calls, whatever is sent."""

    __slots__ = ("_losing", "_rest", "_started")

    def __init__(self) -> None:
        self._rest = b""
        self._started = False
        self._losing = 0

    @property
    def pending(self) -> int:
        """Bytes held of a frame that has not ended yet."""
        return len(self._rest)

    def feed(self, data: bytes) -> list[bytes | Fault]:
        """Every frame that ends in `data`, as header and body (checked), and a Fault for each stretch that is none."""
        found: list[bytes | Fault] = []
        *pieces, rest = (self._rest + data).split(FLAG) if self._rest else data.split(FLAG)
        for piece in pieces:
            self._close(bytes(piece), found)
        if self._losing or len(rest) > MAX_ESCAPED:
            self._losing += len(rest)
            rest = b""
        self._rest = bytes(rest)
        return found

    def _close(self, piece: bytes, found: list[bytes | Fault]) -> None:
        """A flag came after `piece`."""
        started, self._started = self._started, True
        if self._losing:
            found.append(Fault("more bytes without a flag than a frame can have", self._losing + len(piece), b""))
            self._losing = 0
        elif not piece:
            return
        elif not started:
            found.append(Fault.of("bytes before the first flag", piece))
        else:
            try:
                found.append(open_piece(piece))
            except FrameError as wrong:
                found.append(Fault.of(str(wrong), piece))
