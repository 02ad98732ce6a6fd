"""Who checks themselves since when, each check that is owed, and what was answered."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from gasloop.access.scoping import Scoped
from gasloop.hazard.models import Hazard
from gasloop.kernel.ids import new_id
from gasloop.registry.models import Site
from gasloop.rulebook.models import CheckItem
from gasloop.selfcheck.rhythms import Rhythm


class Enrolment(Scoped):
    """A site that checks itself. `opened_on` is the last day for which its checks were opened."""

    SUBJECT_KIND = "self_check_enrolment"
    SEALED = ("site_id", "since", "ended_on", "voided_at")

    site = models.OneToOneField(Site, verbose_name=_("对象"), on_delete=models.PROTECT, related_name="enrolment")
    since = models.DateField(_("自查开始"))
    ended_on = models.DateField(_("自查停止"), null=True, blank=True)
    opened_on = models.DateField(editable=False)

    class Meta:
        verbose_name = _("自查登记")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["opened_on"], name="enrolment_to_open", condition=models.Q(ended_on__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.site_id} {self.since}"


class SelfCheck(Scoped):
    """One check of one period: due, then done or missed. Made when its period begins: nobody can skip it unseen."""

    SUBJECT_KIND = "self_check"
    SEALED = ("site_id", "rhythm", "first_day", "due_at", "state", "done_at", "by", "content_digest", "voided_at")

    class State(models.TextChoices):
        DUE = "due", _("待查")
        DONE = "done", _("已查")
        MISSED = "missed", _("漏查")

    site = models.ForeignKey(Site, verbose_name=_("对象"), on_delete=models.PROTECT, related_name="self_checks")
    rhythm = models.CharField(_("周期"), max_length=5, choices=Rhythm)
    first_day = models.DateField(_("期次"))
    due_at = models.DateTimeField(_("期限"))
    state = models.CharField(_("状态"), max_length=6, choices=State, default=State.DUE)
    done_at = models.DateTimeField(_("自查时间"), null=True, blank=True)
    by = models.UUIDField(null=True, blank=True, editable=False)
    by_name = models.CharField(_("自查人"), max_length=60, blank=True)
    note = models.TextField(_("备注"), blank=True)
    photos = ArrayField(models.CharField(max_length=64), default=list)
    hazards_found = models.PositiveSmallIntegerField(_("发现隐患"), default=0)
    content_digest = models.BinaryField(max_length=32, null=True, editable=False)

    class Meta:
        verbose_name = _("自查")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due_at", "id"], name="self_check_due", condition=models.Q(state="due")),
            models.Index(fields=["-first_day", "-id"], name="self_check_newest"),
            models.Index(fields=["site", "-first_day"], name="self_check_of_site"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["site", "rhythm", "first_day"], name="self_check_once_per_period")
        ]

    def __str__(self) -> str:
        return f"{self.get_rhythm_display()} {self.first_day}"


class SelfAnswer(models.Model):
    """What was answered to one item, and how it was judged by the rule version of that day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    check_done = models.ForeignKey(SelfCheck, on_delete=models.PROTECT, related_name="answers")
    item = models.ForeignKey(CheckItem, on_delete=models.PROTECT, related_name="+")
    value = models.JSONField()
    passed = models.BooleanField()
    judgement = models.TextField()
    note = models.TextField(blank=True)
    photos = ArrayField(models.CharField(max_length=64), default=list)
    hazard = models.OneToOneField(Hazard, on_delete=models.PROTECT, null=True, blank=True, related_name="self_answer")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["check_done", "item"], name="self_answer_once_per_item")
        ]

    def __str__(self) -> str:
        return f"{self.check_done_id} {self.item_id}"
