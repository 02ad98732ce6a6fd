"""The phases of a plan: their goals, what was found at their end, the gate between one and the next."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from gasloop.plan.goals import Goal, Passage, goals_of
from gasloop.plan.models import Phase, PhaseFinding, PhaseGate, PlanDocument


@dataclass(frozen=True, slots=True)
class PhaseEnd:
    """A phase with its goals, causes and lessons, and the decisions at its end, oldest first."""

    phase: Phase
    goals: Sequence[Goal]
    causes: Sequence[PhaseFinding]
    lessons: Sequence[PhaseFinding]
    gates: Sequence[PhaseGate]

    @property
    def passed(self) -> PhaseGate | None:
        return next((gate for gate in self.gates if gate.passed), None)


def phase_ends(document: PlanDocument) -> list[PhaseEnd]:
    """Every phase in its order; four queries."""
    phases = list(document.phases.all())
    passages = [Passage(ref, sub, text) for ref, sub, text in document.clauses.values_list("ref", "subsection", "text")]
    goals = goals_of([phase.name for phase in phases], passages)
    same = same_paper(document)
    findings = list(PhaseFinding.objects.filter(document__in=same, voided_at__isnull=True))
    gates = list(PhaseGate.objects.filter(document__in=same, voided_at__isnull=True))
    return [
        PhaseEnd(
            phase,
            goals[at],
            [f for f in findings if f.phase == phase.name and f.kind == PhaseFinding.Kind.CAUSE],
            [f for f in findings if f.phase == phase.name and f.kind == PhaseFinding.Kind.LESSON],
            [gate for gate in gates if gate.phase == phase.name],
        )
        for at, phase in enumerate(phases)
    ]


def same_paper(document: PlanDocument) -> QuerySet[PlanDocument]:
    """All imports of the paper, superseded ones too."""
    rows = PlanDocument.objects.filter(territory=document.territory, doc_no=document.doc_no)
    return rows if document.doc_no else rows.filter(title=document.title)
