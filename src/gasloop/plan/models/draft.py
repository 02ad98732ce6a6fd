"""A paper looked through before it is put in force: what the compiler read, and what people corrected."""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from gasloop.access.scoping import Scoped
from gasloop.kernel import clock
from gasloop.plan.models.document import PlanDocument


class PlanDraft(Scoped):
    """An uploaded paper. `paper` is what the compiler said (JSON of `Paper`), `corrections` what people changed in it;
    the two are never mixed, so that the page can show both."""

    SUBJECT_KIND = "plan_draft"
    SEALED = ("title", "original_sha256", "state", "voided_at")

    class State(models.TextChoices):
        OPEN = "open", _("待核对")
        CONFIRMED = "confirmed", _("已确认")
        DISCARDED = "discarded", _("已放弃")

    title = models.CharField(_("标题"), max_length=200)
    doc_no = models.CharField(_("文号"), max_length=60, blank=True)
    filename = models.CharField(_("文件名"), max_length=200)
    original_sha256 = models.CharField(max_length=64)
    text = models.TextField(_("全文"))
    paper = models.JSONField()
    corrections = models.JSONField(default=dict)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.OPEN)
    document = models.ForeignKey(PlanDocument, on_delete=models.PROTECT, null=True, blank=True, related_name="drafts")
    started_by: "models.UUIDField[UUID, UUID]" = models.UUIDField(editable=False)
    started_by_name = models.CharField(_("上传人"), max_length=60)
    changed_at = models.DateTimeField(_("最近更正"), default=clock.now)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["territory", "-changed_at"], name="plan_draft_open", condition=models.Q(state="open"))
        ]

    def __str__(self) -> str:
        return self.title or self.filename
