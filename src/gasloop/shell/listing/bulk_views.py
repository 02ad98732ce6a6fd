"""The pages of a bulk act: what would happen, and what happened."""

from typing import Any

from django.db import models
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from gasloop.access.middleware import ActorRequest
from gasloop.access.scope import may
from gasloop.shell.detail import Crumb
from gasloop.shell.listing.asked import Ledger
from gasloop.shell.listing.bulk import MOST_ROWS, BulkAct, Outcome, carry_out, ids_of, previewed, told_by
from gasloop.shell.listing.declared import Listing
from gasloop.shell.listing.habits import own_query


def bulk_page(listing: Listing[Any], request: ActorRequest, act_name: str) -> HttpResponse:
    """First what has to be told, then the preview row by row, then (with `go`) the act and what came of it."""
    act = next((a for a in listing.bulk_acts if a.name == act_name and may(request.actor, a.capability)), None)
    if act is None:
        raise Http404
    query = own_query(listing, request.POST.get("query", ""))
    ledger: Ledger[Any] = Ledger(listing, request.actor, QueryDict(query))
    rows = _rows(ledger, request)
    told, missing = told_by(act, request.POST.dict(), ledger.desk)
    asked = "told" in request.POST or not act.asks
    outcomes: list[Outcome] = []
    done = False
    if rows and asked and not missing and len(rows) <= MOST_ROWS:
        done = request.POST.get("go") == "1"
        outcomes = (
            carry_out(request.actor, act=act, rows=rows, told=told)
            if done
            else previewed(act, request.actor, rows, told)
        )
    shown = {
        "listing": listing,
        "act": act,
        "query": f"?{query}",
        "all_rows": request.POST.get("all") == "1",
        "ids": [] if request.POST.get("all") == "1" else [row.pk for row in rows],
        "count": len(rows),
        "too_many": len(rows) > MOST_ROWS,
        "most": MOST_ROWS,
        "sentence": ledger.sentence() if request.POST.get("all") == "1" else "",
        "asks": _asks(act, ledger, told),
        "missing": missing if asked else [],
        "outcomes": [(o, str(o.row), listing.link(o.row)) for o in outcomes],
        "good": sum(o.state == "good" for o in outcomes),
        "refused": sum(o.state == "refused" for o in outcomes),
        "done": done,
        "crumbs": [Crumb(listing.title, "../"), Crumb(act.title)],
    }
    return render(request, "shell/listing/bulk.html", shown)


def _rows(ledger: Ledger[Any], request: ActorRequest) -> list[models.Model]:
    """The rows ticked, or all that the list shows: always as far as the actor reaches, and one more than allowed."""
    if request.POST.get("all") == "1":
        return [] if ledger.problems else list(ledger.whole_rows()[: MOST_ROWS + 1])
    ids = ids_of(request.POST.getlist("row"))[: MOST_ROWS + 1]
    found = {row.pk: row for row in ledger.listing.visible(request.actor).filter(pk__in=ids)}
    return [found[key] for key in ids if key in found]


def _asks(act: BulkAct, ledger: Ledger[Any], told: dict[str, str]) -> list[dict[str, object]]:
    """The questions of an act as the page asks them."""
    return [
        {
            "name": f"told-{ask.name}",
            "label": str(ask.label),
            "value": told.get(ask.name, ""),
            "options": [(k, str(w)) for k, w in ask.options(ledger.desk)] if ask.options else None,
            "words": _("（必填）") if ask.required else "",
        }
        for ask in act.asks
    ]
