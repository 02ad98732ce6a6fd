"""What all facts have in common: some are checked alone, the others together; the result is their normal form.

A person's one record and a file's hundred thousand rows are judged by the same checks. A file has many names and few
kinds: what is checked together is therefore judged once for all rows that say the same of it (`actions/bulk`).
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar, Self


@dataclass(frozen=True, slots=True)
class Apart:
    """Facts whose check looks at nothing but themselves, and mostly differ from record to record.

    `check` takes their values in the order of `names` and gives their normal forms in the same order; Refusal.
    """

    names: tuple[str, ...]
    check: Callable[..., tuple[object, ...]]


def apart(name: str, check: Callable[[str], str]) -> Apart:
    """One text that is checked alone."""
    return Apart((name,), lambda text: (check(text),))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """Base of all facts."""

    APART: ClassVar[tuple[Apart, ...]] = ()

    def together(self, _places: Collection[str] | None = None) -> Self:
        """Normal forms of all facts but those of `APART`, which are not looked at; Refusal for the first wrong one.

        `_places`: the paths of all divisions, where the caller has read them (bulk verbs).
        """
        return self

    def checked(self, places: Collection[str] | None = None) -> Self:
        """Normal forms of all facts; Refusal for the first thing that is wrong."""
        return replace(self.together(places), **alone(self))


def alone(facts: Stated) -> Mapping[str, object]:
    """The normal forms of the facts that are checked alone; Refusal."""
    found: dict[str, object] = {}
    for each in facts.APART:
        found.update(zip(each.names, each.check(*(getattr(facts, name) for name in each.names)), strict=True))
    return found
