"""Bulk verbs of the register: many rows judged by the same facts as one, written by COPY, logged as one entry.

A ledger says what is its own in a `Bulk`; judging, writing and taking back are the same for all of them.
"""

from gasloop.registry.actions.bulk.declared import Bulk, Found, Hosts, Name, Unique, Values
from gasloop.registry.actions.bulk.judging import Rows, judge
from gasloop.registry.actions.bulk.undoing import take_back
from gasloop.registry.actions.bulk.writing import write

__all__ = ["Bulk", "Found", "Hosts", "Name", "Rows", "Unique", "Values", "judge", "take_back", "write"]
