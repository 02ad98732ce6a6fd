"""Buildings and households: registered one by one or a whole building at once, corrected, visited."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypedDict
from uuid import UUID

from gasloop.access.lines import Line
from gasloop.access.scoping import get_scoped, require
from gasloop.evidence.actions import append, append_batch
from gasloop.kernel.actor import Actor
from gasloop.kernel.ids import new_id
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.registry import acts
from gasloop.registry.actions.once import earlier, inserted, request_digest
from gasloop.registry.actions.parties import shown
from gasloop.registry.doors import door_key
from gasloop.registry.facts import BuildingFacts, HouseholdFacts, columns, differences
from gasloop.registry.facts.checks import reason as because
from gasloop.registry.models import Building, Household
from gasloop.registry.numbering import next_number, next_numbers
from gasloop.registry.permissions import REGISTRY_EDIT
from gasloop.registry.positions import Degrees
from gasloop.relay.actions import verb

BUILDING_PREFIX, HOUSEHOLD_PREFIX = "LD", "JH"
PERSONAL = ("householder", "phone")
MOST_AT_ONCE = 2000


class BuildingChanges(TypedDict, total=False):
    """What a correction may change."""

    name: str
    address: str
    floors: int | None
    lat: Degrees | None
    lng: Degrees | None


class HouseholdChanges(TypedDict, total=False):
    """What a correction may change; the door's building stays."""

    unit: str
    floor: int | None
    room: str
    householder: str
    phone: str
    gas_source: str
    hose_material: str
    hose_installed_on: date | None
    hose_expires_on: date | None
    flame_failure: str
    detector: str
    cutoff_valve: str
    state: str


@verb
def register_building(
    actor: Actor,
    *,
    name: str,
    territory: str,
    address: str,
    floors: int | None = None,
    lat: Degrees | None = None,
    lng: Degrees | None = None,
    id: UUID | None = None,  # noqa: A002 - the record's id, as the client may make it
) -> Building:
    """A house with doors. Refusal: no name or address, one of that name in the division, an impossible position."""
    require(actor, REGISTRY_EDIT, territory=territory, line=Line.HOUSEHOLD)
    facts = BuildingFacts(name=name, territory=territory, address=address, floors=floors, lat=lat, lng=lng).checked()
    digest = request_digest(facts)
    if made := earlier(Building, id, digest):
        return made
    _refuse_building(facts)
    building = Building(
        id=id or new_id(),
        number=next_number(BUILDING_PREFIX),
        line=Line.HOUSEHOLD,
        request_digest=digest,
        **columns(facts),
    )
    if not inserted(building, lambda: _refuse_building(facts)):
        return Building.objects.get(pk=building.pk)
    append(actor, act=acts.BUILDING_REGISTERED, record=building, body=_named(building))
    return building


@verb
def correct_building(actor: Actor, *, building_id: UUID, why: str, changes: BuildingChanges) -> Building:
    """Correct what is registered; `why` is kept. Nothing happens when nothing differs."""
    building, reason = building_in_reach(actor, building_id, lock=True), because(why)
    before = BuildingFacts.of(building)
    after = replace(before, **changes).checked()
    differs = differences(before, after)
    if not differs:
        return building
    if "name" in differs:
        _refuse_building(after)
    for name, value in columns(after).items():
        setattr(building, name, value)
    building.save()
    append(
        actor,
        act=acts.BUILDING_CORRECTED,
        record=building,
        body={**_named(building), "why": reason, "changes": shown(differs)},
    )
    return building


@verb
def register_household(
    actor: Actor,
    *,
    building_id: UUID,
    facts: HouseholdFacts,
    id: UUID | None = None,  # noqa: A002 - the record's id, as the client may make it
) -> Household:
    """One door of a building in reach. The same request with the same `id` again gives the record it made."""
    building = building_in_reach(actor, building_id)
    told = facts.checked()
    digest = request_digest(told, building=building.pk)
    if made := earlier(Household, id, digest):
        return made
    _refuse_door(building, told)
    household = new_household(building, told, digest, next_number(HOUSEHOLD_PREFIX), id)
    if not inserted(household, lambda: _refuse_door(building, told)):
        return Household.objects.get(pk=household.pk)
    append(actor, act=acts.HOUSEHOLD_REGISTERED, record=household, body=_door(household))
    return household


