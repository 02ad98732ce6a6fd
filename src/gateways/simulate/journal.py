"""What was sent and what was acknowledged, as a file that a checker counts by.

One line a fact, tab-separated: `s number kind entity epoch-ms` for each item (a reading, a position …) of a message
before it is sent, `a number` when the message was acknowledged, `r number` when it was refused. Numbers count messages.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

Item = tuple[str, str, int]
"""Kind, entity, and when it happened in milliseconds since 1970: what makes an item one of its kind."""


class Journal:
    """Written by the senders of one process. `path` None keeps nothing but the count."""

    def __init__(self, path: Path | None = None) -> None:
        self._file: IO[str] | None = path.open("a", encoding="utf-8") if path else None
        self._next = 0

    def sent(self, items: Sequence[Item]) -> int:
        """A new message with these items is about to be sent for the first time; its number."""
        self._next += 1
        if self._file:
            self._file.writelines(f"s\t{self._next}\t{kind}\t{entity}\t{at}\n" for kind, entity, at in items)
        return self._next

    def acknowledged(self, number: int) -> None:
        """The other side said that it has it."""
        if self._file:
            self._file.write(f"a\t{number}\n")

    def refused(self, number: int) -> None:
        """The other side said that it does not want it: nothing is owed."""
        if self._file:
            self._file.write(f"r\t{number}\n")

    def flush(self) -> None:
        """To the operating system: a killed process loses nothing written before."""
        if self._file:
            self._file.flush()

    def close(self) -> None:
        if self._file:
            self._file.close()


@dataclass(slots=True)
class Promises:
    """A journal read back."""

    sent: set[Item] = field(default_factory=set)
    acknowledged: set[Item] = field(default_factory=set)
    refused: set[Item] = field(default_factory=set)


def read(*paths: Path) -> Promises:
    """What the journals hold; a last line that was cut off is left out."""
    found = Promises()
    for path in paths:
        items: dict[str, list[Item]] = {}
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                if not line.endswith("\n"):
                    break
                what, number, *rest = line.rstrip("\n").split("\t")
                if what == "s":
                    kind, entity, at = rest
                    items.setdefault(number, []).append((kind, entity, int(at)))
                    found.sent.add((kind, entity, int(at)))
                else:
                    into = found.acknowledged if what == "a" else found.refused
                    into.update(items.get(number, ()))
    return found


@dataclass(frozen=True, slots=True)
class Count:
    """`missing`: acknowledged but not stored. `double`: stored more than once. `unknown`: stored, never sent."""

    sent: int
    acknowledged: int
    stored: int
    missing: int
    double: int
    unknown: int
    examples: tuple[Item, ...] = ()

    @property
    def good(self) -> bool:
        return not (self.missing or self.double or self.unknown)


def count(promises: Promises, stored: Iterable[Item]) -> Count:
    """Hold what is stored against what was promised."""
    rows = Counter(stored)
    missing = promises.acknowledged - rows.keys()
    double = {item for item, times in rows.items() if times > 1}
    unknown = rows.keys() - promises.sent
    return Count(
        sent=len(promises.sent),
        acknowledged=len(promises.acknowledged),
        stored=len(rows),
        missing=len(missing),
        double=len(double),
        unknown=len(unknown),
        examples=tuple(sorted(missing | double | unknown)[:5]),
    )
