"""A phase measured: what was looked at, found and closed in its days; and what runs after the last one ended.

Every figure is a count in the reader's reach with the list of its rows. Hazards belong to the phase in which they were
found, wherever they stand today.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from gasloop.access.scoping import scoped
from gasloop.hazard.models import Hazard
from gasloop.hazard.permissions import HAZARD_VIEW
from gasloop.hazard.queries import stage_filters
from gasloop.inspection.models import Visit
from gasloop.inspection.permissions import VISIT_VIEW
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.jsonable import JsonObject
from gasloop.oversight.backing import phase_state
from gasloop.oversight.figures import Figure
from gasloop.plan.actions import Gate, decide_gate
from gasloop.plan.models import Phase, PhaseGate, PlanDocument, Task
from gasloop.plan.permissions import PLAN_VIEW
from gasloop.plan.phases import PhaseEnd, phase_ends
from gasloop.registry.models import Site
from gasloop.registry.permissions import REGISTRY_VIEW
from gasloop.relay.actions import verb


@dataclass(frozen=True, slots=True)
class Span:
    """Days from … to …, both included; None is open."""

    start: date | None
    end: date | None

    def condition(self, field: str) -> Q:
        """The instants of `field` within the days."""
        found = Q(**{f"{field}__gte": clock.start_of(self.start)}) if self.start else Q()
        return found & (Q(**{f"{field}__lt": clock.end_of(self.end)}) if self.end else Q())

    def query(self, name: str) -> dict[str, str]:
        """The same as a list's filter."""
        days = {f"{name}_from": self.start, f"{name}_to": self.end}
        return {key: day.isoformat() for key, day in days.items() if day}


@dataclass(frozen=True, slots=True)
class Measured:
    """A phase with its figures."""

    end: PhaseEnd
    state: str
    figures: Sequence[Figure]

    def to_json(self) -> JsonObject:
        """One entry of the API's list of phases."""
        phase, passed = self.end.phase, self.end.passed
        return {
            "id": str(phase.pk),
            "name": phase.name,
            "start": phase.start.isoformat() if phase.start else None,
            "end": phase.end.isoformat() if phase.end else None,
            "state": self.state,
            "goals": [{"clause": goal.ref, "text": goal.text} for goal in self.end.goals],
            "figures": {figure.key: figure.value for figure in self.figures},
            "causes": [each.text for each in self.end.causes],
            "lessons": [each.text for each in self.end.lessons],
            "passed": passed.at.isoformat() if passed else None,
        }


@dataclass(frozen=True, slots=True)
class Mechanism:
    """What runs since the last phase ended: its first day, the figures since, and the duties that go on."""

    since: date
    figures: Sequence[Figure]
    tasks: int


def measured(actor: Actor, document: PlanDocument) -> list[Measured]:
    """Every phase in its order."""
    today = clock.today()
    return [
        Measured(end, phase_state(end.phase, today), figures_of(actor, Span(end.phase.start, end.phase.end)))
        for end in phase_ends(document)
    ]


def mechanism_of(actor: Actor, document: PlanDocument) -> Mechanism | None:
    """The long-term mechanism, once all phases have ended."""
    since = mechanism_since(document)
    if since is None:
        return None
    tasks = scoped(actor, Task.objects.filter(document=document, state=Task.State.OPEN), PLAN_VIEW)
    return Mechanism(since, figures_of(actor, Span(since, None)), tasks.count())


def mechanism_since(document: PlanDocument) -> date | None:
    """The day after the last phase, once it has come; None while a phase is running or has no end."""
    ends = [phase.end for phase in document.phases.all()]
    known = [end for end in ends if end is not None]
    if not known or len(known) < len(ends) or max(known) >= clock.today():
        return None
    return max(known) + timedelta(days=1)


def figures_of(actor: Actor, span: Span) -> list[Figure]:
    """Objects, objects visited in those days, visits, hazards found in them by where they stand; four queries."""
    sites = scoped(actor, Site.objects.filter(voided_at__isnull=True, state=Site.State.OPEN), REGISTRY_VIEW)
    visits = scoped(actor, Visit.objects.filter(span.condition("visited_at")), VISIT_VIEW)
    covered = sites.filter(pk__in=visits.order_by().values("site"))
    stages = stage_filters()
    named = {
        "found": (Q(), _("查出隐患"), ""),
        "open": (stages["open"], _("未闭环隐患"), "open"),
        "overdue": (stages["overdue"], _("逾期"), "overdue"),
        "closed": (stages["done"], _("已销号"), "done"),
        "on_time": (stages["on_time"], _("按期整改"), "on_time"),
        "rebounded": (stages["rebound"], _("反弹"), "rebound"),
        "referred": (stages["referral"], _("应移送"), "referral"),
    }
    hazards = scoped(actor, Hazard.objects.filter(span.condition("found_at"), voided_at__isnull=True), HAZARD_VIEW)
    counted = hazards.aggregate(**{f"n_{key}": Count("pk", filter=q) for key, (q, _w, _s) in named.items()})
    found = [
        _figure("in_scope", _("适用对象"), sites.count(), "oversight:coverage", {}),
        _figure("covered", _("已检查对象"), covered.count(), "oversight:coverage", span.query("visited")),
        _figure("visits", _("检查次数"), visits.count(), "inspection:visits", span.query("visited")),
    ]
    for key, (_q, words, stage) in named.items():
        query = {**span.query("found"), **({"stage": stage} if stage else {})}
        found.append(_figure(key, words, counted[f"n_{key}"], "hazard:hazards", query))
    return found


def _figure(key: str, words: str, value: int, url_name: str, query: dict[str, str]) -> Figure:
    return Figure(key, words, value, f"{reverse(url_name)}?{urlencode(query)}" if query else reverse(url_name))


@verb
def decide_phase(actor: Actor, *, phase_id: UUID, passed: bool, why: str, files: Sequence[str] = ()) -> PhaseGate:
    """Decide the gate of a phase on the figures as they are counted now; they are kept with the decision."""
    phase = Phase.objects.filter(pk=phase_id).first()
    counted = figures_of(actor, Span(phase.start, phase.end)) if phase else []
    gate = Gate(passed, why, {figure.key: figure.value for figure in counted}, files)
    return decide_gate(actor, phase_id=phase_id, gate=gate)
