"""What the room hears: a hazard that climbed to the last rung has to be handed over; one that is done with, no more."""

from uuid import UUID

from gasloop.hazard.actions.owing import owe
from gasloop.hazard.deadlines import term_from
from gasloop.hazard.events import HazardMoved, HazardSupervised
from gasloop.hazard.models import Hazard
from gasloop.hazard.states import OPEN_STATES as OPEN_HAZARDS
from gasloop.kernel import clock
from gasloop.kernel.actor import system
from gasloop.plan.actions import finish_duties
from gasloop.plan.ladder import Level
from gasloop.plan.models import Duty
from gasloop.referral.deadlines import REFER_TERM
from gasloop.referral.models import Referral
from gasloop.referral.states import OPEN_STATES
from gasloop.relay.actions import verb
from gasloop.relay.listeners import listen


@listen(HazardSupervised)
def hazard_climbed(event: HazardSupervised) -> None:
    """On the last rung the owner has to refer it, unless that was done already."""
    if event.level >= Level.REFERRAL:
        _owe_once(UUID(event.hazard_id))


@verb
def _owe_once(hazard_id: UUID) -> None:
    hazard = (
        Hazard.objects.select_for_update(of=("self",))
        .select_related("site", "rule", "owner_office")
        .filter(pk=hazard_id, state__in=OPEN_HAZARDS)
        .first()
    )
    if hazard is None or Referral.objects.filter(hazard=hazard, state__in=OPEN_STATES).exists():
        return
    if Duty.objects.filter(about_id=hazard.pk, kind=Duty.Kind.REFER, state=Duty.State.OPEN).exists():
        return
    owe(system(), hazard, Duty.Kind.REFER, term_from(clock.now(), REFER_TERM))


@listen(HazardMoved)
def hazard_moved(event: HazardMoved) -> None:
    """What is rectified, closed, voided or merged need not be referred any more."""
    if event.target not in {"found", "ordered"}:
        hazard = Hazard.objects.get(pk=UUID(event.hazard_id))
        finish_duties(system(), about=hazard.subject, kind=Duty.Kind.REFER)
