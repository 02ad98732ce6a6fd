"""隐患台账."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gasloop.hazard.models import Hazard
from gasloop.hazard.permissions import HAZARD_VIEW
from gasloop.hazard.queries import stage_filters
from gasloop.rulebook.models import Rule
from gasloop.shell.listing import (
    Choice,
    Column,
    DateRange,
    Desk,
    LineFilter,
    Listing,
    OfficeFilter,
    Pick,
    TerritoryFilter,
)

STAGES = {
    "open": _("未闭环"),
    "overdue": _("逾期未整改"),
    "done": _("已销号"),
    "on_time": _("按期整改"),
    "rebound": _("已反弹"),
    "referral": _("应移送区级部门"),
}


class StageFilter(Pick):
    """Stages of the loop, as the figures count them."""

    def __init__(self) -> None:
        super().__init__("stage", _("阶段"), lambda _desk: [(k, str(v)) for k, v in STAGES.items()], say_label=False)

    def condition(self, value: tuple[str, ...], desk: Desk) -> Q:  # noqa: ARG002 - stages are the same for everybody
        return reduce(or_, (stage_filters()[stage] for stage in value))


class ClauseFilter(Pick):
    """Clauses of the plan that have rules."""

    def __init__(self) -> None:
        super().__init__("clause", _("方案条款"), lambda _desk: clause_options())

    def condition(self, value: tuple[str, ...], desk: Desk) -> Q:  # noqa: ARG002 - the clauses are the condition
        return Q(clause_refs__overlap=list(value))


def clause_options() -> Iterable[tuple[str, str]]:
    """The clauses that rules are or were drawn from: what a withdrawn rule found is still there to be found."""
    rows = Rule.objects.order_by().values_list("clause_refs", flat=True).distinct()
    return [(ref, ref) for ref in sorted({ref for refs in rows for ref in refs})]


class HazardListing(Listing[Hazard]):
    """Every hazard, with its clock."""

    model = Hazard
    name = "hazards"
    title = _("隐患台账")
    capability = HAZARD_VIEW
    live = "hazard"
    columns = (
        Column("number", _("编号"), kind="code", link=True),
        Column("site.name", _("对象"), wide=True),
        Column("rule.title", _("隐患"), wide=True),
        Column("severity", _("级别"), kind="status"),
        Column("state", _("状态"), kind="status"),
        Column("due_at", _("整改期限"), kind="due", met="rectified_at"),
        Column("owner_office.name", _("责任单位")),
        Column("territory", _("辖区"), kind="place"),
        Column("found_at", _("发现时间"), kind="datetime", shown=False),
        Column("supervision_level", _("督办层级"), kind="number", shown=False),
        Column("measured", _("实测"), shown=False),
        Column("answerable_person", _("整治责任人"), shown=False),
        Column("closed_at", _("销号时间"), kind="datetime", shown=False),
    )
    filters = (
        StageFilter(),
        Choice("state", _("状态"), say_label=False),
        Choice("severity", _("级别"), say_label=False),
        ClauseFilter(),
        OfficeFilter(),
        TerritoryFilter(),
        LineFilter(),
        DateRange("found", _("发现时间"), path="found_at"),
        DateRange("due", _("整改期限"), path="due_at"),
    )
    search = ("number", "site__name", "description")
    search_words = _("编号、对象名称或情况")
    default_sort = "-found_at"
    keys = ("number",)
    empty = _("检查不合格的项目会自动成为隐患，列在这里。")

    def link(self, row: Hazard) -> str:
        return reverse("hazard:hazard", args=[row.pk])
