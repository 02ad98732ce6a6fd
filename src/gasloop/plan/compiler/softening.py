"""The words by which a clause became milder: 必须 → 鼓励, a date, an owner, a measure, a case that is gone."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from gasloop.plan.compiler.document import Clause
from gasloop.plan.compiler.faults import FAULT
from gasloop.plan.compiler.likeness import bare, covered
from gasloop.plan.compiler.lines import sentences
from gasloop.plan.compiler.numerals import chinese_stops
from gasloop.plan.compiler.offices import brackets, is_note

_STERN = re.compile(
    r"必须|务必|严禁|不得|一律|应当|(?<![主重需])要(?!求|素)|确保|坚决|吊销|关停|从重|从严|责令|全面|立即|全部|强制|逐一"
)
_MILD = re.compile(
    r"可以?(?!燃|靠|追|视|能|持|再|监|控|溯)|鼓励|支持|引导|倡导|推动|探索|适时|逐步|尽量|视情|有条件的|原则上|力争|建议|积极争取|结合实际"
)
_FLAT = re.compile(r"^(?:必须|务必|严禁|不得|一律)$")
_FIGURE = re.compile(
    r"\d+(?:\.\d+)?(?:kg|公斤|千克|米|厘米|毫米|个月|个工作日|年|日|天|小时|万?户|万元|元|次|%|％|家|台|套|公里|人|倍)"
)
_CORE = re.compile(
    r"责令[\u4e00-\u9fff]{2,4}|吊销|没收|罚款|查封|扣押|联合惩戒|刑事责任|移[交送]|召回|报废|下架|曝光|通报|约谈|关停|从[严重]|立行立改|"
    r"清出|禁止进入|问责|倒查|查处|打击|处罚"
)
_STILL_THERE, _MOVED, _LOST, _MANY = 0.5, 0.7, 0.3, 4


class Softer(NamedTuple):
    """`words` show that the clause became milder; `notes` only what else changed (figures, what moved elsewhere)."""

    words: list[str]
    notes: list[str]


def softer(old: Clause, new: Clause, others: Sequence[Clause]) -> Softer:
    """What the new clause lost of the old one. `others` are the new paper's other clauses: what moved is not lost."""
    before, after = without_notes(old.text), without_notes(new.text)
    words = _milder_words(before, after)
    notes: list[str] = []
    if old.deadlines and not new.deadlines:
        words.append("删去时限：" + "、".join(old.deadlines))
    words += _owners(old, new)
    for name, pieces in (("措施", _measures(old, new)), ("情形", _situations(old, after))):
        gone = [piece for piece in pieces if not (_place(piece, old, others))]
        words += [f"删去{name}：" + "、".join(gone)] if gone else []
        notes += [f"移至{place}：{piece}" for piece in pieces if (place := _place(piece, old, others))]
    if not old.situations and (lost := _lost_thoughts(before, after, others)):
        words.append("删去内容：" + "；".join(lost))
    return Softer(words, [*notes, *_figures(before, after)])


def without_notes(text: str) -> str:
    """The text without its notes of offices, which differ from town to town."""
    for start, end in reversed(brackets(text)):
        if is_note(text[start + 1 : end - 1], trailing=True):
            text = text[:start] + text[end:]
    return text


def _owners(old: Clause, new: Clause) -> list[str]:
    leads = [office.name for office in old.offices if office.role == "lead"]
    if leads and not new.offices:
        return ["删去责任单位：" + "、".join(leads)]
    chiefs = [office.name for office in old.offices if office.chief]
    if chiefs and not any(office.chief for office in new.offices):
        return ["不再有牵头单位：" + "、".join(chiefs)]
    return []


def _measures(old: Clause, new: Clause) -> list[str]:
    """The measures whose heart (吊销, 罚款 …) the new text does not have."""
    text = bare(new.text)

    def still_ordered(measure: str) -> bool:
        core = [bare(word) for word in _CORE.findall(measure)]
        return all(word in text for word in core) if core else bare(measure) in text or bool(new.measures)

    return [measure for measure in old.measures if not still_ordered(measure)]


def _situations(old: Clause, after: str) -> list[str]:
    """The situations whose fault (`未…`, `违规…`, without the subject before it) the new text has less than half of."""

    def still_named(piece: str) -> bool:
        fault = FAULT.search(piece)
        return max(covered(piece, after), covered(piece[fault.start() :], after) if fault else 0.0) >= _STILL_THERE

    return [piece for piece in old.situations if not still_named(piece)]


def _place(piece: str, old: Clause, others: Sequence[Clause]) -> str:
    """The clause of the new paper that says it instead; empty when none does."""
    sentence = next((part for part in sentences(old.text) if piece in part), piece)
    stretch = next((part for part in re.split(r"[；。]", sentence) if piece in part), piece)
    found = max(
        ((min(covered(stretch, one.text), covered(piece, one.text)), one.id) for one in others), default=(0.0, "")
    )
    return found[1] if found[0] >= _MOVED else ""


def _lost_thoughts(before: str, after: str, others: Sequence[Clause]) -> list[str]:
    """Stretches that neither the new clause nor any other has, when they are more than half of the old clause."""
    parts = _stretches(before)
    lost = [
        part
        for part in parts
        if covered(part, after) < _LOST and not any(covered(part, one.text) >= _STILL_THERE for one in others)
    ]
    return _shown(lost) if sum(map(len, lost)) * 2 > sum(map(len, parts)) else []


def remains(old: Clause, after: Sequence[Clause], how: str = "部分见") -> list[str]:
    """Of a clause without counterpart: the stretches that some clause of the other paper has nonetheless, and where."""
    places: dict[str, list[str]] = {}
    for part in _stretches(without_notes(old.text)):
        best = max(((covered(part, one.text), one.id) for one in after), default=(0.0, ""))
        if len(bare(part)) >= 10 and best[0] >= 0.8:
            places.setdefault(best[1], []).append(part)
    return [f"{how}{place}：" + "；".join(_shown(parts)) for place, parts in places.items()]


def _stretches(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[，。；\n]", chinese_stops(text)) if len(bare(part)) >= 5]


def _shown(parts: list[str]) -> list[str]:
    short = [part if len(part) <= 40 else part[:39] + "…" for part in parts[:_MANY]]
    return [*short, "…"] if len(parts) > _MANY else short


def _figures(old: str, new: str) -> list[str]:
    """Figures that changed in the same place: `100kg → 60kg`."""
    context = {new[max(0, found.start() - 4) : found.start()]: found.group() for found in _FIGURE.finditer(new)}
    shown = []
    for found in _FIGURE.finditer(old):
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
        if tag == "replace" and mild and stern and a2 - a1 <= 30:
            words.append(f"{stern[0]} → {mild[0]}")
        elif tag == "insert" and mild and not _MILD.search(old) and b2 - b1 <= 6:
            words.append(f"新加“{mild[0]}”")
        elif tag == "delete" and (flat := _FLAT.match(old[a1:a2])):
            words.append(f"删去“{flat.group()}”")
    return list(dict.fromkeys(words))
