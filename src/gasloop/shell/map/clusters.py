"""Points of a layer, put together in the database: one query per look, whatever the number of rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Case, Count, FloatField, IntegerField, Max, Min, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Floor

from gasloop.kernel.actor import Actor
from gasloop.shell.map.layers import Layer, Mark
from gasloop.shell.map.view import View

MOST_SPOTS = 3000


@dataclass(frozen=True, slots=True)
class Spot:
    """One place on the map: `count` rows; `mark` the index of the most urgent of their marks; the middle of them.

    `key`, `label` and `kind` are the row's own when it is one.
    """

    lat: float
    lng: float
    count: int
    mark: int
    key: str
    label: str
    kind: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How many rows a layer has, how many of them have no position, how many wear each mark.

    `box` holds them all: west, south, east, north in WGS-84 degrees; None while nothing has a position.
    """

    total: int
    nowhere: int
    marked: tuple[int, ...]
    box: tuple[float, float, float, float] | None


def placed(layer: Layer, *, yes: bool) -> Q:
    """The condition that a row has a position, or has none."""
    return Q(**{f"{layer.lat}__isnull": not yes})


def clustered(rows: "QuerySet[Any]", layer: Layer, marks: Sequence[Mark], actor: Actor, view: View) -> list[Spot]:
    """What of `rows` lies in the view, clustered on a grid of its zoom; one query."""
    inside = rows.filter(
        **{f"{layer.lat}__range": (view.south, view.north), f"{layer.lng}__range": (view.west, view.east)}
    )
    north, east = Cast(layer.lat, FloatField()), Cast(layer.lng, FloatField())
    grid = (
        inside.order_by()
        .annotate(_north=north, _east=east, _rank=rank(marks, actor))
        .annotate(
            _row=Floor(Cast(layer.lat, FloatField()) * Value(view.rows)),
            _column=Floor(Cast(layer.lng, FloatField()) * Value(view.columns)),
        )
        .values("_row", "_column")
        .annotate(
            n=Count("pk"),
            lat=Avg("_north"),
            lng=Avg("_east"),
            worst=Min("_rank"),
            key=Min(Cast("pk", TextField())),
            name=Min(layer.label),
            sort=Min(layer.kind),
        )
        .values_list("lat", "lng", "n", "worst", "key", "name", "sort")[:MOST_SPOTS]
    )
    return [Spot(*_single(spot)) for spot in grid]


def _single(spot: tuple[Any, ...]) -> tuple[Any, ...]:
    """A cluster has no key, label or kind of its own."""
    return spot if spot[2] == 1 else (*spot[:4], "", "", "")


def rank(marks: Sequence[Mark], actor: Actor) -> Case:
    """The index of the first mark that fits a row."""
    fitting = [When(each.condition(actor), then=Value(index)) for index, each in enumerate(marks)]
    return Case(*fitting, default=Value(len(marks)), output_field=IntegerField())


def standing(rows: "QuerySet[Any]", layer: Layer, marks: Sequence[Mark], actor: Actor) -> Standing:
    """The layer's figures under the same filters; one query."""
    counted = (
        rows.order_by()
        .annotate(_rank=rank(marks, actor))
        .aggregate(
            total=Count("pk"),
            nowhere=Count("pk", filter=placed(layer, yes=False)),
            west=Min(layer.lng),
            south=Min(layer.lat),
            east=Max(layer.lng),
            north=Max(layer.lat),
            **{f"mark{index}": Count("pk", filter=Q(_rank=index)) for index in range(len(marks))},
        )
    )
    edges = [counted[name] for name in ("west", "south", "east", "north")]
    return Standing(
        total=counted["total"],
        nowhere=counted["nowhere"],
        marked=tuple(counted[f"mark{index}"] for index in range(len(marks))),
        box=None if None in edges else (float(edges[0]), float(edges[1]), float(edges[2]), float(edges[3])),
    )
