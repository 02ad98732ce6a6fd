"""An office ends and another does its work: what it answers for in the register is answered for by that one."""

from gasloop.access.models import Office
from gasloop.access.scoping import Scoped
from gasloop.evidence.actions import append_batch
from gasloop.kernel.actor import Actor
from gasloop.registry import acts
from gasloop.registry.models import Building, Credential, Household, Installation, Party, Person, Service, Site
from gasloop.relay.actions import verb

KEPT: tuple[type[Scoped], ...] = (Site, Installation, Building, Household, Party, Person, Credential, Service)


@verb
def hand_over_register(actor: Actor, *, giving: Office, taking: Office) -> int:
    """Everything in the register that `giving` answers for is `taking`'s from here on; how many records.

    The caller has looked at who may: both offices signed. What was done under the old name stays in the log.
    """
    count = 0
    for model in KEPT:
        mine = model._default_manager.filter(owner_office=giving, voided_at__isnull=True)
        rows = list(mine.select_for_update(of=("self",)).only("pk").order_by("pk"))
        if rows:
            model._default_manager.filter(pk__in=[row.pk for row in rows]).update(owner_office=taking)
            body = {"giving": giving.name, "taking": taking.name}
            append_batch(actor, act=acts.REGISTER_HANDED, records=rows, body=body, territory=giving.territory)
            count += len(rows)
    return count


def answered_for(office: Office) -> int:
    """How many records of the register the office answers for."""
    return sum(model._default_manager.filter(owner_office=office, voided_at__isnull=True).count() for model in KEPT)
