"""The end of a phase: causes and lessons recorded, and the gate that is passed or not.

Both name the phase by its document and name, since a corrected paper that is imported again has new rows.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from gasloop.access.scoping import Scoped
from gasloop.kernel import clock
from gasloop.plan.models.document import PlanDocument


class PhaseFinding(Scoped):
    """A root cause or a lesson of a phase, with files by digest."""

    SUBJECT_KIND = "phase_finding"
    SEALED = ("document_id", "phase", "kind", "text", "files", "voided_at")

    class Kind(models.TextChoices):
        CAUSE = "cause", _("深层次原因")
        LESSON = "lesson", _("经验做法")

    document = models.ForeignKey(PlanDocument, on_delete=models.PROTECT, related_name="phase_findings")
    phase = models.CharField(_("阶段"), max_length=60)
    kind = models.CharField(_("类别"), max_length=8, choices=Kind)
    text = models.TextField(_("内容"))
    files = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    at = models.DateTimeField(_("时间"), default=clock.now)
    by_name = models.CharField(_("填写人"), max_length=80)

    class Meta:
        ordering: ClassVar[list[str]] = ["kind", "at", "id"]

    def __str__(self) -> str:
        return self.text


class PhaseGate(Scoped):
    """One decision at the end of a phase. `figures` are the counts of that moment, by key."""

    SUBJECT_KIND = "phase_gate"
    SEALED = ("document_id", "phase", "passed", "why", "figures", "files", "voided_at")

    document = models.ForeignKey(PlanDocument, on_delete=models.PROTECT, related_name="gates")
    phase = models.CharField(_("阶段"), max_length=60)
    passed = models.BooleanField(_("通过"))
    why = models.TextField(_("理由"))
    figures = models.JSONField(_("当时的数字"), default=dict)
    files = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    at = models.DateTimeField(_("时间"), default=clock.now)
    by_name = models.CharField(_("决定人"), max_length=80)

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["document", "phase"],
                condition=models.Q(passed=True, voided_at__isnull=True),
                name="phase_passed_once",
            )
        ]

    def __str__(self) -> str:
        return self.phase
