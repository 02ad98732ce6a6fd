"""Queries of a fixed shape that every request asks: Django writes their SQL once, afterwards only the values change.

Writing the SQL of a small query costs several times what PostgreSQL and the network need for it.

    HELD = Prepared(lambda account, day: Post.objects.filter(…).values_list("role", "lines"), account=UUID, day=date)
    HELD.rows(account=account.pk, day=clock.today())
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models.sql.compiler import SQLCompiler
from psycopg import Binary

Kind = type[UUID] | type[date] | type[datetime] | type[str] | type[bytes]
STAND_INS: dict[Kind, Callable[[int], Any]] = {
    UUID: lambda n: UUID(int=0xFACE << 100 | n),
    date: lambda n: date(1, 1, 1 + n),
    datetime: lambda n: datetime(1, 1, 1, n, tzinfo=UTC),
    str: lambda n: f"\ue000stand-in {n}\ue000",
    bytes: lambda n: f"stand-in {n}".encode(),
}


class Prepared:
    """A `values_list` query with named places. Reads the default database; the rows come as the driver gives them."""

    def __init__(self, build: Callable[..., "models.QuerySet[Any, Any]"], **kinds: Kind) -> None:
        self._build = build
        self._places = {name: STAND_INS[kind](n) for n, (name, kind) in enumerate(kinds.items())}

    @cached_property
    def _written(self) -> tuple[str, tuple[tuple[str, Any], ...]]:
        """The SQL, and for each of its parameters the place it belongs to (or none, and its own value)."""
        compiler: SQLCompiler = self._build(**self._places).query.get_compiler(DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        if compiler.get_converters([each[0] for each in compiler.select]):
            raise TypeError("a column that Django converts after reading can not be prepared")
        names = {value: name for name, value in self._places.items()}
        plain = [value.obj if isinstance(value, Binary) else value for value in params]
        placed = tuple((names.get(value, "") if isinstance(value, tuple(STAND_INS)) else "", value) for value in plain)
        if {name for name, _ in placed} - {""} != set(self._places):
            raise TypeError("a place does not come out as a parameter of its own")
        return sql, placed

    def rows(self, **values: object) -> list[tuple[Any, ...]]:
        """The rows for these values."""
        sql, placed = self._written
        given: list[Any] = [values[name] if name else value for name, value in placed]
        with connection.cursor() as cursor:
            cursor.execute(sql, given)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found
