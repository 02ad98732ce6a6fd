"""A plan as printed: document, phases, clauses with their offices, and the linter's remarks on the paper."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from gasloop.access.models import Office
from gasloop.access.scoping import Scoped
from gasloop.kernel.ids import new_id


class Standing(models.TextChoices):
    """Where a plan stands today."""

    LEADING = "leading", _("现行，条款编号以此为准")
    BESIDE = "beside", _("现行，与主方案并行")
    ENDED = "ended", _("已停止执行")
    SUPERSEDED = "superseded", _("已由新版取代")


class PlanDocument(Scoped):
    """One imported paper. The original file is attached by its digest; a later import of it supersedes this row.

    A town may have several plans side by side. Rules, findings and duties name clauses by number alone, so one of them
    is `leading`: its numbers are meant. A superseded or ended one stays as it was, to be read.
    """

    SUBJECT_KIND = "plan"
    SEALED = ("title", "doc_no", "issued_on", "original_sha256", "voided_at")

    title = models.CharField(_("标题"), max_length=200)
    doc_no = models.CharField(_("文号"), max_length=60, blank=True)
    issuer = models.CharField(_("印发单位"), max_length=120, blank=True)
    issued_on = models.DateField(_("印发日期"), null=True, blank=True)
    original_sha256 = models.CharField(max_length=64)
    text = models.TextField(_("全文"))
    corrections = models.JSONField(_("更正"), default=dict, blank=True)  # `plan.corrections.Corrections`
    leading = models.BooleanField(_("条款编号以此为准"), default=False)
    ended_on = models.DateField(_("停止执行日期"), null=True, blank=True)
    ended_why = models.TextField(_("停止执行的依据"), blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["territory"],
                condition=models.Q(leading=True, voided_at__isnull=True),
                name="one_leading_plan_per_territory",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def counts_clauses(self) -> bool:
        """Are its clauses the ones that rules and findings mean?"""
        return self.leading and self.voided_at is None

    @property
    def standing(self) -> "Standing":
        """How it stands among the plans of its territory."""
        if self.voided_at is not None:
            return Standing.SUPERSEDED
        if self.ended_on is not None:
            return Standing.ENDED
        return Standing.LEADING if self.leading else Standing.BESIDE

    def get_standing_display(self) -> str:
        """In words, as a field's own choices would say it."""
        return str(self.standing.label)

    def counts(self) -> dict[str, int]:
        """How much was found in the paper, by kind."""
        return {
            "items": self.clauses.filter(kind=Clause.Kind.ITEM).count(),
            "paragraphs": self.clauses.filter(kind=Clause.Kind.PARAGRAPH).count(),
            "offices": ClauseOffice.objects.filter(clause__document=self).values("named").distinct().count(),
            "phases": self.phases.count(),
            "remarks": self.remarks.count(),
        }


class Phase(models.Model):
    """A phase of the programme, from the first to the last day of its months; null where the paper does not say."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey(PlanDocument, on_delete=models.CASCADE, related_name="phases")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("阶段"), max_length=60)
    start = models.DateField(_("起"), null=True, blank=True)
    end = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]

    def __str__(self) -> str:
        return self.name


class Clause(models.Model):
    """A numbered item (`二(四)2`) or another paragraph that states a duty (`二(四)¶1`)."""

    class Kind(models.TextChoices):
        ITEM = "item", _("条目")
        PARAGRAPH = "paragraph", _("段落")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey(PlanDocument, on_delete=models.CASCADE, related_name="clauses")
    position = models.PositiveIntegerField()
    ref = models.CharField(_("条款"), max_length=40)
    kind = models.CharField(max_length=12, choices=Kind)
    section = models.CharField(_("部分"), max_length=200, blank=True)
    subsection = models.CharField(_("节"), max_length=200, blank=True)
    text = models.TextField(_("原文"))
    situations = ArrayField(models.TextField(), default=list, blank=True)
    measures = ArrayField(models.TextField(), default=list, blank=True)
    deadlines = ArrayField(models.TextField(), default=list, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["document", "ref"], name="clause_ref_once_per_document")
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["ref"], name="clause_by_ref")]

    def __str__(self) -> str:
        return self.ref


class ClauseOffice(models.Model):
    """An office named by a clause: `named` as printed, `office` as registered (null: nobody said which)."""

    class Role(models.TextChoices):
        LEAD = "lead", _("责任单位")
        SUPPORT = "support", _("协助单位")
        COUNTERPART = "counterpart", _("配合的区级部门")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    clause = models.ForeignKey(Clause, on_delete=models.CASCADE, related_name="offices")
    position = models.PositiveSmallIntegerField()
    named = models.CharField(_("文中名称"), max_length=120)
    office = models.ForeignKey(
        Office, verbose_name=_("登记单位"), on_delete=models.PROTECT, null=True, blank=True, related_name="clauses"
    )
    role = models.CharField(_("角色"), max_length=12, choices=Role)
    chief = models.BooleanField(_("牵头"), default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]

    def __str__(self) -> str:
        return self.named


class Remark(models.Model):
    """What the linter says of the paper: a skipped number, a misspelt office, an item nobody owns."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey(PlanDocument, on_delete=models.CASCADE, related_name="remarks")
    position = models.PositiveIntegerField()
    code = models.CharField(max_length=40)
    where = models.CharField(max_length=80)
    message = models.TextField()

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"
