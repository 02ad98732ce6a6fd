"""What each number of the month's table means, and which rows it counts: one definition for the number and its list.

A hazard counts with the deadline that stands now: a deadline that was postponed is the later one. Hazards that were
voided or merged into another are no hazards of their own and count nowhere.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gasloop.hazard.models import Hazard
from gasloop.hazard.states import HazardState
from gasloop.inspection.models import Visit
from gasloop.oversight.month.spans import Month
from gasloop.referral.states import ReferralState
from gasloop.shell.words import Words


class Ledger(StrEnum):
    """Whose rows a figure counts."""

    OBJECTS = "objects"
    VISITS = "visits"
    HAZARDS = "hazards"
    REFERRALS = "referrals"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number: `name` heads the column, `meaning` says in a sentence what is counted."""

    key: str
    ledger: Ledger
    name: Words
    meaning: Words
    condition: Callable[[Month], Q]


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of two figures; `meaning` says numerator and denominator in words."""

    key: str
    part: str
    whole: str
    name: Words
    meaning: Words


def _checked(month: Month, *, ever: bool = False) -> Q:
    """Objects at which a visit was carried out to the end, in the month or ever before its end."""
    visits = Visit.objects.filter(
        voided_at__isnull=True, result=Visit.Result.CHECKED, visited_at__lt=month.ends, visited_at__isnull=False
    )
    if not ever:
        visits = visits.filter(visited_at__gte=month.begins)
    return Q(pk__in=visits.order_by().values("site"))


def _standing(month: Month) -> Q:
    """Objects in the register at the month's end and not closed by then."""
    return Q(received_at__lt=month.ends) & (Q(closed_on__isnull=True) | Q(closed_on__gt=month.last))


def _within(field: str, month: Month) -> Q:
    return Q(**{f"{field}__gte": month.begins, f"{field}__lt": month.ends})


_REAL = ~Q(state__in=(HazardState.VOIDED, HazardState.MERGED))


def _found(month: Month) -> Q:
    return _REAL & _within("found_at", month)


def _not_yet(field: str, month: Month) -> Q:
    return Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gte": month.ends})


def _closed(month: Month) -> Q:
    return _REAL & _within("closed_at", month)


def _visited(month: Month) -> Q:
    return _within("visited_at", month)


def _sent(month: Month) -> Q:
    return _within("sent_at", month) & ~Q(state=ReferralState.WITHDRAWN)


_ALL = (
    Figure("registered", Ledger.OBJECTS, _("在册对象"), _("月末在册且没有停业的对象"), _standing),
    Figure(
        "covered",
        Ledger.OBJECTS,
        _("检查到的对象"),
        _("月末在册的对象中，本月完成过检查的（无人在场、拒绝检查的不算）"),
        lambda month: _standing(month) & _checked(month),
    ),
    Figure(
        "never",
        Ledger.OBJECTS,
        _("从未检查"),
        _("月末在册的对象中，到月末一次检查也没有完成过的"),
        lambda month: _standing(month) & ~_checked(month, ever=True),
    ),
    Figure(
        "visits",
        Ledger.VISITS,
        _("检查次数"),
        _("本月上门的次数，无人在场和拒绝检查的也算"),
        lambda m: _within("visited_at", m),
    ),
    Figure(
        "turned_away",
        Ledger.VISITS,
        _("没有查成"),
        _("本月上门而无人在场或被拒绝的次数"),
        lambda month: _visited(month) & ~Q(result=Visit.Result.CHECKED),
    ),
    Figure("found", Ledger.HAZARDS, _("发现隐患"), _("本月发现的隐患"), _found),
    Figure(
        "major",
        Ledger.HAZARDS,
        _("其中重大"),
        _("本月发现的隐患中，判定为重大的"),
        lambda month: _found(month) & Q(severity=Hazard.Severity.MAJOR),
    ),
    Figure(
        "found_rectified",
        Ledger.HAZARDS,
        _("已整改"),
        _("本月发现的隐患中，到月末已整改的"),
        lambda month: _found(month) & Q(rectified_at__lt=month.ends),
    ),
    Figure("due", Ledger.HAZARDS, _("本月到期"), _("整改期限在本月已到的隐患"), lambda m: _REAL & _within("due_at", m)),
    Figure(
        "in_time",
        Ledger.HAZARDS,
        _("按期整改"),
        _("整改期限在本月已到的隐患中，期限前整改的"),
        lambda m: _REAL & _within("due_at", m) & Q(rectified_at__lte=F("due_at")),
    ),
    Figure(
        "closed",
        Ledger.HAZARDS,
        _("本月销号"),
        _("本月复查合格或现场整改而销号的隐患"),
        lambda m: _REAL & _within("closed_at", m),
    ),
    Figure(
        "open",
        Ledger.HAZARDS,
        _("月末未闭环"),
        _("月末前发现、到月末没有销号的隐患"),
        lambda m: _REAL & Q(found_at__lt=m.ends) & _not_yet("closed_at", m),
    ),
    Figure(
        "overdue",
        Ledger.HAZARDS,
        _("月末逾期"),
        _("到月末已过整改期限而没有整改的隐患"),
        lambda m: _REAL & Q(found_at__lt=m.ends, due_at__lt=m.ends) & _not_yet("rectified_at", m),
    ),
    Figure("referred", Ledger.REFERRALS, _("移送抄告件数"), _("本月移送或抄告的（撤回的不算）"), _sent),
    Figure(
        "answered",
        Ledger.REFERRALS,
        _("已答复"),
        _("本月移送或抄告的，到月末已收到答复的"),
        lambda month: _sent(month) & Q(answered_at__lt=month.ends),
    ),
)
FIGURES: Mapping[str, Figure] = MappingProxyType({figure.key: figure for figure in _ALL})

RATES: Mapping[str, Rate] = MappingProxyType(
    {
        rate.key: rate
        for rate in (
            Rate(
                "coverage",
                "covered",
                "registered",
                _("覆盖率"),
                _("本月完成过检查的对象 ÷ 月末在册的对象"),
            ),
            Rate(
                "rectified",
                "found_rectified",
                "found",
                _("整改率"),
                _("本月发现且到月末已整改的隐患 ÷ 本月发现的隐患"),
            ),
            Rate(
                "on_time",
                "in_time",
                "due",
                _("按期整改率"),
                _("期限前整改的 ÷ 整改期限在本月已到的隐患"),
            ),
            Rate(
                "answers",
                "answered",
                "referred",
                _("答复率"),
                _("已收到答复的 ÷ 本月移送或抄告的"),
            ),
        )
    }
)
# The table from left to right: figures and rates by key.
COLUMNS = (
    "registered",
    "visits",
    "coverage",
    "never",
    "found",
    "major",
    "rectified",
    "on_time",
    "closed",
    "open",
    "overdue",
    "referred",
    "answers",
)
ATTENTION = frozenset({"overdue", "major", "never"})


def figures_of(ledger: Ledger) -> dict[str, Figure]:
    """The figures that count this ledger's rows."""
    return {key: figure for key, figure in FIGURES.items() if figure.ledger == ledger}
