"""Packets out of a stream. There is no escaping: find @@, read the length, check ## and the sum; on failure drop one
byte and search again, since both flags can occur inside a packet.

A false or cut-off start may claim bytes that never come and hold back a true packet behind it. The caller therefore
calls `give_up` when the line has been quiet for a second: a fire alarm has to be through in ten.
"""

from gateways.gb26875.faults import Fault
from gateways.gb26875.packet import END, HEAD, LENGTH_AT, MAX_ADU, OVERHEAD, START, check_sum

COMMANDS = range(1, 7)


class Framer:
    """Keeps at most one packet's bytes (1054) between calls, whatever is sent."""

    __slots__ = ("_rest",)

    def __init__(self) -> None:
        self._rest = b""

    @property
    def pending(self) -> int:
        """Bytes held of a packet that has not ended yet."""
        return len(self._rest)

    def feed(self, data: bytes) -> list[bytes | Fault]:
        """Every packet that ends in `data`, whole and checked, and a Fault for each stretch that is none."""
        buffer = self._rest + data
        found: list[bytes | Fault] = []
        at = noise_from = 0
        while True:
            start = buffer.find(START, at)
            if start < 0:
                at = len(buffer) - buffer.endswith(START[:1])
                break
            at = start
            end = _end_of(buffer, at)
            if end is None:
                break
            if not end:
                if _has_a_head(buffer, at):
                    _noise(found, buffer, noise_from, at)
                    found.append(_misshapen(buffer[at:]))
                    noise_from = at
                at += 1
                continue
            _noise(found, buffer, noise_from, at)
            packet = buffer[at:end]
            if check_sum(packet[2:-3]) == packet[-3]:
                found.append(packet)
                at = noise_from = end
            else:
                found.append(Fault("check", f"sum is 0x{packet[-3]:02x}", len(packet), packet[:32]))
                noise_from = at
                at += 1
        _noise(found, buffer, noise_from, at)
        self._rest = buffer[at:]
        return found

    def give_up(self) -> list[bytes | Fault]:
        """Nothing more will come of what is held: what else stands in it. Empties the framer."""
        found: list[bytes | Fault] = []
        held = self._rest
        while self._rest:
            dropped, self._rest = self._rest[:1], self._rest[1:]
            found.append(Fault("noise", "a packet was not finished", 1, dropped))
            found += self.feed(b"")
            if not self._rest.startswith(START):
                self._rest = b""
        if held.endswith(END) and _has_a_head(held, 0) and not any(isinstance(one, bytes) for one in found):
            found.insert(0, _misshapen(held))  # it is whole, and says that it is longer
        return found


def _has_a_head(buffer: bytes, at: int) -> bool:
    """Does what begins here look like a packet of a device: version 1 in either byte order, a command that exists?"""
    head = buffer[at : at + HEAD]
    return len(head) == HEAD and head[:2] == START and 1 in head[4:6] and head[26] in COMMANDS


def _misshapen(buffer: bytes) -> Fault:
    length = buffer[LENGTH_AT] | buffer[LENGTH_AT + 1] << 8
    return Fault("shape", f"no packet ends after the {length} bytes that its head says", HEAD, buffer[:32])


def _end_of(buffer: bytes, at: int) -> int | None:
    """Where the packet that begins at `at` ends; None while that is not known or not there yet; 0 when it is none."""
    if len(buffer) < at + LENGTH_AT + 2:
        return None
    length = buffer[at + LENGTH_AT] | buffer[at + LENGTH_AT + 1] << 8
    if length > MAX_ADU:
        return 0
    end = at + OVERHEAD + length
    if end > len(buffer):
        return None
    return end if buffer[end - 2 : end] == END else 0


def _noise(found: list[bytes | Fault], buffer: bytes, start: int, end: int) -> None:
    if end > start:
        found.append(Fault("noise", "no packet begins here", end - start, buffer[start : min(end, start + 32)]))
