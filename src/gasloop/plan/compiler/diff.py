"""Two papers compared, however differently they are built: what was kept, softened, dropped, added.

Clauses are matched by the pairs of characters they share (Dice's measure over bigrams), weighted by how rare a pair is
in the two papers, best pair first. A match is softened when a stern word became a mild one, or a date, an owner or a
measure that the old clause had is gone.
"""

import math
import re
from collections import Counter
from difflib import SequenceMatcher
from typing import Literal

import msgspec

from gasloop.plan.compiler.document import Clause, Paper
from gasloop.plan.compiler.offices import brackets, is_note

Fate = Literal["kept", "softened", "dropped", "added"]
_ALIKE = 0.24

_STERN = re.compile(
    r"必须|务必|严禁|不得|一律|应当|(?<![主重需])要(?!求|素)|确保|坚决|吊销|关停|从重|从严|责令|全面|立即|全部|强制|逐一"
)
_MILD = re.compile(
    r"可以?(?!燃|靠|追|视|能|持|再|监|控|溯)|鼓励|支持|引导|倡导|推动|探索|适时|逐步|尽量|视情|有条件的|原则上|力争|建议|积极争取|结合实际"
)


class Change(msgspec.Struct, frozen=True):
    """One clause's fate. `words` shows it: `必须 → 鼓励`, `删去时限 2025年底前`. `likeness` from 0 to 1."""

    fate: Fate
    old: str | None
    new: str | None
    old_text: str | None
    new_text: str | None
    likeness: float
    words: tuple[str, ...] = ()


class Comparison(msgspec.Struct, frozen=True):
    """All fates: old clauses in their order, then what only the new paper has."""

    changes: tuple[Change, ...]

    def of(self, fate: Fate) -> tuple[Change, ...]:
        """The changes of one kind."""
        return tuple(change for change in self.changes if change.fate == fate)


def diff(old: Paper, new: Paper) -> Comparison:
    """Compare clause by clause, items and duty paragraphs alike."""
    before, after = old.clauses(), new.clauses()
    matched = _match([_bare(clause) for clause in before], [_bare(clause) for clause in after])
    changes = [
        _fate(clause, after[matched[at][0]], matched[at][1]) if at in matched else _dropped(clause)
        for at, clause in enumerate(before)
    ]
    taken = {new_at for new_at, _ in matched.values()}
    changes += [
        Change("added", None, clause.id, None, clause.text, 0.0) for at, clause in enumerate(after) if at not in taken
    ]
    return Comparison(tuple(changes))


def _bare(clause: Clause) -> str:
    """The clause without its office notes and punctuation: offices differ from town to town."""
    text = clause.text
    for start, end in reversed(brackets(text)):
        if is_note(text[start + 1 : end - 1], trailing=True):
            text = text[:start] + text[end:]
    return re.sub(r"[^\w]", "", text)


def _match(before: list[str], after: list[str]) -> dict[int, tuple[int, float]]:
    """The best one-to-one pairing, greedily by likeness."""
    olds, news = [_bigrams(text) for text in before], [_bigrams(text) for text in after]
    seen = Counter(pair for bag in (*olds, *news) for pair in bag)
    total = len(olds) + len(news)
    weight = {pair: math.log(1 + total / count) for pair, count in seen.items()}
    mass_old, mass_new = [_mass(bag, weight) for bag in olds], [_mass(bag, weight) for bag in news]
    pairs: list[tuple[float, int, int]] = []
    for i, old_bag in enumerate(olds):
        for j, new_bag in enumerate(news):
            shared = sum(weight[pair] for pair in old_bag & new_bag)
            likeness = 2 * shared / (mass_old[i] + mass_new[j]) if mass_old[i] + mass_new[j] else 1.0
            if likeness >= _ALIKE:
                pairs.append((likeness, i, j))
    matched: dict[int, tuple[int, float]] = {}
    taken: set[int] = set()
    for likeness, i, j in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if i not in matched and j not in taken:
            matched[i] = j, likeness
            taken.add(j)
    return matched


def _bigrams(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 2] for at in range(len(text) - 1)) or frozenset((text,))


