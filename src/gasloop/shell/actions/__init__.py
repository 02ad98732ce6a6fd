"""What people do with ledgers: bring files in, keep the way they look at lists."""

from gasloop.shell.actions.imports import match_columns, start_import, take_import_back, write_import

__all__ = ["match_columns", "start_import", "take_import_back", "write_import"]
