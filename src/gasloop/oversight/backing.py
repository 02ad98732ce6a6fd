"""What stands behind one clause beside its figures: who answers its situations, its duties, the log, the phases.

Asked for one clause at a time: the log is long, and the tree of all clauses does not need it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from gasloop.access.scoping import scoped
from gasloop.evidence.models import Entry
from gasloop.hazard.models import Hazard
from gasloop.hazard.permissions import HAZARD_VIEW
from gasloop.inspection.models import Visit
from gasloop.inspection.permissions import VISIT_VIEW
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.jsonable import JsonObject
from gasloop.oversight.figures import Figure, figures_behind
from gasloop.plan.models import Clause, Duty, Phase
from gasloop.plan.permissions import DUTY_VIEW
from gasloop.rulebook.models import Rule, Situation
from gasloop.rulebook.queries import newest, rules_in_force, situations


@dataclass(frozen=True, slots=True)
class Backing:
    """`withdrawn`: rules that led here once; what was found by them still counts."""

    situations: Sequence[Situation]
    entries: int
    phases: Sequence[Phase]
    duties: Sequence[Duty]
    withdrawn: Sequence[Rule]
    figures: Sequence[Figure] = ()

    def to_json(self) -> JsonObject:
        """`situations`, `evidence`, `phases`, `duties` and `withdrawn_rules` of `plan trace --json`."""
        return {
            "situations": [
                {"text": each.text, "rules": list(each.rules), "answered_by": each.answered_by or None}
                for each in self.situations
            ],
            "evidence": self.entries,
            "withdrawn_rules": [{"code": rule.code, "title": rule.title} for rule in self.withdrawn],
            "duties": [
                {
                    "title": duty.title,
                    "office": duty.owner_office.name if duty.owner_office else None,
                    "due": clock.legal_day(duty.due_at).isoformat(),
                    "level": duty.level,
                }
                for duty in self.duties
            ],
            "phases": [
                {"name": p.name, "start": _iso(p.start), "end": _iso(p.end), "state": phase_state(p, clock.today())}
                for p in self.phases
            ],
        }

    def to_lines(self) -> list[str]:
        """The same for people."""
        lines = ["  " + _("存证条目") + f": {self.entries}"]
        lines += [
            f"  - {each.text} → {'、'.join([*each.rules, *_given(each.answered_by)])}" for each in self.situations
        ]
        lines += ["  " + _("已撤下的规则") + f": {rule.code} {rule.title}" for rule in self.withdrawn]
        lines += [
            "  " + _("待办") + f": {duty.title}（{duty.owner_office or '—'}，{clock.legal_day(duty.due_at)}）"
            for duty in self.duties
        ]
        return lines + [f"  {p.name}: {p.start or '—'} – {p.end or '—'}" for p in self.phases]


def _given(words: str) -> list[str]:
    return [words] if words else []


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def phase_state(phase: Phase, today: date) -> str:
    """`done`, `now` or `next`; a phase without days is running."""
    if phase.end and phase.end < today:
        return "done"
    return "next" if phase.start and phase.start > today else "now"


SHOWN = 12


def backing_of(actor: Actor, clause: Clause) -> Backing:
    """For one clause of the plan whose numbers count; another plan's clause has its phases only."""
    phases = list(clause.document.phases.all())
    if not clause.document.counts_clauses:
        return Backing((), 0, phases, (), ())
    duties = scoped(actor, Duty.objects.filter(state=Duty.State.OPEN, clause_ref=clause.ref), DUTY_VIEW)
    gone = Rule.objects.filter(clause_refs__contains=[clause.ref], withdrawn_on__isnull=False)
    withdrawn = newest(gone.exclude(code__in=[rule.code for rule in rules_in_force(clock.today())]))
    return Backing(
        list(situations(clause.ref)),
        entries_of(actor, clause.ref).count(),
        phases,
        list(duties.select_related("owner_office").order_by("due_at", "id")[:SHOWN]),
        list(withdrawn.order_by("code")),
        figures_behind(actor, clause.ref),
    )


def entries_of(actor: Actor, ref: str) -> QuerySet[Entry]:
    """The log's entries about the clause's hazards, visits and duties in reach."""
    hazards = Hazard.objects.filter(voided_at__isnull=True, clause_refs__contains=[ref])
    visits = Visit.objects.filter(answers__item__rule__clause_refs__contains=[ref])
    duties = Duty.objects.filter(clause_ref=ref)
    about = Q(subject_kind=Hazard.SUBJECT_KIND, subject_id__in=scoped(actor, hazards, HAZARD_VIEW).values("pk"))
    about |= Q(subject_kind=Visit.SUBJECT_KIND, subject_id__in=scoped(actor, visits, VISIT_VIEW).values("pk"))
    about |= Q(subject_kind=Duty.SUBJECT_KIND, subject_id__in=scoped(actor, duties, DUTY_VIEW).values("pk"))
    return Entry.objects.filter(about)
