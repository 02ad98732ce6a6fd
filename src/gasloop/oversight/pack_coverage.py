"""Does a pack answer its plan? What `plan parse` reads in the paper, against what the pack says it answers.

A pack quotes the words it answers. A situation is answered when the quotes of its clause that stand in it cover every
word of it; a quote that no longer stands in its clause is a hole as well. So a changed paper does not pass by itself,
while it does not matter where the compiler cuts one situation from the next.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from gasloop.kernel.jsonable import JsonObject
from gasloop.plan.compiler.document import Clause, Paper
from gasloop.rulebook.choices import SourceKind
from gasloop.rulebook.packs.checking import functions_in
from gasloop.rulebook.packs.reading import Read
from gasloop.rulebook.packs.shapes import RuleSpec, SituationSpec

HoleKind = Literal[
    "situation_unanswered", "clause_unanswered", "clause_unknown", "quote_not_in_clause", "other_plan", "no_plan"
]
# What need not be quoted: blanks, punctuation, and the little words that join one situation to the next.
_JOINTS = re.compile(r"[\s\W_]|[的等或和与及]")


@dataclass(frozen=True, slots=True)
class Hole:
    """Something that passes nobody: `clause` is an id of the paper (or what the pack calls one)."""

    kind: HoleKind
    clause: str
    text: str
    message: str

    def to_json(self) -> JsonObject:
        """One entry of `holes` in `pack check --json`."""
        return {"kind": self.kind, "clause": self.clause, "text": self.text, "message": self.message}


@dataclass(frozen=True, slots=True)
class Answered:
    """A situation as parsed, counted from 1 within its clause, and the entries of the pack that answer its words."""

    no: int
    text: str
    entries: Sequence[SituationSpec]
    left: str


@dataclass(frozen=True, slots=True)
class ClauseCover:
    """One clause: its situations, and the entries that answer it as a whole (a duty without a parsed situation)."""

    clause: Clause
    situations: Sequence[Answered]
    entries: Sequence[SituationSpec]


@dataclass(frozen=True, slots=True)
class Coverage:
    """All clauses in the paper's order, the numbers the paper skips, and the holes."""

    clauses: Sequence[ClauseCover]
    gaps: Sequence[tuple[str, str]]
    holes: Sequence[Hole]
    rules: Mapping[str, RuleSpec]

    def to_json(self) -> JsonObject:
        """`clauses`, `gaps` and `holes` of `pack check --json`."""
        return {
            "clauses": [_clause_json(cover, self.rules) for cover in self.clauses],
            "gaps": [{"clause": where, "message": message} for where, message in self.gaps],
            "holes": [hole.to_json() for hole in self.holes],
        }

    def counts(self) -> JsonObject:
        """How many situations and clauses there are, and who answers them."""
        situations = [each for cover in self.clauses for each in cover.situations]
        by_rules = sum(any(entry.rules for entry in each.entries) for each in situations if not each.left)
        answered = sum(not each.left for each in situations)
        return {
            "clauses": len(self.clauses),
            "clauses_answered": sum(bool(cover.entries) for cover in self.clauses),
            "situations": len(situations),
            "answered_by_rules": by_rules,
            "answered_by_functions": answered - by_rules,
            "unanswered": len(situations) - answered,
        }


def cover(paper: Paper, read: Read, required: Iterable[Read] = ()) -> Coverage:
    """Compare a pack, with the rules of the packs it builds on, to its plan."""
    rules = {rule.code: rule for each in (*required, read) for rule in each.pack.rules}
    entries: dict[str, list[SituationSpec]] = {}
    for entry in read.pack.situations:
        entries.setdefault(entry.clause, []).append(entry)
    covers = [_cover(clause, entries.get(clause.id, [])) for clause in paper.clauses()]
    holes = [*_of_the_plan(paper, read), *_unknown(paper, read, required), *_left(paper, covers), *_stale(covers)]
    gaps = [(remark.where, remark.message) for remark in paper.lint if remark.code == "number_gap"]
    return Coverage(covers, gaps, holes, rules)


def _cover(clause: Clause, entries: Sequence[SituationSpec]) -> ClauseCover:
    """Which entries stand behind which situation: where their quotes overlap it in the clause's text."""
    text = _bare(clause.text)
    quoted = [(entry, [span for quote in entry.quotes for span in _spans(_bare(quote), text)]) for entry in entries]
    situations, after = [], 0
    for no, words in enumerate(clause.situations, start=1):
        start = text.find(_bare(words), after)
        start = text.find(_bare(words)) if start < 0 else start
        after = start + len(_bare(words))
        own = [(entry, spans) for entry, spans in quoted if any(_overlap(span, (start, after)) for span in spans)]
        left = uncovered(text, (start, after), [span for _entry, spans in own for span in spans])
        situations.append(Answered(no, words, [entry for entry, _spans in own], left))
    return ClauseCover(clause, situations, entries)


