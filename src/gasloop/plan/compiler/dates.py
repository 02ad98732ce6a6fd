"""Dates and spans as plans print them: 2023年8月至11月, 3月1日—4月30日, 2024.7-2025.12, 5月底前, 即日起至年底."""

import re
from calendar import monthrange
from datetime import date

import msgspec

from gasloop.plan.compiler.numerals import arabic_dates, narrow

_POINT = (
    r"(?:(?P<y{i}>(?:19|20)\d\d)\s*年|(?P<rel{i}>今年|本年|当年|明年|次年|同年))?\s*"
    r"(?:(?P<m{i}>1[0-2]|0?[1-9])\s*月份?)?\s*"
    r"(?:(?P<d{i}>3[01]|[12]\d|0?[1-9])\s*[日号]|(?P<part{i}>上旬|中旬|下旬|上半月|下半月|[年月]?底|[年月]?初|[年月]?末|上半年|下半年|第?[一二三四1-4]季度))?"
)
_SEPARATOR = r"\s*(?:起|开始|启动)?[，,]?\s*(?:至|到|-{1,2}|—{1,2}|–|―|~|～|－|─)\s*"
_SPAN = re.compile(_POINT.format(i=1) + _SEPARATOR + _POINT.format(i=2))
_SINGLE = re.compile(_POINT.format(i=1))
_BEFORE = re.compile(r"\s*(?:之前|以前|前|止|为止|结束)")
_DOTTED = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s*[./-]\s*(1[0-2]|0?[1-9])(?:\s*[./-]\s*(3[01]|[12]\d|0?[1-9])(?!\d))?(?![\d年])"
)
_SHORT_MONTHS = re.compile(r"(?<![\d月日.])(1[0-2]|0?[1-9])\s*(至|到|-|—|–|~|～)\s*((?:1[0-2]|0?[1-9])\s*月)(?!\d)")
_DOTTED_DAYS = re.compile(
    r"(?<![\d.])(1[0-2]|0?[1-9])\.(3[01]|[12]\d|0?[1-9])\s*(至|到|-|—|–|~|～)\s*"
    r"(1[0-2]|0?[1-9])\.(3[01]|[12]\d|0?[1-9])(?![\d.%])"
)
_SHORT_DAYS = re.compile(r"^\s*(3[01]|[12]\d|0?[1-9])\s*[日号]")


class Point(msgspec.Struct, frozen=True):
    """One printed date, as far as it was printed."""

    year: int | None
    month: int | None
    day: int | None
    part: str | None
    relative: str | None = None

    @property
    def empty(self) -> bool:
        return self.year is None and self.month is None and self.part is None and self.relative is None


class Span(msgspec.Struct, frozen=True):
    """From `start` to `end`; either may be missing. `today` when it runs 即日起. `text` as printed."""

    start: Point | None
    end: Point | None
    text: str
    today: bool = False


def plain_dates(text: str) -> str:
    """The text with its dates in one form.

    `２０２４．７` → `2024年7月`, `八月` → `8月`, `8至11月` → `8月至11月`, `7.1—7.10` → `7月1日—7月10日`.
    """
    text = arabic_dates(narrow(text))
    text = _DOTTED.sub(lambda m: f"{m[1]}年{m[2]}月" + (f"{m[3]}日" if m[3] else ""), text)
    text = _DOTTED_DAYS.sub(r"\1月\2日\3\4月\5日", text)
    return _SHORT_MONTHS.sub(r"\1月\2\3", text)


def _point(found: re.Match[str], i: int) -> Point:
    def number(name: str) -> int | None:
        return int(found[f"{name}{i}"]) if found[f"{name}{i}"] else None

    return Point(number("y"), number("m"), number("d"), found[f"part{i}"], found[f"rel{i}"])


def find_span(text: str) -> Span | None:
    """The first span in `text`: two dates with 至 between, one date, or one date with 前 after it."""
    text = plain_dates(text)
    if found := re.search(r"即日起\s*(?:至|到|-|—)\s*", text):
        end = _SINGLE.match(text, found.end())
        if end and end.group().strip():
            return Span(None, _point(end, 1), text[found.start() : end.end()], today=True)
    for found in _SPAN.finditer(text):
        start, end_point = _point(found, 1), _point(found, 2)
        if start.empty and start.day is None:
            continue
        if end_point.empty and end_point.day is None:
            continue
        return Span(start, end_point, found.group())
    for found in _SINGLE.finditer(text):
        point = _point(found, 1)
        if point.empty or (point.month is None and point.part in ("底", "初", "末", "月底", "月初", "月末")):
            continue
        before = _BEFORE.match(text, found.end())
        if before:
            return Span(None, point, found.group() + before.group())
        if re.match(r"\s*(?:起|开始|以后)", text[found.end() : found.end() + 6]):
            return Span(point, None, found.group())
        return Span(point, point, found.group())
    return None


_QUARTER = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}


def _months(point: Point) -> tuple[int, int] | None:
    """The first and last month that a point covers; None for a day without a month."""
    if point.month:
        return point.month, point.month
    part = point.part or ""
    if "季度" in part:
        quarter = next(_QUARTER[c] for c in part if c in _QUARTER)
        return quarter * 3 - 2, quarter * 3
    if part == "上半年":
        return 1, 6
    if part == "下半年":
        return 7, 12
    if part in ("底", "末", "年底", "年末"):
        return 12, 12
    if part in ("初", "年初"):
        return 1, 1
    return (1, 12) if point.year or point.relative else None


def first_day(point: Point, year: int) -> date | None:
    """The first day that `point` covers in `year`."""
    months = _months(point)
    if not months:
        return None
    part = point.part if point.month else None
    day = point.day or {"中旬": 11, "下旬": 21, "下半月": 16}.get(part or "", 1)
    return _day(year, months[0], day)


def last_day(point: Point, year: int) -> date | None:
    """The last day that `point` covers in `year`: a month's last day unless a day or 上旬 is printed."""
    months = _months(point)
    if not months:
        return None
    part = point.part if point.month else None
    day = point.day or {"上旬": 10, "初": 10, "月初": 10, "中旬": 20, "上半月": 15}.get(part or "", 31)
    return _day(year, months[1], day, clip=point.day is None)


def _day(year: int, month: int, day: int, *, clip: bool = False) -> date | None:
    length = monthrange(year, month)[1]
    if day > length:
        return date(year, month, length) if clip else None
    return date(year, month, day)
