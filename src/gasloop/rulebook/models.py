"""Policy as dated data: packs, rule versions with their check items and bases, law, measures, constants, the calendar.

A version is never changed once loaded: changed data makes the next version, and what was judged keeps the one it was
judged by. Only `withdrawn_on`, a basis's confirmation and a rule's links to plan clauses are written later.
"""

from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, cast

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from gasloop.evidence.models import Record
from gasloop.kernel.clock import now
from gasloop.rulebook.choices import (
    CITABLE,
    Answer,
    BasisRole,
    Confidence,
    DeadlineUnit,
    Place,
    PowerGrant,
    RecheckMode,
    Severity,
    SourceKind,
    SourceStatus,
    TakenBy,
)
from gasloop.rulebook.judging import AnswerKind, ItemSpec
from gasloop.rulebook.workdays import Term, Unit

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def _codes(label: "_StrPromise", length: int = 60) -> "ArrayField[list[str], list[str]]":
    return ArrayField(models.CharField(max_length=length), verbose_name=label, default=list, blank=True)


class Pack(Record):
    """One loaded pack. Of two rules with one code the pack of the higher `level` wins (nation < city < town)."""

    SUBJECT_KIND = "pack"
    SEALED = ("name", "version", "level", "digest", "loaded_at", "loaded_by")

    name = models.CharField(_("规则包"), max_length=40, unique=True, db_collation="C")
    title = models.CharField(_("名称"), max_length=120)
    level = models.PositiveSmallIntegerField(_("层级"))
    territory = models.CharField(_("适用辖区"), max_length=120, blank=True, db_collation="C")
    version = models.CharField(_("版本"), max_length=20)
    digest = models.CharField(_("摘要"), max_length=64)
    loaded_at = models.DateTimeField(_("装入时间"), default=now)
    loaded_by = models.UUIDField()
    loaded_by_name = models.CharField(_("装入人"), max_length=80)

    class Meta:
        verbose_name = _("规则包")
        ordering: ClassVar[list[str]] = ["level", "name"]

    def __str__(self) -> str:
        return f"{self.title} {self.version}"


