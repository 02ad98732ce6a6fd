"""Stages of a plan with their first and last days: 集中攻坚阶段（2023年8月至11月）, 2024年为攻坚年."""

import re
from datetime import date

from gasloop.plan.compiler.dates import Point, Span, find_span, first_day, last_day, plain_dates
from gasloop.plan.compiler.document import Phase
from gasloop.plan.compiler.drafts import Heading, Outline
from gasloop.plan.compiler.lines import bounded
from gasloop.plan.compiler.numerals import arabic_dates, chinese_stops, narrow
from gasloop.plan.compiler.titles import PHASE_WORD, STEPS

_MONTH = re.compile(r"\d|[一二三四五六七八九十]{1,3}月|年|季度|即日")
_THEME = re.compile(
    r"((?:19|20)\d\d)\s*年\s*(?:为|是|作为|定为|确定为|[:：，,—-]{1,2}|[（(])?\s*[“\"‘「《]?([\u4e00-\u9fff]{2,12}年)(?!度|底|内|前|初|末)"
)
_INLINE = re.compile(
    r"(第[一二三四五六]阶段|[\u4e00-\u9fff]{2,10}阶段)\s*[（(]([^（）()]{2,40})[）)](?:(?:为|是|[:：])[“\"]?([\u4e00-\u9fff]{2,12}阶段))?"
)
_INLINE_AFTER = re.compile(
    r"(?:从|自)?((?:\d{4}年)?\d{1,2}月[^，。；为（()）]{0,24}?)(?:，)?(?:为|是)(第[一二三四五六]阶段|[“\"]?[\u4e00-\u9fff]{2,10}阶段)"
)


def phases_of(outline: Outline, text: str, issued: date | None, title: str | None) -> tuple[Phase, ...]:
    """The stages in printed order; a year that the paper does not print is taken from its title or date."""
    text = "\n".join(piece for line in text.splitlines() for piece in bounded(line))
    raw = _headed(outline.headings) or _inline(text) or _themed(text)
    if not raw:
        return ()
    calendar = _Calendar(issued, _stated_year(title, text))
    phases: dict[str, Phase] = {}
    for name, span in raw:
        start, end = calendar.place(span) if span else (None, None)
        if name not in phases:
            phases[name] = Phase(name, start.isoformat() if start else None, end.isoformat() if end else None)
    return tuple(phases.values())


def _headed(headings: list[Heading]) -> list[tuple[str, Span | None]]:
    """Headings called 阶段, and those beside them in a part about steps."""
    groups: dict[tuple[str, str | None], list[tuple[Heading, str, Span | None]]] = {}
    for heading in headings:
        if len(heading.title) > 120:
            continue
        name, span = _name_and_span(heading)
        steps = bool(STEPS.search(heading.above))
        if (
            not name
            or _ABOUT_PHASES.search(name)
            or not (
                PHASE_WORD.search(name)
                or (
                    steps
                    and (heading.subsection or not heading.title or heading.kind in ("item", "decimal", "subitem"))
                )
            )
        ):
            continue
        groups.setdefault((heading.section or "", str(heading.kind)), []).append((heading, name, span))
    found: list[tuple[str, Span | None]] = []
    for group in groups.values():
        if any(span or PHASE_WORD.search(name) for _, name, span in group):
            found.extend((name, span) for _, name, span in group)
    return found


_ABOUT_PHASES = re.compile(r"(?:阶段|步骤)(?:划分|安排|任务|要求|分工)$")
_DATED_NAME = re.compile(
    r"^([即\d０-９二][^，。；]{3,40}?)(?:[，：:]\s*|(?<=[日月旬底])\s+)(?:为)?([\u4e00-\u9fff“”、]{2,14})[。；]?$"
)


