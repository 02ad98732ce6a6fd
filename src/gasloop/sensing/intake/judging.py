"""The place for the alarm desk: whoever registers here is given what is new, inside the transaction that stores it.

A judge sees whole batches, writes set-based, and must be idempotent by event id only as far as its own rows are: a
batch that is delivered again has nothing new in it. What it raises undoes the batch, which then comes again.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from psycopg import AsyncConnection


@dataclass(frozen=True, slots=True)
class Fresh:
    """New rows, in no order. Readings: (entity, occurred µs, event, quantity, channel, value, state); positions:
    (entity, occurred µs, event, lat_e6, lng_e6, speed_dkmh, alarm, status, flags)."""

    readings: Sequence[tuple[UUID, int, UUID, int, int, float | None, int]]
    positions: Sequence[tuple[UUID, int, UUID, int, int, int, int, int, int]]


Judge = Callable[[AsyncConnection, Fresh], Awaitable[None]]
_judges: list[Judge] = []


def judge(function: Judge) -> Judge:
    """Register a judge (at import, in a room's `handlers.py`)."""
    _judges.append(function)
    return function


def judges() -> tuple[Judge, ...]:
    """All of them, in order."""
    return tuple(_judges)