class Loaded(Record):
    """A dated thing from a pack. `spec` is the whole of it as read, `digest` its SHA-256; `version` counts per code."""

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(_("代码"), max_length=60, db_collation="C")
    version = models.PositiveIntegerField(_("版本"))
    spec = models.JSONField()
    digest = models.CharField(max_length=64)
    withdrawn_on = models.DateField(_("撤下日期"), null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"


def _once(name: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(fields=["pack", "code", "version"], name=name)


class LegalSource(Loaded):
    """A law, a regulation, a standard, a plan. What it says is kept in our words only."""

    SUBJECT_KIND = "legal_source"
    SEALED = ("code", "version", "digest", "withdrawn_on")

    title = models.CharField(_("名称"), max_length=160)
    short = models.CharField(_("简称"), max_length=40)
    number = models.CharField(_("文号或标准号"), max_length=80, blank=True)
    kind = models.CharField(_("类别"), max_length=12, choices=SourceKind)
    status = models.CharField(_("状态"), max_length=12, choices=SourceStatus)
    effective_from = models.DateField(_("施行日期"), null=True, blank=True)
    effective_to = models.DateField(_("失效日期"), null=True, blank=True)
    confidence = models.CharField(_("可信度"), max_length=2, choices=Confidence)
    note = models.TextField(_("说明"), blank=True)

    class Meta:
        verbose_name = _("法规标准")
        constraints: ClassVar[list[models.BaseConstraint]] = [_once("legal_source_once")]

    def __str__(self) -> str:
        return f"《{self.title}》"


class Rule(Loaded):
    """One version of one rule: which objects, what is asked of them, how severe, how long, who re-checks.

    `applies_when` holds conditions on the site, all of which must hold (see `applicability`). `clause_refs` are the
    plan clauses (`二(四)2`) that lead to it, kept in step with the situations of the loaded plans.
    """

    SUBJECT_KIND = "rule"
    SEALED = ("code", "version", "digest", "spec", "effective_from", "effective_to", "withdrawn_on")

    title = models.CharField(_("规则"), max_length=160)
    requirement = models.TextField(_("要求"))
    clause_refs = _codes(_("方案条款"), 40)
    applies_to = _codes(_("适用对象"), 24)
    applies_when = models.JSONField(default=list, blank=True)
    severity = models.CharField(_("隐患级别"), max_length=8, choices=Severity)
    mh_code = models.CharField(_("重大隐患判定项"), max_length=12, blank=True)
    severity_note = models.TextField(_("级别说明"), blank=True)
    deadline_amount = models.PositiveSmallIntegerField(_("默认期限"))
    deadline_unit = models.CharField(_("期限单位"), max_length=14, choices=DeadlineUnit)
    recheck_mode = models.CharField(_("复查方式"), max_length=16, choices=RecheckMode)
    control_measure = models.TextField(_("管控措施建议"), blank=True)
    measures = _codes(_("处置措施"))
    effective_from = models.DateField(_("生效日期"))
    effective_to = models.DateField(_("失效日期"), null=True, blank=True)
    note = models.TextField(_("说明"), blank=True)

    class Meta:
        verbose_name = _("规则")
        ordering: ClassVar[list[str]] = ["code", "-version"]
        constraints: ClassVar[list[models.BaseConstraint]] = [_once("rule_once")]

    def __str__(self) -> str:
        return self.title

    @property
    def check_items(self) -> list["CheckItem"]:
        """The rule's questions in order (one query unless prefetched)."""
        return list(self.items.all())

    @property
    def term(self) -> Term:
        """The default time for rectification."""
        return Term(self.deadline_amount, cast(Unit, self.deadline_unit))


class CheckItem(Record):
    """One question of a rule. `condition` decides (see `judging`), None: recorded only; `finding` says what is wrong.

    `choices` is a list of {value, label}; `bounds` the plausible [least, most] of a number, or None.
    """

    SUBJECT_KIND = "check_item"
    SEALED = ("rule_id", "code", "question", "finding", "answer", "condition", "choices", "bounds", "unit")

    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="items")
    code = models.CharField(_("代码"), max_length=60, db_collation="C")
    order = models.PositiveSmallIntegerField()
    place = models.CharField(_("位置"), max_length=16, choices=Place)
    question = models.CharField(_("检查项"), max_length=200)
    finding = models.CharField(_("不符合时"), max_length=200, blank=True)
    hint = models.TextField(_("怎么查"), blank=True)
    answer = models.CharField(_("回答方式"), max_length=8, choices=Answer)
    unit = models.CharField(_("计量单位"), max_length=12, blank=True)
    choices = models.JSONField(default=list, blank=True)
    bounds = models.JSONField(null=True, blank=True)
    condition = models.JSONField(null=True, blank=True)
    photo_required = models.BooleanField(_("须拍照"), default=False)

    class Meta:
        verbose_name = _("检查项")
        ordering: ClassVar[list[str]] = ["order"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["rule", "code"], name="check_item_once")
        ]

    def __str__(self) -> str:
        return self.question

    def spec(self) -> ItemSpec:
        """The question as the judge takes it."""
        return ItemSpec(
            code=self.code,
            question=self.question,
            answer=cast(AnswerKind, self.answer),
            condition=self.condition,
            finding=self.finding,
            unit=self.unit,
            choices={each["value"]: each["label"] for each in self.choices},
            bounds=None if self.bounds is None else (Decimal(str(self.bounds[0])), Decimal(str(self.bounds[1]))),
        )


class Basis(Record):
    """Why a rule may ask: an article of a source, in our words. Printed on official papers only when `citable`."""

    SUBJECT_KIND = "basis"
    SEALED = ("rule_id", "source_id", "article", "asks", "confidence", "confirmed_by", "confirmed_at", "confirmed_note")

    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="bases")
    source = models.ForeignKey(LegalSource, on_delete=models.PROTECT, related_name="bases")
    order = models.PositiveSmallIntegerField()
    role = models.CharField(_("作用"), max_length=8, choices=BasisRole)
    article = models.CharField(_("条款"), max_length=80)
    asks = models.TextField(_("内容（转述）"))
    confidence = models.CharField(_("可信度"), max_length=2, choices=Confidence)
    confirmed_by = models.UUIDField(null=True, blank=True)
    confirmed_by_name = models.CharField(_("确认人"), max_length=80, blank=True)
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, blank=True)
    confirmed_note = models.TextField(_("确认说明"), blank=True)

    class Meta:
        verbose_name = _("法律依据")
        ordering: ClassVar[list[str]] = ["order"]

    def __str__(self) -> str:
        return f"{self.source}{self.article}"

    @property
    def citable(self) -> bool:
        """May it be printed on an official paper? Read in the norm itself, or confirmed by a named person."""
        return self.confidence in CITABLE or self.confirmed_at is not None


