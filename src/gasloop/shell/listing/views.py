"""The pages of a ledger: list, print, export, choice of columns."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import models
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gasloop.access.guard import page as guarded
from gasloop.access.middleware import ActorRequest
from gasloop.access.scope import may
from gasloop.kernel import clock
from gasloop.shell.detail import Crumb
from gasloop.shell.errors import Sorry, sorry
from gasloop.shell.importing.views import import_urls, start_address
from gasloop.shell.kept import part
from gasloop.shell.listing.asked import Ledger
from gasloop.shell.listing.bulk import acts_for
from gasloop.shell.listing.bulk_views import bulk_page
from gasloop.shell.listing.declared import Action, Listing
from gasloop.shell.listing.export import FORMATS, exported
from gasloop.shell.listing.filters import Filter
from gasloop.shell.listing.habits import Habits
from gasloop.shell.listing.looking import begin_with, keep_columns, keep_view, let_view_go
from gasloop.shell.listing.table import SWAP, table_html
from gasloop.shell.mounted import mount, mounted

M = TypeVar("M", bound=models.Model)
PRINTED_ROWS = 2000


def urls(listing_class: type[Listing[M]]) -> list[URLPattern]:
    """The ledger's addresses (`<name>`, `<name>-print`, `<name>-columns`, `<name>-xlsx` …), behind its capability."""
    listing = listing_class()
    mount(listing)
    guard = guarded(listing.capability)
    name = listing.name
    return [
        path("", guard(require_GET(_with(listing, list_page))), name=name),
        path("print", guard(require_GET(_with(listing, print_page))), name=f"{name}-print"),
        path("columns", guard(require_POST(_with(listing, keep_columns))), name=f"{name}-columns"),
        path("views/keep", guard(require_POST(_with(listing, keep_view))), name=f"{name}-view-keep"),
        path("views/drop", guard(require_POST(_with(listing, let_view_go))), name=f"{name}-view-drop"),
        path("views/first", guard(require_POST(_with(listing, begin_with))), name=f"{name}-view-first"),
        *(
            path(f"export.{kind}", guard(require_GET(_with(listing, _exporter(kind)))), name=f"{name}-{kind}")
            for kind in listing.exports
        ),
        *(
            path(f"bulk/{act.name}", guard(require_POST(_with_act(listing, act.name))), name=f"{name}-bulk-{act.name}")
            for act in listing.bulk_acts
        ),
        *(import_urls(listing, listing.importer) if listing.importer else ()),
    ]


def served() -> tuple[Listing[Any], ...]:
    """Every ledger that has addresses (command line, docs, tests)."""
    return tuple(mounted().values())


View = Callable[[ActorRequest], HttpResponseBase]


def _with(listing: Listing[M], view: Callable[[Listing[M], ActorRequest], HttpResponseBase]) -> View:
    def bound(request: ActorRequest) -> HttpResponseBase:
        return view(listing, request)

    return bound


def _with_act(listing: Listing[M], name: str) -> View:
    def bound(request: ActorRequest) -> HttpResponseBase:
        return bulk_page(listing, request, name)

    return bound


def _ledger(listing: Listing[M], request: ActorRequest) -> Ledger[M]:
    return Ledger(listing, request.actor, request.GET, Habits(listing, request).columns())


def list_page(listing: Listing[M], request: ActorRequest) -> HttpResponse:
    """The list; for an htmx request its region alone."""
    habits = Habits(listing, request)
    if opening := habits.opening():
        return HttpResponseRedirect(opening)
    ledger = Ledger(listing, request.actor, request.GET, habits.columns())
    shown = {"ledger": ledger, "listing": listing, "swap": SWAP, "habits": habits, **_region(ledger)}
    shown["columns_menu"] = _columns_menu(ledger)
    partial = request.headers.get("HX-Request-Type") == "partial"
    if not partial:
        shown |= {"crumbs": [Crumb(listing.title)], "actions": _actions(listing, request)}
    template = "shell/listing/region.html" if partial else "shell/listing/page.html"
    response = render(request, template, shown)
    patch_vary_headers(response, ["HX-Request-Type", "Cookie"])
    response["Cache-Control"] = "private, no-cache"
    return response


