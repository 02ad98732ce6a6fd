"""What decoding gives: plain rows in the order of the event tables' columns, and why a frame gave none."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

ReadingRow = tuple[UUID, datetime, UUID, datetime, float | None, int, int, int]
"""entity, occurred, event, received, value, channel, state, quantity."""
PositionRow = tuple[UUID, datetime, UUID, datetime, int, int, int, int, int | None, int, int, int, int]
"""entity, occurred, event, received, alarm, status, lat, lng, mileage, speed, direction, altitude, flags."""


class PoisonError(ValueError):
    """A frame that cannot be read; the message says why, for whoever looks at it later."""


@dataclass(frozen=True, slots=True)
class Aside:
    """A frame to be set aside."""

    protocol: str
    key: str
    device: UUID | None
    received_at: datetime
    raw: bytes
    why: str


@dataclass(slots=True)
class Decoded:
    """Rows of one batch. `heard`: each device's last sign of life, whatever it said."""

    readings: list[ReadingRow] = field(default_factory=list)
    positions: list[PositionRow] = field(default_factory=list)
    heard: dict[UUID, datetime] = field(default_factory=dict)
    aside: list[Aside] = field(default_factory=list)
    unknown: list[Aside] = field(default_factory=list)

    def hear(self, device: UUID, at: datetime) -> None:
        """A sign of life."""
        if device not in self.heard or self.heard[device] < at:
            self.heard[device] = at

    def join(self, others: "Iterable[Decoded]") -> "Decoded":
        """Everything in one."""
        for other in others:
            self.readings += other.readings
            self.positions += other.positions
            self.aside += other.aside
            self.unknown += other.unknown
            for device, at in other.heard.items():
                self.hear(device, at)
        return self


def instant(microseconds: int) -> datetime:
    """Unix microseconds as an aware datetime."""
    return EPOCH + timedelta(microseconds=microseconds)


def part_of(event: UUID, part: int) -> UUID:
    """The id of one part of an event: as deterministic as the event's own."""
    return UUID(int=event.int ^ part)


# A clock further ahead than this is wrong; one further behind than what is kept has no place to go.
AHEAD = timedelta(hours=24)


def usable(occurred: datetime | None, received: datetime, oldest: datetime) -> bool:
    """Can the device's own time be believed?"""
    return occurred is not None and oldest <= occurred <= received + AHEAD
