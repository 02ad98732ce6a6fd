"""Which sentences of a plan are the goals of which phase. Pure.

A phase's own section (`四(一)`) holds its goals. A paragraph of goals elsewhere (`用3个月…；到2025年底前…`) is
shared out: in order where it has as many parts as there are phases, else to the phase whose name a part speaks of.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from gasloop.plan.compiler.lines import sentences

_GOALS = re.compile(r"目标")
_STEM = re.compile(r"阶段$")
LEAST = 3


@dataclass(frozen=True, slots=True)
class Passage:
    """A clause as far as goals need it."""

    ref: str
    subsection: str
    text: str


@dataclass(frozen=True, slots=True)
class Goal:
    """A sentence of the paper that says what a phase is for."""

    ref: str
    text: str


def goals_of(phases: Sequence[str], passages: Iterable[Passage]) -> list[list[Goal]]:
    """The goals of each phase, in the paper's order; no sentence belongs to two phases."""
    found: list[list[Goal]] = [[] for _ in phases]
    for passage in passages:
        own = _own_phase(phases, passage.subsection)
        if own is not None:
            found[own] += [Goal(passage.ref, text) for text in sentences(passage.text)]
        elif _GOALS.search(passage.subsection):
            for at, text in _shared_out(phases, passage.text):
                found[at].append(Goal(passage.ref, text))
    return found


def _own_phase(phases: Sequence[str], subsection: str) -> int | None:
    return next((at for at, name in enumerate(phases) if name and name in subsection), None)


def _shared_out(phases: Sequence[str], text: str) -> list[tuple[int, str]]:
    parts = sentences(text)
    if len(parts) == len(phases):
        return list(enumerate(parts))
    shared = []
    for part in parts:
        likeness = [_common(_STEM.sub("", name), part) for name in phases]
        best = max(range(len(phases)), key=likeness.__getitem__, default=None)
        if best is not None and likeness[best] >= LEAST:
            shared.append((best, part))
    return shared


def _common(one: str, other: str) -> int:
    """The length of the longest stretch that both have."""
    return SequenceMatcher(None, one, other, autojunk=False).find_longest_match().size
