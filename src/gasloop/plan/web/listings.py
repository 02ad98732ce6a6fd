"""责任清单 and the extracts sent from it."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gasloop.access.models import Office
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.plan.models import Clause, ClauseOffice, Extract, PlanDocument
from gasloop.plan.offices import Directory
from gasloop.plan.permissions import PLAN_VIEW
from gasloop.plan.queries import plans_for
from gasloop.shell.leading import address
from gasloop.shell.listing import Choice, Column, DateRange, Desk, Flag, Listing, Pick, TerritoryFilter


class PlanFilter(Pick):
    """Plans in reach."""

    def __init__(self, path: str) -> None:
        super().__init__("plan", _("方案"), self._plans, path=path)

    @staticmethod
    def _plans(desk: Desk) -> Iterable[tuple[str, str]]:
        return [(str(plan.pk), plan.title) for plan in plans_for(desk.actor)]


class AnswersFilter(Pick):
    """What an office answers for, under its own name or as one of a kind."""

    def __init__(self) -> None:
        super().__init__("office", _("单位"), self._offices, say_label=False)

    @staticmethod
    def _offices(desk: Desk) -> Iterable[tuple[str, str]]:
        plans = list(plans_for(desk.actor))
        named = ClauseOffice.objects.filter(clause__document__in=plans, office__isnull=False).values("office")
        offices = {office.pk: office for office in Office.objects.filter(pk__in=named)}
        for plan in plans:
            directory = Directory(plan.territory)
            for name in _collectives(plan):
                offices |= {office.pk: office for office in directory.members(name)}
        ordered = sorted(offices.values(), key=lambda office: (office.level, office.name))
        return [(str(office.pk), office.name) for office in ordered]

    def condition(self, value: tuple[str, ...], desk: Desk) -> Q:
        found = Q(office__in=value)
        for plan in plans_for(desk.actor):
            directory = Directory(plan.territory)
            for name in _collectives(plan):
                if {str(office.pk) for office in directory.members(name)} & set(value):
                    found |= Q(named=name, office__isnull=True, clause__document=plan)
        return found


def _collectives(plan: PlanDocument) -> list[str]:
    """The names behind which no single office stands."""
    rows = ClauseOffice.objects.filter(clause__document=plan, office__isnull=True)
    return list(rows.order_by("named").values_list("named", flat=True).distinct())


class SectionFilter(Pick):
    """Parts of the plans in reach."""

    def __init__(self) -> None:
        super().__init__("section", _("部分"), self._sections, path="clause__section", say_label=False)

    @staticmethod
    def _sections(desk: Desk) -> Iterable[tuple[str, str]]:
        clauses = Clause.objects.filter(document__in=plans_for(desk.actor)).exclude(section="")
        return [
            (name, name)
            for name in dict.fromkeys(clauses.order_by("document_id", "position").values_list("section", flat=True))
        ]


def _deadlines(row: ClauseOffice) -> str:
    return "；".join(row.clause.deadlines)


class ResponsibilityListing(Listing[ClauseOffice]):
    """Office × clause."""

    model = ClauseOffice
    name = "responsibilities"
    title = _("责任清单明细")
    capability = PLAN_VIEW
    columns = (
        Column("clause.ref", _("条款"), kind="code", link=True, sort="clause__position"),
        Column("named", _("文中名称")),
        Column("office.name", _("登记单位")),
        Column("role", _("角色")),
        Column("chief", _("牵头"), kind="yesno"),
        Column("clause.text", _("原文"), wide=True, sort=False),
        Column("deadlines", _("时限"), value=_deadlines, needs=("clause",), sort=False),
        Column("clause.section", _("部分"), shown=False),
        Column("clause.subsection", _("节"), shown=False),
        Column("clause.document.title", _("方案"), shown=False),
    )
    filters = (
        AnswersFilter(),
        Choice("role", _("角色"), say_label=False),
        SectionFilter(),
        Flag("chief", _("牵头"), Q(chief=True)),
        Flag("unmatched", _("未对应登记单位"), Q(office__isnull=True)),
        PlanFilter("clause__document"),
    )
    search = ("clause__ref", "named", "office__name", "clause__text")
    search_words = _("条款、单位或原文")
    default_sort = "clause.ref"
    keys = ("clause.ref", "named")
    empty = _("导入方案后，每个单位在每一条里的责任会列在这里。")

    def visible(self, actor: Actor) -> QuerySet[ClauseOffice]:
        """A plan binds everybody below it, so whoever it governs reads all of it."""
        return self.rows().filter(clause__document__in=plans_for(actor))

    def link(self, row: ClauseOffice) -> str:
        return reverse("oversight:plan-clause", args=[row.clause.document_id, row.clause.ref])


def _late() -> Q:
    return Q(state=Extract.State.SENT, due_at__lt=clock.now())


class ExtractListing(Listing[Extract]):
    """Extracts in use, with their clock."""

    model = Extract
    name = "extracts"
    title = _("责任摘录签收")
    capability = PLAN_VIEW
    live = "extract"
    columns = (
        Column("office.name", _("单位"), link=True),
        Column("state", _("状态"), kind="status"),
        Column("due_at", _("签收期限"), kind="due", met="answered_at"),
        Column("count", _("条数"), kind="number", sort=False),
        Column("answered_by_name", _("签收人")),
        Column("answered_at", _("签收时间"), kind="datetime"),
        Column("sent_at", _("发送时间"), kind="datetime"),
        Column("document.title", _("方案"), wide=True, shown=False),
        Column("territory", _("辖区"), kind="place", shown=False),
    )
    filters = (
        Choice("state", _("状态"), say_label=False),
        Flag("late", _("逾期未签收"), _late),
        PlanFilter("document"),
        TerritoryFilter(),
        DateRange("sent", _("发送时间"), path="sent_at"),
    )
    search = ("office__name", "document__title")
    search_words = _("单位或方案")
    default_sort = "due_at"
    keys = ("office.name",)
    empty = _("在责任清单里点“发送摘录”，各单位的签收情况会列在这里。")

    def link(self, row: Extract) -> str:
        return address("plan:extract", row.pk)
