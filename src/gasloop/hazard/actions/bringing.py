"""Hazards of before: what a town's own ledger knew when GasLoop began (decision 0008).

An open one begins its course here like any other, counted from the day it was found. A closed one is told as closed;
what proved it then lies with the old ledger, and this record says so instead of inventing steps.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gasloop.access.scoping import require
from gasloop.evidence.actions import append
from gasloop.hazard import acts
from gasloop.hazard.actions.finding import Finding, registered
from gasloop.hazard.actions.major import drop_case
from gasloop.hazard.actions.moving import Proof, hazard_for, record_step
from gasloop.hazard.actions.rectifying import Order, order_rectification
from gasloop.hazard.deadlines import deadline_of
from gasloop.hazard.events import HazardMoved
from gasloop.hazard.models import Hazard
from gasloop.hazard.permissions import HAZARD_BRING
from gasloop.hazard.states import HazardState
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.plan.actions import drop_duties
from gasloop.plan.queries import answerable_office
from gasloop.registry.models import Site
from gasloop.registry.numbering import next_number
from gasloop.relay.actions import emit, verb
from gasloop.rulebook.models import Rule

UNPROVEN = sentence("从原台账导入，本系统内无佐证")
OWN_STEPS = frozenset({"open", "order", "bring"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """A row of an old ledger. `source` names the ledger; days are legal days; `closed_on` None: it is still open.

    `order`: what was ordered then; its day counts only where it is sooner than the rule's.
    """

    site: Site
    rule: Rule
    description: str
    found_on: date
    source: str
    closed_on: date | None = None
    order: Order | None = None


@verb
def bring_hazard(actor: Actor, *, before: Before) -> Hazard:
    """Register a hazard of before. Refusal for a day to come, one closed before it was found, or no ledger named."""
    require(actor, HAZARD_BRING, territory=before.site.territory, line=before.site.line)
    if not before.source.strip():
        raise Refusal("hazard.bring.source", sentence("请写明出自哪一本台账。"), field="source")
    if not before.description.strip():
        raise Refusal("hazard.bring.description", sentence("请写明隐患情况。"), field="description")
    if before.found_on > clock.today():
        raise Refusal("hazard.bring.found", sentence("发现日期晚于今天，请核对。"), field="found_at")
    return _open(actor, before) if before.closed_on is None else _closed(actor, before, before.closed_on)


def _open(actor: Actor, before: Before) -> Hazard:
    finding = Finding(
        site=before.site,
        rule=before.rule,
        description=before.description.strip(),
        measured="",
        source=before.site.subject,
        found_at=clock.start_of(before.found_on),
    )
    hazard = registered(actor, finding, brought_from=before.source.strip())
    if before.order is None:
        return hazard
    asked = before.order.due_on
    sooner = asked is not None and before.found_on <= asked <= clock.legal_day(hazard.due_at)
    order = Order(before.order.control_measure, before.order.answerable_person, asked if sooner else None)
    return order_rectification(actor, hazard_id=hazard.pk, order=order)


def _closed(actor: Actor, before: Before, closed_on: date) -> Hazard:
    if not before.found_on <= closed_on <= clock.today():
        raise Refusal("hazard.bring.closed", sentence("销号日期应在发现日期和今天之间，请核对。"), field="closed_at")
    site, rule, found_at = before.site, before.rule, clock.start_of(before.found_on)
    deadline = deadline_of(rule, found_at)
    hazard = Hazard.objects.create(
        number=next_number("YH"),
        site=site,
        rule=rule,
        clause_refs=list(rule.clause_refs),
        severity=rule.severity,
        description=before.description.strip(),
        source_kind=site.subject.kind,
        source_id=site.pk,
        found_at=found_at,
        found_by=actor.id,
        due_at=deadline.due_at,
        due_sentence=deadline.sentence,
        state=HazardState.CLOSED,
        closed_at=clock.start_of(closed_on),
        owner_office=answerable_office(rule.clause_refs, site.territory),
        territory=site.territory,
        line=site.line,
        brought_from=before.source.strip(),
    )
    record_step(actor, hazard, verb="bring", proof=Proof(note=UNPROVEN, at=hazard.closed_at))
    append(
        actor,
        act=acts.BROUGHT,
        record=hazard,
        body={"number": hazard.number, "source": hazard.brought_from, "description": hazard.description},
        effective_at=hazard.closed_at,
    )
    return hazard


@verb
def take_hazard_back(actor: Actor, *, hazard_id: UUID, why: str) -> None:
    """Void a hazard that was brought by mistake. Refusal once anybody has worked on it, or where it is our own."""
    hazard = hazard_for(actor, HAZARD_BRING, hazard_id)
    if not hazard.brought_from or hazard.steps.exclude(verb__in=OWN_STEPS).exists():
        raise Refusal("hazard.bring.worked_on", sentence("导入之后已有人办理，保留现在的登记"))
    source = HazardState(hazard.state)
    said = {"voided_at": clock.now(), "voided_by": actor.id, "voided_why": why}
    if Hazard.objects.filter(pk=hazard.pk, state=source).update(state=HazardState.VOIDED, **said) != 1:
        raise Refusal("hazard.moved_meanwhile", sentence("这条隐患刚刚被别人处理过，请刷新后再看。"))
    hazard.refresh_from_db()
    record_step(actor, hazard, verb="void", proof=Proof(note=why))
    append(actor, act=acts.VOIDED, record=hazard, body={"number": hazard.number, "why": why})
    drop_duties(actor, about=hazard.subject)
    drop_case(actor, hazard)
    emit(
        HazardMoved(
            hazard_id=str(hazard.pk),
            number=hazard.number,
            source=source.value,
            target=HazardState.VOIDED.value,
            territory=hazard.territory,
        )
    )
