"""What goes wrong with bytes: one exception for one frame, one value for the bad stretch of a stream."""

from dataclasses import dataclass


class FrameError(ValueError):
    """The bytes are not what JT/T 808 says; the text says what is wrong and where."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A stretch of a stream that is no frame: why, how many bytes it had, and its first bytes (at most 32)."""

    why: str
    length: int
    head: bytes

    @classmethod
    def of(cls, why: str, data: bytes) -> "Fault":
        return cls(why, len(data), bytes(data[:32]))
