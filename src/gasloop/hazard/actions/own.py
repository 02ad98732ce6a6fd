"""What an enterprise does about its own hazards: registers them itself, and proves that they were rectified.

It found them, so it answers for them: nobody has to order it. The office still looks after it, and somebody of the town
hall re-checks.
"""

from uuid import UUID

from gasloop.access.scope import own
from gasloop.hazard import acts
from gasloop.hazard.actions.finding import Finding, registered
from gasloop.hazard.actions.moving import Proof, move
from gasloop.hazard.actions.owing import owe
from gasloop.hazard.actions.rectifying import rectified
from gasloop.hazard.deadlines import Deadline
from gasloop.hazard.models import Hazard
from gasloop.hazard.permissions import HAZARD_OWN
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import NotFound, sentence
from gasloop.plan.actions import finish_duties
from gasloop.plan.models import Duty
from gasloop.registry.models import Party
from gasloop.relay.actions import verb

# Where the rule suggests no measure: what every gas user can do at once.
STOP_USING = sentence("整改前停用，关闭气源阀门")
LONGEST_PERSON = 60


@verb
def open_own_hazard(actor: Actor, *, finding: Finding) -> Hazard:
    """A hazard that the enterprise found at its own site: ordered at once, with itself as the answerable person."""
    party = finding.site.party
    if party is None or party.pk not in own(actor, HAZARD_OWN, Party.SUBJECT_KIND):
        raise NotFound
    hazard = registered(actor, finding)
    moved = move(
        actor,
        hazard,
        verb="order",
        act=acts.ORDERED,
        proof=Proof(),
        body={"due": clock.legal_day(hazard.due_at).isoformat(), "person": party.representative or actor.name},
        control_measure=finding.rule.control_measure or STOP_USING,
        answerable_person=(party.representative or actor.name)[:LONGEST_PERSON],
    )
    finish_duties(actor, about=moved.subject, kind=Duty.Kind.ORDER)
    owe(actor, moved, Duty.Kind.RECTIFY, Deadline(moved.due_at, moved.due_sentence, moved.provisional))
    return moved


@verb
def rectify_own(actor: Actor, *, hazard_id: UUID, proof: Proof) -> Hazard:
    """The enterprise proves by photo that an ordered hazard of its own site is rectified; the re-check becomes due."""
    parties = own(actor, HAZARD_OWN, Party.SUBJECT_KIND)
    rows = Hazard.objects.select_related("site", "rule", "owner_office").filter(site__party__in=parties)
    hazard = rows.filter(pk=hazard_id, voided_at__isnull=True).first()
    if hazard is None:
        raise NotFound
    return rectified(actor, hazard, proof)
