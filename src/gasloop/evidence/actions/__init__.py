"""Verbs of the log."""

from gasloop.evidence.actions.appending import BatchRows, append, append_batch, append_rows
from gasloop.evidence.actions.personal import erase, reseal, reveal, reveal_entry

__all__ = ["BatchRows", "append", "append_batch", "append_rows", "erase", "reseal", "reveal", "reveal_entry"]
