"""The declaration: one `Listing` per ledger says what it shows, asks and exports; the machine does the rest."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, cast
from urllib.parse import urlencode

from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured
from django.db import models
from django.db.models import Value
from django.urls import reverse
from django.utils.translation import gettext_lazy

from gasloop.access.capabilities import Capability
from gasloop.access.scoping import scoped
from gasloop.kernel.actor import Actor
from gasloop.shell.listing.bulk import BulkAct
from gasloop.shell.listing.columns import BoundColumn, Column, Needed, needed
from gasloop.shell.listing.filters import Filter
from gasloop.shell.listing.paging import Order
from gasloop.shell.words import Words

if TYPE_CHECKING:
    from gasloop.shell.importing.declared import Importer

M = TypeVar("M", bound=models.Model)
ARRIVAL = "id"


@dataclass(frozen=True, slots=True)
class Action:
    """A button above the list; shown to whoever has the capability."""

    title: Words
    url_name: str
    icon: str = "plus"
    capability: Capability | None = None


class Listing(Generic[M]):
    """A ledger. Subclass it, fill the class attributes, mount `urls(YourListing)`.

    `capability` is asked for the page and for every row (through `scoped`; `scope_prefix` leads to the scoped relation
    when the model itself has no `territory`). `default_sort` is a column's path or `id` (arrival), with `-` for
    descending. `keys` are the fields by which a row is recognised when it comes back in a spreadsheet. `live` names the
    kinds of events after which an open list refreshes (`hazard`). `importer` says how it comes in from Excel,
    `bulk_acts` what can be done with many rows at once.
    """

    model: type[M]
    name: ClassVar[str]
    title: ClassVar[Words]
    capability: ClassVar[Capability]
    columns: ClassVar[tuple[Column, ...]]
    filters: ClassVar[tuple[Filter[Any], ...]] = ()
    search: ClassVar[tuple[str, ...]] = ()
    search_words: ClassVar[Words] = gettext_lazy("搜索")
    default_sort: ClassVar[str] = "-id"
    exports: ClassVar[tuple[str, ...]] = ("xlsx", "csv")
    keys: ClassVar[tuple[str, ...]] = ()
    lead: ClassVar[Words] = ""
    empty: ClassVar[Words] = gettext_lazy("登记第一条记录后，会列在这里。")
    actions: ClassVar[tuple[Action, ...]] = ()
    per_page: ClassVar[int] = 50
    scope_prefix: ClassVar[str] = ""
    live: ClassVar[str] = ""
    importer: ClassVar["Importer | None"] = None
    bulk_acts: ClassVar[tuple[BulkAct, ...]] = ()

    def rows(self) -> models.QuerySet[M]:
        """Every row the ledger could show, before scope. Override to annotate; voided rows stay out."""
        rows: models.QuerySet[M] = self.model._default_manager.all()
        return rows.filter(voided_at__isnull=True) if self._has_field("voided_at") else rows

    def visible(self, actor: Actor) -> models.QuerySet[M]:
        """The rows in the actor's reach. A model without a line of trade is every line's business."""
        rows = self.rows()
        if not self.scope_prefix and not self._has_field("line"):
            rows = cast("models.QuerySet[M]", rows.alias(line=Value("")))
        return scoped(actor, rows, self.capability, prefix=self.scope_prefix)

    def link(self, row: M) -> str:
        """Where a row's link leads; empty for nowhere."""
        address = getattr(row, "get_absolute_url", None)
        return str(address()) if address is not None else ""

    @cached_property
    def bound(self) -> Mapping[str, BoundColumn]:
        """The columns by name, on the model."""
        return {column.path: BoundColumn(column, self.model) for column in self.columns}

    def needed(self, columns: tuple[BoundColumn, ...]) -> Needed:
        """What a look at these columns reads; worked out once for each choice of columns."""
        found = self._needed.get(columns)
        if found is None:
            found = self._needed[columns] = needed(self.model, columns)
        return found

    @cached_property
    def _needed(self) -> dict[tuple[BoundColumn, ...], Needed]:
        return {}

    @cached_property
    def orders(self) -> Mapping[str, Order]:
        """What the list sorts by, by name, ascending."""
        found = {ARRIVAL: Order("pk", descending=False, nullable=False)}
        for name, column in self.bound.items():
            if column.sort_path:
                found[name] = Order(column.sort_path, descending=False, nullable=self._can_be_empty(column))
        if self.default_sort.lstrip("-") not in found:
            raise ImproperlyConfigured(f"{type(self).__name__}: no sorted column {self.default_sort}")
        return found

    @staticmethod
    def _can_be_empty(column: BoundColumn) -> bool:
        if isinstance(column.column.sort, str):
            return True
        if column.in_chinese_order:
            return any(field is None or field.null for field in column.chain[:-1])
        return any(field is None or field.null for field in column.chain)

    def _has_field(self, name: str) -> bool:
        try:
            self.model._meta.get_field(name)
        except FieldDoesNotExist:
            return False
        return True

    def url(self, namespace: str, **params: object) -> str:
        """The page's address with filters set (`HazardListing().url("hazard", overdue=1)`)."""
        address = reverse(f"{namespace}:{self.name}" if namespace else self.name)
        return f"{address}?{urlencode(params, doseq=True)}" if params else address
