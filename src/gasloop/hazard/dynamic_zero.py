"""动态清零: what is open, why it is still open, and whose it is (方案 五(二)). Every number is the count of a list.

The reasons split the open hazards without overlap: waiting for an order, being rectified in time, overdue, waiting for
the re-check. What was laid aside with a closed site is not open; it is counted beside them.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from gasloop.access.models import Territory
from gasloop.access.scoping import scoped
from gasloop.hazard.models import Hazard
from gasloop.hazard.permissions import HAZARD_VIEW
from gasloop.hazard.queries import stage_filters
from gasloop.kernel.actor import Actor
from gasloop.kernel.territory import ancestors
from gasloop.shell.desk import Desk

REASONS = ("overdue", "to_order", "in_time", "to_recheck")
OLDEST = 20
VILLAGES = (Territory.Kind.VILLAGE, Territory.Kind.COMMUNITY)


@dataclass(frozen=True, slots=True)
class Line:
    """One office or one division: how many are open for which reason. `params` narrow the hazard list to the line."""

    name: str
    params: Mapping[str, str]
    counts: Mapping[str, int]

    @property
    def open(self) -> int:
        """All reasons together."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class DynamicZero:
    """The page: totals, by office, by division, and the hazards that are overdue longest."""

    total: Line
    offices: Sequence[Line]
    places: Sequence[Line]
    oldest: Sequence[Hazard]
    aside: int


def dynamic_zero(actor: Actor) -> DynamicZero:
    """What is open in the actor's reach: four queries, however many hazards there are, and one for the names."""
    open_ones = scoped(actor, Hazard.objects.filter(stage_filters()["open"], voided_at__isnull=True), HAZARD_VIEW)
    aside = scoped(actor, Hazard.objects.filter(stage_filters()["aside"], voided_at__isnull=True), HAZARD_VIEW)
    offices = [_of_office(row) for row in _grouped(open_ones, "owner_office_id", "owner_office__name")]
    oldest = open_ones.filter(stage_filters()["overdue"]).select_related("site", "rule", "owner_office")
    return DynamicZero(
        total=Line(_("合计"), {}, {reason: sum(line.counts[reason] for line in offices) for reason in REASONS}),
        offices=sorted(offices, key=lambda line: (-line.counts["overdue"], -line.open, line.name)),
        places=_places(actor, open_ones),
        oldest=list(oldest.order_by("due_at", "id")[:OLDEST]),
        aside=aside.count(),
    )


def _grouped(rows: QuerySet[Hazard], *by: str) -> list[dict[str, object]]:
    stages = stage_filters()
    counts = {reason: Count("pk", filter=stages[reason]) for reason in REASONS}
    return list(rows.order_by().values(*by).annotate(**counts))


def _counts(row: Mapping[str, object]) -> dict[str, int]:
    return {reason: int(str(row[reason])) for reason in REASONS}


def _of_office(row: Mapping[str, object]) -> Line:
    if row["owner_office_id"] is None:
        return Line(_("无人负责"), {"unowned": "1"}, _counts(row))
    return Line(str(row["owner_office__name"]), {"office": str(row["owner_office_id"])}, _counts(row))


def _places(actor: Actor, rows: QuerySet[Hazard]) -> list[Line]:
    """By village and community, grid cells with theirs; what lies in no village stands by itself. The worst first."""
    found: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    reach = Desk(actor, HAZARD_VIEW, Hazard).reach
    divisions = Territory.objects.filter(reach) if reach is not None else Territory.objects.all()
    kinds = {path: (name, kind) for path, name, kind in divisions.values_list("path", "name", "kind")}
    for row in _grouped(rows, "territory"):
        path = str(row["territory"])
        above = (each for each in (path, *ancestors(path)) if each in kinds and kinds[each][1] in VILLAGES)
        village = next(above, None)
        key = ("territory", village) if village else ("only", path)
        for reason, number in _counts(row).items():
            found[key][reason] += number
    lines = [Line(_place(kinds, *key), dict([key]), counts) for key, counts in found.items()]
    return sorted(lines, key=lambda line: (-line.counts["overdue"], -line.open, line.name))


def _place(kinds: Mapping[str, tuple[str, str]], key: str, path: str) -> str:
    name = kinds[path][0] if path in kinds else path
    return _("%(place)s本级") % {"place": name} if key == "only" else name
