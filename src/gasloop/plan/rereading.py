"""A corrected paper against the import in force, clause by clause, by number; and what of the earlier work remains.

Findings and rules point at clause numbers, never at rows: a clause that kept its number keeps everything that hangs on
it. A clause with the same words under another number is shown as renumbered, because what hangs on it does not follow.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from gasloop.plan.compiler.document import Clause as PaperClause
from gasloop.plan.compiler.document import Paper
from gasloop.plan.corrections import Corrections, read_corrections
from gasloop.plan.models import Clause, PlanDocument

Fate = Literal["kept", "changed", "renumbered", "dropped", "added"]
Named = tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """One clause before and after; `offices_changed` when its text stayed and its offices did not."""

    fate: Fate
    old_ref: str
    new_ref: str
    old_text: str = ""
    new_text: str = ""
    offices_changed: bool = False
    old_offices: Sequence[str] = ()
    new_offices: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Rereading:
    """All clauses of both, and the document they are compared with."""

    document: PlanDocument
    standings: Sequence[Standing]

    def of(self, fate: Fate) -> list[Standing]:
        """Those with one fate."""
        return [each for each in self.standings if each.fate == fate]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many of each fate."""
        fates: tuple[Fate, ...] = ("kept", "changed", "renumbered", "dropped", "added")
        return {fate: len(self.of(fate)) for fate in fates}

    @property
    def different(self) -> list[Standing]:
        """What was not kept as it is."""
        return [each for each in self.standings if each.fate != "kept"]


def reread(document: PlanDocument, paper: Paper) -> Rereading:
    """Compare the import in force with a paper (corrections applied)."""
    before = {clause.ref: clause for clause in document.clauses.prefetch_related("offices")}
    after = {clause.id: clause for clause in paper.clauses()}
    moved = _renumbered(
        [clause for ref, clause in before.items() if ref not in after or after[ref].text != clause.text],
        [clause for ref, clause in after.items() if ref not in before or before[ref].text != clause.text],
    )
    taken = {clause.id for clause in moved.values()}
    free = {ref: clause for ref, clause in after.items() if ref not in taken}
    standings = [_standing(clause, free.get(ref), moved.get(ref)) for ref, clause in before.items()]
    answered = {each.new_ref for each in standings}
    standings += [
        Standing("added", "", ref, new_text=clause.text, new_offices=_printed(_of_paper(clause)))
        for ref, clause in after.items()
        if ref not in answered
    ]
    return Rereading(document, standings)


def _standing(old: Clause, same: PaperClause | None, moved: PaperClause | None) -> Standing:
    new = moved or same
    if new is None:
        return Standing("dropped", old.ref, "", old_text=old.text, old_offices=_printed(_of_row(old)))
    offices = _of_row(old) != _of_paper(new)
    fate: Fate = "renumbered" if moved is not None else "changed" if offices or old.text != new.text else "kept"
    return Standing(
        fate, old.ref, new.id, old.text, new.text, offices, _printed(_of_row(old)), _printed(_of_paper(new))
    )


def _renumbered(gone: Iterable[Clause], come: Iterable[PaperClause]) -> dict[str, PaperClause]:
    free = {clause.text: clause for clause in come}
    return {clause.ref: free.pop(clause.text) for clause in gone if clause.text in free}


def _of_row(clause: Clause) -> Named:
    return tuple((each.named, each.role, each.chief) for each in clause.offices.all())


def _of_paper(clause: PaperClause) -> Named:
    return tuple((each.name, each.role, each.chief) for each in clause.offices)


def _printed(offices: Named) -> list[str]:
    return [name for name, _role, _chief in offices]


def carried(document: PlanDocument, paper: Paper) -> Corrections:
    """What people corrected in the earlier import and still applies: where the paper's own words did not change."""
    earlier = read_corrections(document.corrections)
    unchanged = {
        ref
        for ref, text in document.clauses.values_list("ref", "text")
        for clause in paper.clauses()
        if clause.id == ref and clause.text == text
    }
    named = {office.name for clause in paper.clauses() for office in clause.offices}
    given = {office.name for those in earlier.offices.values() for office in those}
    ids = {clause.id for clause in paper.clauses()}
    return Corrections(
        offices={ref: those for ref, those in earlier.offices.items() if ref in unchanged},
        kinds={ref: kind for ref, kind in earlier.kinds.items() if ref in unchanged or (kind == "text" and ref in ids)},
        phases={at: phase for at, phase in earlier.phases.items() if _same_phase(paper, at, phase.name)},
        matches={name: match for name, match in earlier.matches.items() if name in named | given},
    )


def _same_phase(paper: Paper, at: str, name: str) -> bool:
    return int(at) < len(paper.phases) and paper.phases[int(at)].name == name
