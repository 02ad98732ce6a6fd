"""Values a record's page is made of; views build them, the tags of `{% load shell %}` print them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from gasloop.shell.words import Words

NOT_GIVEN = "—"


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the path above the heading; the last has no address."""

    title: Words
    url: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a record's data. `basis` is the clause that asks for it; `url` leads to what the value names."""

    label: Words
    value: object
    basis: str = ""
    url: str = ""
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Stat:
    """A number and the rows behind it: there is no number without `url`."""

    label: Words
    number: str
    url: str
    note: Words = ""
    icon: str = ""
    tone: Literal["", "attention"] = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """One entry of a time line. `who` is a name and post as they were then."""

    at: datetime
    title: Words
    who: str = ""
    text: Words = ""
    icon: str = "point"
    tone: Literal["", "attention", "done"] = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """A part of a record's page with an address of its own."""

    title: Words
    url: str
    current: bool = False
    icon: str = ""
    count: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A stage of a process: what is done, where it stands, what comes."""

    title: Words
    state: Literal["done", "now", "next"]


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo: where it is, a smaller one for the page, and what it shows, in words."""

    url: str
    alt: Words
    caption: Words = ""
    thumb: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """The same place before and after; None where there is no photo yet."""

    before: Photo | None
    after: Photo | None


PhotoStrip = Sequence[Photo | Pair]
