"""Time limits: hours, days and working days from a day on, with the sentence that says how the date was derived.

The day on which a period starts is not counted, as procedural law counts periods (confidence K). Working days need the
State Council's holiday calendar; a year it does not cover counts weekends only and makes the date provisional (暂定).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from gasloop.kernel.refusal import Refusal, sentence

Unit = Literal["working_days", "days", "hours"]
MOST = {"working_days": 2_000, "days": 3_660, "hours": 24 * 366}
SATURDAY = 5
HOLIDAY, WORKDAY = "holiday", "workday"

SAME_DAY = sentence("自{start}起当日内，到期日{due}。")
DAYS = sentence("自{start}起{amount}日（当日不计），到期日{due}。")
HOURS = sentence("自{start}起{amount}小时，最迟到{due}。")
PLAIN = sentence("自{start}起{amount}个工作日（当日不计），到期日{due}。")
WEEKENDS = sentence("自{start}起{amount}个工作日（当日不计），扣除周末{weekends}天，到期日{due}。")
HOLIDAYS = sentence("自{start}起{amount}个工作日（当日不计），扣除{holidays}假期{days_off}天，到期日{due}。")
BOTH = sentence(
    "自{start}起{amount}个工作日（当日不计），扣除周末{weekends}天、{holidays}假期{days_off}天，到期日{due}。"
)
PROVISIONAL = sentence("{years}年放假安排尚未公布，暂只扣除周末，公布后重算。")


@dataclass(frozen=True, slots=True)
class Term:
    """A period: 3 working days, 30 days, 24 hours."""

    amount: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Published years, their days off (with the holiday's name) and the weekend days worked in exchange."""

    years: frozenset[int] = frozenset()
    holidays: Mapping[date, str] = field(default_factory=dict)
    workdays: frozenset[date] = frozenset()

    def works(self, day: date) -> bool:
        """Is `day` a working day, as far as is known?"""
        if day.year in self.years:
            if day in self.workdays:
                return True
            if day in self.holidays:
                return False
        return day.weekday() < SATURDAY


@dataclass(frozen=True, slots=True)
class Due:
    """The last day in time. `text` with `params` is the derivation for translation, `sentence` the same in Chinese."""

    day: date
    provisional: bool
    text: str
    params: Mapping[str, object]
    unknown_years: tuple[int, ...] = ()

    @property
    def sentence(self) -> str:
        shown = {key: in_words(value) for key, value in self.params.items()}
        tail = PROVISIONAL.format(years="、".join(map(str, self.unknown_years))) if self.unknown_years else ""
        return self.text.format(**shown) + tail


def due(start: date, term: Term, calendar: WorkCalendar) -> Due:
    """The last day of `term` counted from `start`; Refusal for a negative or absurd amount."""
    if not 0 <= term.amount <= MOST[term.unit]:
        raise Refusal(
            "rulebook.term.amount",
            sentence("期限{amount}不合理，请填0到{most}之间的整数。"),
            field="deadline",
            params={"amount": term.amount, "most": MOST[term.unit]},
        )
    if term.unit == "hours":
        return _plain(start, start + timedelta(days=-(-term.amount // 24)), term.amount, HOURS)
    if term.amount == 0:
        return _plain(start, start, 0, SAME_DAY)
    if term.unit == "days":
        return _plain(start, start + timedelta(days=term.amount), term.amount, DAYS)
    return add_working_days(start, term.amount, calendar)


def add_working_days(start: date, amount: int, calendar: WorkCalendar) -> Due:
    """The `amount`-th working day after `start` (which is not counted itself); 0 is the same day."""
    if amount == 0:
        return _plain(start, start, 0, SAME_DAY)
    weekends, names, days_off, last, left = 0, [], 0, start, amount
    for day in _days_after(start):
        last = day
        if calendar.works(day):
            left -= 1
            if left == 0:
                break
        elif name := calendar.holidays.get(day, "") if day.year in calendar.years else "":
            days_off += 1
            names.append(name)
        else:
            weekends += 1
    unknown = tuple(year for year in range(start.year, last.year + 1) if _counted_in(year, start, calendar))
    text = {(True, True): BOTH, (True, False): WEEKENDS, (False, True): HOLIDAYS, (False, False): PLAIN}
    params: dict[str, object] = {
        "start": start,
        "amount": amount,
        "due": last,
        "weekends": weekends,
        "days_off": days_off,
        "holidays": tuple(dict.fromkeys(names)),
    }
    return Due(last, bool(unknown), text[bool(weekends), bool(days_off)], params, unknown)


def working_days_between(start: date, end: date, calendar: WorkCalendar) -> int:
    """How many working days lie after `start` up to and including `end`; 0 when `end` is not after `start`."""
    return sum(calendar.works(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))


def in_words(value: object) -> str:
    """A parameter of a derivation in Chinese: 2023年9月4日, 国庆节、中秋节."""
    match value:
        case date():
            return f"{value.year}年{value.month}月{value.day}日"
        case tuple():
            return "、".join(map(str, value))
    return str(value)


def _days_after(start: date) -> Iterator[date]:
    while True:
        start += timedelta(days=1)
        yield start


def _counted_in(year: int, start: date, calendar: WorkCalendar) -> bool:
    """Was a day of the unpublished `year` counted? The start day itself is not."""
    return year not in calendar.years and (year > start.year or start < date(year, 12, 31))


def _plain(start: date, last: date, amount: int, text: str) -> Due:
    return Due(last, False, text, {"start": start, "amount": amount, "due": last})
