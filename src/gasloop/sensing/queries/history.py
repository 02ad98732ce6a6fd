"""What a device said over one legal day, down-sampled: a query names one entity and a day, so one month or two."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.sensing.queries.register import device

BINS = (60, 300, 900, 3600)
"""Widths that are offered, in seconds."""

DAY = """
    SELECT date_bin(%(width)s, occurred_at, %(since)s) AS bin,
           count(*), count(value), min(value), max(value), avg(value), bit_or(state)
    FROM sensing_reading
    WHERE entity_id = %(device)s AND occurred_at >= %(since)s AND occurred_at < %(until)s
      AND quantity = %(quantity)s AND channel = %(channel)s
    GROUP BY bin ORDER BY bin
"""

TRACK = """
    SELECT DISTINCT ON (date_bin(%(width)s, occurred_at, %(since)s))
           occurred_at, lat_e6, lng_e6, speed_dkmh, direction_deg, alarm, flags
    FROM sensing_position
    WHERE entity_id = %(device)s AND occurred_at >= %(since)s AND occurred_at < %(until)s
    ORDER BY date_bin(%(width)s, occurred_at, %(since)s), occurred_at, event_id
"""

TRACK_SUM = """
    SELECT count(*), max(speed_dkmh), bit_or(alarm), min(occurred_at), max(occurred_at)
    FROM sensing_position
    WHERE entity_id = %(device)s AND occurred_at >= %(since)s AND occurred_at < %(until)s
"""

CHANNELS = """
    SELECT DISTINCT channel, quantity FROM sensing_reading
    WHERE entity_id = %(device)s AND occurred_at >= %(since)s AND occurred_at < %(until)s
    ORDER BY channel, quantity
"""


@dataclass(frozen=True, slots=True)
class Bin:
    """One stretch of the day. `values` of `count` rows carry a number; `state`: every bit that was set in it."""

    start: datetime
    count: int
    values: int
    low: float | None
    high: float | None
    mean: float | None
    state: int


@dataclass(frozen=True, slots=True)
class TrackPoint:
    """The first position of a stretch. Degrees WGS-84; only where `valid` may it be drawn."""

    at: datetime
    lat: float
    lng: float
    speed_kmh: float
    direction_deg: int
    alarm: int
    valid: bool


@dataclass(frozen=True, slots=True)
class Track:
    """A truck's day: how much was heard, its highest speed, every alarm bit that was set, and the thinned line."""

    positions: int
    top_speed_kmh: float | None
    alarm: int
    first: datetime | None
    last: datetime | None
    points: list[TrackPoint]


def day_bounds(key: UUID, day: date, width_s: int) -> dict[str, Any]:
    """The parameters that name one device's legal day."""
    return {
        "device": key,
        "since": clock.start_of(day),
        "until": clock.end_of(day),
        "width": timedelta(seconds=width_s),
    }


def device_day(
    actor: Actor, *, device_id: UUID, day: date, quantity: int, channel: int = 0, width_s: int = 300
) -> list[Bin]:
    """One quantity of one device over one legal day in stretches of `width_s` seconds; NotFound out of reach."""
    found = device(actor, device_id)
    asked = {**day_bounds(found.pk, day, width_s), "quantity": quantity, "channel": channel}
    with connection.cursor() as cursor:
        cursor.execute(DAY, asked)
        return [Bin(*row) for row in cursor.fetchall()]


def truck_day(actor: Actor, *, device_id: UUID, day: date, width_s: int = 60) -> Track:
    """A terminal's legal day, one point per `width_s` seconds; NotFound out of reach."""
    found = device(actor, device_id)
    asked = day_bounds(found.pk, day, width_s)
    with connection.cursor() as cursor:
        cursor.execute(TRACK_SUM, asked)
        count, top, alarm, first, last = cursor.fetchone()
        cursor.execute(TRACK, asked)
        points = [
            TrackPoint(at, lat / 1e6, lng / 1e6, speed / 10, direction, alarms, bool(flags & 1))
            for at, lat, lng, speed, direction, alarms, flags in cursor.fetchall()
        ]
    return Track(count, None if top is None else top / 10, alarm or 0, first, last, points)
