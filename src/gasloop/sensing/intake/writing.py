"""The one place that writes event tables: a decoded batch in one transaction, then what is new is told.

Idempotent: a batch that comes again finds its rows there and changes nothing. One writer at a time is the rule (the
intake holds a lock); two would only wait for each other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TypeVar
from uuid import UUID

import psycopg
from psycopg import AsyncConnection, AsyncCursor

from gasloop.relay.event_tables import EventTable
from gasloop.relay.event_tables.ddl import month_statements
from gasloop.relay.event_tables.partitions import MONTH_LOCK
from gasloop.sensing.event_tables import MESSAGES, POSITIONS, READINGS
from gasloop.sensing.intake import projections, staging
from gasloop.sensing.intake.apart import keep_aside, keep_unknown
from gasloop.sensing.intake.judging import Fresh, judges
from gasloop.sensing.payloads.rows import Decoded, PositionRow, ReadingRow

Row = TypeVar("Row", bound=tuple[object, ...])


@dataclass(frozen=True, slots=True)
class Written:
    """What one batch added."""

    readings: int
    positions: int
    messages: int


class Writer:
    """Writes through one connection (autocommit off it is not: transactions are ours)."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection
        self._months: set[tuple[str, date]] = set()

    @classmethod
    async def open(cls, conninfo: str) -> "Writer":
        """A connection with its staging tables. `citus.multi_shard_modify_mode` is set where Citus reads it."""
        connection = await psycopg.AsyncConnection.connect(
            conninfo, autocommit=True, application_name="gasloop-intake", options="-c jit=off"
        )
        writer = cls(connection)
        await writer.prepare()
        return writer

    async def prepare(self) -> None:
        """The session's staging tables."""
        for table in (READINGS, POSITIONS, MESSAGES):
            await self.connection.execute(staging.create_staging(table))
        for statement in projections.CREATE:
            await self.connection.execute(statement)
        await self.connection.execute("SELECT set_config('citus.multi_shard_modify_mode', 'sequential', false)")

    async def close(self) -> None:
        await self.connection.close()

    async def write(self, batch: Decoded) -> Written:
        """Commit the whole batch, or raise and change nothing."""
        await self._ensure_months(batch)
        readings, positions = _once(batch.readings), _once(batch.positions)
        async with self.connection.transaction(), self.connection.cursor() as cursor:
            new_readings = await _store(cursor, READINGS, staging.reading_lines(readings))
            new_positions = await _store(cursor, POSITIONS, staging.position_lines(positions))
            new_messages = await _store(cursor, MESSAGES, staging.message_lines(batch.messages))
            fresh_readings = [row for row in readings if row[2] in new_readings]
            fresh_positions = [row for row in positions if row[2] in new_positions]
            await projections.update(cursor, fresh_readings, fresh_positions, batch.heard)
            await keep_unknown(cursor, batch.unknown)
            await keep_aside(cursor, batch.aside)
            for judge in judges():
                await judge(self.connection, _fresh(fresh_readings, fresh_positions))
        return Written(len(new_readings), len(new_positions), len(new_messages))

    async def _ensure_months(self, batch: Decoded) -> None:
        """The months this batch needs; those made ahead are there, late ones are made now."""
        needed = {
            (table, month)
            for table, rows in (
                (READINGS, batch.readings),
                (POSITIONS, batch.positions),
                (MESSAGES, batch.messages),
            )
            for month in _months(rows)
        }
        missing = {(table.name, month): table for table, month in needed if (table.name, month) not in self._months}
        if not missing:
            return
        async with self.connection.transaction():
            await self.connection.execute("SELECT pg_advisory_xact_lock(%s)", [MONTH_LOCK])
            for (_, month), table in sorted(missing.items(), key=lambda each: each[0]):
                for statement in month_statements(table, month):
                    await self.connection.execute(statement)
        self._months |= set(missing)

    def forget_months(self) -> None:
        """After a failure: a month may have been dropped behind our back."""
        self._months.clear()


async def _store(cursor: AsyncCursor[tuple[object, ...]], table: EventTable, lines: str) -> set[UUID]:
    """COPY into staging, over into the table; the ids of what is new."""
    if not lines:
        return set()
    async with cursor.copy(staging.copy_into(table)) as copy:
        await copy.write(lines)
    await cursor.execute(staging.take_over(table), binary=True)
    return {event for (event,) in await cursor.fetchall() if isinstance(event, UUID)}


def _once(rows: Sequence[Row]) -> list[Row]:
    """The rows without those that came twice in the batch."""
    return list({row[:3]: row for row in rows}.values())


HOUR_US = 3_600_000_000


def _months(rows: Iterable[tuple[object, ...]]) -> set[date]:
    hours = {row[1] // HOUR_US for row in rows if isinstance(row[1], int)}
    days = {datetime.fromtimestamp(hour * 3600, UTC).date() for hour in hours}
    return {day.replace(day=1) for day in days}


def _fresh(readings: Sequence[ReadingRow], positions: Sequence[PositionRow]) -> Fresh:
    return Fresh(
        [(r[0], r[1], r[2], r[7], r[5], r[4], r[6]) for r in readings],
        [(p[0], p[1], p[2], p[6], p[7], p[9], p[4], p[5], p[12]) for p in positions],
    )
