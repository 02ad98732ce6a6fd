"""Questions and inserts of every request, said to PostgreSQL in the same words each time.

The ORM makes SQL out of a queryset anew for each question, which costs several times what asking it costs. A standing
question is made once per process; only its values change. It sees what the queryset would see: no answer is kept.
"""

import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import groupby
from typing import Any, Generic, TypeVar

from django.db import connection, models, transaction
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=models.Model)
Row = tuple[Any, ...]
_POPULATORS: Any = get_related_populators  # typed for a later Django, in which it takes one thing more


class Standing(Generic[M]):
    """`say` builds the queryset from one value per kind (see `STAND_INS`); it is called once, with stand-ins.

        SITE = Standing(lambda key: Site.objects.filter(pk=key).select_related("party"), UUID)
        site = SITE.first(site_id)

    For `values_list` querysets there are `rows`. Prefetches, and values that shape the SQL (lists, None), do not work.
    """

    def __init__(self, say: Callable[..., models.QuerySet[M, Any]], *kinds: type) -> None:
        self._say, self._kinds = say, kinds
        self._made: _Made | None = None

    def all(self, *values: object) -> list[M]:
        """The records, as the queryset gives them."""
        made = self._ready()
        return [made.record(row) for row in made.ask(values)]

    def first(self, *values: object) -> M | None:
        """The first record, or None; the question itself says in which order."""
        return next(iter(self.all(*values)), None)

    def rows(self, *values: object) -> list[Row]:
        """The columns of a `values_list`, row by row."""
        return [tuple(row) for row in self._ready().ask(values)]

    def _ready(self) -> "_Made":
        if self._made is None:
            self._made = _make(self._say, self._kinds)
        return self._made


STAND_INS: dict[type, Callable[[], object]] = {
    uuid.UUID: uuid.uuid4,
    bytes: lambda: uuid.uuid4().bytes,
    date: lambda: date.fromordinal(1 + uuid.uuid4().int % 300_000),
    datetime: lambda: datetime(1, 1, 2, tzinfo=UTC) + timedelta(seconds=uuid.uuid4().int % 10**9),
    str: lambda: f"stand-in {uuid.uuid4()}",
}


@dataclass(frozen=True, slots=True)
class _Made:
    """The words (SQL), what goes where, and how a row becomes a record."""

    sql: str
    params: Sequence[Any]
    places: dict[int, int]  # position among the parameters → which value
    compiler: Any  # django's SQLCompiler: it knows the columns, their converters and the relations
    converters: Any
    locks: bool

    def ask(self, values: Sequence[Any]) -> Iterator[Sequence[Any]]:
        """The rows, each column as its field has it."""
        if self.locks and not connection.in_atomic_block:
            raise transaction.TransactionManagementError("a lock outside of a transaction is none")
        params = [values[self.places[at]] if at in self.places else kept for at, kept in enumerate(self.params)]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            found = cursor.fetchall()
        rows: Iterator[Sequence[Any]] = (
            self.compiler.apply_converters(found, self.converters) if self.converters else iter(found)
        )
        return rows

    def record(self, row: Sequence[Any]) -> Any:
        """One row as its record, with the relations it was asked together with."""
        klass = self.compiler.klass_info
        first, last = klass["select_fields"][0], klass["select_fields"][-1] + 1
        names = [column[0].target.attname for column in self.compiler.select[first:last]]
        made = klass["model"].from_db(connection.alias, names, row[first:last])
        for populator in _POPULATORS(klass, self.compiler.select, connection.alias):
            populator.populate(row, made)
        return made


def _make(say: Callable[..., models.QuerySet[Any, Any]], kinds: Sequence[type]) -> _Made:
    stand_ins = [STAND_INS[kind]() for kind in kinds]
    query = say(*stand_ins).query
    compiler = query.get_compiler(connection=connection)
    sql, params = compiler.as_sql()
    places = {at: stand_ins.index(_bare(each)) for at, each in enumerate(params) if _bare(each) in stand_ins}
    if set(places.values()) != set(range(len(kinds))):
        raise ValueError(f"a value is not to be found again in: {sql}")
    converters = compiler.get_converters([column[0] for column in compiler.select])
    return _Made(sql, params, places, compiler, converters, query.select_for_update)


def _bare(param: object) -> object:
    """Bytes are wrapped for the driver."""
    return getattr(param, "obj", param)


def insert_together(*records: models.Model) -> None:
    """Insert new rows, of one or several tables, in one statement (foreign keys are looked at when it commits).

    As `save(force_insert=True)` of each would, without signals: nobody listens to any. The ids are ours already.
    """
    parts: list[str] = []
    params: list[Any] = []
    for model, group in groupby(records, key=type):
        into, fields, places = _insert_sql(model)
        rows = list(group)
        parts.append(f"{into} VALUES {', '.join([places] * len(rows))}")
        params += [
            field.get_db_prep_save(field.pre_save(row, add=True), connection) for row in rows for field in fields
        ]
    if not parts:
        return
    *others, last = parts
    before = ", ".join(f"_{at} AS ({sql})" for at, sql in enumerate(others))
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {before} {last}" if before else last, params)
    for record in records:
        record._state.adding, record._state.db = False, connection.alias


@cache
def _insert_sql(model: type[models.Model]) -> tuple[str, "list[models.Field[Any, Any]]", str]:
    """`INSERT INTO table (columns)`, the fields behind the columns, and the place of one row's values."""
    fields = [field for field in model._meta.local_concrete_fields if not field.generated]
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    places = ", ".join(_place(field) for field in fields)
    return f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({columns})", fields, f"({places})"


def _place(field: "models.Field[Any, Any]") -> str:
    """Where a value goes: arrays say their type."""
    named = getattr(field, "get_placeholder", None)
    return str(named(None, None, connection)) if named else "%s"
