"""交接 and 事项: who handed over to whom, and every duty with its clock, those of nobody among them."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from gasloop.access.scope import may
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.plan.handing import hand_overs_for
from gasloop.plan.models import Clause, Duty, HandOver
from gasloop.plan.permissions import DUTY_VIEW, HAND_OVER, PLAN_VIEW
from gasloop.plan.queries import plans_for
from gasloop.plan.unowned import nobodys
from gasloop.shell.leading import address
from gasloop.shell.listing import (
    Action,
    Choice,
    Column,
    DateRange,
    Desk,
    Flag,
    Listing,
    OfficeFilter,
    Pick,
    TerritoryFilter,
)


class HandOverListing(Listing[HandOver]):
    """Every hand-over: prepared, half signed, done, withdrawn."""

    model = HandOver
    name = "hand-overs"
    title = _("交接")
    capability = PLAN_VIEW
    live = "plan"
    columns = (
        Column("giving", _("交出方"), link=True, wide=True, sort=False, needs=("from_office", "from_post__office")),
        Column("taking", _("接收方"), wide=True, sort=False, needs=("to_office", "to_post__office")),
        Column("state", _("状态"), kind="status"),
        Column("given_by_name", _("交出人")),
        Column("taken_by_name", _("接收人")),
        Column("taken_at", _("接收时间"), kind="datetime"),
        Column("received_at", _("拟定时间"), kind="datetime"),
        Column("prepared_by_name", _("经办人"), shown=False),
    )
    filters = (
        Choice("state", _("状态"), say_label=False),
        OfficeFilter("from", _("交出单位"), path="from_office"),
        OfficeFilter("to", _("接收单位"), path="to_office"),
        TerritoryFilter(),
        DateRange("taken", _("接收时间"), path="taken_at"),
    )
    search = ("from_office__name", "to_office__name", "given_by_name", "taken_by_name")
    search_words = _("单位或签字人")
    default_sort = "-received_at"
    keys = ("giving", "taking")
    lead = _("单位撤并、岗位换人时，未办事项、签收和负责的条款由接收方接着办，双方签字以后一次转过去。")
    empty = _("拟定一份交接，由交出方和接收方先后签字。")
    actions = (Action(_("拟定交接"), "plan:hand-over-new", "arrows-exchange", capability=HAND_OVER),)

    def visible(self, actor: Actor) -> QuerySet[HandOver]:
        """Those in reach, and those in which the own office is a side."""
        return hand_overs_for(actor) if may(actor, PLAN_VIEW) else HandOver.objects.none()

    def link(self, row: HandOver) -> str:
        return address("plan:hand-over", row.pk)


class ClauseRefFilter(Pick):
    """Clauses of the plans in reach, and those that older duties are owed under."""

    def __init__(self) -> None:
        super().__init__("clause", _("方案条款"), self._refs, path="clause_ref")

    @staticmethod
    def _refs(desk: Desk) -> list[tuple[str, str]]:
        rows = DutyListing().visible(desk.actor).exclude(clause_ref="").order_by("clause_ref")
        owed = rows.values_list("clause_ref", flat=True).distinct()
        printed = Clause.objects.filter(document__in=plans_for(desk.actor)).order_by("document_id", "position")
        return [(ref, ref) for ref in dict.fromkeys([*printed.values_list("ref", flat=True), *owed])]


def overdue() -> Q:
    """Open beyond its day."""
    return Q(state=Duty.State.OPEN, due_at__lt=clock.now())


def of_nobody() -> Q:
    """Open, and nobody's."""
    return Q(state=Duty.State.OPEN) & nobodys()


class DutyListing(Listing[Duty]):
    """Everything anyone owes by a day, whoever owes it."""

    model = Duty
    name = "duties"
    title = _("事项台账")
    capability = DUTY_VIEW
    live = "plan"
    columns = (
        Column("title", _("内容"), link=True, wide=True, sort=False),
        Column("kind", _("事项")),
        Column("owner_office.name", _("责任单位")),
        Column("owner_post.title", _("责任岗位"), shown=False),
        Column("clause_ref", _("条款"), kind="code"),
        Column("due_at", _("期限"), kind="due", met="done_at"),
        Column("state", _("状态"), kind="status"),
        Column("due_sentence", _("期限由来"), wide=True, shown=False, sort=False),
        Column("territory", _("辖区"), kind="place", shown=False),
    )
    filters = (
        Choice("state", _("状态"), say_label=False),
        Flag("overdue", _("逾期"), overdue),
        Flag("nobody", _("无人负责"), of_nobody),
        Choice("kind", _("事项"), say_label=False),
        OfficeFilter(),
        ClauseRefFilter(),
        TerritoryFilter(),
        DateRange("due", _("期限"), path="due_at"),
    )
    search = ("title", "owner_office__name")
    search_words = _("内容或单位")
    default_sort = "due_at"
    keys = ("title",)
    lead = _("凡有期限的都在这里：谁、什么时候、依据哪一条。没有人负责的也不会漏掉。")

    def link(self, row: Duty) -> str:
        return address("plan:duty", row.pk)