def _name_and_span(heading: Heading) -> tuple[str, Span | None]:
    """`集中攻坚阶段（2023年8月至11月）` → the name and the span; a body that opens with a span gives it too."""
    title = heading.title.strip().rstrip(_STOPS)
    if not title and STEPS.search(heading.above) and (dated := _DATED_NAME.match(chinese_stops(heading.body.strip()))):
        return dated[2], find_span(dated[1])
    for reader in (_boxed, _in_brackets, _after_name, _before_name):
        name, span = reader(title)
        if span is not None:
            return re.sub(r"\s+", "", name), span
    return re.sub(r"\s+", "", title), _opening_span(heading.body)


_STOPS = "。；;：: ，"
_DATED = r"[即\d０-９二一三四五六七八九十]"


def _boxed(title: str) -> tuple[str, Span | None]:
    """`【排查阶段】3月1日至3月31日，开展排查`."""
    found = re.match(r"【([\u4e00-\u9fff]{2,12})】[:：]?(?=" + _DATED + r")([^，。；]{2,30})", title)
    span = find_span(found[2]) if found else None
    return (found[1] if found and span else title), span


def _in_brackets(title: str) -> tuple[str, Span | None]:
    """`动员部署阶段（3月1日至15日）`."""
    for found in re.finditer(r"[（(]([^（）()]*)[）)]", title):
        if _MONTH.search(found[1]) and (span := find_span(found[1])):
            return (title[: found.start()] + title[found.end() :]).strip().rstrip(_STOPS), span
    return title, None


def _after_name(title: str) -> tuple[str, Span | None]:
    """`动员部署阶段：3月1日至15日`."""
    found = re.search(rf"[:：，, \u3000—-]+(?={_DATED})", title)
    if found and _MONTH.search(title[found.end() :]) and (span := find_span(title[found.end() :])):
        return title[: found.start()], span
    return title, None


def _before_name(title: str) -> tuple[str, Span | None]:
    """`3月1日至15日为动员部署阶段`, `2024年：集中整治年`."""
    found = re.match(rf"({_DATED}[^，。；]{{1,30}}?)(?=[\u4e00-\u9fff]{{2,12}}阶段$)", title) or re.match(
        r"([\d０-９二〇○一三四五六七八九十年月日季度第至到—–-]{2,30})[:：，,]\s*(?=[^\d])", title
    )
    if found and (span := find_span(found[1])):
        return title[found.end() :].lstrip("为：:，,"), span
    return title, None


def _opening_span(body: str) -> Span | None:
    """A body that begins `（3月1日至15日）`, `时间：3月…至…`: two dates are needed, one is a deadline."""
    head = re.match(r"\s*[（(]?(?:时间[:：为]?|自|从|于)?\s*([^，。；）)]{3,40})", body)
    if not head or not _MONTH.search(head[1]):
        return None
    span = find_span(head[1])
    dated = "即日" in head[1] or arabic_dates(narrow(head[1])).strip()[:1].isdigit()
    if span is None or not dated:
        return None
    alone = re.fullmatch(r"[\d年月日上中下旬季度底初末至到—–~～\-\s]+", plain_dates(head[1])) and not re.match(
        r"\s*(?:之?前|以前)", body[head.end() :]
    )
    return span if alone or (span.start != span.end and (span.start or span.today)) else None


def _inline(text: str) -> list[tuple[str, Span | None]]:
    found: list[tuple[int, str, Span | None]] = []
    plain = arabic_dates(narrow(text))
    for match in _INLINE.finditer(plain):
        if _MONTH.search(match[2]) and (span := find_span(match[2])):
            found.append((match.start(), match[3] or _inline_name(match[1]), span))
    for match in _INLINE_AFTER.finditer(plain):
        if span := find_span(match[1]):
            found.append((match.start(), match[2].strip('“"'), span))
    if len(found) < 2:
        found = _counted(plain)
    return [(name, span) for _, name, span in sorted(found, key=lambda entry: entry[0])] if len(found) >= 2 else []


_COUNTED = re.compile(r"[^。\n]*[二两三四五六2-6]个(?:阶段|步骤)[^。\n]*")
_NAMED = re.compile(r"([\u4e00-\u9fff“”]{2,12})[（(]([^（）()]{2,40})[）)]")


