"""Fills the event tables of a running town set-based, as months of its devices would: for `device_queries`.

Rows lie in the order they would have come in (all devices, minute by minute); a month's key is built over the whole
month, then the month is attached. The tables' own DDL is used for columns, key and bounds.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

import psycopg

from gasloop.relay.event_tables import EventTable
from gasloop.relay.event_tables.ddl import append_only, month_name, next_month
from gasloop.relay.event_tables.manifest import KEY
from gasloop.relay.event_tables.partitions import month_of, months_between
from gasloop.sensing.event_tables import POSITIONS, READINGS
from gasloop.sensing.quantities import CODES

Database = psycopg.Connection[tuple[object, ...]]
READING_EVERY = timedelta(minutes=1)
POSITION_EVERY = timedelta(seconds=30)

READING_ROWS = """
    INSERT INTO {name} (entity_id, occurred_at, event_id, received_at, value, channel, state, quantity)
    SELECT device, at, gen_random_uuid(), at + interval '1 second', round((random() * 30)::numeric, 1), 0,
        CASE WHEN random() < 0.0001 THEN 1 ELSE 0 END, %(quantity)s
    FROM generate_series(%(since)s, %(until)s - %(step)s, %(step)s) at, LATERAL unnest(%(devices)s::uuid[]) device
"""
POSITION_ROWS = """
    INSERT INTO {name} (entity_id, occurred_at, event_id, received_at, alarm, status, lat_e6, lng_e6, mileage_hm,
        speed_dkmh, direction_deg, altitude_m, flags)
    SELECT device, at, gen_random_uuid(), at + interval '1 second', 0, 3, 30190000 + (random() * 100000)::int,
        105840000 + (random() * 100000)::int, NULL, (random() * 800)::int, (random() * 359)::int, 250, 1
    FROM generate_series(%(since)s, %(until)s - %(step)s, %(step)s) at, LATERAL unnest(%(devices)s::uuid[]) device
"""
LATEST_READINGS = """
    INSERT INTO sensing_latestreading (device_id, channel, quantity, occurred_at, received_at, event_id, value, state)
    SELECT device, 0, %(quantity)s, %(until)s, %(until)s, gen_random_uuid(), 1.5, 0
    FROM unnest(%(devices)s::uuid[]) device
    ON CONFLICT DO NOTHING
"""
LATEST_POSITIONS = """
    INSERT INTO sensing_latestposition (device_id, occurred_at, received_at, event_id, lat_e6, lng_e6, speed_dkmh,
        direction_deg, alarm, status, valid)
    SELECT device, %(until)s, %(until)s, gen_random_uuid(), 30190000, 105840000, 0, 0, 0, 3, true
    FROM unnest(%(devices)s::uuid[]) device ON CONFLICT DO NOTHING
"""
HEARD = """
    UPDATE sensing_presence SET last_heard_at = %(until)s, online_until = %(until)s + interval '1 day'
    WHERE device_id = ANY(%(devices)s)
"""


def fill_readings(database: Database, devices: Sequence[UUID], until: datetime, each: int) -> int:
    """`each` readings of each device, a minute apart, up to `until`; how many rows."""
    told = {"quantity": CODES["concentration"]}
    rows = _fill(database, READINGS, READING_ROWS, devices, until, READING_EVERY, each, told)
    database.execute(LATEST_READINGS, {"devices": list(devices), "until": until, **told})
    database.execute(HEARD, {"devices": list(devices), "until": until})
    return rows


def fill_positions(database: Database, trucks: Sequence[UUID], until: datetime, each: int) -> int:
    """`each` positions of each truck, half a minute apart, up to `until`; how many rows."""
    rows = _fill(database, POSITIONS, POSITION_ROWS, trucks, until, POSITION_EVERY, each, {})
    database.execute(LATEST_POSITIONS, {"devices": list(trucks), "until": until})
    database.execute(HEARD, {"devices": list(trucks), "until": until})
    return rows


def _fill(
    database: Database,
    table: EventTable,
    statement: str,
    devices: Sequence[UUID],
    until: datetime,
    step: timedelta,
    each: int,
    told: dict[str, object],
) -> int:
    since, rows = until - step * each, 0
    for month in months_between(month_of(since), month_of(until)):
        begin, end = _bounds(month, since, until)
        name = month_name(table, month)
        database.execute(f"DROP TABLE IF EXISTS {name}")
        database.execute(f"CREATE TABLE {name} (LIKE {table.name})")
        asked = {"since": begin, "until": end, "step": step, "devices": list(devices), **told}
        rows += database.execute(statement.format(name=name), asked).rowcount
        _attach(database, table, month)
        database.execute(f"VACUUM (ANALYZE) {name}")
        print(f"  {name}: {rows:,} rows", flush=True)
    database.execute(f"ANALYZE {table.name}")
    return rows


def _bounds(month: date, since: datetime, until: datetime) -> tuple[datetime, datetime]:
    first, after = (
        datetime.combine(day, datetime.min.time(), tzinfo=since.tzinfo) for day in (month, next_month(month))
    )
    return max(first, since), min(after, until)


def _attach(database: Database, table: EventTable, month: date) -> None:
    name = month_name(table, month)
    database.execute(f"ALTER TABLE {name} ADD PRIMARY KEY ({', '.join(KEY)}) INCLUDE ({', '.join(table.covered)})")
    values = f"FROM ('{month:%Y-%m-%d} 00:00+00') TO ('{next_month(month):%Y-%m-%d} 00:00+00')"
    database.execute(f"ALTER TABLE {table.name} ATTACH PARTITION {name} FOR VALUES {values}")
    for right in append_only(name):
        database.execute(right)
