"""Registered acts: the name of what was done and its sentence. What is not registered cannot be logged.

A room declares its acts in its own `acts.py`:

    HAZARD_OPENED = act("hazard.opened", sentence("{actor}登记隐患{number}"))

Places are filled from the entry's body; `{actor}` is the actor's name as it was at that moment.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from gasloop.kernel.refusal import sentence

if TYPE_CHECKING:
    from gasloop.evidence.models import Entry

_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")
_declared: dict[str, "Act"] = {}


@dataclass(frozen=True, slots=True)
class Act:
    """`name` is dotted and stable (`hazard.opened`); `text` a Chinese source sentence with `{places}`."""

    name: str
    text: str

    @property
    def places(self) -> frozenset[str]:
        """The names that the body has to offer, the actor's aside."""
        return frozenset(name for _, name, _, _ in Formatter().parse(self.text) if name) - {"actor"}


def act(name: str, text: str) -> Act:
    """Register an act; ValueError for a name that is taken, not dotted, or whose places are no plain words."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"an act's name is dotted and lower case, not {name!r}")
    if name in _declared:
        raise ValueError(f"act {name} is declared twice")
    made = Act(name, text)
    if any(not place.isidentifier() for place in made.places):
        raise ValueError(f"act {name}: places are plain words")
    _declared[name] = made
    return made


def declared() -> dict[str, Act]:
    """All registered acts by name."""
    return dict(_declared)


def require(item: Act) -> None:
    """LookupError unless this very act is registered."""
    if _declared.get(item.name) is not item:
        raise LookupError(f"act {item.name} is not registered; declare it in the room's acts.py")


class _Places(dict[str, object]):
    """A place the body does not fill (any more) shows as an ellipsis, so that a sentence is always readable."""

    def __missing__(self, key: str) -> str:
        return "…"


def say(entry: "Entry", body: Mapping[str, object] | None = None) -> str:
    """The entry as a sentence in the reader's language; `body` where the caller has it at hand already."""
    known = _declared.get(entry.act)
    if known is None:
        return entry.act
    filled = _Places(entry.body if body is None else body)
    filled["actor"] = entry.actor.get("name", "")
    if "field" in filled:  # a column's label is stored as its Chinese source, like every label
        filled["field"] = gettext(str(filled["field"]))
    return gettext(known.text).format_map(filled)


BATCH_RESEALED = act("evidence.resealed", sentence("{actor}重新封存了{count}条{kind}记录：{why}"))
KEY_CREATED = act("evidence.key_created", sentence("{actor}启用签名密钥{key}"))
KEY_ROTATED = act("evidence.key_rotated", sentence("{actor}更换签名密钥，新密钥{key}：{why}"))
PERSONAL_DATA_REVEALED = act("evidence.personal_data_revealed", sentence("{actor}查看了个人信息“{field}”：{why}"))
ERASED = act("evidence.erased", sentence("{actor}依据“{rule}”删除了个人信息：{why}"))
