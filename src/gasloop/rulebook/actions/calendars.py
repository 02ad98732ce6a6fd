"""Load the holidays of a year, by hand or from the `chinesecalendar` library's copy of the State Council's notices."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version

from gasloop.evidence.actions import append
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.jsonable import JsonObject
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.relay.actions import emit, verb
from gasloop.rulebook import acts
from gasloop.rulebook.events import CalendarLoaded
from gasloop.rulebook.models import CalendarYear
from gasloop.rulebook.permissions import RULEBOOK_MANAGE, require_anywhere
from gasloop.rulebook.workdays import HOLIDAY, WORKDAY

FIRST_YEAR = 2020  # nothing in this house is counted from earlier


@dataclass(frozen=True, slots=True)
class YearOff:
    """One year as published: days off that are no plain weekend, weekend days worked in exchange."""

    year: int
    holidays: Sequence[tuple[date, str]]
    workdays: Sequence[tuple[date, str]]

    def days(self) -> list[list[str]]:
        """As `CalendarYear.days` keeps them."""
        off = [[day.isoformat(), HOLIDAY, name] for day, name in self.holidays]
        return sorted(off + [[day.isoformat(), WORKDAY, name] for day, name in self.workdays])


@verb
def load_calendar(actor: Actor, *, years: Sequence[YearOff], source: str) -> list[int]:
    """Load or correct years; the years that changed. Dates counted provisionally in them want counting again."""
    require_anywhere(actor, RULEBOOK_MANAGE)
    changed = [row for year in years if (row := _load(year, source))]
    for row in changed:
        body: JsonObject = {"years": str(row.year), "source": source, "days": len(row.days)}
        append(actor, act=acts.CALENDAR_LOADED, record=row, body=body)
    if changed:
        emit(CalendarLoaded(years=tuple(row.year for row in changed)))
    return [row.year for row in changed]


@verb
def seed_calendar(actor: Actor) -> list[int]:
    """Load every year the library knows and we do not; what somebody loaded by hand is left alone."""
    known = set(CalendarYear.objects.values_list("year", flat=True))
    years = [year for year in library_years() if year.year not in known]
    return load_calendar(actor, years=years, source=f"chinesecalendar {version('chinesecalendar')}") if years else []


def library_years() -> list[YearOff]:
    """The years in the library from `FIRST_YEAR` on. Weekend days inside a holiday are days off of the holiday."""
    from chinese_calendar.constants import (  # type: ignore[import-untyped]  # the library ships no types
        Holiday,
        holidays,
        workdays,
    )

    names = {h.value: h.chinese for h in Holiday}
    found = []
    for year in sorted({day.year for day in holidays if day.year >= FIRST_YEAR}):
        off = [(day, names[name]) for day, name in holidays.items() if day.year == year]
        worked = [(day, names[name]) for day, name in workdays.items() if day.year == year]
        found.append(YearOff(year, off, [w for w in worked if w[0].weekday() >= 5]))
    return found


def _load(year: YearOff, source: str) -> CalendarYear | None:
    """The row when it is new or changed."""
    _check(year)
    row = CalendarYear.objects.select_for_update().filter(year=year.year).first()
    if row is None:
        return CalendarYear.objects.create(year=year.year, source=source, days=year.days())
    if row.days == year.days():
        return None
    row.days, row.source, row.loaded_at = year.days(), source, clock.now()
    row.save()
    return row


def _check(year: YearOff) -> None:
    both = {day for day, _ in year.holidays} & {day for day, _ in year.workdays}
    strangers = [day for day, _ in [*year.holidays, *year.workdays] if day.year != year.year]
    first_new_year = date(year.year, 1, 1)
    if both or strangers or first_new_year not in {day for day, _ in year.holidays}:
        wrong = next(iter([*sorted(both), *strangers, first_new_year]))
        raise Refusal(
            "rulebook.calendar.days",
            sentence("{year}年放假安排不对：{day}。元旦须放假，日期须在本年内，同一天不能既放假又补班。"),
            params={"year": year.year, "day": wrong.isoformat()},
        )
