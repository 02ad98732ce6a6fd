"""The one list of event tables. A room declares its own in its `event_tables.py`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

KEY = ("entity_id", "occurred_at", "event_id")
KEY_TYPES: Mapping[str, str] = {
    "entity_id": "uuid NOT NULL",
    "occurred_at": "timestamptz NOT NULL",
    "event_id": "uuid NOT NULL",
}
_NAME = re.compile(r"[a-z][a-z0-9_]{2,40}")
_declared: dict[str, "EventTable"] = {}


@dataclass(frozen=True, slots=True)
class EventTable:
    """One append-only table, keyed (entity_id, occurred_at, event_id), in months of UTC.

    `columns`: the others, name to SQL type, in the order that wastes no padding. `covered`: columns the key's index
    carries along, so that the day of one entity is read from a few neighbouring pages. `keep_months`: how long months
    are kept; not below `least_months`. `colocation` and `shards` are for Citus: tables of one group are joined locally.
    """

    name: str
    columns: Mapping[str, str] = field(hash=False)
    covered: tuple[str, ...] = ()
    keep_months: int = 24
    least_months: int = 1
    ahead_months: int = 2
    colocation: str = "device"
    shards: int = 16

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"not a table name: {self.name!r}")
        if clash := set(self.columns) & set(KEY):
            raise ValueError(f"{self.name}: the key's columns are given: {', '.join(sorted(clash))}")
        if unknown := set(self.covered) - set(self.columns):
            raise ValueError(f"{self.name} covers columns it does not have: {', '.join(sorted(unknown))}")
        if self.keep_months < self.least_months:
            raise ValueError(f"{self.name} has to be kept for {self.least_months} months at least")
        if not 8 <= self.shards <= 32:
            raise ValueError(f"{self.name}: 8 to 32 shards")

    @property
    def all_columns(self) -> tuple[str, ...]:
        """Every column, the key's first: the order of COPY."""
        return (*KEY, *self.columns)


def event_table(table: EventTable) -> EventTable:
    """Register a table; a name is taken once."""
    if table.name in _declared:
        raise ValueError(f"event table {table.name} is declared twice")
    _declared[table.name] = table
    return table


def event_tables() -> tuple[EventTable, ...]:
    """All event tables."""
    return tuple(_declared.values())
