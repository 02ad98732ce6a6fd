"""The trace: a clause → its rules → the objects in scope → checks → hazards → evidence, with live figures.

Every figure is a count of rows the actor may see, and carries the address of the list that shows exactly those rows.
The figures of all clauses together take one query per kind of row, however many clauses there are.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Func, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from gasloop.access.scoping import scoped
from gasloop.evidence.models import Entry
from gasloop.hazard.models import Hazard
from gasloop.hazard.permissions import HAZARD_VIEW
from gasloop.hazard.queries import stage_filters
from gasloop.inspection.models import Answer, Visit
from gasloop.inspection.permissions import VISIT_VIEW
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.jsonable import JsonObject, JsonValue
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.oversight.applying import applies_to_group, column, fields_asked
from gasloop.plan.models import Clause, Phase, PlanDocument
from gasloop.plan.queries import plans_for
from gasloop.registry.models import Site
from gasloop.registry.permissions import REGISTRY_VIEW
from gasloop.rulebook.models import Rule, Situation
from gasloop.rulebook.queries import rules_in_force, situations


@dataclass(frozen=True, slots=True)
class Figure:
    """A count and the list of the rows behind it."""

    key: str
    name: str
    value: int
    url: str


@dataclass(frozen=True, slots=True)
class Counts:
    """What stands behind one clause."""

    in_scope: int = 0
    covered: int = 0
    open: int = 0
    overdue: int = 0
    closed: int = 0
    on_time: int = 0
    rebounded: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """Objects of one kind that are alike in what the rules tell objects apart by."""

    kind: str
    known: dict[str, JsonValue]
    size: int


@dataclass(frozen=True, slots=True)
class ClauseTrace:
    """One clause with the rules drawn from it and its figures."""

    clause: Clause
    rules: Sequence[Rule]
    figures: Sequence[Figure]
    backing: "Backing | None" = None

    def to_json(self) -> JsonObject:
        """`plan trace --json`."""
        return {
            "clause": self.clause.ref,
            "text": self.clause.text,
            "offices": [{"name": o.named, "role": o.role, "chief": o.chief} for o in self.clause.offices.all()],
            "rules": [{"code": rule.code, "version": rule.version, "title": rule.title} for rule in self.rules],
            "figures": {figure.key: figure.value for figure in self.figures},
            **(self.backing.to_json() if self.backing else {}),
        }

    def to_text(self) -> str:
        """`plan trace` for people."""
        offices = "、".join(f"{o.named}（{o.get_role_display()}）" for o in self.clause.offices.all())
        lines = [f"{self.clause.ref}  {offices}", self.clause.text, ""]
        lines += [f"  {rule.code} v{rule.version}  {rule.title}" for rule in self.rules]
        lines += [f"  {figure.name}: {figure.value}" for figure in self.figures]
        lines += self.backing.to_lines() if self.backing else []
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Backing:
    """What else the page of one clause shows: who answers its situations, the log's entries, the plan's phases."""

    situations: Sequence[Situation]
    entries: int
    phases: Sequence[Phase]

    def to_json(self) -> JsonObject:
        """`situations`, `evidence` and `phases` of `plan trace --json`."""
        return {
            "situations": [
                {"text": each.text, "rules": list(each.rules), "answered_by": each.answered_by or None}
                for each in self.situations
            ],
            "evidence": self.entries,
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


def backing_of(actor: Actor, clause: Clause) -> Backing:
    """For one clause only: the log is long, and the tree of all clauses does not ask for it."""
    ref = clause.ref
    hazards = Hazard.objects.filter(voided_at__isnull=True, clause_refs__contains=[ref])
    visits = Visit.objects.filter(answers__item__rule__clause_refs__contains=[ref])
    about = Q(subject_kind=Hazard.SUBJECT_KIND, subject_id__in=scoped(actor, hazards, HAZARD_VIEW).values("pk"))
    about |= Q(subject_kind=Visit.SUBJECT_KIND, subject_id__in=scoped(actor, visits, VISIT_VIEW).values("pk"))
    return Backing(list(situations(ref)), Entry.objects.filter(about).count(), list(clause.document.phases.all()))


def trace_plan(actor: Actor, document: PlanDocument) -> list[ClauseTrace]:
    """Every clause of a document, in its order."""
    clauses = document.clauses.prefetch_related("offices__office")
    rules = rules_by_clause()
    counts = _count(actor, rules)
    return [_trace(clause, rules.get(clause.ref, []), counts.get(clause.ref, Counts())) for clause in clauses]


def trace_clause(actor: Actor, *, ref: str, document: PlanDocument | None = None) -> ClauseTrace:
    """One clause of `document`, or of the newest plan in reach; Refusal when there is none with that number."""
    document = document or plans_for(actor).first()
    found = document.clauses.filter(ref=ref).prefetch_related("offices__office").first() if document else None
    if found is None:
        raise Refusal("plan.no_such_clause", sentence("方案里没有条款{ref}。"), params={"ref": ref})
    rules = {ref: rules_by_clause().get(ref, [])}
    traced = _trace(found, rules[ref], _count(actor, rules).get(ref, Counts()))
    return replace(traced, backing=backing_of(actor, found))


def rules_by_clause() -> Mapping[str, list[Rule]]:
    """The rules in force today, by the clauses that lead to them."""
    found: dict[str, list[Rule]] = defaultdict(list)
    for rule in rules_in_force(clock.today()):
        for ref in rule.clause_refs:
            found[ref].append(rule)
    return found


def rules_of_clauses(refs: Sequence[str]) -> list[Rule]:
    """The rules in force today that are drawn from any of the clauses."""
    found = rules_by_clause()
    return [rule for ref in refs for rule in found.get(ref, [])]


def _trace(clause: Clause, rules: Sequence[Rule], counts: Counts) -> ClauseTrace:
    return ClauseTrace(clause, rules, _figures(clause.ref, counts))


def _figures(ref: str, counts: Counts) -> list[Figure]:
    sites, hazards = reverse("oversight:coverage"), reverse("hazard:hazards")

    def figure(key: str, name: str, value: int, base: str, **query: str) -> Figure:
        return Figure(key, name, value, f"{base}?{urlencode({'clause': ref, **query})}")

    return [
        figure("in_scope", _("对象"), counts.in_scope, sites),
        figure("covered", _("已检查"), counts.covered, sites, covered=ref),
        figure("open", _("未闭环隐患"), counts.open, hazards, stage="open"),
        figure("overdue", _("逾期"), counts.overdue, hazards, stage="overdue"),
        figure("closed", _("已销号"), counts.closed, hazards, stage="done"),
        figure("on_time", _("按期整改"), counts.on_time, hazards, stage="on_time"),
        figure("rebounded", _("反弹"), counts.rebounded, hazards, stage="rebound"),
    ]


def _count(actor: Actor, rules: Mapping[str, Sequence[Rule]]) -> dict[str, Counts]:
    fields = fields_asked(rule for those in rules.values() for rule in those)
    hazards, covered, sites = _hazards(actor), _covered(actor, fields), _sites(actor, fields)
    return {
        ref: Counts(
            in_scope=_applied(rules.get(ref, ()), sites),
            covered=_applied(rules.get(ref, ()), covered.get(ref, ())),
            **hazards.get(ref, {}),
        )
        for ref in {*rules, *hazards}
    }


def _applied(rules: Sequence[Rule], groups: Iterable[Group]) -> int:
    return sum(group.size for group in groups if applies_to_group(rules, group.kind, group.known))


def _sites(actor: Actor, fields: Sequence[str]) -> list[Group]:
    """The open objects in reach, grouped by what the rules tell them apart by."""
    sites = scoped(actor, Site.objects.filter(voided_at__isnull=True, state=Site.State.OPEN), REGISTRY_VIEW)
    rows = sites.order_by().values_list("kind", *map(column, fields)).annotate(n=Count("pk"))
    return [Group(kind, dict(zip(fields, known, strict=True)), n) for kind, *known, n in rows]


def _covered(actor: Actor, fields: Sequence[str]) -> dict[str, list[Group]]:
    """The open objects in reach with an answer to a check item of a clause, by clause, grouped likewise."""
    answers = Answer.objects.filter(visit__site__voided_at__isnull=True, visit__site__state=Site.State.OPEN)
    rows = (
        scoped(actor, answers, REGISTRY_VIEW, prefix="visit__site__")
        .order_by()
        .annotate(ref=_each("item__rule__clause_refs"))
        .values_list("ref", "visit__site__kind", *(f"visit__site__{column(field)}" for field in fields))
        .annotate(n=Count("visit__site", distinct=True))
    )
    found: dict[str, list[Group]] = defaultdict(list)
    for ref, kind, *known, n in rows:
        found[ref].append(Group(kind, dict(zip(fields, known, strict=True)), n))
    return found


def _hazards(actor: Actor) -> dict[str, dict[str, int]]:
    stages = stage_filters()
    named = {"open": "open", "overdue": "overdue", "closed": "done", "on_time": "on_time", "rebounded": "rebound"}
    rows = (
        scoped(actor, Hazard.objects.filter(voided_at__isnull=True), HAZARD_VIEW)
        .order_by()
        .annotate(ref=_each("clause_refs"))
        .values("ref")
        .annotate(**{f"n_{key}": Count("pk", filter=stages[stage]) for key, stage in named.items()})
    )
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        counted: dict[str, Any] = dict(row)
        found[counted["ref"]] = {key: counted[f"n_{key}"] for key in named}
    return found


def _each(field: str) -> Func:
    """One row per element of an array column."""
    return Func(F(field), function="unnest", set_returning=True)
