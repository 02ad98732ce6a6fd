"""More time for a rectification: asked before the deadline, decided by somebody above, with an end of its own."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from gasloop.evidence.models import Record
from gasloop.hazard.models.hazard import Hazard


class Extension(Record):
    """One request. `until` is the last legal day asked for; undecided when the deadline comes, it lapses."""

    SUBJECT_KIND = "extension"
    SEALED = ("hazard_id", "asked_by", "until", "reason", "control_measure", "state", "decided_by", "due_before")

    class State(models.TextChoices):
        ASKED = "asked", _("待审批")
        GRANTED = "granted", _("已同意延期")
        REFUSED = "refused", _("不同意延期")
        LAPSED = "lapsed", _("到期未审批，失效")

    hazard = models.ForeignKey(Hazard, verbose_name=_("隐患"), on_delete=models.PROTECT, related_name="extensions")
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.ASKED)
    until = models.DateField(_("延期至"))
    reason = models.TextField(_("延期理由"))
    control_measure = models.TextField(_("延期期间的管控措施"))
    asked_at = models.DateTimeField(_("申请时间"))
    asked_by = models.UUIDField()
    asked_by_name = models.CharField(_("申请人"), max_length=80)
    due_before = models.DateTimeField(_("原整改期限"))
    decided_at = models.DateTimeField(_("审批时间"), null=True, blank=True)
    decided_by = models.UUIDField(null=True, blank=True)
    decided_by_name = models.CharField(_("审批人"), max_length=80, blank=True)
    decision = models.TextField(_("审批意见"), blank=True)

    class Meta:
        verbose_name = _("延期申请")
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["hazard"], condition=models.Q(state="asked"), name="extension_asked_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due_before"], name="extension_waiting", condition=models.Q(state="asked"))
        ]

    def __str__(self) -> str:
        return f"{self.hazard_id} → {self.until}"

    @property
    def territory(self) -> str:
        """Where its hazard lies (the log's scope)."""
        return self.hazard.territory
