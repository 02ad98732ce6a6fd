"""What stands now, kept beside the event tables: newest values, newest positions, who was heard when.

An older event never covers a newer one, so the order of arrival does not matter. All can be rebuilt.
"""

from collections.abc import Iterable, Mapping
from uuid import UUID

from psycopg import AsyncCursor

from gasloop.sensing.payloads.rows import PositionRow, ReadingRow

CREATE = (
    "CREATE TEMP TABLE IF NOT EXISTS staging_latest_reading (device_id uuid, channel bigint, quantity smallint, "
    "occurred bigint, received bigint, event_id uuid, value float8, state integer) ON COMMIT DELETE ROWS",
    "CREATE TEMP TABLE IF NOT EXISTS staging_latest_position (device_id uuid, occurred bigint, received bigint, "
    "event_id uuid, lat_e6 integer, lng_e6 integer, speed_dkmh integer, direction_deg integer, alarm bigint, "
    "status bigint, valid boolean) ON COMMIT DELETE ROWS",
    "CREATE TEMP TABLE IF NOT EXISTS staging_heard (device_id uuid, heard bigint) ON COMMIT DELETE ROWS",
)

_AT = "timestamptz '1970-01-01 00:00:00+00' + {} * interval '1 microsecond'"
_OCCURRED, _RECEIVED, _HEARD = _AT.format("occurred"), _AT.format("received"), _AT.format("heard")

READINGS = f"""
    INSERT INTO sensing_latestreading AS l
        (device_id, channel, quantity, occurred_at, received_at, event_id, value, state)
    SELECT device_id, channel, quantity, {_OCCURRED}, {_RECEIVED}, event_id, value, state
    FROM staging_latest_reading ORDER BY device_id, channel, quantity
    ON CONFLICT (device_id, channel, quantity) DO UPDATE SET
        occurred_at = excluded.occurred_at, received_at = excluded.received_at, event_id = excluded.event_id,
        value = excluded.value, state = excluded.state
    WHERE (excluded.occurred_at, excluded.event_id) > (l.occurred_at, l.event_id)
"""  # noqa: S608 - constants only

POSITIONS = f"""
    INSERT INTO sensing_latestposition AS l (device_id, occurred_at, received_at, event_id, lat_e6, lng_e6, speed_dkmh,
        direction_deg, alarm, status, valid)
    SELECT device_id, {_OCCURRED}, {_RECEIVED}, event_id, lat_e6, lng_e6, speed_dkmh, direction_deg,
        alarm, status, valid
    FROM staging_latest_position ORDER BY device_id
    ON CONFLICT (device_id) DO UPDATE SET
        occurred_at = excluded.occurred_at, received_at = excluded.received_at, event_id = excluded.event_id,
        lat_e6 = excluded.lat_e6, lng_e6 = excluded.lng_e6, speed_dkmh = excluded.speed_dkmh,
        direction_deg = excluded.direction_deg, alarm = excluded.alarm, status = excluded.status, valid = excluded.valid
    WHERE (excluded.occurred_at, excluded.event_id) > (l.occurred_at, l.event_id)
"""  # noqa: S608 - constants only

HEARD = f"""
    UPDATE sensing_presence p
    SET last_heard_at = {_HEARD}, online_until = {_HEARD} + d.silent_after_s * interval '1 second'
    FROM staging_heard h JOIN sensing_device d ON d.id = h.device_id
    WHERE p.device_id = h.device_id AND (p.last_heard_at IS NULL OR p.last_heard_at < {_HEARD})
"""  # noqa: S608 - constants only

NULL = r"\N"


async def update(
    cursor: AsyncCursor[tuple[object, ...]],
    readings: Iterable[ReadingRow],
    positions: Iterable[PositionRow],
    heard: Mapping[UUID, int],
) -> None:
    """Bring the projections forward by rows that are new."""
    await _put(cursor, "staging_latest_reading", _reading_lines(readings), READINGS)
    await _put(cursor, "staging_latest_position", _position_lines(positions), POSITIONS)
    lines = "".join(f"{device.hex}\t{at}\n" for device, at in heard.items())
    await _put(cursor, "staging_heard", lines, HEARD)


async def _put(cursor: AsyncCursor[tuple[object, ...]], table: str, lines: str, statement: str) -> None:
    if lines:
        async with cursor.copy(f"COPY {table} FROM STDIN") as copy:
            await copy.write(lines)
        await cursor.execute(statement)


def _reading_lines(rows: Iterable[ReadingRow]) -> str:
    newest: dict[tuple[UUID, int, int], ReadingRow] = {}
    for row in rows:
        key = (row[0], row[5], row[7])
        there = newest.get(key)
        if there is None or (row[1], row[2]) > (there[1], there[2]):
            newest[key] = row
    return "".join(
        f"{r[0].hex}\t{r[5]}\t{r[7]}\t{r[1]}\t{r[3]}\t{r[2].hex}\t{NULL if r[4] is None else repr(r[4])}\t{r[6]}\n"
        for r in newest.values()
    )


def _position_lines(rows: Iterable[PositionRow]) -> str:
    newest: dict[UUID, PositionRow] = {}
    for row in rows:
        there = newest.get(row[0])
        if there is None or (row[1], row[2]) > (there[1], there[2]):
            newest[row[0]] = row
    return "".join(
        f"{r[0].hex}\t{r[1]}\t{r[3]}\t{r[2].hex}\t{r[6]}\t{r[7]}\t{r[9]}\t{r[10]}\t{r[4]}\t{r[5]}\t{r[12] & 1}\n"
        for r in newest.values()
    )
