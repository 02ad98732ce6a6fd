"""移送抄告台账."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gasloop.hazard.web.listings import ClauseFilter
from gasloop.kernel import clock
from gasloop.referral.models import Referral
from gasloop.referral.permissions import REFERRAL_VIEW
from gasloop.referral.states import OPEN_STATES
from gasloop.shell.leading import address
from gasloop.shell.listing import Choice, Column, DateRange, Desk, Flag, LineFilter, Listing, TerritoryFilter


def late() -> Q:
    """Open past the day of the answer."""
    return Q(state__in=OPEN_STATES, answer_due_at__lte=clock.now())


class HazardClauseFilter(ClauseFilter):
    """Referrals of hazards found under a clause."""

    def condition(self, value: tuple[str, ...], desk: Desk) -> Q:  # noqa: ARG002 - the clauses are the condition
        return Q(hazard__clause_refs__overlap=list(value))


class ReferralListing(Listing[Referral]):
    """Every referral, with the clock of its answer."""

    model = Referral
    name = "referrals"
    title = _("移送抄告台账")
    capability = REFERRAL_VIEW
    live = "referral"
    columns = (
        Column("number", _("文号"), link=True),
        Column("hazard.number", _("隐患"), kind="code"),
        Column("hazard.site.name", _("对象"), wide=True),
        Column("to_office.name", _("送达单位")),
        Column("kind", _("方式")),
        Column("state", _("状态"), kind="status"),
        Column("sent_at", _("送出时间"), kind="datetime"),
        Column("answer_due_at", _("答复期限"), kind="due", met="answered_at"),
        Column("outcome", _("办理结果"), kind="status"),
        Column("reminders", _("催办次数"), kind="number", shown=False),
        Column("receipt_by", _("签收人"), shown=False),
        Column("clause_ref", _("条款"), shown=False),
        Column("owner_office.name", _("送出单位"), shown=False),
        Column("territory", _("辖区"), kind="place"),
    )
    filters = (
        Choice("state", _("状态"), say_label=False),
        Choice("kind", _("方式"), say_label=False),
        Choice("outcome", _("办理结果")),
        HazardClauseFilter(),
        Flag("late", _("逾期未答复"), late),
        TerritoryFilter(),
        LineFilter(),
        DateRange("sent", _("送出时间"), path="sent_at"),
    )
    search = ("number", "hazard__number", "hazard__site__name", "to_office__name")
    search_words = _("文号、隐患编号、对象或单位")
    default_sort = "-sent_at"
    empty = _("在隐患页面上移送或抄告的，都列在这里，签收和答复到期有提醒。")

    def link(self, row: Referral) -> str:
        return address("referral:referral", row.pk)
