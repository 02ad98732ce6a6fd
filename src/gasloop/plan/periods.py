"""How often something is owed, read off a paper's words; and the periods that follow from it. Pure.

`每个月` → monthly, period 2026-11 from 1 to 30 November. A paper that says nothing leaves the term unstated: then a
statement once a year is proposed (platform default, confidence D), and it stays visible that the paper said nothing.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from gasloop.plan.compiler.dates import find_span, last_day, plain_dates


class Often(StrEnum):
    """How often."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"
    ONCE = "once"
    UNSTATED = "unstated"


# The shortest wins where a paper names several (`年度、月度`): who keeps the monthly one keeps the others.
_WORDS = (
    (Often.WEEKLY, re.compile(r"每(?:个)?(?:周|星期)|按周|逐周|每[日天]|按日|逐日")),
    (Often.MONTHLY, re.compile(r"每(?:个)?月|按月|逐月|月度|每旬|半月")),
    (Often.QUARTERLY, re.compile(r"每(?:个)?季|按季|逐季|季度")),
    (Often.HALF_YEARLY, re.compile(r"每半年|按半年|半年度|半年一次")),
    (Often.YEARLY, re.compile(r"每(?:个)?年|按年|逐年|年度|全年")),
)
_YEAR_END = re.compile(r"((?:19|20)\d\d)\s*年\s*年?[底末](?:之?前|以前)?")
_MONTHS = {Often.MONTHLY: 1, Often.QUARTERLY: 3, Often.HALF_YEARLY: 6, Often.YEARLY: 12, Often.UNSTATED: 12}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a paper's words ask for: how often, or by which day (`ONCE` alone has one)."""

    often: Often
    by: date | None = None


def asked_by(words: str) -> Asked:
    """`每个季度` → quarterly; `2025年底前` → once by 31 December 2025; without a year or a frequency: unstated."""
    for often, pattern in _WORDS:
        if pattern.search(words):
            return Asked(often)
    if ends := _YEAR_END.search(words):
        return Asked(Often.ONCE, date(int(ends[1]), 12, 31))
    span = find_span(plain_dates(words))
    point = (span.end or span.start) if span else None
    if point is None or not point.year:
        return Asked(Often.UNSTATED)
    day = last_day(point, point.year)
    return Asked(Often.ONCE, day) if day else Asked(Often.UNSTATED)


@dataclass(frozen=True, slots=True)
class Period:
    """One turn: `key` as people write it (`2026-11`, `2026Q4`, `2026H2`, `2026`, `2026W48`), both days included."""

    key: str
    first: date
    last: date


def period_at(often: Often, day: date) -> Period:
    """The period in which `day` lies; ValueError for what is owed once."""
    if often == Often.ONCE:
        raise ValueError("what is owed once has no periods")
    if often == Often.WEEKLY:
        year, week, weekday = day.isocalendar()
        monday = day - timedelta(days=weekday - 1)
        return Period(f"{year}W{week:02}", monday, monday + timedelta(days=6))
    months = _MONTHS[often]
    number = (day.month - 1) // months
    month = number * months + 1
    last_month = month + months - 1
    last = date(day.year, last_month, monthrange(day.year, last_month)[1])
    return Period(_key(often, day.year, number + 1), date(day.year, month, 1), last)


def following(often: Often, period: Period) -> Period:
    """The next one."""
    return period_at(often, period.last + timedelta(days=1))


def _key(often: Often, year: int, number: int) -> str:
    match often:
        case Often.MONTHLY:
            return f"{year}-{number:02}"
        case Often.QUARTERLY:
            return f"{year}Q{number}"
        case Often.HALF_YEARLY:
            return f"{year}H{number}"
    return str(year)