Span = tuple[int, int]


def uncovered(text: str, part: Span, quoted: Iterable[Span]) -> str:
    """The words of that part of `text` that none of the quoted parts covers, joints left out."""
    covered = {place for start, end in quoted for place in range(start, end)}
    return _JOINTS.sub("", "".join(text[place] for place in range(*part) if place not in covered))


def _spans(quote: str, text: str) -> list[Span]:
    """Every place where the quote stands."""
    places = re.finditer(f"(?={re.escape(quote)})", text) if quote else ()
    return [(found.start(), found.start() + len(quote)) for found in places]


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _bare(text: str) -> str:
    """Without blanks and punctuation: the importer and a person who copies do not always agree on those."""
    return re.sub(r"[\s\W_]", "", text)


def _of_the_plan(paper: Paper, read: Read) -> Iterator[Hole]:
    wanted = read.pack.head.plan
    if not paper.is_plan:
        yield Hole("no_plan", "", paper.title or "", f"这份文件不是方案：{paper.reason or '没有读出方案'}")
    elif _bare(paper.doc_no or "") != _bare(wanted):
        text = f"规则包回应的是{wanted}，这份方案是{paper.doc_no or '没有文号'}。"
        yield Hole("other_plan", "", paper.doc_no or "", text)


def _unknown(paper: Paper, read: Read, required: Iterable[Read]) -> Iterator[Hole]:
    """Clauses that the pack names and the plan does not have."""
    known = {clause.id for clause in paper.clauses()}
    for entry in read.pack.situations:
        if entry.clause not in known:
            message = (
                f"规则包写了{entry.code}（{'、'.join(entry.rules) or entry.answered_by}），方案里没有{entry.clause}。"
            )
            yield Hole("clause_unknown", entry.clause, entry.text, message)
    sources = [source for each in (*required, read) for source in each.pack.sources]
    plans = {s.code for s in sources if s.kind == SourceKind.PLAN and s.number == read.pack.head.plan}
    for rule in read.pack.rules:
        for basis in rule.bases:
            for ref in re.split("[、，；]", basis.article) if basis.source in plans else ():
                if ref not in known:
                    message = f"规则{rule.code}以方案的{ref}为依据，方案里没有{ref}。"
                    yield Hole("clause_unknown", ref, basis.asks, message)


def _left(paper: Paper, covers: Iterable[ClauseCover]) -> Iterator[Hole]:
    """Situations with words nobody answers; numbered items without any entry at all."""
    items = {item.id for item in paper.items}
    for each in covers:
        ref = each.clause.id
        if ref in items and not each.entries:
            yield Hole("clause_unanswered", ref, each.clause.text, f"{ref}没有任何规则或功能承担。")
        for situation in each.situations:
            if situation.left:
                message = f"{ref}第{situation.no}种情形“{situation.text}”没有规则或功能承担：{situation.left}"
                yield Hole("situation_unanswered", ref, situation.text, message)


def _stale(covers: Iterable[ClauseCover]) -> Iterator[Hole]:
    """Quotes that do not stand in their clause (any more)."""
    for each in covers:
        words = _bare(each.clause.text)
        for entry in each.entries:
            for quote in entry.quotes:
                if _bare(quote) not in words:
                    message = f"{entry.code}引的“{quote}”不在{each.clause.id}里：方案改过，或抄错了。"
                    yield Hole("quote_not_in_clause", each.clause.id, quote, message)


def _clause_json(each: ClauseCover, rules: Mapping[str, RuleSpec]) -> JsonObject:
    return {
        "clause": each.clause.id,
        "situations": [
            {
                "no": situation.no,
                "text": situation.text,
                "answered": not situation.left,
                "uncovered": situation.left or None,
                **_answers(situation.entries, rules),
            }
            for situation in each.situations
        ],
        "duties": [{"letter": entry.letter, "text": entry.text, **_answers([entry], rules)} for entry in _duties(each)],
        **_answers(each.entries, rules),
    }


def _duties(each: ClauseCover) -> list[SituationSpec]:
    """The entries that no parsed situation leads to."""
    used = {entry.code for situation in each.situations for entry in situation.entries}
    return [entry for entry in each.entries if entry.code not in used]


def _answers(entries: Sequence[SituationSpec], rules: Mapping[str, RuleSpec]) -> JsonObject:
    codes = list(dict.fromkeys(code for entry in entries for code in entry.rules))
    others = list(dict.fromkeys(entry.answered_by for entry in entries if entry.answered_by))
    return {
        "letters": [entry.letter for entry in entries],
        "rules": codes,
        "items": [item.code for code in codes if code in rules for item in rules[code].items],
        "answered_by": others,
        "functions": list(dict.fromkeys(name for words in others for name in functions_in(words))),
    }
