"""检查台账."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gasloop.inspection.models import Visit
from gasloop.inspection.permissions import VISIT_VIEW
from gasloop.shell.listing import Choice, Column, DateRange, LineFilter, Listing, TerritoryFilter


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
        return reverse("inspection:visit", args=[row.pk])
