"""隐患台账."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from gasloop.hazard.models import Extension, Hazard, MajorCase
from gasloop.hazard.permissions import HAZARD_VIEW
from gasloop.hazard.queries import stage_filters
from gasloop.hazard.web.importing import HazardImporter
from gasloop.rulebook.models import Rule
from gasloop.shell.leading import address
from gasloop.shell.listing import (
    Choice,
    Column,
    DateRange,
    Desk,
    DirectlyFilter,
    Flag,
    LineFilter,
    Listing,
    OfficeFilter,
    Pick,
    TerritoryFilter,
)

STAGES = {
    "open": _("未闭环"),
    "overdue": _("逾期未整改"),
    "to_order": _("待下达整改要求"),
    "in_time": _("期限内整改"),
    "to_recheck": _("待复查"),
    "climbed": _("已升级督办"),
    "aside": _("随停业搁置"),
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
        super().__init__("clause", _("方案条款"), clause_options, tables=(Rule,))

    def condition(self, value: tuple[str, ...], desk: Desk) -> Q:  # noqa: ARG002 - the clauses are the condition
        return Q(clause_refs__overlap=list(value))


def clause_options(desk: Desk) -> Iterable[tuple[str, str]]:  # noqa: ARG001 - the same for everybody
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
        Column("cause", _("产生原因"), shown=False),
        Column("closed_at", _("销号时间"), kind="datetime", shown=False),
        Column("description", _("隐患情况"), wide=True, shown=False),
        Column("control_measure", _("管控措施"), wide=True, shown=False),
        Column("brought_from", _("原台账"), wide=True, shown=False),
    )
    filters = (
        StageFilter(),
        Choice("state", _("状态"), say_label=False),
        Choice("severity", _("级别"), say_label=False),
        ClauseFilter(),
        Choice("cause", _("产生原因")),
        OfficeFilter(),
        Flag("unowned", _("无人负责"), Q(owner_office__isnull=True)),
        TerritoryFilter(),
        DirectlyFilter(),
        LineFilter(),
        DateRange("found", _("发现时间"), path="found_at"),
        DateRange("due", _("整改期限"), path="due_at"),
    )
    search = ("number", "site__name", "description")
    search_words = _("编号、对象名称或情况")
    default_sort = "-found_at"
    keys = ("number",)
    empty = _("检查不合格的项目会自动成为隐患，列在这里。")
    importer = HazardImporter()

    def link(self, row: Hazard) -> str:
        return address("hazard:hazard", row.pk)


class MajorListing(Listing[MajorCase]):
    """Every major hazard on its way upward."""

    model = MajorCase
    name = "majors"
    title = _("重大隐患台账")
    capability = HAZARD_VIEW
    scope_prefix = "hazard__"
    live = "hazard"
    columns = (
        Column("hazard.number", _("编号"), kind="code", link=True),
        Column("hazard.site.name", _("对象"), wide=True),
        Column("hazard.rule.title", _("隐患"), wide=True),
        Column("hazard.state", _("状态"), kind="status"),
        Column("hazard.due_at", _("整改期限"), kind="due", met="hazard.rectified_at"),
        Column("state", _("上报状态"), kind="status"),
        Column("reported_at", _("上报时间"), kind="datetime"),
        Column("reported_to", _("上报至")),
        Column("listed_on", _("挂牌日期"), kind="date"),
        Column("listed_by_whom", _("挂牌单位"), shown=False),
        Column("listed_as", _("挂牌编号"), shown=False),
        Column("delisted_on", _("摘牌日期"), kind="date", shown=False),
        Column("hazard.territory", _("辖区"), kind="place"),
    )
    filters = (Choice("state", _("上报状态"), say_label=False), TerritoryFilter(path="hazard__territory"))
    search = ("hazard__number", "hazard__site__name")
    empty = _("按判定标准构成重大隐患的，会自动列在这里，并产生上报事项。")

    def rows(self) -> QuerySet[MajorCase]:
        return super().rows().exclude(state=MajorCase.State.DROPPED)

    def link(self, row: MajorCase) -> str:
        return address("hazard:hazard", row.hazard_id)


class ExtensionListing(Listing[Extension]):
    """Every request for more time."""

    model = Extension
    name = "extensions"
    title = _("延期台账")
    capability = HAZARD_VIEW
    scope_prefix = "hazard__"
    live = "hazard"
    columns = (
        Column("hazard.number", _("编号"), kind="code", link=True),
        Column("hazard.site.name", _("对象"), wide=True),
        Column("state", _("状态"), kind="status"),
        Column("due_before", _("原整改期限"), kind="datetime"),
        Column("until", _("延期至"), kind="date"),
        Column("reason", _("延期理由"), wide=True),
        Column("asked_by_name", _("申请人")),
        Column("asked_at", _("申请时间"), kind="datetime", shown=False),
        Column("decided_by_name", _("审批人")),
        Column("decision", _("审批意见"), shown=False),
        Column("hazard.territory", _("辖区"), kind="place"),
    )
    filters = (Choice("state", _("状态"), say_label=False), TerritoryFilter(path="hazard__territory"))
    search = ("hazard__number", "hazard__site__name", "reason")
    empty = _("无法按期整改的，可以在期限前申请延期，申请和审批都列在这里。")

    def link(self, row: Extension) -> str:
        return address("hazard:hazard", row.hazard_id)
