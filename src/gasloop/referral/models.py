"""A referral of one hazard to one office, and the counter of its papers."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from gasloop.access.models import Office
from gasloop.access.scoping import Scoped
from gasloop.hazard.models import Hazard
from gasloop.referral.states import OPEN_STATES, ReferralState


class PaperCounter(models.Model):
    """The last number of issued papers by sender and year: gap-free, so whoever issues waits for the one before."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["office", "year"], name="referral_counter_once")
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.year}: {self.last}"


class Referral(Scoped):
    """One hazard handed to the office with the power. `owner_office` is the sender, who sees to it that it is answered.

    `kind`: a hand-over (移送) asks the other office to act, an information (抄告) tells it. `number` is the paper's.
    """

    SUBJECT_KIND = "referral"
    SEALED = (
        "number",
        "hazard_id",
        "to_office_id",
        "kind",
        "clause_ref",
        "reason",
        "state",
        "answer_due_at",
        "receipt_at",
        "receipt_by",
        "answered_at",
        "outcome",
        "answer",
        "owner_office_id",
    )

    class Kind(models.TextChoices):
        HAND_OVER = "hand_over", _("移送")
        INFORM = "inform", _("抄告")

    class State(models.TextChoices):
        SENT = ReferralState.SENT.value, _("已送出，待签收")
        RECEIVED = ReferralState.RECEIVED.value, _("已签收，待答复")
        ANSWERED = ReferralState.ANSWERED.value, _("已答复")
        WITHDRAWN = ReferralState.WITHDRAWN.value, _("已撤回")

    class Outcome(models.TextChoices):
        RECTIFIED = "rectified", _("已督促整改到位")
        PENALISED = "penalised", _("已立案处罚")
        IN_HAND = "in_hand", _("正在办理")
        RETURNED = "returned", _("不属于职责，退回")

    number = models.CharField(_("文号"), max_length=60, unique=True)
    hazard = models.ForeignKey(Hazard, verbose_name=_("隐患"), on_delete=models.PROTECT, related_name="referrals")
    to_office = models.ForeignKey(Office, verbose_name=_("送达单位"), on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("方式"), max_length=10, choices=Kind)
    clause_ref = models.CharField(_("条款"), max_length=40, blank=True)
    reason = models.TextField(_("移送理由"))
    taken = models.TextField(_("已采取的措施"), blank=True)
    by_system = models.BooleanField(_("系统送达"), default=False)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.SENT)
    sent_at = models.DateTimeField(_("送出时间"))
    sent_by = models.UUIDField()
    sent_by_name = models.CharField(_("经办人"), max_length=80)
    answer_due_at = models.DateTimeField(_("答复期限"))
    receipt_at = models.DateTimeField(_("签收时间"), null=True, blank=True)
    receipt_by = models.CharField(_("签收人"), max_length=80, blank=True)
    receipt_files = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    reminded_at = models.DateTimeField(_("最近催办"), null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(_("催办次数"), default=0)
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    outcome = models.CharField(_("办理结果"), max_length=12, choices=Outcome, blank=True)
    answer = models.TextField(_("答复内容"), blank=True)
    answer_files = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    withdrawn_why = models.TextField(_("撤回原因"), blank=True)

    class Meta:
        verbose_name = _("移送抄告")
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-sent_at", "-id"], name="referral_newest"),
            models.Index(fields=["hazard"], name="referral_of_hazard"),
            models.Index(
                fields=["answer_due_at", "id"], name="referral_due", condition=models.Q(state__in=OPEN_STATES)
            ),
        ]

    def __str__(self) -> str:
        return self.number
