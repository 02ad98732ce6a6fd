"""What people corrected in a compiled paper, kept apart from what the compiler said; pure, no database.

A correction holds the whole of what it corrects (all offices of a clause), by the paper's own keys: a clause's id, a
phase's place, an office's printed name. `corrected` applies them; equal to what the compiler said means no correction.
"""

from collections.abc import Mapping
from typing import Literal

import msgspec

from gasloop.kernel.jsonable import JsonObject
from gasloop.plan.compiler.document import Block, Clause, OfficeRole, Paper, Phase, Role

ClauseKind = Literal["item", "paragraph", "text"]
NEW, OPEN = "new", "open"  # instead of a registered office's id: register the name, or leave it a name


class Corrections(msgspec.Struct, frozen=True, omit_defaults=True):
    """By clause id: offices and kind (`text`: no clause at all). By place: phases. By printed name: office ids."""

    offices: dict[str, tuple[OfficeRole, ...]] = {}
    kinds: dict[str, ClauseKind] = {}
    phases: dict[str, Phase] = {}
    matches: dict[str, str] = {}

    def __bool__(self) -> bool:
        return bool(self.offices or self.kinds or self.phases or self.matches)

    def __len__(self) -> int:
        return len(self.offices) + len(self.kinds) + len(self.phases) + len(self.matches)

    def to_json(self) -> JsonObject:
        """As it is stored and logged."""
        plain: JsonObject = msgspec.json.decode(msgspec.json.encode(self))
        return plain


def read_corrections(stored: Mapping[str, object]) -> Corrections:
    """From the stored JSON."""
    return msgspec.convert(stored, Corrections)


def read_paper(stored: Mapping[str, object]) -> Paper:
    """A compiled paper from the stored JSON."""
    return msgspec.convert(stored, Paper)


def role_of(text: str) -> Role:
    """A stored role as the compiler's."""
    role: Role = msgspec.convert(str(text), Role)
    return role


def kinds_of(paper: Paper) -> dict[str, ClauseKind]:
    """What the compiler took each clause for, by its id."""
    kinds: dict[str, ClauseKind] = {each.id: "paragraph" for each in paper.paragraphs}
    return kinds | {each.id: "item" for each in paper.items}


def merged(paper: Paper, before: Corrections, change: Corrections) -> Corrections:
    """`before` with `change` on top; what now equals the compiler's own reading is no correction any more."""
    said, as_read = {clause.id: clause for clause in paper.clauses()}, kinds_of(paper)
    phases = {str(at): phase for at, phase in enumerate(paper.phases)}
    offices = {**before.offices, **change.offices}
    kinds = {**before.kinds, **change.kinds}
    return Corrections(
        offices={ref: those for ref, those in offices.items() if ref in said and those != said[ref].offices},
        kinds={ref: kind for ref, kind in kinds.items() if ref in said and kind != as_read[ref]},
        phases={at: p for at, p in {**before.phases, **change.phases}.items() if at in phases and p != phases[at]},
        matches={name: match for name, match in {**before.matches, **change.matches}.items() if match},
    )


def corrected(paper: Paper, corrections: Corrections) -> Paper:
    """The paper as people corrected it; remarks and text stay, since they are the paper's own."""
    kinds = kinds_of(paper) | corrections.kinds
    clauses = [_with_offices(clause, corrections) for clause in paper.clauses()]
    return msgspec.structs.replace(
        paper,
        items=tuple(clause for clause in clauses if kinds[clause.id] == "item"),
        paragraphs=tuple(clause for clause in clauses if kinds[clause.id] == "paragraph"),
        phases=tuple(corrections.phases.get(str(at), phase) for at, phase in enumerate(paper.phases)),
        blocks=tuple(_loosened(block, kinds) for block in paper.blocks),
    )


def _with_offices(clause: Clause, corrections: Corrections) -> Clause:
    given = corrections.offices.get(clause.id)
    return clause if given is None else msgspec.structs.replace(clause, offices=given)


def _loosened(block: Block, kinds: Mapping[str, ClauseKind]) -> Block:
    if block.clause is None or kinds.get(block.clause) != "text":
        return block
    return msgspec.structs.replace(block, clause=None)
