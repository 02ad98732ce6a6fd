"""Doors in the order one walks past them: by unit, floor and room, numbers by their value (2 before 10)."""

import re
import unicodedata

NUMBERS = re.compile(r"\d+")
WIDTH = 5


def door_key(unit: str, floor: int | None, room: str) -> str:
    """A text that sorts as the doors stand: `00002/00103/00301`; one door has one key, however it was typed.

    `floor` may be negative (a basement) and is counted from -100; None where nobody numbers floors.
    """
    level = "" if floor is None else f"{floor + 100:0{WIDTH}d}"
    return "/".join((natural(unit), level, natural(room)))


def natural(text: str) -> str:
    """Half-width capitals without blanks, every number filled up with zeros: `3-2a` sorts before `3-10`."""
    tight = "".join(unicodedata.normalize("NFKC", text).upper().split())
    return NUMBERS.sub(lambda found: found[0].lstrip("0").zfill(WIDTH), tight)


def mask_name(value: str) -> str:
    """`张**`: the family name, which neighbours know anyway."""
    name = value.strip()
    return f"{name[:1]}{'*' * max(1, len(name) - 1)}" if name else ""
