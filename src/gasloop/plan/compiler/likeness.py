"""How alike clauses of two papers are: pairs of characters, weighted by how rare they are in the two papers."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

ALIKE = 0.24
_LEAST_TEXT = 0.12
_HEADING_SHARE = 0.15
_CONTAINED = 0.55


@dataclass(frozen=True, slots=True)
class Face:
    """What a clause is recognised by: its words without notes and punctuation, and the title it stands under."""

    words: str
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Pairing:
    """The old clause at `old` is the new one at `new`; `likeness` 0–1; `merged`: the new one holds others too."""

    old: int
    new: int
    likeness: float
    merged: bool = False


def bare(text: str) -> str:
    """Letters, digits and characters alone; 整改 and 改正 are one word."""
    return re.sub(r"[^\w]", "", text).replace("整改", "改正")


def pair_up(olds: Sequence[Face], news: Sequence[Face]) -> dict[int, Pairing]:
    """One-to-one by likeness, best first; then what is contained in a clause already taken joins it."""
    scores = _Scores(olds, news)
    found: dict[int, Pairing] = {}
    taken: set[int] = set()
    for score, i, j in scores.best_first():
        if i not in found and j not in taken:
            found[i] = Pairing(i, j, score)
            taken.add(j)
    for i in range(len(olds)):
        if i in found:
            continue
        inside = [(scores.contained(i, j), j) for j in sorted(taken)]
        share, j = max(inside, key=lambda each: each[0], default=(0.0, -1))
        if share >= _CONTAINED:
            found[i] = Pairing(i, j, share, merged=True)
    return found


def covered(words: str, text: str) -> float:
    """The share of the pairs of characters in `words` that `text` has too, from 0 to 1."""
    bag = pairs(bare(words))
    return len(bag & pairs(bare(text))) / len(bag)


def pairs(text: str) -> frozenset[str]:
    """All pairs of neighbouring characters; the text itself where it has only one."""
    return frozenset(text[at : at + 2] for at in range(len(text) - 1)) or frozenset((text,))


class _Scores:
    """The weighted pairs of both papers, computed once."""

    def __init__(self, olds: Sequence[Face], news: Sequence[Face]) -> None:
        self.olds, self.news = [pairs(face.words) for face in olds], [pairs(face.words) for face in news]
        self.heads = [pairs(face.heading) for face in olds], [pairs(face.heading) for face in news]
        seen = Counter(pair for bag in (*self.olds, *self.news) for pair in bag)
        total = len(olds) + len(news)
        self.weight = {pair: math.log(1 + total / count) for pair, count in seen.items()}
        self.mass_old = [self._mass(bag) for bag in self.olds]
        self.mass_new = [self._mass(bag) for bag in self.news]

    def _mass(self, bag: frozenset[str]) -> float:
        return sum(self.weight[pair] for pair in bag)

    def best_first(self) -> list[tuple[float, int, int]]:
        """All pairs that are alike enough, with their likeness."""
        found: list[tuple[float, int, int]] = []
        for i in range(len(self.olds)):
            for j in range(len(self.news)):
                whole = self.mass_old[i] + self.mass_new[j]
                text = 2 * self._mass(self.olds[i] & self.news[j]) / whole if whole else 1.0
                if text >= _LEAST_TEXT and text + self._heading(i, j) >= ALIKE:
                    found.append((min(1.0, text + self._heading(i, j)) if text < 1.0 else 1.0, i, j))
        return sorted(found, key=lambda each: (-each[0], each[1], each[2]))

    def _heading(self, i: int, j: int) -> float:
        """What the titles above add: two clauses under 加强宣传教育 are more likely one."""
        old, new = self.heads[0][i], self.heads[1][j]
        return _HEADING_SHARE * 2 * len(old & new) / (len(old) + len(new)) if "" not in old | new else 0.0

    def contained(self, i: int, j: int) -> float:
        """The share of the old clause that the new one holds."""
        return self._mass(self.olds[i] & self.news[j]) / self.mass_old[i] if self.mass_old[i] else 0.0
