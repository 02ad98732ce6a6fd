"""Columns: what a ledger shows of a row, and which joins that needs."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cached_property, partial
from typing import Literal, cast

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from gasloop.shell.searching import ORDER_COLUMN, sources_of
from gasloop.shell.words import Words

Kind = Literal["text", "code", "number", "money", "mass", "date", "datetime", "due", "status", "risk", "place", "yesno"]


HEAVY = (ArrayField, models.JSONField, models.BinaryField, models.TextField, models.DateTimeField)
UNSORTED = (ArrayField, models.JSONField, models.BinaryField, models.TextField)


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    `path` is dotted (`site.name`): a field, a relation's field, a property or an annotation. `kind` decides how it is
    printed and typed in Excel (`money` is in fen, `mass` in grams). `sort` False for none, a text for another ORM path.
    `value` replaces the path where the row has no such field; `needs` names the relations it reads (`site__office`).
    `met` is the path of what ends a deadline's countdown. `shown` False hides the column until somebody chooses it.
    """

    path: str
    title: Words
    kind: Kind = "text"
    link: bool = False
    sort: bool | str = True
    value: Callable[..., object] | None = None
    needs: tuple[str, ...] = ()
    met: str = ""
    wide: bool = False
    shown: bool = True


class BoundColumn:
    """A column on its model: how to read it, what it joins, what it sorts by."""

    def __init__(self, column: Column, model: type[models.Model]) -> None:
        self.column = column
        self.model = model
        self._parts = tuple(column.path.split("."))

    @property
    def name(self) -> str:
        return self.column.path

    @property
    def title(self) -> str:
        return str(self.column.title)

    @cached_property
    def chain(self) -> tuple["models.Field[object, object] | None", ...]:
        """The field behind each part of the path; None from the first part that is no concrete field."""
        found: list[models.Field[object, object] | None] = []
        model: type[models.Model] | None = self.model
        for part in self._parts:
            field = _concrete(model, part)
            found.append(field)
            related = field.related_model if field is not None else None
            model = related if isinstance(related, type) else None
        return tuple(found)

    @property
    def field(self) -> "models.Field[object, object] | None":
        """The field the path ends at; None for a property or an annotation."""
        return self.chain[-1]

    @cached_property
    def owner(self) -> type[models.Model]:
        """The model the last part belongs to (whose looks a status wears)."""
        field = self.field
        return field.model if field is not None else self.model

    @cached_property
    def relations(self) -> tuple[str, ...]:
        """ORM paths to join so that reading the column asks nothing more."""
        joined: list[str] = []
        for part, field in zip(self._parts, self.chain, strict=True):
            if field is None or not field.is_relation:
                break
            joined.append(part)
        own = ("__".join(joined),) if joined else ()
        return own + self.column.needs

    @cached_property
    def reads(self) -> tuple[tuple[str, type[models.Model], str], ...]:
        """The relations the column goes through: its ORM path, its model, and the field read there; all if empty."""
        found = []
        for relation in self.relations:
            parts, target = relation.split("__"), self.model
            for at, part in enumerate(parts):
                field = target._meta.get_field(part)
                target = cast("type[models.Model]", field.related_model)
                path = "__".join(parts[: at + 1])
                plain = relation not in self.column.needs and self.column.value is None and self.field is not None
                found.append((path, target, self._parts[at + 1] if plain and at + 1 < len(self._parts) else ""))
        return tuple(found)

    @cached_property
    def sort_path(self) -> str:
        """The ORM path to sort by; empty when the column does not sort."""
        if isinstance(self.column.sort, str):
            return self.column.sort
        if not self.column.sort or self.field is None or self.column.value is not None:
            return ""
        if self.field.is_relation or isinstance(self.field, UNSORTED):
            return ""
        return "__".join((*self._parts[:-1], ORDER_COLUMN if self.in_chinese_order else self._parts[-1]))

    @cached_property
    def in_chinese_order(self) -> bool:
        """Whether the column's model keeps the pinyin of this very field."""
        return self._parts[-1] in sources_of(self.owner, ORDER_COLUMN)

    @cached_property
    def labels(self) -> dict[object, object]:
        """The words of a field with choices; asked anew per language, so values stay lazy."""
        field = self.field
        return dict(field.flatchoices) if field is not None and field.flatchoices else {}

    @cached_property
    def read(self) -> Callable[[models.Model], object]:
        """Reads the column's value off a row; None as soon as a relation on the way is empty."""
        return self.column.value if self.column.value is not None else _path_reader(self._parts)


def _path_reader(parts: tuple[str, ...]) -> Callable[[object], object]:
    """`read_path` for one path, without its loop where the path is one field or one of a relation."""
    if len(parts) > 2:
        return partial(read_path, parts=parts)
    first, last = parts[0], parts[-1]

    def own(row: object) -> object:
        value = getattr(row, first)
        return value.value if isinstance(value, Enum) else value

    def related(row: object) -> object:
        relation = getattr(row, first)
        value = None if relation is None else getattr(relation, last)
        return value.value if isinstance(value, Enum) else value

    return own if len(parts) == 1 else related


@dataclass(frozen=True, slots=True)
class Needed:
    """What a look reads: the relations to join, and the fields of each that the columns name."""

    relations: tuple[str, ...]
    fields: tuple[str, ...]


def needed(model: type[models.Model], columns: Iterable[BoundColumn]) -> Needed:
    """What these columns read.

    Of a relation that only plain paths lead to, no more than what they lead to: fifty rows with all fields of three
    relations cost more than everything else about a page. `needs` and properties get the relation whole. The row
    itself comes without the long texts, documents and instants that no column shows; whoever asks it for one of them
    all the same (a link, its name) is answered, by a query that the test of the query count finds.
    """
    relations: dict[str, None] = {}
    columns = tuple(columns)
    plain = all(column.column.value is None and column.field is not None for column in columns)
    fields = dict.fromkeys(_light_fields(model) if plain else _all_fields(model))
    for column in columns:
        if plain:
            fields[column.name.partition(".")[0]] = None
        relations |= dict.fromkeys(column.relations)
        for relation, target, name in column.reads:
            fields |= dict.fromkeys(f"{relation}__{each}" for each in ([name] if name else _all_fields(target)))
        if column.column.met:
            fields[column.column.met.replace(".", "__")] = None
            fields[column.column.met.partition(".")[0]] = None
    return Needed(tuple(relations), tuple(fields))


def _all_fields(model: type[models.Model]) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if not field.generated]


def _light_fields(model: type[models.Model]) -> list[str]:
    return [name for name in _all_fields(model) if not isinstance(model._meta.get_field(name), HEAVY)]


def read_path(row: object, parts: Iterable[str]) -> object:
    """Follow attributes from `row`."""
    value = row
    for part in parts:
        if value is None:
            return None
        value = getattr(value, part)
    return value.value if isinstance(value, Enum) else value


def _concrete(model: type[models.Model] | None, name: str) -> "models.Field[object, object] | None":
    if model is None:
        return None
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return field if isinstance(field, models.Field) else None
