"""The rows of a document: phases, clauses with their offices, remarks."""

from collections.abc import Mapping
from datetime import date

from gasloop.access.models import Office
from gasloop.plan.compiler.document import Paper
from gasloop.plan.models import Clause, ClauseOffice, Phase, PlanDocument, Remark


def write_phases(document: PlanDocument, paper: Paper) -> None:
    """The phases in their order."""
    Phase.objects.bulk_create(
        Phase(
            document=document,
            position=position,
            name=phase.name[:60],
            start=date.fromisoformat(phase.start) if phase.start else None,
            end=date.fromisoformat(phase.end) if phase.end else None,
        )
        for position, phase in enumerate(paper.phases)
    )


def write_clauses(document: PlanDocument, paper: Paper, offices: Mapping[str, Office]) -> None:
    """Clauses and the offices they name, `offices` by printed name."""
    ordered, places = paper.clauses(), headings(paper)
    items = {item.id for item in paper.items}
    rows = {
        each.id: Clause(
            document=document,
            position=position,
            ref=each.id,
            kind=Clause.Kind.ITEM if each.id in items else Clause.Kind.PARAGRAPH,
            section=places.get(each.id, ("", ""))[0][:200],
            subsection=places.get(each.id, ("", ""))[1][:200],
            text=each.text,
            situations=list(each.situations),
            measures=list(each.measures),
            deadlines=list(each.deadlines),
        )
        for position, each in enumerate(ordered)
    }
    Clause.objects.bulk_create(rows.values())
    ClauseOffice.objects.bulk_create(
        ClauseOffice(
            clause=rows[each.id],
            position=position,
            named=named.name[:120],
            office=offices.get(named.name),
            role=named.role,
            chief=named.chief,
        )
        for each in ordered
        for position, named in enumerate(each.offices)
    )


def write_remarks(document: PlanDocument, paper: Paper) -> None:
    """What the linter says of the paper."""
    Remark.objects.bulk_create(
        Remark(document=document, position=n, code=r.code, where=r.where[:80], message=r.message)
        for n, r in enumerate(paper.lint)
    )


def headings(paper: Paper) -> dict[str, tuple[str, str]]:
    """Under which printed headings (section, subsection) each clause stands."""
    found: dict[str, tuple[str, str]] = {}
    section = subsection = ""
    for block in paper.blocks:
        if block.kind == "section":
            section, subsection = (block.marker + block.text).strip(), ""
        elif block.kind == "subsection":
            subsection = (block.marker + block.text).strip()
        if block.clause:
            found.setdefault(block.clause, (section, subsection))
    return found
