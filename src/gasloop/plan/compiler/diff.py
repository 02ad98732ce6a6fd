"""Two papers compared, however differently they are built: what was kept, softened, dropped, added.

Clauses are matched by `likeness` (their words, and the titles above them). A match is softened when a stern word became
a mild one, or a date, an owner, a measure or a situation of the old clause is gone; what another clause of the new
paper says instead has only moved (`softening`).
"""

from typing import Literal

import msgspec

from gasloop.plan.compiler.document import Clause, Paper
from gasloop.plan.compiler.likeness import Face, Pairing, bare, pair_up
from gasloop.plan.compiler.softening import remains, softer, without_notes

Fate = Literal["kept", "softened", "dropped", "added"]


class Change(msgspec.Struct, frozen=True):
    """One clause's fate. `words` shows it: `必须 → 鼓励`, `删去时限：2025年底前`. `likeness` from 0 to 1."""

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
    matched = pair_up(_faces(old, before), _faces(new, after))
    changes = [
        _matched(clause, after, matched[at]) if at in matched else _dropped(clause, after)
        for at, clause in enumerate(before)
    ]
    taken = {pairing.new for pairing in matched.values()}
    changes += [
        Change("added", None, clause.id, None, clause.text, 0.0, tuple(remains(clause, before, "部分原在")))
        for at, clause in enumerate(after)
        if at not in taken
    ]
    return Comparison(tuple(changes))


def _faces(paper: Paper, clauses: tuple[Clause, ...]) -> list[Face]:
    """The clauses' words, each with the nearest title above it."""
    titles: dict[str, str] = {}
    heading = ""
    for block in paper.blocks:
        if block.kind in ("section", "subsection", "heading"):
            heading = block.text
        elif block.clause:
            titles.setdefault(block.clause, heading)
    return [Face(bare(without_notes(clause.text)), bare(titles.get(clause.id, ""))) for clause in clauses]


def _dropped(clause: Clause, after: tuple[Clause, ...]) -> Change:
    return Change("dropped", clause.id, None, clause.text, None, 0.0, tuple(remains(clause, after)))


def _matched(old: Clause, after: tuple[Clause, ...], pairing: Pairing) -> Change:
    new = after[pairing.new]
    words, notes = softer(old, new, [one for one in after if one is not new])
    if pairing.merged:
        notes = [f"并入{new.id}", *notes]
    fate: Fate = "softened" if words else "kept"
    return Change(fate, old.id, new.id, old.text, new.text, round(pairing.likeness, 3), (*words, *notes))
