"""The addresses by which a reader keeps columns and views."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect

from gasloop.access.middleware import ActorRequest
from gasloop.kernel.refusal import NotFound
from gasloop.shell.actions.looking import choose_columns, drop_view, offices_of, open_with, save_view
from gasloop.shell.listing.declared import Listing
from gasloop.shell.listing.habits import address_of, own_query


def keep_columns(listing: Listing[Any], request: ActorRequest) -> HttpResponse:
    """Keep the columns ticked; none ticked means the declared ones."""
    choose_columns(request.actor, ledger=listing.name, columns=request.POST.getlist("column"))
    query = request.POST.get("query", "")
    # Only a query string comes back into the address, never another path or host.
    return HttpResponseRedirect(f"./{query if query.startswith('?') else ''}")


def keep_view(listing: Listing[Any], request: ActorRequest) -> HttpResponse:
    """Keep what is on the page under a name, for oneself or for one's office, perhaps as what the list opens with."""
    offices = sorted(offices_of(request.actor), key=str)
    view = save_view(
        request.actor,
        ledger=listing.name,
        name=request.POST.get("name", ""),
        query=own_query(listing, request.POST.get("query", "")),
        columns=request.POST.getlist("column"),
        office_id=offices[0] if request.POST.get("share") == "1" and offices else None,
    )
    if request.POST.get("first") == "1":
        open_with(request.actor, ledger=listing.name, view_id=view.pk)
    return HttpResponseRedirect(f"../{address_of(view)}")


def let_view_go(listing: Listing[Any], request: ActorRequest) -> HttpResponse:
    """Let one of one's views go."""
    drop_view(request.actor, ledger=listing.name, view_id=_view(request))
    return HttpResponseRedirect("../?view=")


def begin_with(listing: Listing[Any], request: ActorRequest) -> HttpResponse:
    """Open the list with a view from now on, or as declared."""
    asked = request.POST.get("view", "")
    open_with(request.actor, ledger=listing.name, view_id=_view(request) if asked else None)
    return HttpResponseRedirect("../" if asked else "../?view=")


def _view(request: ActorRequest) -> UUID:
    try:
        return UUID(request.POST.get("view", ""))
    except ValueError:
        raise NotFound from None
