"""A hazard and the steps it went through. It keeps the rule version it was judged by."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from gasloop.access.scoping import Scoped
from gasloop.hazard.states import OPEN_STATES, HazardState
from gasloop.kernel.clock import now
from gasloop.kernel.ids import new_id
from gasloop.kernel.subject import Subject
from gasloop.registry.models import Site
from gasloop.rulebook.models import Rule
from gasloop.shell.searching import search_column, search_index


class Cause(models.TextChoices):
    """Why there was a hazard at all (方案 四(三): the deep reasons). Empty: nobody has said yet."""

    AGED = "aged", _("设备老化或超期")
    FITTED = "fitted", _("安装不规范")
    MISUSED = "misused", _("使用不当或私自改动")
    UNTRAINED = "untrained", _("人员未培训、不知道要求")
    UNMANAGED = "unmanaged", _("制度未落实、无人管理")
    SUPPLIER = "supplier", _("供气、充装或销售方责任")
    PRODUCT = "product", _("产品质量不合格")
    PREMISES = "premises", _("场所条件不符合")
    UNKNOWN = "unknown", _("原因未查明")


class Hazard(Scoped):
    """One hazard at one site, from the finding to the look-back. `due_at` is the deadline of rectification."""

    SUBJECT_KIND = "hazard"
    SEALED = (
        "number",
        "site_id",
        "rule_id",
        "state",
        "severity",
        "description",
        "measured",
        "found_at",
        "due_at",
        "control_measure",
        "answerable_person",
        "rectified_at",
        "closed_at",
        "supervision_level",
        "owner_office_id",
        "cause",
        "merged_into_id",
        "brought_from",
    )

    class State(models.TextChoices):
        FOUND = HazardState.FOUND.value, _("已登记")
        ORDERED = HazardState.ORDERED.value, _("整改中")
        RECTIFIED = HazardState.RECTIFIED.value, _("待复查")
        CLOSED = HazardState.CLOSED.value, _("已销号")
        SETTLED = HazardState.SETTLED.value, _("回头看无反弹")
        REBOUND = HazardState.REBOUND.value, _("已反弹")
        VOIDED = HazardState.VOIDED.value, _("已作废")
        MERGED = HazardState.MERGED.value, _("已并入另一条")
        ASIDE = HazardState.ASIDE.value, _("随停业搁置")

    class Severity(models.TextChoices):
        GENERAL = "general", _("一般隐患")
        MAJOR = "major", _("重大隐患")

    number = models.CharField(_("编号"), max_length=20, unique=True, db_collation="C")
    site = models.ForeignKey(Site, verbose_name=_("对象"), on_delete=models.PROTECT, related_name="hazards")
    rule = models.ForeignKey(Rule, verbose_name=_("规则"), on_delete=models.PROTECT, related_name="+")
    clause_refs = ArrayField(models.CharField(max_length=40), verbose_name=_("条款"), default=list)
    severity = models.CharField(_("级别"), max_length=10, choices=Severity)
    description = models.TextField(_("隐患情况"))
    measured = models.CharField(_("实测"), max_length=80, blank=True)
    source_kind = models.CharField(max_length=40)
    source_id = models.UUIDField()
    found_at = models.DateTimeField(_("发现时间"))
    found_by = models.UUIDField()
    state = models.CharField(_("状态"), max_length=12, choices=State, default=State.FOUND)
    due_at = models.DateTimeField(_("整改期限"))
    due_sentence = models.TextField(_("期限由来"), blank=True)
    provisional = models.BooleanField(_("暂定"), default=False)
    control_measure = models.TextField(_("管控措施"), blank=True)
    answerable_person = models.CharField(_("整治责任人"), max_length=60, blank=True)
    rectified_at = models.DateTimeField(_("整改时间"), null=True, blank=True)
    rectified_by = models.UUIDField(null=True, blank=True)
    closed_at = models.DateTimeField(_("销号时间"), null=True, blank=True)
    supervision_level = models.PositiveSmallIntegerField(_("督办层级"), default=0)
    cause = models.CharField(_("产生原因"), max_length=12, choices=Cause, blank=True)
    drawn = models.BooleanField(default=False, editable=False)  # a fix on the spot that somebody else looks at again
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="duplicates"
    )
    merged_at = models.DateTimeField(null=True, blank=True, editable=False)
    merged_from = models.CharField(max_length=12, blank=True, editable=False)
    rebound_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="rebounds")
    brought_from = models.CharField(
        _("原台账"), max_length=120, blank=True, editable=False
    )  # it was known before GasLoop
    search_text = search_column("number", "description", "answerable_person")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            search_index("hazard_search"),
            models.Index(fields=["-found_at", "-id"], name="hazard_newest"),
            models.Index(fields=["due_at", "id"], name="hazard_by_due"),
            # The next two also answer the capped counts, without a look at the rows themselves.
            models.Index(
                fields=["state", "-found_at", "-id"],
                include=["territory", "line"],
                condition=models.Q(voided_at__isnull=True),
                name="hazard_of_state",
            ),
            models.Index(
                fields=["territory", "line"], condition=models.Q(voided_at__isnull=True), name="hazard_in_reach"
            ),
            models.Index(
                fields=["due_at", "id"],
                include=["state", "territory", "line", "voided_at"],  # the worklist counts here
                condition=models.Q(state__in=OPEN_STATES),
                name="hazard_open_by_due",
            ),
            models.Index(fields=["site", "state"], name="hazard_of_site"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def source(self) -> Subject:
        """The visit, alarm or tip that it came from."""
        return Subject(self.source_kind, self.source_id)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES


class Step(models.Model):
    """One move of a hazard: what was done, by whom, with which photos. Never changed afterwards."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    hazard = models.ForeignKey(Hazard, on_delete=models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=24)
    state = models.CharField(max_length=12, choices=Hazard.State)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=now)
    by = models.UUIDField()
    by_name = models.CharField(max_length=80)
    note = models.TextField(blank=True)
    photos = ArrayField(models.CharField(max_length=64), default=list)

    class Meta:
        ordering: ClassVar[list[str]] = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"{self.hazard_id} {self.verb}"
