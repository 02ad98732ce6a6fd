"""Event tables: what outgrows one PostgreSQL first (readings, positions, bottle events), laid out so that it may.

One manifest names them, one helper makes their DDL, one check reads the rules back out of the catalogue. The ten rules
are in `docs/event-tables.md`.
"""

from gasloop.relay.event_tables.checks import problems
from gasloop.relay.event_tables.ddl import create_statements, drop_statement
from gasloop.relay.event_tables.manifest import EventTable, event_table, event_tables
from gasloop.relay.event_tables.partitions import drop_old, ensure_months, months_between

__all__ = [
    "EventTable",
    "create_statements",
    "drop_old",
    "drop_statement",
    "ensure_months",
    "event_table",
    "event_tables",
    "months_between",
    "problems",
]
