"""覆盖台账: which objects a clause covers, and which of them somebody has looked at."""

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from gasloop.hazard.web.listings import clause_options
from gasloop.inspection.models import Answer, Visit
from gasloop.oversight.applying import in_scope_of
from gasloop.oversight.phases import Span
from gasloop.oversight.trace import rules_of_clauses
from gasloop.registry.models import Site
from gasloop.registry.permissions import REGISTRY_VIEW
from gasloop.rulebook.models import Rule
from gasloop.shell.leading import address
from gasloop.shell.listing import (
    Choice,
    Column,
    DateRange,
    Desk,
    Flag,
    LineFilter,
    Listing,
    Pick,
    TerritoryFilter,
)
from gasloop.shell.listing.filters import DayRange
from gasloop.shell.words import Words


class ScopeFilter(Pick):
    """Objects in the scope of a clause: those its rules apply to."""

    def __init__(self, name: str, label: Words) -> None:
        super().__init__(name, label, clause_options, tables=(Rule,))

    def condition(self, value: tuple[str, ...], desk: Desk) -> Q:  # noqa: ARG002 - the clauses are the condition
        return in_scope_of(rules_of_clauses(value))


class CoveredFilter(ScopeFilter):
    """Objects at which a check item of the clause was answered."""

    def condition(self, value: tuple[str, ...], desk: Desk) -> Q:  # noqa: ARG002 - the clauses are the condition
        answered = Answer.objects.filter(visit__site=OuterRef("pk"), item__rule__clause_refs__overlap=list(value))
        return Q(Exists(answered))


class VisitedFilter(DateRange):
    """Objects that somebody visited in those days."""

    def condition(self, value: DayRange, desk: Desk) -> Q:  # noqa: ARG002 - the days are the condition
        span = Span(*value).condition("visited_at")
        return Q(Exists(Visit.objects.filter(span, site=OuterRef("pk"))))


class CoverageListing(Listing[Site]):
    """Open objects with the day somebody last looked."""

    model = Site
    name = "coverage"
    title = _("覆盖台账")
    capability = REGISTRY_VIEW
    columns = (
        Column("number", _("编号"), kind="code", link=True),
        Column("name", _("名称"), wide=True),
        Column("kind", _("类别")),
        Column("last_visit", _("最近检查"), kind="datetime", sort="last_visit"),
        Column("address", _("地址"), wide=True, sort=False),
        Column("territory", _("辖区"), kind="place"),
    )
    filters = (
        ScopeFilter("clause", _("方案条款")),
        CoveredFilter("covered", _("已按条款检查")),
        VisitedFilter("visited", _("检查时间")),
        Flag("never", _("从未检查"), Q(last_visit__isnull=True)),
        Choice("kind", _("类别"), say_label=False),
        TerritoryFilter(),
        LineFilter(),
    )
    search = ("number", "name")
    search_words = _("编号或名称")
    default_sort = "number"
    keys = ("number",)

    def rows(self) -> QuerySet[Site]:
        return super().rows().filter(state=Site.State.OPEN).annotate(last_visit=Max("visits__visited_at"))

    def link(self, row: Site) -> str:
        return address("registry:site", row.pk)
