"""一般职责: what the plan asks for beside what rules check, with its clock."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gasloop.kernel import clock
from gasloop.plan.models import Task, TaskNote, TaskRound
from gasloop.plan.permissions import PLAN_VIEW, TASK_MANAGE
from gasloop.plan.queries import plans_for
from gasloop.plan.web.listings import PlanFilter
from gasloop.shell.listing import Action, Choice, Column, Desk, Flag, Listing, OfficeFilter, Pick, TerritoryFilter


def late() -> Q:
    """A round of it is open beyond its day."""
    rounds = TaskRound.objects.filter(task=OuterRef("pk"), state=TaskRound.State.OPEN, due_at__lt=clock.now())
    return Q(Exists(rounds))


class RefFilter(Pick):
    """Clauses that general duties were drawn from."""

    def __init__(self) -> None:
        super().__init__("clause", _("方案条款"), self._refs, path="ref")

    @staticmethod
    def _refs(desk: Desk) -> Iterable[tuple[str, str]]:
        rows = Task.objects.filter(document__in=plans_for(desk.actor)).order_by("ref")
        return [(ref, ref) for ref in rows.values_list("ref", flat=True).distinct()]


class TaskListing(Listing[Task]):
    """Every general duty, the next of its rounds first."""

    model = Task
    name = "tasks"
    title = _("一般职责")
    capability = PLAN_VIEW
    live = "plan"
    columns = (
        Column("words", _("职责"), link=True, wide=True, sort=False),
        Column("ref", _("条款"), kind="code"),
        Column("owner_office.name", _("责任单位")),
        Column("owner_post.title", _("责任岗位"), shown=False),
        Column("often", _("周期"), kind="status"),
        Column("due_at", _("本期期限"), kind="due", sort="due_at"),
        Column("state", _("状态"), kind="status"),
        Column("noted_at", _("最近填写"), kind="datetime", sort="noted_at"),
        Column("stated", _("文中的时限"), shown=False),
        Column("document.title", _("方案"), wide=True, shown=False),
    )
    filters = (
        Choice("state", _("状态"), say_label=False),
        Flag("late", _("逾期"), late),
        Flag("unstated", _("未写明期限"), Q(often=Task.Term.UNSTATED)),
        Flag("unowned", _("没有责任单位"), Q(owner_office__isnull=True)),
        OfficeFilter(),
        RefFilter(),
        Choice("often", _("周期"), say_label=False),
        PlanFilter("document"),
        TerritoryFilter(),
    )
    search = ("words", "ref", "owner_office__name")
    search_words = _("职责、条款或单位")
    default_sort = "due_at"
    keys = ("ref", "words")
    lead = _("方案里没有规则可查的职责：谁负责、什么时候、办到哪里、凭什么证明。")
    empty = _("从方案里选取没有规则承担的句子，它们会作为职责列在这里。")
    actions = (
        Action(_("年度说明"), "plan:statements", "report", capability=PLAN_VIEW),
        Action(_("从方案选取"), "plan:take-up-here", "list-check", capability=TASK_MANAGE),
    )

    def rows(self) -> QuerySet[Task]:
        turns = TaskRound.objects.filter(task=OuterRef("pk"), state=TaskRound.State.OPEN).order_by("due_at")
        notes = TaskNote.objects.filter(task=OuterRef("pk")).order_by("-at")
        return (
            super()
            .rows()
            .annotate(due_at=Subquery(turns.values("due_at")[:1]), noted_at=Subquery(notes.values("at")[:1]))
        )

    def link(self, row: Task) -> str:
        return reverse("plan:task", args=[row.pk])
