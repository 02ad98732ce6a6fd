"""What a major hazard owes upward: the report, and where a superior lists it for supervision, the listing and its end.

方案 四 asks for major hazards to be determined and reported; the order of listing and de-listing (挂牌、摘牌) follows
what cities publish about it, and its terms are platform defaults (confidence D, no legal force).
"""

from enum import StrEnum
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from gasloop.evidence.models import Record
from gasloop.hazard.models.hazard import Hazard
from gasloop.kernel.states import Move, StateTable


class MajorState(StrEnum):
    """How far a major hazard has been carried upward."""

    TO_REPORT = "to_report"
    REPORTED = "reported"
    LISTED = "listed"
    DELISTED = "delisted"
    DROPPED = "dropped"


MAJOR_MOVES = StateTable(
    "major_case",
    [
        Move("report", MajorState.TO_REPORT, MajorState.REPORTED),
        Move("list", MajorState.REPORTED, MajorState.LISTED),
        Move("delist", MajorState.LISTED, MajorState.DELISTED),
        Move("drop", MajorState.TO_REPORT, MajorState.DROPPED),
        Move("drop", MajorState.REPORTED, MajorState.DROPPED),
        Move("drop", MajorState.LISTED, MajorState.DROPPED),
        Move("reopen", MajorState.DROPPED, MajorState.TO_REPORT),
    ],
)


class MajorCase(Record):
    """A major hazard's way upward. `reported_to` names the superior; `listed_as` the number of the listing."""

    SUBJECT_KIND = "major_case"
    SEALED = (
        "hazard_id",
        "state",
        "reported_at",
        "reported_to",
        "listed_on",
        "listed_by_whom",
        "listed_as",
        "delisted_on",
    )

    class State(models.TextChoices):
        TO_REPORT = MajorState.TO_REPORT.value, _("待上报")
        REPORTED = MajorState.REPORTED.value, _("已上报")
        LISTED = MajorState.LISTED.value, _("挂牌督办")
        DELISTED = MajorState.DELISTED.value, _("已摘牌")
        DROPPED = MajorState.DROPPED.value, _("随隐患撤销")

    hazard = models.OneToOneField(Hazard, verbose_name=_("隐患"), on_delete=models.PROTECT, related_name="major")
    state = models.CharField(_("上报状态"), max_length=10, choices=State, default=State.TO_REPORT)
    reported_at = models.DateTimeField(_("上报时间"), null=True, blank=True)
    reported_by_name = models.CharField(_("上报人"), max_length=80, blank=True)
    reported_to = models.CharField(_("上报至"), max_length=120, blank=True)
    report_note = models.TextField(_("上报情况"), blank=True)
    listed_on = models.DateField(_("挂牌日期"), null=True, blank=True)
    listed_by_whom = models.CharField(_("挂牌单位"), max_length=120, blank=True)
    listed_as = models.CharField(_("挂牌编号"), max_length=60, blank=True)
    delisted_on = models.DateField(_("摘牌日期"), null=True, blank=True)
    delisted_note = models.TextField(_("摘牌情况"), blank=True)

    class Meta:
        verbose_name = _("重大隐患上报")
        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return f"{self.hazard_id} {self.state}"

    @property
    def territory(self) -> str:
        """Where its hazard lies (the log's scope)."""
        return self.hazard.territory
