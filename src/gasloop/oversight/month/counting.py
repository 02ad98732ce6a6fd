"""Counting a month: every figure of a ledger in one query, by office and by division at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from gasloop.access.models import Office, Territory
from gasloop.access.scope import may
from gasloop.kernel import territory as paths
from gasloop.kernel.actor import Actor
from gasloop.oversight.month.figures import FIGURES, Ledger, figures_of
from gasloop.oversight.month.listings import LISTINGS, OFFICE_PATHS
from gasloop.oversight.month.spans import Month
from gasloop.shell.desk import Desk

Counts = Mapping[str, int]
# The figure that holds every other one of its ledger: what lies outside of it is not read at all.
WIDEST = {Ledger.OBJECTS: "registered", Ledger.VISITS: "visits", Ledger.REFERRALS: "referred"}
VILLAGES = (Territory.Kind.VILLAGE, Territory.Kind.COMMUNITY)


@dataclass(frozen=True, slots=True)
class Group:
    """Numbers of one office or one division; `params` narrow the lists to it."""

    name: str
    params: Mapping[str, str]
    counts: Counts


@dataclass(frozen=True, slots=True)
class Counted:
    """A month's numbers in somebody's reach. `keys` are the figures that the reader may see at all."""

    month: Month
    keys: frozenset[str]
    total: Group
    offices: tuple[Group, ...]
    places: tuple[Group, ...]


def count_month(actor: Actor, month: Month) -> Counted:
    """Every figure: one query a ledger, however many rows, offices and divisions there are."""
    total: dict[str, int] = defaultdict(int)
    offices: dict[UUID | None, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    places: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    seen = [ledger for ledger in Ledger if may(actor, LISTINGS[ledger].capability)]
    for ledger in seen:
        for office, place, key, number in _counted(actor, ledger, month):
            total[key] += number
            offices[office][key] += number
            places[place][key] += number
    return Counted(
        month,
        frozenset(key for key, figure in FIGURES.items() if figure.ledger in seen),
        Group("", {}, dict(total)),
        _of_offices(offices),
        _of_places(actor, places, seen),
    )


def _counted(actor: Actor, ledger: Ledger, month: Month) -> Iterable[tuple[UUID | None, str, str, int]]:
    figures = figures_of(ledger)
    counts = {f"n_{key}": Count("pk", filter=figure.condition(month)) for key, figure in figures.items()}
    rows = LISTINGS[ledger].visible(actor).order_by()
    if ledger in WIDEST:
        rows = rows.filter(FIGURES[WIDEST[ledger]].condition(month))
    office = OFFICE_PATHS[ledger]
    for row in rows.values(office, "territory").annotate(**counts):
        for key in figures:
            if row[f"n_{key}"]:
                yield row[office], row["territory"], key, row[f"n_{key}"]


def _of_offices(found: Mapping[UUID | None, Counts]) -> tuple[Group, ...]:
    """By name, in the order of levels; what nobody answers for comes last."""
    named = Office.objects.filter(pk__in=[pk for pk in found if pk]).order_by("level", "name")
    groups = [Group(name, {"office": str(pk)}, dict(found[pk])) for pk, name in named.values_list("pk", "name")]
    if None in found:
        groups.append(Group("", {"unowned": "1"}, dict(found[None])))
    return tuple(groups)


def _of_places(actor: Actor, found: Mapping[str, Counts], seen: Iterable[Ledger]) -> tuple[Group, ...]:
    """By village and community, their grid cells counted with them; what lies in no village stands by itself."""
    names, villages = _divisions(actor, seen)
    lines: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for path, counts in found.items():
        village = next((each for each in (path, *paths.ancestors(path)) if each in villages), None)
        for key, number in counts.items():
            lines[("territory", village) if village else ("only", path)][key] += number
    order = sorted(lines, key=lambda line: (line[0] == "only", line[1]))
    return tuple(Group(names.get(path, path), {key: path}, dict(lines[key, path])) for key, path in order)


def _divisions(actor: Actor, seen: Iterable[Ledger]) -> tuple[dict[str, str], set[str]]:
    """Names of the divisions, and the villages among them that lie wholly in reach: the others have no list."""
    rows = Territory.objects.all()
    for ledger in list(seen)[:1]:
        desk = Desk(actor, LISTINGS[ledger].capability, LISTINGS[ledger].model)
        rows = rows.filter(desk.reach) if desk.reach is not None else rows
    names, villages = {}, set()
    for path, name, kind in rows.values_list("path", "name", "kind"):
        names[path] = name
        if kind in VILLAGES:
            villages.add(path)
    return names, villages
