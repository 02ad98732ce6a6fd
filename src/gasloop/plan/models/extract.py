"""Extracts of the responsibility list: what each office was sent, whether it received or objected."""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from gasloop.access.models import Office
from gasloop.access.scoping import Scoped
from gasloop.kernel import clock
from gasloop.kernel.ids import new_id
from gasloop.plan.models.document import PlanDocument


class Extract(Scoped):
    """One office's clauses as they were sent: `clauses` is the wording of that moment, whatever is corrected later."""

    SUBJECT_KIND = "plan_extract"
    SEALED = ("office_id", "clauses", "due_at", "state", "answered_at", "answered_by_name", "voided_at")

    class State(models.TextChoices):
        SENT = "sent", _("待签收")
        RECEIVED = "received", _("已签收")
        OBJECTED = "objected", _("有异议")
        SETTLED = "settled", _("异议已处理")

    document = models.ForeignKey(
        PlanDocument, verbose_name=_("方案"), on_delete=models.PROTECT, related_name="extracts"
    )
    office = models.ForeignKey(Office, verbose_name=_("单位"), on_delete=models.PROTECT, related_name="extracts")
    clauses = models.JSONField()
    sent_at = models.DateTimeField(_("发送时间"), default=clock.now)
    sent_by_name = models.CharField(_("发送人"), max_length=60)
    sender_office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due_at = models.DateTimeField(_("签收期限"))
    due_sentence = models.TextField(blank=True)
    provisional = models.BooleanField(default=False)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.SENT)
    answered_at = models.DateTimeField(_("签收时间"), null=True, blank=True)
    answered_by_name = models.CharField(_("签收人"), max_length=60, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["document", "office"], condition=models.Q(voided_at__isnull=True), name="extract_in_use_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.document.title} · {self.office.name}"

    @property
    def count(self) -> int:
        """How many clauses it holds."""
        return len({line["ref"] for line in self.clauses})


class Objection(models.Model):
    """An office says that a clause is not its own, and why; whoever sent the extract settles it."""

    class State(models.TextChoices):
        OPEN = "open", _("待处理")
        ACCEPTED = "accepted", _("已采纳")
        REFUSED = "refused", _("未采纳")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    extract = models.ForeignKey(Extract, on_delete=models.PROTECT, related_name="objections")
    ref = models.CharField(_("条款"), max_length=40)
    reason = models.TextField(_("异议理由"))
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.OPEN)
    raised_at = models.DateTimeField(_("提出时间"), default=clock.now)
    raised_by_name = models.CharField(_("提出人"), max_length=60)
    answer = models.TextField(_("处理意见"), blank=True)
    settled_at = models.DateTimeField(_("处理时间"), null=True, blank=True)
    settled_by: "models.UUIDField[UUID | None, UUID | None]" = models.UUIDField(null=True, blank=True, editable=False)
    settled_by_name = models.CharField(_("处理人"), max_length=60, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.ref}: {self.reason}"
