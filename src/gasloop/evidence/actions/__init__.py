"""Verbs of the log."""

from gasloop.evidence.actions.appending import append, append_batch
from gasloop.evidence.actions.personal import erase, reseal, reveal, reveal_entry

__all__ = ["append", "append_batch", "erase", "reseal", "reveal", "reveal_entry"]
