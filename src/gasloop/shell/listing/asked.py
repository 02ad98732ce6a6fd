"""What an address asks a ledger for: filters, search, order, place; and the sentence that says it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext as _

from gasloop.kernel.actor import Actor
from gasloop.shell.desk import Desk
from gasloop.shell.listing.columns import BoundColumn
from gasloop.shell.listing.declared import ARRIVAL, Listing
from gasloop.shell.listing.filters import BadValueError, Filter
from gasloop.shell.listing.jumping import NowhereError, can_jump, jump_to
from gasloop.shell.listing.paging import (
    COUNTED_TO,
    SEARCHED_TO,
    Count,
    Cursor,
    Order,
    Page,
    count_of,
    page_of,
    sorted_rows,
)
from gasloop.shell.listing.search import search_condition, search_text

M = TypeVar("M", bound=models.Model)
PLACE_KEYS = ("after", "before", "at")


@dataclass(frozen=True, slots=True)
class Problem:
    """A filter that could not be read: what is wrong, and the keys whose removal mends it."""

    words: str
    keys: tuple[str, ...]


class Ledger(Generic[M]):
    """A listing, looked at by somebody, asked for something. Page, print and export all read from here."""

    def __init__(self, listing: Listing[M], actor: Actor, params: QueryDict, chosen: tuple[str, ...] = ()) -> None:
        self.listing = listing
        self.params = params
        self.desk = Desk(actor, listing.capability, listing.model)
        self.problems: list[Problem] = []
        self.values: dict[str, object] = {}
        for declared in listing.filters:
            self._read(declared)
        self.search = search_text(params.get("q", "")) if listing.search else ""
        self.sort = self._sort(params.get("sort", ""))
        self.columns = self._columns(chosen)
        self.place = self._place()

    def _read(self, declared: Filter[Any]) -> None:
        try:
            value = declared.read(self.params, self.desk)
        except BadValueError as error:
            self.problems.append(Problem(str(error), declared.keys))
            return
        if value is not None:
            self.values[declared.name] = value

    def _sort(self, asked: str) -> str:
        """The order asked for (`-due`), or the declared one."""
        if asked and asked.lstrip("-") not in self.listing.orders:
            self.problems.append(Problem(_("不能按“%(value)s”排序。") % {"value": asked}, ("sort",)))
            return self.listing.default_sort
        return asked or self.listing.default_sort

    def _columns(self, chosen: tuple[str, ...]) -> tuple[BoundColumn, ...]:
        bound = self.listing.bound
        picked = tuple(column for name, column in bound.items() if name in chosen)
        return picked or tuple(column for column in bound.values() if column.column.shown)

    @property
    def order(self) -> Order:
        up = self.listing.orders[self.sort.lstrip("-")]
        return Order(up.path, self.sort.startswith("-"), up.nullable)

    def matching(self) -> models.QuerySet[M]:
        """The rows asked for, in the actor's reach, in no order."""
        rows = self.listing.visible(self.desk.actor)
        for declared in self.listing.filters:
            if declared.name in self.values:
                rows = rows.filter(declared.condition(self.values[declared.name], self.desk))
        return self._searched(rows) if self.search else rows

    def _searched(self, rows: models.QuerySet[M]) -> models.QuerySet[M]:
        return rows.filter(search_condition(self.search, self.listing.model, self.listing.search))

    def all_rows(self) -> models.QuerySet[M]:
        """The rows asked for, in order, with the joins the visible columns need (print, export)."""
        return self._joined(sorted_rows(self.matching(), self.order))

    def page(self, size: int = 0) -> Page[M]:
        """The page asked for, of `size` rows (the ledger's own if 0); a place that is none leads to the first page."""
        size = size or self.listing.per_page
        try:
            found = page_of(self._joined(self.matching()), self.order, self._cursor(), size)
            if not found.rows and self.place is not None:
                # Nothing stands there or behind it: the last page, then.
                end = replace(self.place, forward=False)
                found = page_of(self._joined(self.matching()), self.order, end, size)
            return found
        except (ValueError, ValidationError):
            return page_of(self._joined(self.matching()), self.order, None, size)

    def count(self) -> Count:
        return count_of(self.matching(), SEARCHED_TO if self.search else COUNTED_TO)

    @property
    def sorted_by(self) -> BoundColumn | None:
        """The column that orders the list; None for the order of arrival."""
        return self.listing.bound.get(self.sort.lstrip("-"))

    @property
    def jumps(self) -> bool:
        """Whether the list can be entered at a value of its order."""
        return can_jump(self.sorted_by, self.listing.model)

    def _place(self) -> Cursor | None:
        """The value to begin at, where one is asked for and the order has such values."""
        text, column = search_text(self.params.get("at", "")), self.sorted_by
        if not text or column is None or not self.jumps:
            return None
        try:
            return jump_to(text, column, self.order)
        except NowhereError as error:
            self.problems.append(Problem(str(error), ("at",)))
            return None

    def _cursor(self) -> Cursor | None:
        for key in ("after", "before"):
            if place := self.params.get(key):
                return Cursor.decode(place, forward=key == "after")
        return self.place

    def whole_rows(self) -> models.QuerySet[M]:
        """The same rows with every field, for a verb to work with."""
        relations = dict.fromkeys(path for column in self.columns for path in column.relations)
        rows = sorted_rows(self.matching(), self.order)
        return rows.select_related(*relations) if relations else rows

    def _joined(self, rows: models.QuerySet[M]) -> models.QuerySet[M]:
        return self.listing.needed(self.columns).of(rows)

    def filters_in_words(self) -> list[tuple[Filter[Any], str]]:
        """Each filter that is set, and how it says itself."""
        return [
            (declared, declared.say(self.values[declared.name], self.desk))
            for declared in self.listing.filters
            if declared.name in self.values
        ]

    def order_in_words(self) -> str:
        name, down = self.sort.lstrip("-"), self.sort.startswith("-")
        if name == ARRIVAL:
            return _("新登记的在前") if down else _("早登记的在前")
        title = self.listing.bound[name].title
        return (_("按%(column)s倒序") if down else _("按%(column)s排序")) % {"column": title}

    def sentence(self, count: Count | None = None) -> str:
        """What the list shows, in one sentence: heads the page, the export and the print."""
        parts = [words for _declared, words in self.filters_in_words()]
        if self.search:
            parts.append(_("含“%(text)s”") % {"text": self.search})
        parts = parts or [_("全部")]
        if self.place is not None:
            parts.append(_("从“%(text)s”起") % {"text": search_text(self.params.get("at", ""))})
        parts += [self.order_in_words(), (count or self.count()).words]
        return _("；").join(parts)

    @cached_property
    def _said(self) -> dict[str, list[str]]:
        """What the address asks for but the place in the list, keys without a value left out."""
        lists = self.params.lists()
        return {key: values for key, values in lists if key not in PLACE_KEYS and any(values)}

    def carried(self) -> list[tuple[str, str]]:
        """The same as fields, for a form that asks for more."""
        return [(key, value) for key, values in self._said.items() for value in values]

    def address(self, *, without: tuple[str, ...] = (), **changes: str) -> str:
        """This list's address with some keys changed or removed; the place in the list is always forgotten."""
        said = {key: values for key, values in self._said.items() if key not in without}
        return f"?{urlencode({**said, **changes}, doseq=True)}"


def count_rows(listing: Listing[M], actor: Actor, params: Mapping[str, str]) -> Count:
    """How many rows the list would show with these filters: the number beside a link to them."""
    asked = QueryDict(mutable=True)
    asked.update(dict(params))
    return Ledger(listing, actor, asked).count()
