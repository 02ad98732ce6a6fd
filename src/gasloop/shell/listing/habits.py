"""What a ledger's page knows of its reader: the columns kept, the views to choose from, the one it opens with."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any
from uuid import UUID

from django.http import QueryDict

from gasloop.access.middleware import ActorRequest
from gasloop.relay.standing import Standing
from gasloop.shell.actions.looking import offices_of, shown_views
from gasloop.shell.listing.declared import Listing
from gasloop.shell.models import ListHabit, SavedView

VIEW = "view"
PLACES = ("after", "before", "at")
KEPT = ListHabit.objects.values_list("columns", "view_id")
_HABIT = Standing(lambda account, ledger: KEPT.filter(account_id=account, ledger=ledger), UUID, str)


@lru_cache(maxsize=32)
def _views_of(offices: int) -> Standing[SavedView]:
    """`shown_views` for somebody with posts in so many offices."""
    kinds = (UUID, str, *(UUID for _ in range(offices)))
    return Standing(lambda account, ledger, *given: shown_views(account, given, ledger), *kinds)


@dataclass(frozen=True, slots=True)
class Offered:
    """A saved view on the page: its name, where it leads, whose it is."""

    view: SavedView
    address: str
    current: bool
    first: bool
    own: bool


class Habits:
    """One request's; read when asked for."""

    def __init__(self, listing: Listing[Any], request: ActorRequest) -> None:
        self._listing, self._request = listing, request

    @cached_property
    def _habit(self) -> tuple[list[str], UUID | None]:
        """The columns kept, and the view that the list opens with."""
        rows = _HABIT.rows(self._request.actor.id, self._listing.name)
        return (rows[0][0], rows[0][1]) if rows else ([], None)

    @cached_property
    def _views(self) -> list[SavedView]:
        offices = sorted(offices_of(self._request.actor))
        return _views_of(len(offices)).all(self._request.actor.id, self._listing.name, *offices)

    @cached_property
    def current(self) -> SavedView | None:
        """The view that the address names."""
        asked = self._request.GET.get(VIEW, "")
        return next((view for view in self._views if str(view.pk) == asked), None) if asked else None

    def columns(self) -> tuple[str, ...]:
        """The view's columns, else those kept."""
        if self.current is not None and self.current.columns:
            return tuple(self.current.columns)
        return tuple(self._habit[0])

    def opening(self) -> str:
        """Where an address without a word leads; empty for the list as declared."""
        first = self._habit[1]
        if self._request.GET or first is None:
            return ""
        return next((address_of(view) for view in self._views if view.pk == first), "")

    def offered(self) -> list[Offered]:
        """The views to choose from, by name."""
        first = self._habit[1]
        return [
            Offered(view, address_of(view), view is self.current, view.pk == first, view.account_id == self._me)
            for view in self._views
        ]

    @property
    def _me(self) -> object:
        return self._request.actor.id


def address_of(view: SavedView) -> str:
    """The list's address that shows a view."""
    params = QueryDict(view.query, mutable=True)
    params[VIEW] = str(view.pk)
    return f"?{params.urlencode()}"


def own_query(listing: Listing[Any], text: str) -> str:
    """Of a query string, what the ledger's filters, search and order understand."""
    asked, kept = QueryDict(text.removeprefix("?")), QueryDict(mutable=True)
    for key in ("q", "sort", *(key for declared in listing.filters for key in declared.keys)):
        if values := [value for value in asked.getlist(key) if value]:
            kept.setlist(key, values)
    return kept.urlencode()
