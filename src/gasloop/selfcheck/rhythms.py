"""Day, week, month: the periods of self-checks, and what is asked in each; the pack says it, item by item."""

import calendar
from collections.abc import Iterator
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from gasloop.registry.models import Site
from gasloop.rulebook.choices import Place
from gasloop.rulebook.models import CheckItem, Rule
from gasloop.rulebook.queries import rules_for

A_DAY = timedelta(days=1)
Asked = tuple[Rule, CheckItem]


class Rhythm(models.TextChoices):
    """How often something is looked at."""

    DAY = "day", _("日查")
    WEEK = "week", _("周查")
    MONTH = "month", _("月查")


def first_day(rhythm: str, day: date) -> date:
    """The first day of the period that `day` lies in: the day itself, its Monday, the first of its month."""
    match rhythm:
        case Rhythm.WEEK:
            return day - timedelta(days=day.weekday())
        case Rhythm.MONTH:
            return day.replace(day=1)
    return day


def last_day(rhythm: str, first: date) -> date:
    """The last day of the period that begins on `first`."""
    match rhythm:
        case Rhythm.WEEK:
            return first + timedelta(days=6)
        case Rhythm.MONTH:
            return first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return first


def periods(rhythm: str, since: date, until: date) -> Iterator[date]:
    """The first days of the periods that touch `since` to `until`, both included."""
    first = first_day(rhythm, since)
    while first <= until:
        yield first
        first = last_day(rhythm, first) + A_DAY


def asked_of(site: Site, day: date) -> dict[str, list[Asked]]:
    """By rhythm, what the pack asks the site to look at itself, in the order of walking; nothing for other kinds."""
    found: dict[str, list[Asked]] = {}
    for rule in rules_for(site, day):
        rhythm_of = {item["code"]: item.get("self_check") for item in rule.spec["items"]}
        for item in rule.check_items:
            if rhythm := rhythm_of.get(item.code):
                found.setdefault(rhythm, []).append((rule, item))
    for asked in found.values():
        asked.sort(key=lambda pair: (Place.rank(pair[1].place), pair[0].code, pair[1].order))
    return found
