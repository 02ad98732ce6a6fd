"""What a visit at a door leaves on the household: counters, the next date, what has to be done to get in."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from gasloop.access.scoping import scoped
from gasloop.evidence.actions import append, append_batch
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import NotFound, Refusal, sentence
from gasloop.registry import acts
from gasloop.registry.actions.households import household_in_reach
from gasloop.registry.events import HouseholdApproach
from gasloop.registry.facts.checks import choice, past, wanted
from gasloop.registry.kinds import Approach, HouseholdResult
from gasloop.registry.models import Building, Household
from gasloop.registry.permissions import REGISTRY_EDIT
from gasloop.registry.states import HouseholdState
from gasloop.relay.actions import emit, verb

# Visits in a row that found nobody before a notice is left: a platform default (confidence D), no legal force.
NOBODY_BEFORE_NOTICE = 3
WRITTEN = ("last_visit_on", "last_result", "next_visit_on", "nobody_count", "approach")


@verb
def note_household_visits(
    actor: Actor,
    *,
    building_id: UUID,
    household_ids: Sequence[UUID],
    result: str,
    on: date,
    next_visit_on: date | None = None,
) -> list[Household]:
    """The same result at several doors of one building, in one entry. `next_visit_on`: when a checked one is due again.

    NotFound when a door is out of reach or in another building; Refusal for one that is gone or was visited later.
    """
    choice(result, HouseholdResult.values, "result")
    day = past(on)
    keys = list(dict.fromkeys(household_ids))
    rows = Household.objects.filter(building_id=building_id, pk__in=keys, voided_at__isnull=True)
    found = list(scoped(actor, rows, REGISTRY_EDIT).select_for_update().order_by("door_key"))
    if not keys or len(found) != len(keys):
        raise NotFound
    before = {row.pk: row.approach for row in found}
    for row in found:
        _note(row, result, day, next_visit_on)
    _write(found)
    building = Building.objects.get(pk=building_id)
    said = {"building": building.name, "result": str(HouseholdResult(result).label), "day": day.isoformat()}
    append_batch(actor, act=acts.HOUSEHOLDS_VISITED, records=found, body=said, territory=building.territory)
    for row in found:
        if row.approach != before[row.pk]:
            tell(row)
    return found


def _write(found: Sequence[Household]) -> None:
    """One update per outcome: the doors of a round differ by little, so that is two or three for a whole building."""
    alike: dict[tuple[object, ...], list[UUID]] = defaultdict(list)
    for row in found:
        alike[tuple(getattr(row, name) for name in WRITTEN)].append(row.pk)
    for values, keys in alike.items():
        Household.objects.filter(pk__in=keys).update(**dict(zip(WRITTEN, values, strict=True)))


def _note(row: Household, result: str, day: date, next_visit_on: date | None) -> None:
    if row.state == HouseholdState.GONE:
        raise Refusal("registry.household.gone", sentence("{door}已销户。"), params={"door": row.door})
    if row.last_visit_on is not None and day < row.last_visit_on:
        raise Refusal(
            "registry.household.later",
            sentence("{door}已有更晚的上门记录，请核对日期。"),
            field="on",
            params={"door": row.door},
        )
    row.last_visit_on, row.last_result = day, result
    if result == HouseholdResult.CHECKED:
        row.next_visit_on, row.nobody_count, row.approach = next_visit_on, 0, Approach.KNOCK
        return
    row.nobody_count = row.nobody_count + 1 if result == HouseholdResult.NOBODY else 0
    if row.approach == Approach.SERVED:
        row.approach = Approach.REFER
    elif row.approach == Approach.KNOCK and (
        result == HouseholdResult.REFUSED or row.nobody_count >= NOBODY_BEFORE_NOTICE
    ):
        row.approach = Approach.NOTICE


@verb
def serve_notice(actor: Actor, *, household_id: UUID, how: str) -> Household:
    """The printed notice was left at the door or handed over (`how`). Refusal when none is owed."""
    return _step(actor, household_id, Approach.NOTICE, Approach.SERVED, how=wanted(how, "how", 120))


@verb
def refer_household(actor: Actor, *, household_id: UUID, to: str, why: str) -> Household:
    """Nobody opened after the notice: referred to whoever may go on (`to`). From here one knocks again."""
    said = {"to": wanted(to, "to", 80), "why": wanted(why, "why", 200)}
    return _step(actor, household_id, Approach.REFER, Approach.KNOCK, **said)


def _step(actor: Actor, key: UUID, source: Approach, target: Approach, **said: str) -> Household:
    row = household_in_reach(actor, key)
    written = {"approach": target} if target != Approach.KNOCK else {"approach": target, "nobody_count": 0}
    if Household.objects.filter(pk=row.pk, approach=source).update(**written) != 1:
        raise Refusal(
            "registry.household.approach", sentence("这一户现在不需要办理这一步，可能别人刚刚办过，请刷新后再看。")
        )
    row.refresh_from_db()
    act = acts.NOTICE_SERVED if target == Approach.SERVED else acts.HOUSEHOLD_REFERRED
    append(actor, act=act, record=row, body={"building": row.building.name, "door": row.door, **said})
    tell(row)
    return row


def tell(row: Household) -> None:
    """Whoever owes the next step learns of it."""
    emit(HouseholdApproach(territory=row.territory, household_id=str(row.pk), approach=row.approach))
