"""From door to door: the same result at several households of a building, in one go."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from gasloop.access.scoping import get_scoped
from gasloop.evidence.actions import append_batch
from gasloop.inspection import acts
from gasloop.inspection.models import HouseholdVisit
from gasloop.inspection.permissions import VISIT_RECORD
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.ids import new_id
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.registry.actions import note_household_visits
from gasloop.registry.kinds import HouseholdResult
from gasloop.registry.lives import months_after
from gasloop.registry.models import Building
from gasloop.relay.actions import verb
from gasloop.relay.locking import one_at_a_time
from gasloop.rulebook.queries import constants

CYCLE = "household_check_months"
# Where no pack is loaded: the term of Chongqing's natural gas rules, here a platform default (confidence D).
CYCLE_MONTHS = 24
LONGEST_NOTE = 200


@verb
def record_household_visits(
    actor: Actor,
    *,
    building_id: UUID,
    household_ids: Sequence[UUID],
    result: str,
    on: date | None = None,
    note: str = "",
    gap_lel: Decimal | None = None,
    id: UUID | None = None,  # noqa: A002 - the round's id, as the client may make it
) -> list[HouseholdVisit]:
    """A round: one visit per door, all or none. The same round with the same `id` again changes nothing.

    `gap_lel`: what the test at the gap of the door read, in % of the lower explosive limit. A checked door is due again
    after the cycle (24 months); what else a result changes is the register's to know.
    """
    round_id = id or new_id()
    one_at_a_time(round_id)
    building = get_scoped(actor, Building.objects.filter(voided_at__isnull=True), VISIT_RECORD, building_id)
    earlier = list(HouseholdVisit.objects.filter(round=round_id).select_related("household"))
    if earlier:
        return _repeated(actor, earlier, building, result)
    if len(note.strip()) > LONGEST_NOTE:
        raise Refusal(
            "visit.too_long",
            sentence("“{start}…”太长，请缩短到{most}个字以内。"),
            params={"start": note.strip()[:10], "most": LONGEST_NOTE},
            field="note",
        )
    day = on or clock.today()
    seen = note_household_visits(
        actor,
        building_id=building.pk,
        household_ids=household_ids,
        result=result,
        on=day,
        next_visit_on=due_after(day) if result == HouseholdResult.CHECKED else None,
    )
    visits = [
        HouseholdVisit(
            household=household,
            round=round_id,
            result=result,
            visited_on=day,
            visited_by=actor.id,
            by_name=actor.name,
            note=note.strip(),
            gap_lel=gap_lel,
            territory=household.territory,
            line=household.line,
            owner_office_id=household.owner_office_id,
        )
        for household in seen
    ]
    HouseholdVisit.objects.bulk_create(visits)
    body = {"building": building.name, "result": result, "day": day.isoformat()}
    append_batch(actor, act=acts.ROUND_RECORDED, records=visits, body=body, territory=building.territory)
    return visits


def due_after(day: date) -> date:
    """The last day of the cycle that begins with a check on `day`."""
    return months_after(day, int(constants(day).get(CYCLE, Decimal(CYCLE_MONTHS))))


def _repeated(actor: Actor, earlier: list[HouseholdVisit], building: Building, result: str) -> list[HouseholdVisit]:
    first = earlier[0]
    if (first.visited_by, first.household.building_id, first.result) != (actor.id, building.pk, result):
        raise Refusal(
            "visit.id_taken",
            sentence("这个编号的检查已经登记过，内容不同。请刷新后重新填写，不要覆盖原记录。"),
            field="id",
        )
    return earlier
