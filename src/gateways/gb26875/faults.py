"""What goes wrong with bytes: one exception for one packet, one value for the bad stretch of a stream."""

from dataclasses import dataclass
from typing import Literal


class PacketError(ValueError):
    """The bytes are not what GB/T 26875.3 says; the text says what is wrong and where."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A stretch of a stream that is no packet: its length and first bytes (at most 32).

    `noise`: no packet begins there. `check`: a packet by its flags and length whose sum is wrong. `shape`: a packet by
    its head whose length or end is wrong. The sender of the last two is owed command 6 (see `packet.deny_of`).
    """

    kind: Literal["noise", "check", "shape"]
    why: str
    length: int
    head: bytes
