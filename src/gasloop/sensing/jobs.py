"""Sweeps: months of the event tables made ahead and dropped when their time is over."""

from datetime import datetime, timedelta

from gasloop.relay.event_tables import drop_old, event_tables
from gasloop.relay.event_tables.partitions import make_ahead
from gasloop.relay.sweeps import sweep
from gasloop.sensing import event_tables as declared  # noqa: F401 - the manifest is filled by importing it


@sweep("sensing.months", every=timedelta(hours=1))
def keep_months(at: datetime) -> int:
    """Months ahead of time, and out of it."""
    return sum(make_ahead(table, at) + drop_old(table, at) for table in event_tables())
