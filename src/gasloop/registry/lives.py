"""How long a part lasts where its plate says nothing: rooms above know the rulebook and register here.

    standard_life(of_kind)                     # in the room's `lives.py`, read when the house opens

A declared function answers for a kind of part at a kind of site; the register asks when a part comes without a date.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Life:
    """A part lasts `months` from `counted_from` on; `basis` says which rule says so, in the source language."""

    months: int
    basis: str


Known = Callable[[str, str, str], Life | None]
_known: list[Known] = []


def standard_life(function: Known) -> Known:
    """Register `(installation kind, site kind, gas source) -> Life | None`, by the rules in force today."""
    if function not in _known:
        _known.append(function)
    return function


def expected_end(kind: str, site_kind: str, gas_source: str, begins: date | None) -> tuple[date, str] | None:
    """The last day of a part that began on `begins`, and by which rule; None where no rule knows one."""
    if begins is None:
        return None
    lives = (known(kind, site_kind, gas_source) for known in _known)
    life = next((each for each in lives if each is not None), None)
    return None if life is None else (months_after(begins, life.months), life.basis)


def months_after(day: date, months: int) -> date:
    """The same day of the month `months` later; the month's last where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, day.day)
