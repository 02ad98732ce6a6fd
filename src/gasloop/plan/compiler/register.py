"""The offices of a paper, each once, with the other ways the paper writes it (派出所 / 群力派出所)."""

import re

import msgspec

from gasloop.plan.compiler.document import Clause, Office
from gasloop.plan.compiler.offices import SUFFIX

_HAS_SUFFIX = re.compile(rf"{SUFFIX}$")
_NUMBERS = set("一二三四五六七八九十0123456789东西南北中上下新老")
_LEVELS = "省市区县镇乡州旗"


class Variant(msgspec.Struct, frozen=True):
    """`alias` is another writing of `name`; `truncated` when its end is missing."""

    alias: str
    name: str
    truncated: bool


def register_of(clauses: list[Clause], places: str) -> tuple[tuple[Office, ...], tuple[Variant, ...]]:
    """The register in order of first mention, and the variants found. `places`: text that names places."""
    names: dict[str, None] = {}
    together: set[frozenset[str]] = set()
    for clause in clauses:
        here = [office.name for office in clause.offices]
        names.update(dict.fromkeys(here))
        together.update(frozenset((a, b)) for a in here for b in here if a != b)
    variants = [v for v in _variants(list(names), places) if frozenset((v.alias, v.name)) not in together]
    canonical = {variant.alias: variant.name for variant in variants}
    aliases: dict[str, list[str]] = {}
    for name in names:
        top = _top(name, canonical)
        entry = aliases.setdefault(top, [])
        if name != top:
            entry.append(name)
    return tuple(Office(name, tuple(others)) for name, others in aliases.items()), tuple(variants)


def _top(name: str, canonical: dict[str, str]) -> str:
    seen = {name}
    while (name := canonical.get(name, name)) not in seen:
        seen.add(name)
    return name


def _variants(names: list[str], places: str) -> list[Variant]:
    found: list[Variant] = []
    for name in names:
        if name.startswith("各") or len(name) < 2:
            continue
        candidates = [
            (other, truncated) for other in names if (truncated := _relation(name, other, places)) is not None
        ]
        if len(candidates) == 1:
            other, truncated = candidates[0]
            found.append(Variant(name, other, truncated))
    return found


def _relation(name: str, other: str, places: str) -> bool | None:
    """None when `name` is no writing of `other`; else whether it is `other` with its end missing."""
    if name == other or other.startswith("各"):
        return None
    if other.startswith(name) and 0 < len(other) - len(name) <= 2 and len(name) >= 2 and not _HAS_SUFFIX.search(name):
        return True
    if other.endswith(name) and len(name) >= 3 and _is_place(other[: -len(name)], places):
        return False
    if len(name) < 4 or name[0] != other[0] or name[-1] != other[-1]:
        return None
    if len(name) < len(other) and len(other) - len(name) <= 3 and _within(name, other):
        return False
    if len(name) == len(other) >= 6:
        different = [(a, b) for a, b in zip(name, other, strict=True) if a != b]
        if len(different) == 1 and not _NUMBERS.intersection(different[0]) and places.count(name) < places.count(other):
            return False
    return None


def _is_place(prefix: str, places: str) -> bool:
    """`群力` where the paper speaks of 群力镇; `区` or `市` alone."""
    if prefix in _LEVELS:
        return True
    return (
        2 <= len(prefix) <= 8
        and any(prefix.rstrip(_LEVELS) + level in places for level in (*_LEVELS, "街道"))
        and "各" not in prefix
    )


def _within(short: str, whole: str) -> bool:
    """Are the characters of `short` found in `whole` in order (`市房管局` in `市房屋管理局`), digits untouched?"""
    rest = iter(whole)
    if not all(char in rest for char in short):
        return False
    return not _NUMBERS.intersection(set(whole) - set(short))
