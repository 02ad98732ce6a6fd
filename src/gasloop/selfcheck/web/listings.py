"""自查台账."""

from django.utils.translation import gettext_lazy as _

from gasloop.selfcheck.models import SelfCheck
from gasloop.selfcheck.permissions import SELF_CHECK_VIEW
from gasloop.shell.leading import address
from gasloop.shell.listing import Choice, Column, DateRange, LineFilter, Listing, TerritoryFilter


class SelfCheckListing(Listing[SelfCheck]):
    """Every self-check that was owed: done, due or missed."""

    model = SelfCheck
    name = "checks"
    title = _("自查台账")
    capability = SELF_CHECK_VIEW
    live = "self_check"
    columns = (
        Column("site.number", _("编号"), kind="code", link=True),
        Column("site.name", _("对象"), wide=True),
        Column("rhythm", _("周期")),
        Column("first_day", _("期次"), kind="date"),
        Column("state", _("状态"), kind="status"),
        Column("due_at", _("期限"), kind="due", met="done_at"),
        Column("hazards_found", _("发现隐患"), kind="number"),
        Column("by_name", _("自查人")),
        Column("done_at", _("自查时间"), kind="datetime"),
        Column("territory", _("辖区"), kind="place"),
        Column("note", _("备注"), wide=True, shown=False),
    )
    filters = (
        Choice("state", _("状态"), say_label=False),
        Choice("rhythm", _("周期"), say_label=False),
        TerritoryFilter(),
        LineFilter(),
        DateRange("first_day", _("期次")),
    )
    search = ("site__name", "site__number")
    search_words = _("对象名称或编号")
    default_sort = "-first_day"
    keys = ("site.number", "rhythm", "first_day")
    empty = _("在对象档案里开通企业账号后，应做的自查会列在这里，漏做的也在。")

    def link(self, row: SelfCheck) -> str:
        return address("selfcheck:check", row.pk)
