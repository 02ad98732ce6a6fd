"""The preview: the paper in reading order, beside each stretch what was read out of it, with remarks in their place."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

import msgspec

from gasloop.access.models import Office
from gasloop.plan.compiler.document import Block, Clause, OfficeRole, Paper, Phase, Remark
from gasloop.plan.corrections import NEW, OPEN, ClauseKind, Corrections, corrected, kinds_of
from gasloop.plan.models import ClauseOffice
from gasloop.plan.names import NameKind, kind_of_name
from gasloop.plan.offices import Directory, matched_offices

_NUMBER = re.compile(r"^(.*?)(\d+)$")


@dataclass(frozen=True, slots=True)
class Part:
    """An office in a clause, and the registered office behind the name."""

    name: str
    role: str
    chief: bool
    office: Office | None
    members: int = 0

    @property
    def role_words(self) -> str:
        return str(ClauseOffice.Role(self.role).label)


@dataclass(frozen=True, slots=True)
class Card:
    """What stands beside a stretch: the clause as it will be, and as the compiler said where that was corrected."""

    clause: Clause
    kind: ClauseKind
    said_kind: ClauseKind
    parts: Sequence[Part]
    said_parts: Sequence[OfficeRole]
    offices_corrected: bool

    @property
    def kind_corrected(self) -> bool:
        return self.kind != self.said_kind


@dataclass(frozen=True, slots=True)
class Stretch:
    """Blocks that belong together on the left, the card or nothing on the right."""

    kind: str
    blocks: Sequence[Block]
    card: Card | None
    remarks: list[Remark] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PhaseRow:
    """A phase as it will be and as it was read."""

    at: int
    phase: Phase
    said: Phase
    remarks: Sequence[Remark]

    @property
    def corrected(self) -> bool:
        return self.phase != self.said


@dataclass(frozen=True, slots=True)
class NameRow:
    """A name the paper prints, how often, and which registered office it means."""

    name: str
    count: int
    office: Office | None
    choice: str
    kind: NameKind
    members: int

    @property
    def settled(self) -> bool:
        """Is there nothing left to ask about the name?"""
        return self.office is not None or self.choice in (NEW, OPEN) or self.kind != NameKind.OFFICE


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything the page shows of a draft."""

    stretches: Sequence[Stretch]
    phases: Sequence[PhaseRow]
    names: Sequence[NameRow]
    elsewhere: Sequence[Remark]
    items: int
    paragraphs: int
    remarks: int

    @property
    def unsettled(self) -> int:
        return sum(not row.settled for row in self.names)


def preview(paper: Paper, corrections: Corrections, territory: str) -> Preview:
    """The paper beside its structure, corrections applied and shown."""
    now = corrected(paper, corrections)
    every = _with_dropped(paper, now)
    offices = matched_offices(every, territory, corrections.matches)
    members = _members(every, offices, Directory(territory))
    said, kinds = {clause.id: clause for clause in paper.clauses()}, kinds_of(paper)
    cards = {
        clause.id: Card(
            clause=clause,
            kind=corrections.kinds.get(clause.id, kinds[clause.id]),
            said_kind=kinds[clause.id],
            parts=[Part(o.name, o.role, o.chief, offices.get(o.name), members[o.name]) for o in clause.offices],
            said_parts=said[clause.id].offices,
            offices_corrected=clause.id in corrections.offices,
        )
        for clause in every.clauses()
    }
    stretches = [
        Stretch(kind, blocks, cards.get(ref) if ref else None) for ref, kind, blocks in _stretches(paper.blocks)
    ]
    phases = [
        PhaseRow(at, corrections.phases.get(str(at), said), said, [r for r in paper.lint if r.where == said.name])
        for at, said in enumerate(paper.phases)
    ]
    return Preview(
        stretches=stretches,
        phases=phases,
        names=_names(every, corrections, offices, members),
        elsewhere=_place(paper, stretches),
        items=len(now.items),
        paragraphs=len(now.paragraphs),
        remarks=len(paper.lint),
    )


def _with_dropped(paper: Paper, now: Paper) -> Paper:
    """All clauses, those that people took for plain text too, so that they can be taken back."""
    there = {clause.id for clause in now.clauses()}
    gone = tuple(clause for clause in paper.clauses() if clause.id not in there)

    return msgspec.structs.replace(now, paragraphs=now.paragraphs + gone, blocks=paper.blocks)


def _members(every: Paper, offices: Mapping[str, Office], directory: Directory) -> dict[str, int]:
    """How many registered offices stand behind each printed name that means several."""
    names = {office.name for clause in every.clauses() for office in clause.offices}
    several = {name for name in names if name not in offices and kind_of_name(name) != NameKind.OFFICE}
    return {name: len(directory.members(name)) if name in several else 0 for name in names}


def _stretches(blocks: Iterable[Block]) -> Iterable[tuple[str | None, str, list[Block]]]:
    """Neighbouring blocks of one clause together; cover and title lines together; everything else alone."""

    def key(numbered: tuple[int, Block]) -> object:
        at, block = numbered
        if block.clause:
            return block.clause
        return block.kind if block.kind in ("cover", "title") else at

    for _key, group in groupby(enumerate(blocks), key=key):
        members = [block for _at, block in group]
        yield members[0].clause, members[0].kind, members


def _names(
    every: Paper, corrections: Corrections, offices: Mapping[str, Office], members: Mapping[str, int]
) -> list[NameRow]:
    counts = Counter(office.name for clause in every.clauses() for office in clause.offices)
    rows = [
        NameRow(
            name,
            count,
            offices.get(name),
            corrections.matches.get(name, ""),
            kind_of_name(name),
            members[name],
        )
        for name, count in counts.items()
    ]
    return sorted(rows, key=lambda row: (row.settled, -row.count, row.name))


def _place(paper: Paper, stretches: Sequence[Stretch]) -> list[Remark]:
    """Put every remark beside the clause or line it concerns; what concerns none of them is returned."""
    by_ref = {stretch.card.clause.id: stretch for stretch in reversed(stretches) if stretch.card}
    phases = {phase.name for phase in paper.phases}
    elsewhere = []
    for remark in paper.lint:
        if remark.where in phases:
            continue
        beside = [by_ref[ref] for ref in remark.where.split("、") if ref in by_ref]
        found = beside[:1] or [
            each for each in [_neighbour(remark.where, by_ref) or _line(remark.where, stretches)] if each
        ]
        for stretch in beside or found:
            stretch.remarks.append(remark)
        if not found:
            elsewhere.append(remark)
    return elsewhere


def _neighbour(where: str, by_ref: dict[str, Stretch]) -> Stretch | None:
    """A skipped number is shown at the clause before the gap, or behind it."""
    numbered = _NUMBER.match(where)
    if numbered is None:
        return None
    stem, number = numbered[1], int(numbered[2])
    return next((by_ref[ref] for ref in (f"{stem}{number - 1}", f"{stem}{number + 1}") if ref in by_ref), None)


def _line(where: str, stretches: Sequence[Stretch]) -> Stretch | None:
    named = re.fullmatch(r"第(\d+)行", where)
    if named is None:
        return None
    before = [s for s in stretches if s.blocks[0].line <= int(named[1])]
    return before[-1] if before else None
