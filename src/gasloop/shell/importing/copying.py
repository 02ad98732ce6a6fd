"""Rows into and over a table by COPY: what `bulk_create` and `bulk_update` do, at the speed of the database."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection, models
from psycopg import sql

PIECE = 5000
CODED = (models.JSONField, models.BinaryField)


def written_fields(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    """The columns a row is written with: all but those PostgreSQL makes itself."""
    return [f for f in model._meta.concrete_fields if not (f.generated or isinstance(f, models.AutoField))]


def copy_in(rows: Sequence[models.Model]) -> None:
    """Insert rows of one model. Encrypted fields are encrypted, generated columns generated, constraints kept."""
    if rows:
        _copy(type(rows[0])._meta.db_table, written_fields(type(rows[0])), rows, add=True)


def copy_over(rows: Sequence[models.Model], names: Sequence[str]) -> int:
    """Write the fields `names` of rows that are there, through a temporary table and one UPDATE; how many."""
    if not rows:
        return 0
    model = type(rows[0])
    by_name = {field.name: field for field in written_fields(model)}
    fields = [by_name[name] for name in ("id", *names)]
    table, columns = sql.Identifier(model._meta.db_table), [sql.Identifier(str(f.column)) for f in fields]
    with connection.cursor() as cursor:
        made = sql.SQL("CREATE TEMP TABLE copied_over ON COMMIT DROP AS SELECT {} FROM {} WITH NO DATA")
        cursor.execute(made.format(sql.SQL(", ").join(columns), table))
        _copy("copied_over", fields, rows, add=False)
        sets = sql.SQL(", ").join(sql.SQL("{0} = copied_over.{0}").format(column) for column in columns[1:])
        update = sql.SQL("UPDATE {0} SET {1} FROM copied_over WHERE {0}.id = copied_over.id")
        cursor.execute(update.format(table, sets))
        changed = int(cursor.rowcount)
        cursor.execute("DROP TABLE copied_over")
    return changed


def _copy(table: str, fields: "Sequence[models.Field[Any, Any]]", rows: Sequence[models.Model], *, add: bool) -> None:
    readers = [_reader(field, add=add) for field in fields]
    columns = sql.SQL(", ").join(sql.Identifier(str(field.column)) for field in fields)
    command = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), columns)
    for start in range(0, len(rows), PIECE):
        # Encoded before the COPY begins: encrypting may ask the database for a key, which it cannot answer meanwhile.
        piece = [[read(row) for read in readers] for row in rows[start : start + PIECE]]
        with connection.cursor() as cursor, cursor.copy(command) as copy:
            for values in piece:
                copy.write_row(values)


def _reader(field: "models.Field[Any, Any]", *, add: bool) -> Callable[[models.Model], object]:
    """How a field gives its column's value; plain ones need no coding and are read as they are."""
    coded = isinstance(field, CODED) or type(field).__module__.startswith("gasloop.")
    name = field.attname
    if not coded:
        return lambda row: getattr(row, name)
    return lambda row: field.get_db_prep_save(field.pre_save(row, add), connection)
