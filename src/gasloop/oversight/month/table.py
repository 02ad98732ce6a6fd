"""The month's table as lines of cells: a number with its list, or a share with the lists of both its numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gasloop.kernel.actor import Actor
from gasloop.kernel.jsonable import JsonObject
from gasloop.oversight.month.counting import Counted, Group, count_month
from gasloop.oversight.month.figures import ATTENTION, COLUMNS, FIGURES, RATES
from gasloop.oversight.month.listings import LISTINGS
from gasloop.oversight.month.spans import Month
from gasloop.shell.words import Words


@dataclass(frozen=True, slots=True)
class Number:
    """One figure of one line: the number, and the address of exactly those rows."""

    key: str
    value: int
    url: str

    @property
    def attention(self) -> bool:
        return bool(self.value) and self.key in ATTENTION


@dataclass(frozen=True, slots=True)
class Head:
    """A column's title with the sentence that says what is counted."""

    key: str
    name: Words
    meaning: Words


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a column: `number` alone, or `number` out of `whole`."""

    head: Head
    number: Number
    whole: Number | None = None

    @property
    def percent(self) -> str:
        """`67%`; a dash where there is nothing to take a share of. 100% only where nothing is missing."""
        if self.whole is None or not self.whole.value:
            return "—"
        share = 100 * self.number.value // self.whole.value
        return f"{share}%"


@dataclass(frozen=True, slots=True)
class Line:
    """One office, one division, or all together."""

    name: str
    cells: Sequence[Cell]
    counts: Mapping[str, int]

    def to_json(self) -> JsonObject:
        return {"name": self.name, **self.counts}


@dataclass(frozen=True, slots=True)
class MonthTable:
    """The whole of it."""

    month: Month
    heads: Sequence[Head]
    total: Line
    offices: Sequence[Line]
    places: Sequence[Line]

    def number(self, key: str) -> int:
        """A figure of all together."""
        return self.total.counts.get(key, 0)

    def to_json(self) -> JsonObject:
        """The API's and the command's form: numbers only, what they mean beside them."""
        return {
            "month": str(self.month),
            "until": self.month.ends.isoformat(),
            "meanings": {key: str(figure.meaning) for key, figure in FIGURES.items() if key in self.total.counts},
            "rates": {
                rate.key: {"numerator": rate.part, "denominator": rate.whole, "meaning": str(rate.meaning)}
                for rate in RATES.values()
                if rate.part in self.total.counts
            },
            "total": self.total.to_json(),
            "offices": [line.to_json() for line in self.offices],
            "places": [line.to_json() for line in self.places],
        }


def month_table(actor: Actor, month: Month) -> MonthTable:
    """The table of `month` in the actor's reach."""
    counted = count_month(actor, month)
    columns = [key for key in COLUMNS if (RATES[key].part if key in RATES else key) in counted.keys]
    heads = [
        Head(key, RATES[key].name, RATES[key].meaning)
        if key in RATES
        else Head(key, FIGURES[key].name, FIGURES[key].meaning)
        for key in columns
    ]
    return MonthTable(
        month,
        heads,
        _line(counted, counted.total, heads, _("合计")),
        [_line(counted, group, heads, _("没有定单位")) for group in counted.offices],
        [_line(counted, group, heads, "") for group in counted.places],
    )


def _line(counted: Counted, group: Group, heads: Sequence[Head], nameless: str) -> Line:
    name = group.name or nameless
    if "only" in group.params:
        name = _("%(place)s本级") % {"place": name}
    counts = {key: group.counts.get(key, 0) for key in FIGURES if key in counted.keys}
    return Line(name, [_cell(counted.month, group, counts, head) for head in heads], counts)


def _cell(month: Month, group: Group, counts: Mapping[str, int], head: Head) -> Cell:
    if head.key not in RATES:
        return Cell(head, _number(month, group, counts, head.key))
    rate = RATES[head.key]
    return Cell(head, _number(month, group, counts, rate.part), _number(month, group, counts, rate.whole))


def _number(month: Month, group: Group, counts: Mapping[str, int], key: str) -> Number:
    listing = LISTINGS[FIGURES[key].ledger]
    url = listing.url("oversight", figure=key, month=str(month), **group.params)
    return Number(key, counts[key], url)
