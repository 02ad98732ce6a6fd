"""A door that needs more than a tick gets an object file of its own: then checklists, hazards, orders, referrals,
papers and the map work for it as for every other object (decision 0007).
"""

from uuid import UUID

from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.registry.actions.households import household_in_reach
from gasloop.registry.actions.sites import register_site
from gasloop.registry.kinds import GasSource, SiteKind
from gasloop.registry.models import Household, Site
from gasloop.registry.states import HouseholdState
from gasloop.relay.actions import verb


@verb
def open_door_file(actor: Actor, *, household_id: UUID) -> Site:
    """The door's object file, opened the first time; later calls give the same. Refusal: the household is gone."""
    door = household_in_reach(actor, household_id)
    if door.site is not None:
        return door.site
    if door.state == HouseholdState.GONE:
        raise Refusal("registry.household.gone", sentence("{door}已销户。"), params={"door": door.door})
    building = door.building
    site = register_site(
        actor,
        name=f"{building.name} {door.door}"[:120],
        kind=SiteKind.HOUSEHOLD.value,
        territory=door.territory,
        address=building.address,
        lat=building.lat,
        lng=building.lng,
        # What nobody knows yet is asked: a rule about gas would leave the door out.
        gas_source=door.gas_source or GasSource.OTHER.value,
        owner_office_id=door.owner_office_id,
    )
    Household.objects.filter(pk=door.pk, site__isnull=True).update(site=site)
    return site
