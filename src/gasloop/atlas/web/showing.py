"""What stands beside the map: legend with figures, the window's rows in words, what has no position."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from gasloop.shell.listing import Ledger
from gasloop.shell.map import Layer, Mark, Sign, Standing, View, marks_of, placed, rank
from gasloop.shell.words import Words

ROWS_SHOWN = 30
NOWHERE_SHOWN = 30


@dataclass(frozen=True, slots=True)
class LegendLine:
    """A mark as drawn, in words, with the number of rows that wear it."""

    title: Words
    sign: Sign
    count: int


def legend(marks: Sequence[Mark], stands: Standing) -> list[LegendLine]:
    """Every mark, also those nothing wears now."""
    return [LegendLine(each.title, each.sign, count) for each, count in zip(marks, stands.marked, strict=True)]


@dataclass(frozen=True, slots=True)
class Line:
    """A row in words."""

    label: str
    kind: str
    url: str
    key: str
    mark: Mark | None = None


def rows_in_view(layer: Layer, ledger: Ledger[Any], view: View) -> dict[str, object]:
    """The most urgent rows in the window; two queries."""
    marks = marks_of(layer)
    inside = ledger.matching().filter(
        **{f"{layer.lat}__range": (view.south, view.north), f"{layer.lng}__range": (view.west, view.east)}
    )
    ranked = inside.annotate(_rank=rank(marks, ledger.desk.actor)).order_by("_rank", layer.label, "pk")
    found = ranked.values_list("pk", layer.label, layer.kind, "_rank")[:ROWS_SHOWN]
    words = layer.kind_words()
    lines = [
        Line(label, words.get(kind, kind), reverse(layer.page, args=[key]), str(key), marks[worst])
        for key, label, kind, worst in found
    ]
    return {"lines": lines, "total": inside.count(), "layer": layer}


def nowhere(layer: Layer, ledger: Ledger[Any]) -> list[Line]:
    """The first rows without a position; one query."""
    rows = ledger.matching().filter(placed(layer, yes=False)).order_by(layer.label, "pk")
    words = layer.kind_words()
    return [
        Line(label, words.get(kind, kind), reverse(layer.page, args=[key]), str(key))
        for key, label, kind in rows.values_list("pk", layer.label, layer.kind)[:NOWHERE_SHOWN]
    ]
