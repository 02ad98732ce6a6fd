"""What people do with ledgers: bring files in, keep the way they look at lists."""

from gasloop.shell.actions.imports import match_columns, start_import, take_import_back, write_import
from gasloop.shell.actions.looking import choose_columns, drop_view, open_with, save_view

__all__ = [
    "choose_columns",
    "drop_view",
    "match_columns",
    "open_with",
    "save_view",
    "start_import",
    "take_import_back",
    "write_import",
]
