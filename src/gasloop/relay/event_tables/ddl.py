"""The DDL of event tables, for migrations, partitions and staging. Names come from the manifest, never from users."""

from datetime import date

from gasloop.relay.event_tables.manifest import KEY, KEY_TYPES, EventTable

# Insert-driven vacuum keeps the visibility map fresh, which the covering key needs; the default waits for 20 %.
STORAGE = "autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05"


def create_statements(table: EventTable) -> list[str]:
    """The table itself, without months. Append-only by grants: see `append_only`."""
    columns = [f"{name} {sql}" for name, sql in {**KEY_TYPES, **table.columns}.items()]
    included = f" INCLUDE ({', '.join(table.covered)})" if table.covered else ""
    key = f"PRIMARY KEY ({', '.join(KEY)}){included}"
    body = ",\n    ".join([*columns, key])
    return [f"CREATE TABLE {table.name} (\n    {body}\n) PARTITION BY RANGE (occurred_at)", *append_only(table.name)]


def drop_statement(table: EventTable) -> str:
    """The way back of the migration."""
    return f"DROP TABLE IF EXISTS {table.name}"


def append_only(name: str) -> list[str]:
    """Even the owner may only read and add from here on.

    An owner could give itself the right back, so this stops mistakes and injected statements, not an administrator;
    where migrations run under a role of their own and the services under another, it stops the services for good.
    """
    return [f"REVOKE UPDATE, DELETE, TRUNCATE ON {name} FROM PUBLIC, CURRENT_USER"]


def month_name(table: EventTable, month: date) -> str:
    """`sensing_reading_2026_11`."""
    return f"{table.name}_{month:%Y_%m}"


def month_statements(table: EventTable, month: date) -> list[str]:
    """The partition of one month in UTC."""
    name = month_name(table, month)
    following = next_month(month)
    bounds = f"FROM ('{month:%Y-%m-%d} 00:00+00') TO ('{following:%Y-%m-%d} 00:00+00')"
    return [
        f"CREATE TABLE IF NOT EXISTS {name} PARTITION OF {table.name} FOR VALUES {bounds} WITH ({STORAGE})",
        *append_only(name),
    ]


def next_month(month: date) -> date:
    """The first day of the month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def months_back(month: date, count: int) -> date:
    """The first day of the month `count` months before."""
    total = month.year * 12 + month.month - 1 - count
    return date(total // 12, total % 12 + 1, 1)
