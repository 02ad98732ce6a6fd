"""入户覆盖: the 24-month cycle by division and by building, each number a click to its doors (方案 三(一)10)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gasloop.access.guard import page
from gasloop.access.middleware import ActorRequest
from gasloop.access.models import Territory
from gasloop.access.scoping import scoped
from gasloop.kernel import clock
from gasloop.registry.kinds import Approach
from gasloop.registry.models import Household
from gasloop.registry.permissions import REGISTRY_VIEW
from gasloop.registry.states import HouseholdState
from gasloop.registry.web.listings import HouseholdListing
from gasloop.registry.web.listings.households import fitted, hose_overdue, in_cycle, unfitted, visit_overdue
from gasloop.shell.detail import Crumb

WORST_BUILDINGS = 30
Cell = tuple[int, str, bool]  # the number, the address of its rows, does it want attention


@dataclass(frozen=True, slots=True)
class Figure:
    """A column: its title, the doors it counts, and how the list of doors filters them."""

    name: str
    title: str
    condition: Q
    params: Mapping[str, str]
    attention: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A division or a building with its numbers; `share` per cent of the doors within the cycle."""

    name: str
    url: str
    cells: Sequence[Cell]
    share: int


def figures(today: date) -> list[Figure]:
    """What is counted of the doors that are lived in."""
    lived_in = {"state": HouseholdState.LIVED_IN.value}
    new_year = date(today.year, 1, 1)
    year = {"hosed_from": new_year.isoformat(), "hosed_to": today.isoformat()}
    return [
        Figure("doors", _("在住户数"), Q(), lived_in),
        Figure("fine", _("周期内已查"), in_cycle(), {**lived_in, "cycle": "1"}),
        Figure("late", _("超期未入户"), visit_overdue(), {**lived_in, "late": "1"}, attention=True),
        Figure("never", _("从未入户"), Q(last_visit_on__isnull=True), {**lived_in, "never": "1"}),
        Figure("notice", _("待送告知书"), Q(approach=Approach.NOTICE), {**lived_in, "approach": "notice"}),
        Figure("refer", _("待移送"), Q(approach=Approach.REFER), {**lived_in, "approach": "refer"}),
        Figure("hose", _("软管超期"), hose_overdue(), {**lived_in, "hose": "1"}, attention=True),
        Figure("hosed", _("今年换软管"), Q(hose_installed_on__range=(new_year, today)), {**lived_in, **year}),
        Figure("fitted", _("已装安全装置"), fitted(), {**lived_in, "fitted": "1"}),
        Figure("unfitted", _("缺安全装置"), unfitted(), {**lived_in, "unfitted": "1"}),
    ]


@page(REGISTRY_VIEW)
def coverage(request: ActorRequest) -> HttpResponse:
    """By division (grid cells where there are some) and the buildings that are furthest behind; three queries."""
    counted = figures(clock.today())
    rows = scoped(
        request.actor, Household.objects.filter(voided_at__isnull=True, state=HouseholdState.LIVED_IN), REGISTRY_VIEW
    )
    places = list(_grouped(rows, counted, "territory"))
    names = dict(Territory.objects.values_list("path", "name"))
    by_place = [_line(each, counted, names.get(str(each["territory"]), "")) for each in places]
    behind = Count("pk", filter=~in_cycle())
    buildings = _grouped(rows, counted, "building_id", "building__name", "territory").annotate(behind=behind)
    worst = buildings.filter(behind__gt=0).order_by("-behind", "building__name")[:WORST_BUILDINGS]
    shown = {
        "crumbs": [Crumb(_("居民户台账"), reverse("registry:households")), Crumb(_("入户覆盖"))],
        "titles": [each.title for each in counted],
        "total": _line({each.name: sum(row[each.name] for row in places) for each in counted}, counted, _("合计")),
        "places": sorted(by_place, key=lambda line: (line.share, line.name)),
        "buildings": [_of_building(each, counted) for each in worst],
        "most": WORST_BUILDINGS,
    }
    return render(request, "registry/coverage.html", shown)


def _grouped(rows: QuerySet[Household], counted: Sequence[Figure], *by: str) -> "QuerySet[Household, dict[str, Any]]":
    counts = {each.name: Count("pk", filter=each.condition or None) for each in counted}
    found: QuerySet[Household, dict[str, Any]] = rows.order_by().values(*by).annotate(**counts)
    return found


def _line(row: Mapping[str, object], counted: Sequence[Figure], name: object) -> Line:
    listing, place = HouseholdListing(), row.get("territory")
    where = {"territory": str(place)} if place else {}
    cells = [
        (int(str(row[each.name])), listing.url("registry", **{**each.params, **where}), each.attention)
        for each in counted
    ]
    return Line(str(name), listing.url("registry", **where), cells, _share(row))


def _of_building(row: Mapping[str, object], counted: Sequence[Figure]) -> Line:
    url = reverse("registry:building", args=[row["building_id"]])
    cells = [(int(str(row[each.name])), url, each.attention) for each in counted]
    return Line(str(row["building__name"]), url, cells, _share(row))


def _share(row: Mapping[str, object]) -> int:
    doors = int(str(row["doors"]))
    return 100 * int(str(row["fine"])) // doors if doors else 100
