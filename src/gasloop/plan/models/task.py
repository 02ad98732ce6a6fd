"""General duties of a plan (一般职责): sentences that ask for work no rule can check, with an owner and their rounds.

Funds, land and routes, fees, research, talent, standards, dispatch, reports, study: not a module, but a duty with
progress, evidence and a yearly statement.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from gasloop.access.models import Post
from gasloop.access.scoping import Scoped
from gasloop.kernel import clock
from gasloop.kernel.ids import new_id
from gasloop.plan.models.document import PlanDocument
from gasloop.plan.periods import Often


class Task(Scoped):
    """A sentence of a plan (`words`, as printed) that an office owes; a post of it where the paper names a person.

    `stated` is how the paper says when; empty where it does not. `proposed`: the term is ours, not the paper's.
    `next_at`: when the next round begins.
    """

    SUBJECT_KIND = "plan_task"
    SEALED = ("ref", "words", "owner_office_id", "owner_post_id", "often", "due_on", "state", "voided_at")

    class Term(models.TextChoices):
        UNSTATED = Often.UNSTATED.value, _("未写明期限")
        ONCE = Often.ONCE.value, _("一次")
        WEEKLY = Often.WEEKLY.value, _("每周")
        MONTHLY = Often.MONTHLY.value, _("每月")
        QUARTERLY = Often.QUARTERLY.value, _("每季度")
        HALF_YEARLY = Often.HALF_YEARLY.value, _("每半年")
        YEARLY = Often.YEARLY.value, _("每年")

    class State(models.TextChoices):
        OPEN = "open", _("落实中")
        DONE = "done", _("已完成")
        ENDED = "ended", _("已终止")

    document = models.ForeignKey(PlanDocument, verbose_name=_("方案"), on_delete=models.PROTECT, related_name="tasks")
    ref = models.CharField(_("条款"), max_length=40)
    words = models.TextField(_("职责"))
    owner_post = models.ForeignKey(
        Post, verbose_name=_("责任岗位"), on_delete=models.PROTECT, null=True, blank=True, related_name="tasks"
    )
    partners = ArrayField(models.CharField(max_length=120), verbose_name=_("共同负责"), default=list, blank=True)
    stated = models.CharField(_("文中的时限"), max_length=60, blank=True)
    often = models.CharField(_("周期"), max_length=12, choices=Term, default=Term.UNSTATED)
    proposed = models.BooleanField(_("期限由本镇确定"), default=False)
    due_on = models.DateField(_("完成期限"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.OPEN)
    ended_at = models.DateTimeField(_("终止时间"), null=True, blank=True)
    ended_why = models.TextField(_("终止原因"), blank=True)
    next_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["next_at"], name="plan_task_next", condition=models.Q(state="open")),
            models.Index(fields=["document", "ref"], name="plan_task_of_clause"),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def unstated(self) -> bool:
        """Does the paper leave open when, and has nobody said so since?"""
        return self.often == self.Term.UNSTATED


class TaskRound(Scoped):
    """One turn of a task: November, the fourth quarter, the one day; the duty on the worklist is about this."""

    SUBJECT_KIND = "plan_round"
    SEALED = ("task_id", "period", "due_at", "state", "done_at")

    class Kind(models.TextChoices):
        WORK = "work", _("落实")
        STATEMENT = "statement", _("年度说明")

    class State(models.TextChoices):
        OPEN = "open", _("待落实")
        DONE = "done", _("已落实")
        DROPPED = "dropped", _("已取消")

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="rounds")
    period = models.CharField(_("期次"), max_length=12)
    kind = models.CharField(_("类别"), max_length=10, choices=Kind, default=Kind.WORK)
    due_at = models.DateTimeField(_("期限"))
    due_sentence = models.TextField(blank=True)
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.OPEN)
    done_at = models.DateTimeField(_("办结时间"), null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-due_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["task", "period"], condition=~models.Q(state="dropped"), name="plan_round_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.task.words} · {self.period}"


class TaskNote(models.Model):
    """What was done, told by somebody, with files by digest. Never changed afterwards."""

    class Kind(models.TextChoices):
        PROGRESS = "progress", _("进展")
        DONE = "done", _("办结")
        STATEMENT = "statement", _("年度说明")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="notes")
    round = models.ForeignKey(TaskRound, on_delete=models.PROTECT, null=True, blank=True, related_name="notes")
    kind = models.CharField(_("类别"), max_length=10, choices=Kind)
    text = models.TextField(_("情况"))
    files = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    at = models.DateTimeField(_("时间"), default=clock.now)
    by_name = models.CharField(_("填写人"), max_length=80)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]

    def __str__(self) -> str:
        return self.text
