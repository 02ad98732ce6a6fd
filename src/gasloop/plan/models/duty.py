"""A duty: who owes what by when, under which clause. One clock for everything anyone must do by a date."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from gasloop.access.models import Account, Post
from gasloop.access.scoping import Scoped
from gasloop.kernel.clock import now
from gasloop.kernel.ids import new_id
from gasloop.kernel.subject import Subject
from gasloop.plan.reminding import Stage


class Duty(Scoped):
    """Something owed on a record (`about`) by an office, perhaps by one post of it, until `due_at`.

    `level` is how far it has climbed (see `ladder.py`); `next_at` when the sweep looks at it again.
    `remind_at` is the next reminder (see `reminding.py`), counted from `began_at`: when this deadline was set. While
    `paused_at` is set, it neither climbs nor reminds.
    """

    SUBJECT_KIND = "duty"
    SEALED = ("kind", "about_id", "owner_office_id", "due_at", "state", "level", "done_at")

    class Kind(models.TextChoices):
        ORDER = "order", _("下达整改要求")
        RECTIFY = "rectify", _("督促整改")
        RECHECK = "recheck", _("复查")
        LOOK_BACK = "look_back", _("回头看")
        RECEIVE = "receive", _("签收责任摘录")
        SETTLE = "settle", _("处理异议")
        DECIDE = "decide", _("审批延期")
        REPORT = "report", _("上报重大隐患")
        DELIST = "delist", _("办理摘牌")
        TASK = "task", _("落实一般职责")
        STATEMENT = "statement", _("写年度说明")
        REFER = "refer", _("移送区级部门")
        RECEIPT = "receipt", _("签收移送")
        ANSWER = "answer", _("答复移送")
        RENEW = "renew", _("到期换证")
        REPLACE = "replace", _("到期更换")
        REVIEW = "review", _("复核许可条件")
        NOTICE = "notice", _("送达告知书")
        CONFIRM_CLOSED = "confirm_closed", _("核实停业停气")
        HAND_OVER = "hand_over", _("办理交接")
        SELF_CHECK = "self_check", _("督促自查")

    class State(models.TextChoices):
        OPEN = "open", _("待办")
        DONE = "done", _("已办")
        DROPPED = "dropped", _("已取消")

    kind = models.CharField(_("事项"), max_length=20, choices=Kind)
    title = models.CharField(_("内容"), max_length=200)
    about_kind = models.CharField(max_length=40)
    about_id = models.UUIDField()
    owner_post = models.ForeignKey(
        Post, verbose_name=_("责任岗位"), on_delete=models.PROTECT, null=True, blank=True, related_name="duties"
    )
    clause_ref = models.CharField(_("条款"), max_length=40, blank=True)
    due_at = models.DateTimeField(_("期限"))
    due_sentence = models.TextField(_("期限由来"), blank=True)
    provisional = models.BooleanField(_("暂定"), default=False)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.OPEN)
    level = models.PositiveSmallIntegerField(_("督办层级"), default=0)
    next_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    began_at = models.DateTimeField(default=now, editable=False)
    remind_at = models.DateTimeField(null=True, blank=True)
    reminded = models.PositiveSmallIntegerField(default=0, editable=False)
    paused_at = models.DateTimeField(_("中止时间"), null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["next_at"], name="duty_next", condition=models.Q(state="open")),
            models.Index(
                fields=["owner_office", "due_at"], name="duty_open_by_office", condition=models.Q(state="open")
            ),
            models.Index(fields=["about_kind", "about_id"], name="duty_about"),
            models.Index(fields=["remind_at"], name="duty_remind", condition=models.Q(state="open")),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # What runs out owes one duty for each end, however often and by whomever the sweep is run.
            models.UniqueConstraint(
                fields=["about_kind", "about_id", "kind", "due_at"],
                condition=models.Q(kind__in=["renew", "replace", "review"]),
                name="duty_once_per_end",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def about(self) -> Subject:
        """The record the duty is about."""
        return Subject(self.about_kind, self.about_id)


class DutyReminder(models.Model):
    """One reminder, told once: `at` is when it was due, `told_at` when it was told (later if the machine was off)."""

    class Kind(models.IntegerChoices):
        BEFORE = Stage.BEFORE.value, _("明天到期")
        ON_DUE = Stage.ON_DUE.value, _("今天到期")
        OVERDUE = Stage.OVERDUE.value, _("已逾期")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="reminders")
    stage = models.PositiveSmallIntegerField(_("提醒"), choices=Kind)
    due_at = models.DateTimeField(_("期限"))
    at = models.DateTimeField()
    told_at = models.DateTimeField(_("提醒时间"))

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["-told_at"], name="reminder_newest")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["duty", "stage", "due_at"], name="reminded_once")
        ]

    def __str__(self) -> str:
        return f"{self.duty_id} {self.stage}"


class RemindersSeen(models.Model):
    """Until when somebody has seen the reminders: how a person works, no record of the town."""

    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.account_id)
