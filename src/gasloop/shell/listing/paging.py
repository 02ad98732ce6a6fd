"""Keyset paging: a page continues after a row's sort key and id, so it costs the same anywhere and repeats no row."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Generic, TypeVar
from uuid import UUID

import msgspec
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

M = TypeVar("M", bound=models.Model)
Key = str | int | float | Decimal | date | datetime | UUID | bool | None
COUNTED_TO = 10_000
SEARCHED_TO = 1_000
"""Where somebody searches: whoever finds a thousand adds a word, and a word has no index that counts."""
KEY = "page_key"


@dataclass(frozen=True, slots=True)
class Order:
    """`path` is an ORM path or annotation; where it can be empty, empty ones come last either way."""

    path: str
    descending: bool
    nullable: bool


@dataclass(frozen=True, slots=True)
class Cursor:
    """Continue after (`forward`) or before the row with this sort key and id."""

    forward: bool
    key: str | None
    pk: str

    def encode(self) -> str:
        return base64.urlsafe_b64encode(msgspec.json.encode((self.key, self.pk))).rstrip(b"=").decode()

    @classmethod
    def decode(cls, text: str, *, forward: bool) -> "Cursor":
        """Read an encoded place; ValueError when it is none."""
        try:
            raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
            key, pk = msgspec.json.decode(raw, type=tuple[str | None, str])
        except (binascii.Error, msgspec.DecodeError, UnicodeEncodeError) as error:
            raise ValueError("not a place in a list") from error
        return cls(forward, key, pk)


@dataclass(frozen=True, slots=True)
class Page(Generic[M]):
    """One page of rows; `before` and `after` are the places of its neighbours, empty at the ends."""

    rows: Sequence[M]
    before: str
    after: str


def sorted_rows(rows: models.QuerySet[M], order: Order, *, backward: bool = False) -> models.QuerySet[M]:
    """`rows` in order, ties broken by id."""
    descending = order.descending != backward
    if order.path == "pk":
        return rows.order_by("-pk" if descending else "pk")
    key = F(order.path)
    if order.nullable:
        last = not backward
        first = key.desc(nulls_last=True) if last else key.desc(nulls_first=True)
        up = key.asc(nulls_last=True) if last else key.asc(nulls_first=True)
        return rows.order_by(first if descending else up, "-pk" if descending else "pk")
    return rows.order_by(key.desc() if descending else key.asc(), "-pk" if descending else "pk")


def page_of(rows: models.QuerySet[M], order: Order, cursor: Cursor | None, size: int) -> Page[M]:
    """The page at `cursor`: one query for `size` + 1 rows."""
    backward = cursor is not None and not cursor.forward
    keyed = rows if order.path == "pk" else rows.annotate(**{KEY: F(order.path)})
    if cursor is not None:
        keyed = keyed.filter(_beyond(order, cursor))
    found = list(sorted_rows(keyed, order, backward=backward)[: size + 1])
    more = len(found) > size
    found = found[:size]
    if backward:
        found.reverse()
    if not found:
        return Page((), "", "")
    has_before = more if backward else cursor is not None
    has_after = True if backward else more
    return Page(
        found,
        _place(found[0], order, forward=False) if has_before else "",
        _place(found[-1], order, forward=True) if has_after else "",
    )


def _place(row: models.Model, order: Order, *, forward: bool) -> str:
    key = None if order.path == "pk" else getattr(row, KEY)
    return Cursor(forward, _key_text(key), str(row.pk)).encode()


def _key_text(key: Key) -> str | None:
    if key is None:
        return None
    return key.isoformat() if isinstance(key, date) else str(key)


def _beyond(order: Order, cursor: Cursor) -> Q:
    """Rows on the far side of the cursor, in the direction it looks. Django types the key."""
    descending = order.descending if cursor.forward else not order.descending
    way = "lt" if descending else "gt"
    id_beyond = Q(**{f"pk__{way}": cursor.pk})
    if order.path == "pk":
        return id_beyond
    if cursor.key is None:
        none = Q(**{f"{order.path}__isnull": True})
        return (none & id_beyond) if cursor.forward else (~none | (none & id_beyond))
    beyond = Q(**{f"{order.path}__{way}": cursor.key}) | (Q(**{order.path: cursor.key}) & id_beyond)
    if not order.nullable:
        # The same again as a bound: it lets PostgreSQL start its index scan at the key.
        return Q(**{f"{order.path}__{way}e": cursor.key}) & beyond
    return beyond | Q(**{f"{order.path}__isnull": True}) if cursor.forward else beyond


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows there are, counted no further than anybody needs to know."""

    number: int
    capped: bool

    def __str__(self) -> str:
        return f"{self.number:,}{'+' if self.capped else ''}"

    @property
    def words(self) -> str:
        number = f"{self.number:,}"
        if self.capped:
            return _("共 %(number)s 条以上") % {"number": number}
        return ngettext("共 %(number)s 条", "共 %(number)s 条", self.number) % {"number": number}


def count_of(rows: models.QuerySet[M], to: int = COUNTED_TO) -> Count:
    """The count, capped at `to`."""
    number = rows.order_by()[: to + 1].count()
    return Count(min(number, to), number > to)