class Measure(Loaded):
    """What may be done about a finding, and who has the power to do it."""

    SUBJECT_KIND = "measure"
    SEALED = ("code", "version", "digest", "withdrawn_on")

    title = models.CharField(_("措施"), max_length=80)
    what = models.TextField(_("内容"))
    taken_by = models.CharField(_("由谁采取"), max_length=12, choices=TakenBy)
    source_code = models.CharField(max_length=60, blank=True)
    article = models.CharField(_("条款"), max_length=80, blank=True)
    confidence = models.CharField(_("可信度"), max_length=2, choices=Confidence)

    class Meta:
        verbose_name = _("处置措施")
        constraints: ClassVar[list[models.BaseConstraint]] = [_once("measure_once")]

    def __str__(self) -> str:
        return self.title


class Power(Loaded):
    """What a town may do itself. `measures` are measures of departments that a published list lets the town take."""

    SUBJECT_KIND = "power"
    SEALED = ("code", "version", "digest", "withdrawn_on")

    title = models.CharField(_("职权"), max_length=80)
    grant = models.CharField(_("镇能不能做"), max_length=12, choices=PowerGrant)
    what = models.TextField(_("内容"))
    measures = _codes(_("处置措施"))
    source_code = models.CharField(max_length=60, blank=True)
    article = models.CharField(_("条款"), max_length=80, blank=True)
    confidence = models.CharField(_("可信度"), max_length=2, choices=Confidence)
    effective_from = models.DateField(_("生效日期"), null=True, blank=True)
    effective_to = models.DateField(_("失效日期"), null=True, blank=True)
    note = models.TextField(_("说明"), blank=True)

    class Meta:
        verbose_name = _("镇街职权")
        constraints: ClassVar[list[models.BaseConstraint]] = [_once("power_once")]

    def __str__(self) -> str:
        return self.title


class Constant(Loaded):
    """A number from the norms, with its source and its days."""

    SUBJECT_KIND = "constant"
    SEALED = ("code", "version", "digest", "value", "unit", "effective_from", "effective_to", "withdrawn_on")

    title = models.CharField(_("名称"), max_length=120)
    value = models.DecimalField(_("数值"), max_digits=14, decimal_places=4)
    unit = models.CharField(_("计量单位"), max_length=20, blank=True)
    source_code = models.CharField(max_length=60, blank=True)
    article = models.CharField(_("条款"), max_length=120, blank=True)
    confidence = models.CharField(_("可信度"), max_length=2, choices=Confidence)
    effective_from = models.DateField(_("生效日期"))
    effective_to = models.DateField(_("失效日期"), null=True, blank=True)
    note = models.TextField(_("说明"), blank=True)

    class Meta:
        verbose_name = _("常数")
        constraints: ClassVar[list[models.BaseConstraint]] = [_once("constant_once")]


class Situation(Loaded):
    """What a clause of a plan tells to look for, in our words, and the rules (or the other function) that answer it."""

    SUBJECT_KIND = "situation"
    SEALED = ("code", "version", "digest", "withdrawn_on")

    clause = models.CharField(_("方案条款"), max_length=40)
    order = models.PositiveSmallIntegerField()
    text = models.TextField(_("情形（转述）"))
    rules = _codes(_("规则"))
    answered_by = models.CharField(_("由其他功能承担"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("情形")
        ordering: ClassVar[list[str]] = ["clause", "order"]
        constraints: ClassVar[list[models.BaseConstraint]] = [_once("situation_once")]


class CalendarYear(Record):
    """A year whose holidays have been published. Any other year counts weekends only, provisionally.

    `days` is a list of [ISO date, "holiday" or "workday", name]: days off that are no plain weekend, and weekend days
    worked in exchange.
    """

    SUBJECT_KIND = "calendar_year"
    SEALED = ("year", "source", "days")

    year = models.PositiveSmallIntegerField(_("年份"), unique=True)
    source = models.CharField(_("来源"), max_length=160)
    days = models.JSONField(_("放假与补班"))
    loaded_at = models.DateTimeField(_("装入时间"), default=now)

    class Meta:
        verbose_name = _("放假安排")
        ordering: ClassVar[list[str]] = ["year"]

    def __str__(self) -> str:
        return str(self.year)