def _counted(text: str) -> list[tuple[int, str, Span | None]]:
    """`分为自查自纠（4月至5月）、执法检查（6月至10月）两个阶段`: names without the word."""
    found: list[tuple[int, str, Span | None]] = []
    for sentence in _COUNTED.finditer(text):
        for named in _NAMED.finditer(sentence.group()):
            if _MONTH.search(named[2]) and (span := find_span(named[2])):
                found.append((sentence.start() + named.start(), _inline_name(named[1]).strip("“”"), span))
    return found


def _inline_name(name: str) -> str:
    return re.sub(r"^(?:分为|包括|进入|即|为|是|在|和|及|以及)", "", name)


def _themed(text: str) -> list[tuple[str, Span | None]]:
    """`2024年为“集中整治年”，2025年为…`: each themed year is a phase, if there are at least two."""
    found: dict[int, str] = {}
    for match in _THEME.finditer(arabic_dates(narrow(text))):
        found.setdefault(int(match[1]), match[2])
    if len(found) < 2 or len(set(found.values())) < 2:
        return []
    return [(theme, Span(Point(y, None, None, None), Point(y, None, None, None), "")) for y, theme in found.items()]


def _stated_year(title: str | None, text: str) -> int | None:
    """The year that the title names, or else the only year that the body's spans and deadlines name."""
    if title and len(years := set(re.findall(r"((?:19|20)\d\d)\s*年?", narrow(title)))) == 1:
        return int(years.pop())
    spans = re.findall(
        r"((?:19|20)\d\d)年\d{1,2}月(?:\d{1,2}日)?\s*(?:起|开始)?(?:至|到|-|—)", arabic_dates(narrow(text))
    )
    return int(spans[0]) if len(set(spans)) == 1 else None


class _Calendar:
    """Gives printed dates their years: printed, else counted on from the stage before, else from title or date."""

    def __init__(self, issued: date | None, stated: int | None) -> None:
        self.issued = issued
        self.stated = stated
        self.before: date | None = None

    def place(self, span: Span) -> tuple[date | None, date | None]:
        start, end = span.start, span.end
        first: date | None = self.issued if span.today else None
        year = self._year(start) if start else None
        if start and not year and end and (end_year := self._printed(end)):
            later = (start.month or 1) > (end.month or 12)
            year = end_year - 1 if later else end_year
        if start:
            year = year or self._guess(start)
            first = first_day(start, year) if year else None
        last = self._last(end, start, year) if end else None
        self.before = last or first or self.before
        return first, last

    def _last(self, end: Point, start: Point | None, year: int | None) -> date | None:
        if start and end.month is None and end.day and start.month:
            end = Point(end.year, start.month, end.day, end.part, end.relative)
        elif start and end.month is None and end.part in ("月底", "月末") and start.month:
            end = Point(end.year, start.month, None, end.part, end.relative)
        printed = self._printed(end)
        if printed is None and year:
            printed = year + (1 if start and start.month and end.month and end.month < start.month else 0)
        printed = printed or self._guess(end)
        return last_day(end, printed) if printed else None

    def _printed(self, point: Point) -> int | None:
        if point.year:
            return point.year
        base = self.issued.year if self.issued else self.stated
        if point.relative in ("今年", "本年", "当年") and base:
            return base
        if point.relative in ("明年", "次年") and base:
            return base + 1
        return None

    def _year(self, point: Point) -> int | None:
        return self._printed(point)

    def _guess(self, point: Point) -> int | None:
        """After the stage before; else the title's year; else the year that lies nearest to the paper's date."""
        if self.before:
            day = first_day(point, self.before.year)
            return (
                self.before.year
                if day is None or day.replace(day=1) >= self.before.replace(day=1)
                else self.before.year + 1
            )
        if self.stated:
            return self.stated
        if self.issued:
            issued = self.issued
            years = (issued.year - 1, issued.year, issued.year + 1)
            days = [(abs((day - issued).days), year) for year in years if (day := last_day(point, year))]
            return min(days)[1] if days else None
        return None
