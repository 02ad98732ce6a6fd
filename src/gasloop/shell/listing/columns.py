"""Columns: what a ledger shows of a row, and which joins that needs."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Literal, TypeVar, cast

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from gasloop.shell.searching import ORDER_COLUMN, sources_of
from gasloop.shell.words import Words

Kind = Literal["text", "code", "number", "money", "mass", "date", "datetime", "due", "status", "risk", "place", "yesno"]

M = TypeVar("M", bound=models.Model)
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
    def carried(self) -> bool:
        """Whether the value, a field of a relation, comes with the row itself: no record is made of the relation."""
        return self.column.value is None and len(self._parts) > 1 and self.field is not None

    @cached_property
    def joined(self) -> tuple[str, ...]:
        """The relations to read whole."""
        return self.column.needs if self.carried else self.relations

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
        return self.column.value if self.column.value is not None else path_reader(self.column.path)


def path_reader(path: str) -> Callable[[object], object]:
    """Reads a dotted path off a row; the value that `needed` had it carry, if it does, else from record to record."""
    parts, name = tuple(path.split(".")), carried_name(path)
    if len(parts) == 1:
        return lambda row: _plain(getattr(row, path))

    def read(row: object) -> object:
        carried = row.__dict__
        return _plain(carried[name]) if name in carried else read_path(row, parts)

    return read


def carried_name(path: str) -> str:
    """The attribute in which a row carries the value at `path` of a relation."""
    return f"at_{path.replace('.', '_')}"


def _plain(value: object) -> object:
    return value.value if isinstance(value, Enum) else value


@dataclass(frozen=True, slots=True)
class Needed:
    """What a look reads: relations to join whole, fields of the row (and of those), values carried from relations."""

    relations: tuple[str, ...]
    fields: tuple[str, ...]
    carried: Mapping[str, models.F]

    def of(self, rows: "models.QuerySet[M]") -> "models.QuerySet[M]":
        """`rows` with just that."""
        joined = rows.select_related(*self.relations) if self.relations else rows
        found: models.QuerySet[M] = joined.annotate(**self.carried).only(*self.fields)
        return found


def needed(model: type[models.Model], columns: Iterable[BoundColumn]) -> Needed:
    """What these columns read.

    The fields of relations that they show come as values of the row: fifty rows with three records beside each cost
    more than everything else about a page. `needs` and properties get their relation whole. The row itself comes
    without the long texts, documents and instants that no column shows; whoever asks it for one of them or for a
    relation all the same (a link, its name) is answered, by a query that the test of the query count finds.
    """
    columns = tuple(columns)
    plain = all(column.column.value is None and column.field is not None for column in columns)
    fields = dict.fromkeys(_light_fields(model) if plain else _all_fields(model))
    relations: dict[str, None] = {}
    carried: dict[str, models.F] = {}
    for column in columns:
        if plain:
            fields[column.name.partition(".")[0]] = None
        if column.carried:
            carried[carried_name(column.name)] = models.F(column.name.replace(".", "__"))
        relations |= dict.fromkeys(column.joined)
        met = column.column.met
        if "." in met:
            carried[carried_name(met)] = models.F(met.replace(".", "__"))
        elif met:
            fields[met] = None
    for relation in relations:
        fields |= dict.fromkeys(_whole(model, relation))
    return Needed(tuple(relations), tuple(fields), carried)


def _whole(model: type[models.Model], relation: str) -> Iterator[str]:
    """Every field of every record on the way to `relation`."""
    before, target = "", model
    for part in relation.split("__"):
        target = cast("type[models.Model]", target._meta.get_field(part).related_model)
        before += f"{part}__"
        yield from (f"{before}{name}" for name in _all_fields(target))


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
    return _plain(value)


def _concrete(model: type[models.Model] | None, name: str) -> "models.Field[object, object] | None":
    if model is None:
        return None
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return field if isinstance(field, models.Field) else None
