"""An office ends and another does its work: its hazards that are not over are the other's."""

from uuid import UUID

from gasloop.access.models import Office
from gasloop.evidence.actions import append_batch
from gasloop.hazard import acts
from gasloop.hazard.models import Hazard
from gasloop.hazard.states import OPEN_STATES, HazardState
from gasloop.kernel.actor import Actor
from gasloop.relay.actions import verb

# A closed one owes its look-back yet; one laid aside comes back when the shop opens.
NOT_OVER = (*OPEN_STATES, HazardState.CLOSED, HazardState.ASIDE)


@verb
def hand_over_hazards(actor: Actor, *, giving_id: UUID, taking_id: UUID) -> int:
    """What is not over passes to the office that took over; how many. Their duties have moved with the hand-over.

    A hazard that is settled stays with the office that saw it through.
    """
    offices = Office.objects.in_bulk([giving_id, taking_id])
    giving, taking = offices[giving_id], offices[taking_id]
    rows = list(
        Hazard.objects.select_for_update(of=("self",))
        .filter(owner_office=giving, state__in=NOT_OVER, voided_at__isnull=True)
        .only("pk")
        .order_by("pk")
    )
    if rows:
        Hazard.objects.filter(pk__in=[row.pk for row in rows]).update(owner_office=taking)
        body = {"giving": giving.name, "taking": taking.name}
        append_batch(actor, act=acts.HANDED, records=rows, body=body, territory=giving.territory)
    return len(rows)
