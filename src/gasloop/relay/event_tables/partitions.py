"""Months: made ahead, on demand for what comes late, dropped whole when their time is over."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from django.db import connection, transaction

from gasloop.relay.event_tables.ddl import month_name, month_statements, months_back, next_month
from gasloop.relay.event_tables.manifest import EventTable

MONTH_LOCK = 0x65766D6F  # "evmo"


def month_of(instant: datetime) -> date:
    """The month in UTC."""
    day = instant.astimezone(UTC).date()
    return day.replace(day=1)


def months_between(first: date, last: date) -> list[date]:
    """Every month from `first` to `last`, both included."""
    found = []
    while first <= last:
        found.append(first)
        first = next_month(first)
    return found


def oldest_kept(table: EventTable, now: datetime) -> date:
    """The first month that is still kept."""
    return months_back(month_of(now), table.keep_months)


def newest_made(table: EventTable, now: datetime) -> date:
    """The last month that is made ahead."""
    return months_back(month_of(now), -table.ahead_months)


def months_there(table: EventTable) -> list[date]:
    """The months that have a partition, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid "
            "WHERE i.inhparent = to_regclass(%s) ORDER BY c.relname",
            [table.name],
        )
        names = [str(name) for (name,) in cursor.fetchall()]
    return [date(int(name[-7:-3]), int(name[-2:]), 1) for name in names]


def ensure_months(table: EventTable, months: Iterable[date]) -> int:
    """Make what is missing of `months`; the number made. Safe from several processes at once."""
    wanted = sorted(set(months) - set(months_there(table)))
    if not wanted:
        return 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [MONTH_LOCK])
        for month in wanted:
            for statement in month_statements(table, month):
                cursor.execute(statement)
    return len(wanted)


def make_ahead(table: EventTable, now: datetime) -> int:
    """This month and those to come."""
    return ensure_months(table, months_between(month_of(now), newest_made(table, now)))


def drop_old(table: EventTable, now: datetime) -> int:
    """Drop the months whose time is over, whole; the number dropped."""
    over = [month for month in months_there(table) if month < oldest_kept(table, now)]
    for month in over:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [MONTH_LOCK])
            cursor.execute(f"DROP TABLE IF EXISTS {month_name(table, month)}")
    return len(over)
