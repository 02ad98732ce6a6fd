"""The trace: a clause → its rules → the objects in scope → checks → hazards → evidence, with live figures.

Every figure is a count of rows the actor may see, and carries the address of the list that shows exactly those rows.
The figures of all clauses together take one query per kind of row, however many clauses there are.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Func
from django.urls import reverse
from django.utils.translation import gettext as _

from gasloop.access.scoping import scoped
from gasloop.hazard.models import Hazard
from gasloop.hazard.permissions import HAZARD_VIEW
from gasloop.hazard.queries import stage_filters
from gasloop.inspection.models import Answer
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.jsonable import JsonObject, JsonValue
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.oversight.applying import applies_to_group, column, fields_asked
from gasloop.oversight.backing import Backing, backing_of
from gasloop.oversight.figures import Figure
from gasloop.plan.models import Clause, PlanDocument
from gasloop.plan.queries import plans_for
from gasloop.registry.models import Site
from gasloop.registry.permissions import REGISTRY_VIEW
from gasloop.rulebook.models import Rule
from gasloop.rulebook.queries import rules_in_force


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
    referred: int = 0

    def __bool__(self) -> bool:
        return self != Counts()


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
    backing: Backing | None = None

    @property
    def has_figures(self) -> bool:
        """Is there anything to count: a rule in force, or what was found by rules withdrawn since?"""
        return bool(self.rules) or any(figure.value for figure in self.all_figures)

    @property
    def all_figures(self) -> list[Figure]:
        """With what is counted for one clause at a time."""
        return [*self.figures, *(self.backing.figures if self.backing else ())]

    def to_json(self) -> JsonObject:
        """`plan trace --json`."""
        return {
            "clause": self.clause.ref,
            "text": self.clause.text,
            "offices": [{"name": o.named, "role": o.role, "chief": o.chief} for o in self.clause.offices.all()],
            "plan": {"title": self.clause.document.title, "standing": str(self.clause.document.standing)},
            "rules": [{"code": rule.code, "version": rule.version, "title": rule.title} for rule in self.rules],
            "figures": {figure.key: figure.value for figure in self.all_figures},
            **(self.backing.to_json() if self.backing else {}),
        }

    def to_text(self) -> str:
        """`plan trace` for people."""
        offices = "、".join(f"{o.named}（{o.get_role_display()}）" for o in self.clause.offices.all())
        document = self.clause.document
        lines = [f"{document.title}（{document.get_standing_display()}）", f"{self.clause.ref}  {offices}"]
        lines += [self.clause.text, ""]
        lines += [f"  {rule.code} v{rule.version}  {rule.title}" for rule in self.rules]
        lines += [f"  {figure.name}: {figure.value}" for figure in self.all_figures]
        lines += self.backing.to_lines() if self.backing else []
        return "\n".join(lines)


def trace_plan(actor: Actor, document: PlanDocument) -> list[ClauseTrace]:
    """Every clause of a document, in its order; with rules and figures where the territory's clause numbers mean it."""
    clauses = document.clauses.select_related("document").prefetch_related("offices__office")
    rules = rules_by_clause() if document.counts_clauses else {}
    counts = _count(actor, rules) if document.counts_clauses else {}
    return [_trace(clause, rules.get(clause.ref, []), counts.get(clause.ref, Counts())) for clause in clauses]


def trace_clause(actor: Actor, *, ref: str, document: PlanDocument | None = None) -> ClauseTrace:
    """One clause of `document`, or of the leading plan in reach; Refusal when there is none with that number."""
    document = document or plans_for(actor).first()
    rows = document.clauses.filter(ref=ref).select_related("document") if document else None
    found = rows.prefetch_related("offices__office").first() if rows is not None else None
    if found is None or document is None:
        raise Refusal("plan.no_such_clause", sentence("方案里没有条款{ref}。"), params={"ref": ref})
    rules = {ref: rules_by_clause().get(ref, [])} if document.counts_clauses else {}
    counts = _count(actor, rules) if document.counts_clauses else {}
    traced = _trace(found, rules.get(ref, []), counts.get(ref, Counts()))
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
        figure("in_scope", _("适用对象"), counts.in_scope, sites),
        figure("covered", _("已检查"), counts.covered, sites, covered=ref),
        figure("open", _("未闭环隐患"), counts.open, hazards, stage="open"),
        figure("overdue", _("逾期"), counts.overdue, hazards, stage="overdue"),
        figure("closed", _("已销号"), counts.closed, hazards, stage="done"),
        figure("on_time", _("按期整改"), counts.on_time, hazards, stage="on_time"),
        figure("rebounded", _("反弹"), counts.rebounded, hazards, stage="rebound"),
        figure("referred", _("应移送"), counts.referred, hazards, stage="referral"),
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
    named = {
        "open": "open",
        "overdue": "overdue",
        "closed": "done",
        "on_time": "on_time",
        "rebounded": "rebound",
        "referred": "referral",
    }
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
