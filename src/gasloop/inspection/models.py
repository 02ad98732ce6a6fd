"""A visit and its answers. A visit without a finding is recorded too: coverage has to be provable (方案 五(二))."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from gasloop.access.scoping import Scoped
from gasloop.hazard.models import Hazard
from gasloop.kernel.ids import new_id
from gasloop.registry.kinds import HouseholdResult
from gasloop.registry.models import Household, Site
from gasloop.rulebook.models import CheckItem
from gasloop.shell.searching import search_column, search_index


class Visit(Scoped):
    """One visit to one site. The id is made by whoever records it, so that sending it twice does no harm.

    Each signature is either an image (by digest) or the reason why there is none.
    """

    SUBJECT_KIND = "visit"
    SEALED = (
        "number",
        "site_id",
        "result",
        "visited_at",
        "visited_by",
        "inspectors",
        "inspector_signature",
        "inspector_unsigned",
        "site_person",
        "site_signature",
        "site_unsigned",
        "content_digest",
        "voided_at",
    )

    class Result(models.TextChoices):
        CHECKED = "checked", _("已检查")
        NOBODY = "nobody", _("无人在场")
        REFUSED = "refused", _("拒绝检查")

    number = models.CharField(_("编号"), max_length=20, unique=True, db_collation="C")
    site = models.ForeignKey(Site, verbose_name=_("对象"), on_delete=models.PROTECT, related_name="visits")
    result = models.CharField(_("结果"), max_length=10, choices=Result)
    visited_at = models.DateTimeField(_("检查时间"))
    visited_by = models.UUIDField()
    inspectors = ArrayField(models.CharField(max_length=60), verbose_name=_("检查人"), default=list)
    lat = models.DecimalField(_("纬度"), max_digits=9, decimal_places=6, null=True, blank=True)
    lng = models.DecimalField(_("经度"), max_digits=9, decimal_places=6, null=True, blank=True)
    note = models.TextField(_("备注"), blank=True)
    photos = ArrayField(models.CharField(max_length=64), verbose_name=_("照片"), default=list)
    inspector_signature = models.CharField(max_length=64, blank=True)
    inspector_unsigned = models.CharField(_("检查人未签名原因"), max_length=120, blank=True)
    site_person = models.CharField(_("对象在场人"), max_length=60, blank=True)
    site_signature = models.CharField(max_length=64, blank=True)
    site_unsigned = models.CharField(_("对象未签名原因"), max_length=120, blank=True)
    hazards_found = models.PositiveSmallIntegerField(_("发现隐患"), default=0)
    content_digest = models.BinaryField(max_length=32)
    search_text = search_column("number", "site_person", "note")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            search_index("visit_search"),
            models.Index(fields=["-visited_at", "-id"], name="visit_newest"),
            models.Index(fields=["site", "-visited_at"], name="visit_of_site"),
        ]

    def __str__(self) -> str:
        return self.number


class Answer(models.Model):
    """What was answered to one check item, and how it was judged by the rule version of that day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="answers")
    item = models.ForeignKey(CheckItem, on_delete=models.PROTECT, related_name="+")
    value = models.JSONField()
    passed = models.BooleanField()
    judgement = models.TextField()
    note = models.TextField(blank=True)
    photos = ArrayField(models.CharField(max_length=64), default=list)
    hazard = models.OneToOneField(Hazard, on_delete=models.PROTECT, null=True, blank=True, related_name="answer")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["visit", "item"], name="answer_once_per_item")
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.item_id}"


class HouseholdVisit(Scoped):
    """One knock at one door. The doors of one `round` were entered together; nobody there is recorded, too."""

    SUBJECT_KIND = "household_visit"
    SEALED = ("household_id", "round", "result", "visited_on", "visited_by", "note", "gap_lel", "voided_at")

    household = models.ForeignKey(Household, verbose_name=_("居民户"), on_delete=models.PROTECT, related_name="visits")
    round = models.UUIDField(db_index=True)
    result = models.CharField(_("结果"), max_length=8, choices=HouseholdResult)
    visited_on = models.DateField(_("上门日期"))
    visited_by = models.UUIDField()
    by_name = models.CharField(_("上门人"), max_length=60)
    note = models.CharField(_("备注"), max_length=200, blank=True)
    gap_lel = models.DecimalField(_("门缝检漏（%LEL）"), max_digits=5, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = _("入户记录")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["household", "-visited_on"], name="household_visit_of"),
            models.Index(fields=["-visited_on", "-id"], name="household_visit_newest"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["round", "household"], name="household_once_per_round")
        ]

    def __str__(self) -> str:
        return f"{self.household} {self.visited_on}"
