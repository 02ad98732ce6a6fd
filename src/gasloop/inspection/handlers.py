"""What the inspection room hears: a door that was referred is knocked at again."""

from uuid import UUID

from gasloop.kernel.actor import system
from gasloop.referral.events import ReferralMoved
from gasloop.referral.models import Referral
from gasloop.referral.states import ReferralState
from gasloop.registry.actions import refer_household
from gasloop.registry.kinds import Approach
from gasloop.registry.models import Household
from gasloop.relay.listeners import listen


@listen(ReferralMoved)
def referral_moved(event: ReferralMoved) -> None:
    """The letter about a shut door went out: its step in the register is done, and says to whom."""
    if event.target != ReferralState.SENT:
        return
    referral = Referral.objects.select_related("to_office", "hazard").get(pk=UUID(event.referral_id))
    door = Household.objects.filter(site_id=referral.hazard.site_id, approach=Approach.REFER).first()
    if door is not None:
        why = f"{referral.number} {referral.hazard.description}"[:200]
        refer_household(system(), household_id=door.pk, to=referral.to_office.name[:80], why=why)