@verb
def register_doors(actor: Actor, *, building_id: UUID, doors: Sequence[HouseholdFacts]) -> list[Household]:
    """The doors of a building that are not registered yet, in one go and one entry; gives those that were new."""
    building = building_in_reach(actor, building_id)
    if len(doors) > MOST_AT_ONCE:
        raise Refusal(
            "registry.doors.many",
            sentence("一次最多登记{most}户，现在是{count}户，请分批登记。"),
            params={"most": MOST_AT_ONCE, "count": len(doors)},
        )
    told = {door_key(each.unit, each.floor, each.room): each for each in (door.checked() for door in doors)}
    known = set(Household.objects.filter(building=building, voided_at__isnull=True).values_list("door_key", flat=True))
    fresh = [told[key] for key in sorted(told.keys() - known)]
    if not fresh:
        return []
    numbers = next_numbers(HOUSEHOLD_PREFIX, len(fresh))
    rows = [
        new_household(building, each, request_digest(each, building=building.pk), number, None)
        for each, number in zip(fresh, numbers, strict=True)
    ]
    Household.objects.bulk_create(rows)
    append_batch(actor, act=acts.DOORS_REGISTERED, records=rows, body=_named(building), territory=building.territory)
    return rows


@verb
def correct_household(actor: Actor, *, household_id: UUID, why: str, changes: HouseholdChanges) -> Household:
    """Correct what is registered; `why` is kept. Nothing happens when nothing differs."""
    household, reason = household_in_reach(actor, household_id), because(why)
    before = HouseholdFacts.of(household)
    after = replace(before, **changes).checked()
    differs = differences(before, after)
    if not differs:
        return household
    if {"unit", "floor", "room"} & set(differs):
        _refuse_door(household.building, after, besides=household.pk)
    for name, value in columns(after).items():
        setattr(household, name, value)
    household.door_key = door_key(after.unit, after.floor, after.room)
    household.save()
    personal = {name: [str(each) for each in differs.pop(name)] for name in PERSONAL if name in differs}
    append(
        actor,
        act=acts.HOUSEHOLD_CORRECTED,
        record=household,
        body={**_door(household), "why": reason, "changes": shown(differs)},
        personal=personal or None,
    )
    return household


def new_household(building: Building, facts: HouseholdFacts, digest: bytes, number: str, key: UUID | None) -> Household:
    """The record, lying where its building lies."""
    told: dict[str, Any] = columns(facts)
    return Household(
        id=key or new_id(),
        building=building,
        number=number,
        door_key=door_key(facts.unit, facts.floor, facts.room),
        territory=building.territory,
        line=building.line,
        owner_office_id=building.owner_office_id,
        request_digest=digest,
        **told,
    )


def building_in_reach(actor: Actor, key: UUID, *, lock: bool = False) -> Building:
    """A building the actor may change; NotFound otherwise."""
    rows = Building.objects.filter(voided_at__isnull=True)
    return get_scoped(actor, rows.select_for_update(of=("self",)) if lock else rows, REGISTRY_EDIT, key)


def household_in_reach(actor: Actor, key: UUID) -> Household:
    """A household the actor may change, locked; NotFound otherwise."""
    rows = Household.objects.filter(voided_at__isnull=True).select_related("building", "site")
    return get_scoped(actor, rows.select_for_update(of=("self",)), REGISTRY_EDIT, key)


def _refuse_building(facts: BuildingFacts) -> None:
    if Building.objects.filter(territory=facts.territory, name=facts.name, voided_at__isnull=True).exists():
        raise Refusal(
            "registry.building.known",
            sentence("这个辖区已有名为“{name}”的楼栋。"),
            field="name",
            params={"name": facts.name},
        )


def _refuse_door(building: Building, facts: HouseholdFacts, besides: UUID | None = None) -> None:
    key = door_key(facts.unit, facts.floor, facts.room)
    same = Household.objects.filter(building=building, door_key=key, voided_at__isnull=True)
    if same.exclude(pk=besides).exists() if besides else same.exists():
        raise Refusal(
            "registry.door.known",
            sentence("{building}的这一户（{room}）已经登记过。"),
            field="room",
            params={"building": building.name, "room": facts.room},
        )


def _named(building: Building) -> dict[str, str]:
    return {"name": building.name, "number": building.number}


def _door(household: Household) -> dict[str, str]:
    return {"building": household.building.name, "door": household.door, "number": household.number}
