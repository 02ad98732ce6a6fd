"""Open a hazard: from a failed check item now; from alarms, tips and bottles later, by the same verb."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from gasloop.access.scoping import require
from gasloop.evidence.actions import append
from gasloop.evidence.attachments import require_stored
from gasloop.hazard import acts
from gasloop.hazard.actions.major import open_case
from gasloop.hazard.actions.moving import Proof, step_of
from gasloop.hazard.actions.owing import owe
from gasloop.hazard.deadlines import deadline_of, order_deadline
from gasloop.hazard.events import HazardOpened
from gasloop.hazard.models import Hazard
from gasloop.hazard.permissions import HAZARD_OPEN
from gasloop.kernel.actor import Actor
from gasloop.kernel.subject import Subject
from gasloop.plan.models import Duty
from gasloop.plan.queries import answerable_office
from gasloop.registry.models import Site
from gasloop.registry.numbering import next_number
from gasloop.relay.actions import emit, verb
from gasloop.relay.standing import insert_together
from gasloop.rulebook.models import Rule


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found: where, against which rule, how it was described and measured, and by what (`source`)."""

    site: Site
    rule: Rule
    description: str
    measured: str
    source: Subject
    found_at: datetime
    photos: Sequence[str] = ()


@verb
def open_hazard(actor: Actor, *, finding: Finding, rebound_of: Hazard | None = None) -> Hazard:
    """Register a hazard: owned by the office the clause names, due when the rule says, counted from the finding."""
    site = finding.site
    require(actor, HAZARD_OPEN, territory=site.territory, line=site.line)
    return registered(actor, finding, rebound_of=rebound_of)


def registered(actor: Actor, finding: Finding, *, rebound_of: Hazard | None = None, brought_from: str = "") -> Hazard:
    """The same for a verb that has looked at who may. `brought_from`: the ledger that knew of it before."""
    site, rule = finding.site, finding.rule
    require_stored(finding.photos)
    deadline = deadline_of(rule, finding.found_at)
    hazard = Hazard(
        number=next_number("YH"),
        site=site,
        rule=rule,
        clause_refs=list(rule.clause_refs),
        severity=rule.severity,
        description=finding.description,
        measured=finding.measured,
        source_kind=finding.source.kind,
        source_id=finding.source.id,
        found_at=finding.found_at,
        found_by=actor.id,
        due_at=deadline.due_at,
        due_sentence=deadline.sentence,
        provisional=deadline.provisional,
        owner_office=answerable_office(rule.clause_refs, site.territory),
        territory=site.territory,
        line=site.line,
        rebound_of=rebound_of,
        brought_from=brought_from,
    )
    proof = Proof(note=finding.description, photos=finding.photos, at=finding.found_at)
    insert_together(hazard, step_of(actor, hazard, verb="open", proof=proof))
    append(
        actor,
        act=acts.OPENED,
        record=hazard,
        body={"number": hazard.number, "description": hazard.description, "measured": hazard.measured},
        attachments=list(finding.photos),
        effective_at=finding.found_at,
    )
    owe(actor, hazard, Duty.Kind.ORDER, order_deadline(finding.found_at))
    if hazard.severity == Hazard.Severity.MAJOR:
        open_case(actor, hazard)
    emit(
        HazardOpened(
            hazard_id=str(hazard.pk), number=hazard.number, severity=hazard.severity, territory=hazard.territory
        )
    )
    return hazard
