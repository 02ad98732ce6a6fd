"""How a state looks: an icon and a tone for each value of a field; the word itself comes from the field's choices.

Tones: `todo` somebody must act, `attention` overdue or wrong, `done` finished well, `wait` waits for others, `void`,
`plain`; the four `risk-*` tones wear the law's colours and are for risk grades only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from django.db import models

Tone = Literal[
    "plain", "todo", "attention", "done", "wait", "void", "risk-red", "risk-orange", "risk-yellow", "risk-blue"
]


@dataclass(frozen=True, slots=True)
class Look:
    """`icon` is a name in frontend/icons.txt."""

    icon: str
    tone: Tone = "plain"


PLAIN = Look("circle")
RISK = {
    "red": Look("alert-octagon", "risk-red"),
    "orange": Look("alert-triangle", "risk-orange"),
    "yellow": Look("diamond", "risk-yellow"),
    "blue": Look("circle", "risk-blue"),
}

_looks: dict[tuple[str, str], dict[str, Look]] = {}


def dress(model_label: str, field: str, looks: Mapping[str, Look]) -> None:
    """Declare in a room's `looks.py` how the values of `field` look (`dress("hazard.hazard", "state", {…})`)."""
    key = (model_label.lower(), field)
    if key in _looks:
        raise ValueError(f"the looks of {model_label}.{field} are declared twice")
    _looks[key] = {_plain(value): look for value, look in looks.items()}


def look_of(model: type[models.Model], field: str, value: object) -> Look:
    """The look of a value; a plain ring for one that nobody dressed."""
    for ancestor in model.__mro__:
        meta = getattr(ancestor, "_meta", None)
        if meta is not None and (meta.label_lower, field) in _looks:
            return _looks[meta.label_lower, field].get(_plain(value), PLAIN)
    return PLAIN


def dressed() -> dict[tuple[str, str], dict[str, Look]]:
    """All declared looks (tests)."""
    return dict(_looks)


def _plain(value: object) -> str:
    return str(value.value) if isinstance(value, StrEnum) else str(value)
