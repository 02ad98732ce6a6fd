"""A month of the law's calendar, as far as it has gone."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gasloop.kernel import clock
from gasloop.kernel.refusal import Refusal, sentence

_WRITTEN = re.compile(r"(\d{4})-(0[1-9]|1[0-2])\Z", re.ASCII)
YEARS = range(2000, 2200)
INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Month:
    """One month. `begins` and `ends` are instants; a month under way ends now: nothing is counted ahead of time."""

    year: int
    month: int

    @classmethod
    def now(cls) -> "Month":
        """The month of today."""
        today = clock.today()
        return cls(today.year, today.month)

    @classmethod
    def read(cls, text: str) -> "Month":
        """`2026-11`; ValueError for anything else."""
        found = _WRITTEN.match(text)
        if found is None or int(found[1]) not in YEARS:
            raise ValueError(text)
        return cls(int(found[1]), int(found[2]))

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        """Its last day; today while it is under way."""
        return min(self.next.first - timedelta(days=1), max(clock.today(), self.first))

    @property
    def begins(self) -> datetime:
        return clock.start_of(self.first)

    @property
    def ends(self) -> datetime:
        """The first instant that is not counted any more."""
        return min(clock.start_of(self.next.first), max(clock.now() + INSTANT, self.begins))

    @property
    def under_way(self) -> bool:
        return self.ends < clock.start_of(self.next.first)

    @property
    def previous(self) -> "Month":
        return Month(self.year - 1, 12) if self.month == 1 else Month(self.year, self.month - 1)

    @property
    def next(self) -> "Month":
        return Month(self.year + 1, 1) if self.month == 12 else Month(self.year, self.month + 1)

    @property
    def words(self) -> str:
        """`2026年11月`, `November 2026`."""
        if str(get_language()).startswith("en"):
            return f"{self.first:%B} {self.year}"
        return _("%(year)s年%(month)s月") % {"year": self.year, "month": self.month}

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02}"


def months_back(number: int) -> list[Month]:
    """This month and those before it, the newest first."""
    found = [Month.now()]
    while len(found) < number:
        found.append(found[-1].previous)
    return found


def read_month(text: str) -> Month:
    """`2026-11`, or this month for nothing; Refusal for what is no month."""
    try:
        return Month.read(text) if text else Month.now()
    except ValueError:
        raise Refusal(
            "month.unreadable",
            sentence("“{text}”不是月份，请写成 2026-11 这样。"),
            params={"text": text[:20]},
            field="month",
        ) from None
