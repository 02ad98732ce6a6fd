"""Dates as people here write them: Asia/Shanghai, `2023年9月4日` in Chinese, `4 Sep 2023` in English."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Literal

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from gasloop.kernel import clock

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
HANS = "一二三四五六日"
SOON_DAYS = 2


def english() -> bool:
    """Is the page in English?"""
    return (get_language() or "").startswith("en")


def day_words(day: date) -> str:
    """A day in words."""
    if english():
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日"


def weekday_words(day: date) -> str:
    """A day with its weekday."""
    return f"{WEEKDAYS[day.weekday()]} {day_words(day)}" if english() else f"{day_words(day)} 星期{HANS[day.weekday()]}"


def instant_words(instant: datetime) -> str:
    """An instant in words, to the minute, at the law's place."""
    local = instant.astimezone(clock.LEGAL_ZONE)
    return f"{day_words(local.date())} {local:%H:%M}"


def when_words(value: date | datetime) -> str:
    """A day or an instant in words."""
    return instant_words(value) if isinstance(value, datetime) else day_words(value)


@dataclass(frozen=True, slots=True)
class Due:
    """How a deadline stands: the day it falls on, and what is left of it in words."""

    day: date
    left: str
    state: Literal["overdue", "soon", "later", "met"]


def due_of(value: date | datetime, *, met: bool = False) -> Due:
    """How the deadline `value` stands today. One that has been met, in time or late, no longer counts down."""
    day = clock.legal_day(value) if isinstance(value, datetime) else value
    if met:
        return Due(day, "", "met")
    now = clock.now()
    today = clock.legal_day(now)
    days = (day - today).days
    if value < now if isinstance(value, datetime) else day < today:
        return Due(day, _left_words(min(days, -1), get_language()), "overdue")
    return Due(day, _left_words(days, get_language()), "soon" if days <= SOON_DAYS else "later")


@lru_cache(maxsize=4096)
def _left_words(days: int, language: str | None) -> str:  # noqa: ARG001 - the words are kept by language
    """What is left of a deadline; below zero, by how much it is overdue. A list says the same few over and over."""
    if days < 0:
        return ngettext("逾期 %(days)d 天", "逾期 %(days)d 天", -days) % {"days": -days}
    if days == 0:
        return _("今天到期")
    return ngettext("还有 %(days)d 天", "还有 %(days)d 天", days) % {"days": days}
