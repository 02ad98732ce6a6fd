"""检查台账."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from gasloop.hazard.web.listings import clause_options
from gasloop.inspection.models import Answer, Visit
from gasloop.inspection.permissions import VISIT_VIEW
from gasloop.rulebook.models import Rule
from gasloop.shell.leading import address
from gasloop.shell.listing import Choice, Column, DateRange, Desk, LineFilter, Listing, Pick, TerritoryFilter


def asked_about(refs: Sequence[str]) -> Q:
    """Visits with an answer to a check item drawn from any of the clauses."""
    answers = Answer.objects.filter(visit=OuterRef("pk"), item__rule__clause_refs__overlap=list(refs))
    return Q(Exists(answers))


class AskedFilter(Pick):
    """Visits that asked about a clause."""

    def __init__(self) -> None:
        super().__init__("clause", _("方案条款"), clause_options, tables=(Rule,))

    def condition(self, value: tuple[str, ...], desk: Desk) -> Q:  # noqa: ARG002 - the clauses are the condition
        return asked_about(value)


class VisitListing(Listing[Visit]):
    """Every visit, those without a finding among them."""

    model = Visit
    name = "visits"
    title = _("检查台账")
    capability = VISIT_VIEW
    columns = (
        Column("number", _("编号"), kind="code", link=True),
        Column("site.name", _("对象"), wide=True),
        Column("result", _("结果"), kind="status"),
        Column("hazards_found", _("发现隐患"), kind="number"),
        Column("visited_at", _("检查时间"), kind="datetime"),
        Column("inspectors", _("检查人"), sort=False),
        Column("territory", _("辖区"), kind="place"),
        Column("received_at", _("收到时间"), kind="datetime", shown=False),
        Column("note", _("备注"), wide=True, shown=False),
    )
    filters = (
        Choice("result", _("结果"), say_label=False),
        AskedFilter(),
        TerritoryFilter(),
        LineFilter(),
        DateRange("visited", _("检查时间"), path="visited_at"),
    )
    search = ("number", "site__name")
    search_words = _("编号或对象名称")
    default_sort = "-visited_at"
    keys = ("number",)
    empty = _("打开一个对象，点“检查”，登记的检查会列在这里。")

    def link(self, row: Visit) -> str:
        return address("inspection:visit", row.pk)
