"""New rows into a table as they come, without an instance of each: what repeats from row to row is put in form once.

A file of a hundred thousand restaurants has few kinds, places and offices and many names. A row is therefore what it
has of its own (id, number, name, address) and a shape it shares; line of COPY and sealed state are made of both.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection, models
from psycopg import sql

from gasloop.evidence import envelope
from gasloop.evidence.actions import BatchRows
from gasloop.evidence.fields import BlindIndexField, EncryptedTextField, SealedText, encrypted_fields
from gasloop.evidence.records import state_value
from gasloop.kernel.jsonable import canonical, plain
from gasloop.shell.importing.copying import PIECE, written_fields

BUFFER = 500
"""Lines handed to the database at once: it works on them while the next are made."""
NULL = "\\N"
_SPECIAL = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """Columns (by attribute name) that rows have in common."""

    columns: Mapping[str, object]


Fresh = tuple[UUID, Mapping[str, object], Shape]
"""A new row: its id, the columns it has of its own, the shape it shares."""


class InStream:
    """New rows of one model. `own` and `shared` name their columns; all others take the field's default."""

    def __init__(self, model: type[models.Model], own: Sequence[str], shared: Sequence[str], sealed: BatchRows) -> None:
        fields = {field.attname: field for field in written_fields(model)}
        self._model, self._sealed = model, sealed
        self._encrypts = bool(encrypted_fields(model))
        self._id = fields["id"]
        self._own = [fields[name] for name in own]
        given = {"id", *own, *shared}
        self._own += [f for f in fields.values() if isinstance(f, BlindIndexField) and f.source in own]
        self._shared = [f for f in fields.values() if f not in self._own and f.attname != "id"]
        self._defaults = {f.attname: f.get_default() for f in self._shared if f.attname not in given}
        self._at = {name: at for at, name in enumerate(sealed.fields)}
        self._made: dict[int, tuple[str, list[bytes]]] = {}
        self._readers = [(f.attname, _reader(f), self._at.get(f.attname)) for f in self._own]

    def write(self, rows: Iterable[Fresh]) -> None:
        """All of them by COPY."""
        columns = [sql.Identifier(str(field.column)) for field in (self._id, *self._own, *self._shared)]
        table = sql.Identifier(self._model._meta.db_table)
        command = sql.SQL("COPY {} ({}) FROM STDIN").format(table, sql.SQL(", ").join(columns))
        lines = map(self._line, rows)
        if self._encrypts:
            # Encrypting may ask the database for a key, which it cannot answer while it takes rows.
            while piece := _some(lines, PIECE):
                self._send(command, iter(piece))
        else:
            self._send(command, lines)

    @staticmethod
    def _send(command: sql.Composed, lines: Iterator[str]) -> None:
        with connection.cursor() as cursor, cursor.copy(command) as copy:
            while buffer := _some(lines, BUFFER):
                copy.write("".join(buffer))

    def _line(self, row: Fresh) -> str:
        key, own, shape = row
        made = self._made.get(id(shape))
        if made is None:
            made = self._made[id(shape)] = self._shaped(key, shape)
        tail, parts = made[0], made[1].copy()
        cells = [str(key)]
        for name, read, at in self._readers:
            value = read(own, key)
            cells.append(copied(value))
            if at is not None:
                parts[at] = _part(name, value)
        self._sealed.add(key, b"{" + b",".join(parts) + b"}")
        cells.append(tail)
        return "\t".join(cells)

    def _shaped(self, key: UUID, shape: Shape) -> tuple[str, list[bytes]]:
        """The end of the line, and the sealed state with room for what is the row's own."""
        parts = [b""] * len(self._at)
        cells = []
        columns = {**self._defaults, **shape.columns}
        for field in self._shared:
            value = _reader(field)(columns, key)
            cells.append(copied(value))
            if (at := self._at.get(field.attname)) is not None:
                parts[at] = _part(field.attname, value)
        return "\t".join(cells) + "\n", parts


def _some(lines: Iterator[str], most: int) -> list[str]:
    return [line for _n, line in zip(range(most), lines, strict=False)]


def _part(name: str, value: object) -> bytes:
    return canonical(name) + b":" + canonical(value if value.__class__ is str else state_value(value))


def _reader(field: "models.Field[Any, Any]") -> Callable[[Mapping[str, object], UUID], object]:
    """A column's value, in the form in which it is read back, from columns by attribute name."""
    name = field.attname
    if isinstance(field, EncryptedTextField):
        return lambda columns, key: SealedText(field, plain=str(columns[name] or "")).encrypted(key)
    if isinstance(field, BlindIndexField):
        source, dataset = field.source, field.dataset

        def index(columns: Mapping[str, object], _key: UUID) -> object:
            text = columns.get(source)
            return envelope.blind_index(dataset, str(text)) if text else None

        return index
    if isinstance(field, models.DecimalField):
        unit = Decimal(1).scaleb(-(field.decimal_places or 0))

        def number(columns: Mapping[str, object], _key: UUID) -> object:
            value = columns[name]
            return None if value is None else Decimal(str(value)).quantize(unit)

        return number
    return lambda columns, _key: columns[name]


def copied(value: object) -> str:
    """A value as COPY's text format has it (PostgreSQL documentation, COPY, File Formats)."""
    match value:
        case None:
            return NULL
        case str():
            return str(value).translate(_SPECIAL)
        case bool():
            return "t" if value else "f"
        case int() | float() | UUID() | Decimal():
            return str(value)
        case datetime() | date():
            return value.isoformat()
        case bytes() | memoryview():
            return "\\\\x" + bytes(value).hex()
        case SealedText():
            return copied(value.ciphertext)
        case Mapping() | list():
            return json.dumps(plain(value), ensure_ascii=False).translate(_SPECIAL)
    raise TypeError(f"{type(value).__name__} has no place in a column here")
