"""What hardly ever changes (divisions, offices, rules), kept in the process and held against its table at every look.

    names = Unchanged(); names.get("places", (Territory,), lambda: dict(Territory.objects.values_list("path", "name")))

A table's stamp is a sum over the versions of its rows: another one after any change by anybody, the old one again only
when that change was taken back. One query asks for all stamps together.
"""

from collections.abc import Callable, Hashable
from functools import lru_cache
from threading import Lock
from typing import Any, TypeVar

from django.db import connection, models

V = TypeVar("V")
Stamp = tuple[str, ...]
MOST_KEPT = 2048

_tables: dict[type[models.Model], str] = {}
_kept: dict[Hashable, tuple[Stamp, Any]] = {}
_lock = Lock()


def hardly_changes(*tables: type[models.Model]) -> None:
    """Declare tables that are small and hardly ever change."""
    for model in tables:
        _tables[model] = model._meta.db_table
    _question.cache_clear()


@lru_cache(maxsize=1)
def _question() -> str:
    name = connection.ops.quote_name
    # Every version of a row has another place, transaction and command; PostgreSQL itself writes these columns.
    each = "SELECT count(*) || '.' || coalesce(sum(hash_record_extended(ROW(ctid, xmin, cmin), 0)), 0)"
    return "SELECT " + ", ".join(f"({each} FROM {name(table)})" for table in _tables.values())  # noqa: S608 - our own names


class Unchanged:
    """One look (a request's): the stamps are read when first needed, and every answer is as of then."""

    def __init__(self) -> None:
        self._stamps: dict[type[models.Model], str] = {}

    def get(self, key: Hashable, tables: tuple[type[models.Model], ...], load: Callable[[], V]) -> V:
        """What `load()` reads from `tables`; read anew when one of them has changed. Nobody may change the answer."""
        if not self._stamps:
            with connection.cursor() as cursor:
                cursor.execute(_question())
                self._stamps = dict(zip(_tables, cursor.fetchone(), strict=True))
        stamp = tuple(self._stamps[table] for table in tables)
        whole = (connection.settings_dict["NAME"], key)
        found = _kept.get(whole)
        if found is not None and found[0] == stamp:
            value: V = found[1]
            return value
        value = load()
        with _lock:
            if len(_kept) >= MOST_KEPT:
                _kept.clear()
            _kept[whole] = (stamp, value)
        return value
