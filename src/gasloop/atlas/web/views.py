"""一张图: a layer with its filters, legend and figures; its points for the map; its rows in words beside it."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gasloop.access.guard import page
from gasloop.access.middleware import ActorRequest
from gasloop.access.scope import may
from gasloop.atlas.backdrop import backdrop, shown_at, view_as_kept
from gasloop.atlas.permissions import MAP_VIEW, OUTLINES_EDIT
from gasloop.atlas.queries import outlines_drawn
from gasloop.atlas.web.showing import NOWHERE_SHOWN, legend, nowhere, rows_in_view
from gasloop.registry.permissions import REGISTRY_EDIT
from gasloop.shell.detail import Crumb, Tab
from gasloop.shell.listing import Ledger
from gasloop.shell.listing.paging import Count
from gasloop.shell.listing.table import SWAP
from gasloop.shell.listing.views import Control
from gasloop.shell.map import BadViewError, Layer, Standing, View, clustered, layers, marks_of, standing

LayerView = Callable[[Layer, ActorRequest], HttpResponseBase]


def bound(view: LayerView, layer: Layer) -> Callable[[ActorRequest], HttpResponseBase]:
    """The view for one layer."""

    def of_layer(request: ActorRequest) -> HttpResponseBase:
        return view(layer, request)

    return require_GET(of_layer)


@page(MAP_VIEW)
def start(request: ActorRequest) -> HttpResponse:
    """The first layer the actor may see."""
    for layer in layers():
        if may(request.actor, layer.listing.capability):
            return redirect(f"atlas:map-{layer.name}")
    raise Http404


def layer_page(layer: Layer, request: ActorRequest) -> HttpResponse:
    """The page; for an htmx request the part of it that follows the filters."""
    ledger = Ledger(layer.listing, request.actor, request.GET)
    partial = request.headers.get("HX-Request-Type") == "partial"
    shown = {
        "layer": layer,
        "ledger": ledger,
        "listing": layer.listing,
        "controls": [Control(ledger, each) for each in layer.listing.filters],
        "swap": SWAP,
        "tools_template": "atlas/tools.html",
        "ledger_url": layer.listing.url(layer.namespace) + ledger.address(),
        **_region(layer, ledger),
    }
    if not partial:
        shown |= {
            "backdrop": backdrop(),
            "may_outline": may(request.actor, OUTLINES_EDIT),
            "may_place_all": may(request.actor, REGISTRY_EDIT),
            "tabs": _tabs(layer, request),
            "crumbs": [Crumb(_("一张图"))],
            "points_url": f"atlas:map-{layer.name}-points",
            "rows_url": f"atlas:map-{layer.name}-rows",
        }
    response = render(request, "atlas/region.html" if partial else "atlas/map.html", shown)
    patch_vary_headers(response, ["HX-Request-Type", "Cookie"])
    return response


def _tabs(current: Layer, request: ActorRequest) -> list[Tab]:
    """The layers the actor may see."""
    return [
        Tab(each.title, reverse(f"atlas:map-{each.name}"), each is current)
        for each in layers()
        if may(request.actor, each.listing.capability)
    ]


def _region(layer: Layer, ledger: Ledger[Any]) -> dict[str, object]:
    """Sentence, chips, legend and what has no position, under the filters set."""
    if ledger.problems:
        return {"sentence": "", "chips": [], "query": ""}
    actor, marks = ledger.desk.actor, marks_of(layer)
    stands = standing(ledger.matching(), layer, marks, actor)
    chips = [(words, ledger.address(without=declared.keys)) for declared, words in ledger.filters_in_words()]
    if ledger.search:
        chips.append((_("含“%(text)s”") % {"text": ledger.search}, ledger.address(without=("q",))))
    words = layer.kind_words()
    return {
        "sentence": ledger.sentence(Count(stands.total, capped=False)),
        "chips": chips,
        "legend": legend(marks, stands),
        "stands": stands,
        "box": _box(stands),
        "kinds": [(value, words.get(value, value), icon) for value, icon in layer.icons.items()],
        "placed": stands.total - stands.nowhere,
        "nowhere": nowhere(layer, ledger) if stands.nowhere else [],
        "nowhere_more": stands.nowhere > NOWHERE_SHOWN,
        "may_place": layer.lat == "lat" and may(actor, REGISTRY_EDIT),
        "query": ledger.address(),
    }


def _box(stands: Standing) -> str:
    """Where the page's map opens: `west,south,east,north` as it shows them, empty while nothing has a position."""
    if stands.box is None:
        return ""
    west, south, east, north = stands.box
    return ",".join(f"{each:.6f}" for each in (*shown_at(south, west), *shown_at(north, east)))


def points(layer: Layer, request: ActorRequest) -> HttpResponse:
    """What lies in the window as JSON: `spots` of [lng, lat, count, mark, label, kind, address]."""
    ledger, view = _asked(layer, request)
    spots = clustered(ledger.matching(), layer, marks_of(layer), request.actor, view)
    found = []
    for spot in spots:
        lng, lat = shown_at(spot.lat, spot.lng)
        url = reverse(layer.page, args=[spot.key]) if spot.key else ""
        found.append([round(lng, 6), round(lat, 6), spot.count, spot.mark, spot.label, spot.kind, url])
    return JsonResponse({"spots": found})


@page(MAP_VIEW)
@require_GET
def outlines(request: ActorRequest) -> HttpResponse:
    """The outlines in reach as GeoJSON; none that nobody imported."""
    return JsonResponse({"type": "FeatureCollection", "features": outlines_drawn(request.actor)})


def rows(layer: Layer, request: ActorRequest) -> HttpResponse:
    """The same window in words: the most urgent rows as a table, and how many there are."""
    ledger, view = _asked(layer, request)
    return render(request, "atlas/rows.html", rows_in_view(layer, ledger, view))


def _asked(layer: Layer, request: HttpRequest) -> tuple[Ledger[Any], View]:
    """The filters and the window an address asks for; 404 for a window or a filter that is none."""
    ledger: Ledger[Any] = Ledger(layer.listing, getattr(request, "actor"), request.GET)  # noqa: B009 - set by the guard
    try:
        view = View.read(request.GET.get("box", ""), request.GET.get("zoom", ""))
    except BadViewError:
        raise Http404 from None
    if ledger.problems:
        raise Http404
    return ledger, view_as_kept(view)
