"""What decoding gives: plain rows, instants in Unix microseconds, and why a frame gave none."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

ReadingRow = tuple[UUID, int, UUID, int, float | None, int, int, int]
"""entity, occurred, event, received, value, channel, state, quantity."""
PositionRow = tuple[UUID, int, UUID, int, int, int, int, int, int | None, int, int, int, int]
"""entity, occurred, event, received, alarm, status, lat, lng, mileage, speed, direction, altitude, flags."""
MessageRow = tuple[UUID, int, UUID, int, int, str, bytes]
"""entity, occurred, event, received, kind (message id, ADU type), protocol, body: what is neither."""

SECOND = 1_000_000
DAY = 86_400 * SECOND


class PoisonError(ValueError):
    """A frame that cannot be read; the message says why, for whoever looks at it later."""


@dataclass(frozen=True, slots=True)
class Aside:
    """A frame to be kept apart: of nobody we know, or one that cannot be read."""

    protocol: str
    key: str
    device: UUID | None
    received_us: int
    raw: bytes
    why: str = ""


@dataclass(slots=True)
class Decoded:
    """Rows of one batch. `heard`: each device's last sign of life, whatever it said."""

    readings: list[ReadingRow] = field(default_factory=list)
    positions: list[PositionRow] = field(default_factory=list)
    messages: list[MessageRow] = field(default_factory=list)
    heard: dict[UUID, int] = field(default_factory=dict)
    aside: list[Aside] = field(default_factory=list)
    unknown: list[Aside] = field(default_factory=list)

    def hear(self, device: UUID, at_us: int) -> None:
        """A sign of life."""
        if self.heard.get(device, 0) < at_us:
            self.heard[device] = at_us

    def join(self, others: "Iterable[Decoded]") -> "Decoded":
        """Everything in one."""
        for other in others:
            self.readings += other.readings
            self.positions += other.positions
            self.messages += other.messages
            self.aside += other.aside
            self.unknown += other.unknown
            for device, at in other.heard.items():
                self.hear(device, at)
        return self


@dataclass(frozen=True, slots=True)
class Window:
    """Which instants a device's clock may name: not before the oldest month kept, not a day beyond its arrival."""

    oldest_us: int
    ahead_us: int = DAY

    def holds(self, occurred_us: int | None, received_us: int) -> bool:
        """Can the device's own time be believed?"""
        return occurred_us is not None and self.oldest_us <= occurred_us <= received_us + self.ahead_us


def part_of(event: UUID, part: int) -> UUID:
    """The id of one part of an event: as deterministic as the event's own."""
    return UUID(int=event.int ^ part)
