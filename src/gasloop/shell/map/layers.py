"""What the map can show: a layer is a ledger whose rows have a position; marks say how a row looks there, and why.

A room declares in its own `maplayers.py` (read when the house opens):

    layer(10, "sites", SiteListing, "registry", page="registry:site", kind="kind", icons={"school": "school"})
    mark("sites", 10, "overdue", _("有逾期隐患"), Sign("octagon", "clock-exclamation", "attention"), overdue_here)

A layer is seen with the ledger's capability, in the ledger's scope, through the ledger's filters. Of the marks that
fit a row the one with the lowest `order` counts; a cluster wears the lowest of its rows, so that nothing urgent hides.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db.models import Q

from gasloop.kernel.actor import Actor
from gasloop.shell.listing import Listing
from gasloop.shell.looks import Tone
from gasloop.shell.words import Words

Shape = Literal["octagon", "triangle", "diamond", "square", "circle"]
Condition = Callable[[Actor], Q]


@dataclass(frozen=True, slots=True)
class Sign:
    """How a mark is drawn: a shape of its own (never colour alone), an icon of frontend/icons.txt, a tone."""

    shape: Shape
    icon: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Mark:
    """`condition` gives the rows it fits, as far as the actor may know."""

    order: int
    code: str
    title: Words
    sign: Sign
    condition: Condition


@dataclass(frozen=True, slots=True)
class Layer:
    """`lat`, `lng`, `label` and `kind` are paths of the ledger's model; `page` the address of one row by its id."""

    order: int
    name: str
    listing: Listing[Any]
    namespace: str
    page: str
    lat: str = "lat"
    lng: str = "lng"
    label: str = "name"
    kind: str = "kind"
    icons: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> Words:
        """The ledger's own title."""
        return self.listing.title

    def kind_words(self) -> dict[str, str]:
        """The words for each value of `kind`."""
        found = self.listing.model._meta.get_field(self.kind)
        return {str(value): str(words) for value, words in getattr(found, "flatchoices", ())}


_layers: dict[str, Layer] = {}
_marks: dict[str, dict[str, Mark]] = {}


def layer(
    order: int,
    name: str,
    listing: type[Listing[Any]],
    namespace: str,
    *,
    page: str,
    lat: str = "lat",
    lng: str = "lng",
    label: str = "name",
    kind: str = "kind",
    icons: Mapping[str, str] | None = None,
) -> Layer:
    """Put a ledger on the map; a name is taken once, the lowest `order` is what the map opens with."""
    if name in _layers:
        raise ValueError(f"map layer {name} is declared twice")
    _layers[name] = Layer(order, name, listing(), namespace, page, lat, lng, label, kind, icons or {})
    return _layers[name]


def mark(layer_name: str, order: int, code: str, title: Words, sign: Sign, condition: Condition) -> Mark:
    """Say how some rows of a layer look; a room above may mark the rows of a room below."""
    marks = _marks.setdefault(layer_name, {})
    if code in marks:
        raise ValueError(f"mark {code} of map layer {layer_name} is declared twice")
    marks[code] = Mark(order, code, title, sign, condition)
    return marks[code]


def layers() -> tuple[Layer, ...]:
    """Every layer, the one the map opens with first."""
    return tuple(sorted(_layers.values(), key=lambda each: each.order))


def layer_named(name: str) -> Layer:
    """One layer; KeyError when nobody declared it."""
    return _layers[name]


def marks_of(layer_: Layer) -> tuple[Mark, ...]:
    """The layer's marks, most urgent first."""
    return tuple(sorted(_marks.get(layer_.name, {}).values(), key=lambda each: each.order))
