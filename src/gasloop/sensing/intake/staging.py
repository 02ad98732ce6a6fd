"""Rows to PostgreSQL's COPY text, and the statements that take them on from the staging tables.

Instants travel as Unix microseconds and become timestamps in the database: exact, and cheaper than a text each.
"""

from collections.abc import Iterable

from gasloop.relay.event_tables import EventTable
from gasloop.sensing.event_tables import MESSAGES, POSITIONS, READINGS
from gasloop.sensing.payloads.rows import MessageRow, PositionRow, ReadingRow

NULL = r"\N"
EPOCH = "timestamptz '1970-01-01 00:00:00+00'"
INSTANTS = ("occurred_at", "received_at")

READING_ORDER = READINGS.all_columns
POSITION_ORDER = POSITIONS.all_columns
MESSAGE_ORDER = MESSAGES.all_columns


def staging_of(table: EventTable) -> str:
    """The name of its staging table."""
    return f"staging_{table.name}"


def create_staging(table: EventTable) -> str:
    """A temporary table of the session: emptied by every commit."""
    types = {"entity_id": "uuid", "event_id": "uuid", **table.columns}
    columns = [
        f"{name} {'bigint' if name in INSTANTS else types[name].removesuffix(' NOT NULL')}"
        for name in table.all_columns
    ]
    return f"CREATE TEMP TABLE IF NOT EXISTS {staging_of(table)} ({', '.join(columns)}) ON COMMIT DELETE ROWS"


def copy_into(table: EventTable) -> str:
    """COPY into its staging table."""
    return f"COPY {staging_of(table)} ({', '.join(table.all_columns)}) FROM STDIN"


def take_over(table: EventTable) -> str:
    """From staging into the event table; what is new is told by RETURNING. In the key's order, so that two writers meet
    on no lock in opposite directions."""
    columns = ", ".join(table.all_columns)
    read = ", ".join(
        f"{EPOCH} + {name} * interval '1 microsecond'" if name in INSTANTS else name for name in table.all_columns
    )
    return (
        f"INSERT INTO {table.name} ({columns}) SELECT {read} FROM {staging_of(table)} "  # noqa: S608 - manifest's names
        f"ORDER BY entity_id, occurred_at, event_id "
        f"ON CONFLICT (entity_id, occurred_at, event_id) DO NOTHING RETURNING event_id"
    )


def reading_lines(rows: Iterable[ReadingRow]) -> str:
    """entity, occurred, event, received, value, channel, state, quantity: the order of `READINGS.all_columns`."""
    return "".join(
        f"{entity.hex}\t{occurred}\t{event.hex}\t{received}\t{NULL if value is None else repr(value)}\t{channel}\t"
        f"{state}\t{quantity}\n"
        for entity, occurred, event, received, value, channel, state, quantity in rows
    )


def position_lines(rows: Iterable[PositionRow]) -> str:
    """entity, occurred, event, received, alarm, status, lat, lng, mileage, speed, direction, altitude, flags."""
    return "".join(
        f"{row[0].hex}\t{row[1]}\t{row[2].hex}\t{row[3]}\t{row[4]}\t{row[5]}\t{row[6]}\t{row[7]}\t"
        f"{NULL if row[8] is None else row[8]}\t{row[9]}\t{row[10]}\t{row[11]}\t{row[12]}\n"
        for row in rows
    )


def message_lines(rows: Iterable[MessageRow]) -> str:
    """entity, occurred, event, received, kind, protocol, body."""
    return "".join(
        f"{entity.hex}\t{occurred}\t{event.hex}\t{received}\t{kind}\t{protocol}\t\\\\x{body.hex()}\n"
        for entity, occurred, event, received, kind, protocol, body in rows
    )