def _mass(bag: frozenset[str], weight: dict[str, float]) -> float:
    return sum(weight[pair] for pair in bag)


def _dropped(clause: Clause) -> Change:
    return Change("dropped", clause.id, None, clause.text, None, 0.0)


def _fate(old: Clause, new: Clause, likeness: float) -> Change:
    words = tuple(_softer(old, new))
    fate: Fate = "softened" if words else "kept"
    words += tuple(_figures(_bare_text(old), _bare_text(new)))
    return Change(fate, old.id, new.id, old.text, new.text, round(likeness, 3), words)


def _softer(old: Clause, new: Clause) -> list[str]:
    """The words that show a softening; none when the clause is kept or sharpened."""
    words = _milder_words(_bare_text(old), _bare_text(new))
    if old.deadlines and not new.deadlines:
        words.append("删去时限：" + "、".join(old.deadlines))
    if any(office.role == "lead" for office in old.offices) and not new.offices:
        words.append("删去责任单位：" + "、".join(office.name for office in old.offices if office.role == "lead"))
    if any(office.chief for office in old.offices) and new.offices and not any(office.chief for office in new.offices):
        words.append("不再有牵头单位：" + "、".join(office.name for office in old.offices if office.chief))
    gone = [measure for measure in old.measures if not _still_ordered(measure, new)]
    if gone:
        words.append("删去措施：" + "、".join(gone))
    return words


def _bare_text(clause: Clause) -> str:
    text = clause.text
    for start, end in reversed(brackets(text)):
        if is_note(text[start + 1 : end - 1], trailing=True):
            text = text[:start] + text[end:]
    return text


_FLAT = re.compile(r"^(?:必须|务必|严禁|不得|一律)$")
_FIGURE = re.compile(
    r"\d+(?:\.\d+)?(?:kg|公斤|千克|米|厘米|毫米|个月|个工作日|年|日|天|小时|万?户|万元|元|次|%|％|家|台|套|公里|人|倍)"
)
_CORE = re.compile(
    r"责令[\u4e00-\u9fff]{2,4}|吊销|没收|罚款|查封|扣押|联合惩戒|刑事责任|移[交送]|召回|报废|下架|曝光|通报|约谈|关停|从[严重]|立行立改|清出|问责|倒查|查处|打击|处罚"
)


def _still_ordered(measure: str, new: Clause) -> bool:
    """Is the heart of the measure (吊销, 罚款 …) still in the new text?"""
    core = _CORE.findall(measure)
    return all(word in new.text for word in core) if core else measure in new.text or bool(new.measures)


def _figures(old: str, new: str) -> list[str]:
    """Figures that changed in the same place: `100kg → 60kg`."""
    before, after = list(_FIGURE.finditer(old)), list(_FIGURE.finditer(new))
    context = {new[max(0, found.start() - 4) : found.start()]: found.group() for found in after}
    shown = []
    for found in before:
        other = context.get(old[max(0, found.start() - 4) : found.start()])
        if other and other != found.group() and other.lstrip("0123456789.") == found.group().lstrip("0123456789."):
            shown.append(f"{found.group()} → {other}")
    return list(dict.fromkeys(shown))


def _milder_words(old: str, new: str) -> list[str]:
    """Replaced stretches where a stern word gave way to a mild one: `必须安装` → `鼓励安装`."""
    words: list[str] = []
    for tag, a1, a2, b1, b2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        gone, come = old[max(0, a1 - 1) : a2 + 1], new[max(0, b1 - 1) : b2 + 1]
        mild = [found for found in _MILD.findall(come) if found not in gone]
        stern = [found for found in _STERN.findall(gone) if found not in come]
        if mild and (stern or _MILD.search(new[b1:b2])) and a2 - a1 <= 30 and a2 > a1 and stern:
            words.append(f"{stern[0]} → {mild[0]}")
        elif tag == "insert" and mild and not _MILD.search(old) and b2 - b1 <= 6:
            words.append(f"新加“{mild[0]}”")
        elif tag == "delete" and (flat := _FLAT.match(old[a1:a2])):
            words.append(f"删去“{flat.group()}”")
    return list(dict.fromkeys(words))