def _region(ledger: Ledger[M]) -> dict[str, object]:
    """What the part of the page shows that changes with filters: sentence, chips, table, pager."""
    controls = [Control(ledger, declared) for declared in ledger.listing.filters]
    if ledger.problems:
        return {"controls": controls, "sentence": "", "chips": [], "table": ""}
    count, found = ledger.count(), ledger.page()
    acts = acts_for(ledger.listing.bulk_acts, ledger.desk.actor)
    chips = [(words, ledger.address(without=declared.keys)) for declared, words in ledger.filters_in_words()]
    if ledger.search:
        chips.append((_("含“%(text)s”") % {"text": ledger.search}, ledger.address(without=("q",))))
    return {
        "controls": controls,
        "sentence": ledger.sentence(count),
        "count": count,
        "chips": chips,
        "table": table_html(ledger, found.rows, choosing=bool(acts)) if found.rows else "",
        "bulk_acts": acts,
        "previous": ledger.address(before=found.before) if found.before else "",
        "next": ledger.address(after=found.after) if found.after else "",
        "first": ledger.address() if found.before else "",
        "query": ledger.address(),
        "carried": ledger.carried(),
        "here": f"?{ledger.params.urlencode()}",
        "narrowed": bool(chips),
    }


def _columns_menu(ledger: Ledger[M]) -> SafeString:
    """The choice of columns, those that are shown ticked."""
    listing, shown = ledger.listing, tuple(column.name for column in ledger.columns)
    columns = listing.bound.values()
    return part("shell/listing/columns.html", (listing.name, shown), lambda: {"columns": columns, "shown": shown})


class Control:
    """A filter as the page asks for it. Most are closed and the same for everybody: each is made once and kept."""

    def __init__(self, ledger: Ledger[Any], declared: Filter[Any]) -> None:
        self._ledger = ledger
        self.filter = declared

    @property
    def html(self) -> SafeString:
        declared, params = self.filter, self._ledger.params
        value = self._ledger.values.get(declared.name)
        shown = {
            "kind": declared.control,
            "name": declared.name,
            "label": declared.label,
            "set": value is not None,
            "chosen": (value,) if isinstance(value, str) else value if isinstance(value, tuple) else (),
            "fields": tuple((key, params.get(key, "")) for key in declared.keys if declared.control == "dates"),
            "options": tuple(declared.options(self._ledger.desk).items()),
        }
        return part("shell/listing/control.html", tuple(shown.values()), lambda: shown)


def _actions(listing: Listing[M], request: ActorRequest) -> list[tuple[Action, str]]:
    """The buttons above the list that lead somewhere for this reader; the way in from Excel is the last."""
    found = []
    for action in listing.actions:
        if action.capability is None or may(request.actor, action.capability):
            try:
                found.append((action, reverse(action.url_name)))
            except NoReverseMatch:
                continue
    if listing.importer and may(request.actor, listing.importer.capability):
        found.append((Action(_("从 Excel 导入"), "", "file-import"), start_address(listing, request)))
    return found


def print_page(listing: Listing[M], request: ActorRequest) -> HttpResponse:
    """The rows on paper, up to two thousand; beyond that the page says so and points to the export."""
    ledger = _ledger(listing, request)
    if ledger.problems:
        return _not_readable(request, ledger)
    rows = list(ledger.all_rows()[: PRINTED_ROWS + 1])
    shown = {
        "ledger": ledger,
        "listing": listing,
        "sentence": ledger.sentence(),
        "table": table_html(ledger, rows[:PRINTED_ROWS], sortable=False),
        "cut": len(rows) > PRINTED_ROWS,
        "limit": PRINTED_ROWS,
        "query": ledger.address(),
    }
    return render(request, "shell/listing/print.html", shown)


def _exporter(kind: str) -> Callable[[Listing[M], ActorRequest], HttpResponseBase]:
    if kind not in FORMATS:
        raise ValueError(f"no such export: {kind}")

    def export(listing: Listing[M], request: ActorRequest) -> HttpResponseBase:
        ledger = _ledger(listing, request)
        if ledger.problems:
            return _not_readable(request, ledger)
        target, content_type = exported(ledger, kind)
        filename = f"{listing.title}-{clock.today().isoformat()}.{kind}"
        return FileResponse(target, as_attachment=True, filename=filename, content_type=content_type)

    return export


def _not_readable(request: HttpRequest, ledger: Ledger[M]) -> HttpResponse:
    words = Sorry(
        code=400,
        title=_("筛选条件无法识别"),
        what=" ".join(problem.words for problem in ledger.problems),
        todo=(_("返回列表，去掉或改正这个条件后再试。"),),
    )
    return sorry(request, words)
