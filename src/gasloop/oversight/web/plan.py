"""方案: the paper as a tree of clauses; beside it the chosen clause with rules, offices and live figures."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gasloop.access.guard import page
from gasloop.access.middleware import ActorRequest
from gasloop.access.scope import reaches
from gasloop.evidence.models import Entry
from gasloop.evidence.queries import limits_statement
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.oversight.backing import backing_of, entries_of, phase_state
from gasloop.oversight.phases import mechanism_since
from gasloop.oversight.trace import ClauseTrace, trace_plan
from gasloop.oversight.web.log import log_lines
from gasloop.oversight.web.showing import stats_of
from gasloop.plan.duty_pages import page_of
from gasloop.plan.models import Clause, ClauseOffice, Phase, PhaseGate, PlanDocument
from gasloop.plan.permissions import PLAN_IMPORT, PLAN_VIEW
from gasloop.plan.phases import same_paper
from gasloop.plan.queries import imports_of, plans_for, readable_plans
from gasloop.shell.detail import Crumb
from gasloop.shell.photos import photo_response


@dataclass(frozen=True, slots=True)
class Branch:
    """The clauses of one subsection, in the paper's order."""

    section: str
    title: str
    traces: Sequence[ClauseTrace]


@dataclass(frozen=True, slots=True)
class PhaseBar:
    """A phase on the time line: past, running or to come."""

    phase: Phase
    state: str
    passed: bool


@page(PLAN_VIEW)
def newest(request: ActorRequest) -> HttpResponse:
    """The leading plan in reach, or what to do when there is none."""
    found = plans_for(request.actor).first()
    if found is None:
        return render(request, "oversight/no_plan.html")
    return _show(request, found, "")


@page(PLAN_VIEW)
def document(request: ActorRequest, plan_id: UUID) -> HttpResponse:
    """One plan."""
    return _show(request, _plan_for(request.actor, plan_id), "")


@page(PLAN_VIEW)
def clause(request: ActorRequest, plan_id: UUID, ref: str) -> HttpResponse:
    """One plan with one of its clauses chosen."""
    return _show(request, _plan_for(request.actor, plan_id), ref)


@page(PLAN_VIEW)
def by_number(request: ActorRequest, ref: str) -> HttpResponse:
    """A clause by its number alone, as rules, findings and duties name it: in the leading plan in reach."""
    found = plans_for(request.actor).filter(leading=True, clauses__ref=ref).first()
    if found is None:
        raise Http404
    return redirect("oversight:plan-clause", found.pk, ref)


@page(PLAN_VIEW)
def clause_evidence(request: ActorRequest, plan_id: UUID, ref: str) -> HttpResponse:
    """The log's newest entries about a clause's hazards, visits and duties, each leading to its record."""
    found = _plan_for(request.actor, plan_id)
    clause = found.clauses.filter(ref=ref).first()
    if clause is None:
        raise Http404
    rows = entries_of(request.actor, ref) if found.counts_clauses else Entry.objects.none()
    shown = {
        "plan": found,
        "clause": clause,
        "total": rows.count(),
        "lines": log_lines(rows),
        "limits": limits_statement(),
        "crumbs": [
            Crumb(_("方案"), reverse("oversight:plan-document", args=[found.pk])),
            Crumb(ref, reverse("oversight:plan-clause", args=[found.pk, ref])),
            Crumb(_("存证")),
        ],
    }
    return render(request, "oversight/clause_evidence.html", shown)


@page(PLAN_VIEW)
def original(request: ActorRequest, plan_id: UUID) -> FileResponse:
    """The paper as it was handed in."""
    found = _plan_for(request.actor, plan_id)
    return photo_response(found.original_sha256, [found.original_sha256])


def _plan_for(actor: Actor, plan_id: UUID) -> PlanDocument:
    found = readable_plans(actor).filter(pk=plan_id).first()
    if found is None:
        raise Http404
    return found


def _show(request: ActorRequest, found: PlanDocument, ref: str) -> HttpResponse:
    traces = trace_plan(request.actor, found)
    chosen = next((trace for trace in traces if trace.clause.ref == ref), None)
    if ref and chosen is None:
        raise Http404
    remarks = list(found.remarks.all())
    backing = backing_of(request.actor, chosen.clause) if chosen else None
    chosen = replace(chosen, backing=backing) if chosen else None
    context = {
        "plan": found,
        "plans": list(plans_for(request.actor)),
        "newer": imports_of(found.territory, found.doc_no, found.title).first() if found.voided_at else None,
        "may_manage": found.voided_at is None
        and reaches(request.actor, PLAN_IMPORT, territory=found.territory, line=""),
        "branches": _branches(traces),
        "chosen": chosen,
        "offices": _offices(chosen) if chosen else [],
        "stats": stats_of([f for f in chosen.all_figures if chosen.rules or f.value]) if chosen else [],
        "backing": backing,
        "duties": [(page_of(duty), duty) for duty in backing.duties] if backing else [],
        "phases": _bars(found),
        "mechanism": mechanism_since(found),
        "remarks": remarks,
        "clause_remarks": [remark for remark in remarks if remark.where == ref],
        "ruled": sum(bool(trace.rules) for trace in traces),
        "items": sum(trace.clause.kind == Clause.Kind.ITEM for trace in traces),
    }
    template = "oversight/clause.html" if request.headers.get("HX-Request") and chosen else "oversight/plan.html"
    return render(request, template, context)


def _bars(found: PlanDocument) -> list[PhaseBar]:
    passed = set(PhaseGate.objects.filter(document__in=same_paper(found), passed=True).values_list("phase", flat=True))
    today = clock.today()
    return [PhaseBar(phase, phase_state(phase, today), phase.name in passed) for phase in found.phases.all()]


def _branches(traces: Sequence[ClauseTrace]) -> list[Branch]:
    def place(trace: ClauseTrace) -> tuple[str, str]:
        return trace.clause.section, trace.clause.subsection

    return [Branch(section, title, list(members)) for (section, title), members in groupby(traces, key=place)]


def _offices(trace: ClauseTrace) -> list[tuple[str, list[ClauseOffice]]]:
    """The offices by role, the answerable ones first."""
    roles = ((str(role.label), role) for role in ClauseOffice.Role)
    named = list(trace.clause.offices.all())
    return [(words, those) for words, role in roles if (those := [each for each in named if each.role == role])]
