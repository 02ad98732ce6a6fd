"""What loading a pack would change: added, changed field by field, withdrawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from gasloop.kernel.jsonable import JsonObject, JsonValue, canonical
from gasloop.rulebook.packs.shapes import AnySpec, Pack, plain_spec

What = Literal["added", "changed", "withdrawn"]
Specs = Mapping[str, Mapping[str, JsonObject]]  # list name → code → spec


@dataclass(frozen=True, slots=True)
class FieldChange:
    name: str
    before: JsonValue
    after: JsonValue


@dataclass(frozen=True, slots=True)
class Change:
    """`list` is the pack's list (`rules`), `fields` what differs in a changed entry."""

    list: str
    code: str
    what: What
    fields: tuple[FieldChange, ...] = ()


def specs_of(pack: Pack) -> dict[str, dict[str, JsonObject]]:
    """Every entry of a pack as JSON, by list and code."""
    lists: dict[str, list[AnySpec]] = {
        "sources": [*pack.sources],
        "measures": [*pack.measures],
        "powers": [*pack.powers],
        "constants": [*pack.constants],
        "rules": [*pack.rules],
        "situations": [*pack.situations],
    }
    return {name: {spec.code: plain_spec(spec) for spec in specs} for name, specs in lists.items()}


def digest_of(spec: JsonObject) -> str:
    """SHA-256 of an entry's canonical JSON, hex."""
    return sha256(canonical(spec)).hexdigest()


def compare(before: Specs, after: Specs) -> list[Change]:
    """The changes from one state to another, in the order of lists and codes."""
    found: list[Change] = []
    for name in after:
        old, new = before.get(name, {}), after[name]
        for code in sorted({*old, *new}):
            if code not in old:
                found.append(Change(name, code, "added"))
            elif code not in new:
                found.append(Change(name, code, "withdrawn"))
            elif digest_of(old[code]) != digest_of(new[code]):
                found.append(Change(name, code, "changed", _fields(old[code], new[code])))
    return found


def _fields(old: JsonObject, new: JsonObject) -> tuple[FieldChange, ...]:
    names = sorted({*old, *new})
    # What is stored came back as lists, what is read has tuples: compared as they are written, not as they are held.
    return tuple(
        FieldChange(n, old.get(n), new.get(n)) for n in names if canonical(old.get(n)) != canonical(new.get(n))
    )
