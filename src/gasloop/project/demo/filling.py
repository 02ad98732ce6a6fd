"""The rest of the demonstration town: grid cells and their officers, households by building, units with a year behind
them. It fills while people already look at it.

Every piece is made by the same verbs as everything else, in a transaction of its own, and is recognised by its name:
what is there is not made again, so a filling that was killed goes on where it stood.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from gasloop.access.actions import add_territory, assign_post, create_account, create_post
from gasloop.access.actors import actor_of
from gasloop.access.models import Account, Office, Territory
from gasloop.access.roles import Role
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor, system
from gasloop.project.demo import kitchens, places
from gasloop.project.demo.history import OBJECTS, SEED, play_units
from gasloop.project.demo.standing import (
    BUILDINGS,
    CELLS_PER_VILLAGE,
    DOORS_PER_FLOOR,
    FLOORS,
    OFFICERS,
    UNITS,
    Progress,
    progress,
)
from gasloop.project.demo.town_hall import VILLAGES, account, require_demo
from gasloop.registry.actions import note_household_visits, register_building, register_doors
from gasloop.registry.facts import HouseholdFacts
from gasloop.registry.models import Building, Household, Site

GRID_OFFICER = "grid{:02d}"
NUMBERED = re.compile(r"（示例(\d+)）$")
WEEKS = 52
FILLER_LOCK = 0x746F776E  # "town"
TWO_YEARS = 730  # the plan's cycle for households is 24 months
UNVISITED = 12  # every so manieth building nobody has gone through yet: coverage has gaps
ROUNDS_DAYS_LATER = ((20, 150), (60, 140))


def fill() -> Iterator[Progress]:
    """Make what is missing, a piece at a time; yields after each piece."""
    now = clock.now()
    for village in VILLAGES:
        for number in range(CELLS_PER_VILLAGE):
            with transaction.atomic():
                _cell(village, number)
        yield progress()
    standing = set(Building.objects.values_list("name", flat=True))
    for number in range(BUILDINGS):
        if _building_name(number) not in standing:
            with transaction.atomic():
                _building(number, now - timedelta(weeks=WEEKS))
            yield progress()
    missing = sorted(set(range(OBJECTS, UNITS)) - numbers_there())
    for _ in play_units(missing, now, weeks=WEEKS):
        yield progress()


def fill_alone() -> dict[str, int]:
    """Fill to the end unless another process is at it; what stands then."""
    require_demo()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [FILLER_LOCK])
        if not cursor.fetchone()[0]:
            return asdict(progress())
        # A commit a moment later than said costs a demonstration nothing, and makes it twice as quick.
        cursor.execute("SET synchronous_commit = off")
        for _ in fill():
            pass
        cursor.execute("SELECT pg_advisory_unlock(%s)", [FILLER_LOCK])
    return asdict(progress())


def numbers_there() -> set[int]:
    """The numbers of the units that stand, counted from 0."""
    names = Site.objects.filter(name__contains="（示例").values_list("name", flat=True)
    return {int(found[1]) - 1 for name in names if (found := NUMBERED.search(name))}


def _cell(village: str, number: int) -> None:
    """A grid cell and the officer who walks it."""
    index = VILLAGES.index(village) * CELLS_PER_VILLAGE + number
    username = GRID_OFFICER.format(index + 1)
    if Account.objects.filter(username=username).exists():
        return
    builder, parent = system("演示数据"), Territory.objects.get(path=village)
    cell = add_territory(
        builder, parent=parent, code=f"g{number + 1}", name=f"{parent.name}第{number + 1}网格", kind=Territory.Kind.GRID
    )
    office = Office.objects.get(territory=village, level=Office.Level.VILLAGE, valid_to__isnull=True)
    dice = random.Random(SEED * 100 + index)  # noqa: S311 - a demonstration wants the same dice every time
    name = f"{dice.choice(kitchens.FAMILY)}{dice.choice(kitchens.GIVEN)}（示例）"
    person = create_account(builder, username=username, name=name).account
    post = create_post(builder, office=office, title="网格员", role=Role.GRID, territory=cell.path)
    assign_post(builder, post=post, account=person)


def _building_name(number: int) -> str:
    return f"{kitchens.ESTATES[number % len(kitchens.ESTATES)]}{number // len(kitchens.ESTATES) + 1}栋（示例）"


def _building(number: int, since: datetime) -> None:
    """A building with its doors, knocked at twice in the year: some found empty, now and then one refused."""
    dice = random.Random(SEED * 10_000 + number)  # noqa: S311 - as above
    index = number % OFFICERS
    village, cell = VILLAGES[index // CELLS_PER_VILLAGE], index % CELLS_PER_VILLAGE
    # Who they are is asked today: a year ago nobody of the demonstration held a post yet.
    clerk = actor_of(account("clerk"), via="cli")
    officer = actor_of(account(GRID_OFFICER.format(index + 1)), via="cli")
    lat, lng = places.cell(village, cell).somewhere(dice)
    with clock.fixed(since) as hands:
        building = register_building(
            clerk,
            name=_building_name(number),
            territory=f"{village}g{cell + 1}/",
            address=f"{dice.choice(kitchens.STREETS)}{number + 1}号（示例）",
            floors=FLOORS,
            lat=lat,
            lng=lng,
        )
        doors = [_door(dice, floor, door) for floor in range(1, FLOORS + 1) for door in range(1, DOORS_PER_FLOOR + 1)]
        made = register_doors(clerk, building_id=building.pk, doors=doors)
        for earliest, latest in () if number % UNVISITED == UNVISITED - 1 else ROUNDS_DAYS_LATER:
            hands.move(timedelta(days=dice.randint(earliest, latest)))
            _knock(dice, officer, building, made)


def _knock(dice: random.Random, officer: Actor, building: Building, doors: list[Household]) -> None:
    """From door to door: most open, some are out, now and then one refuses."""
    results: dict[str, list[UUID]] = {}
    for door in doors:
        result = dice.choices(("checked", "nobody", "refused"), (85, 13, 2))[0]
        results.setdefault(result, []).append(door.pk)
    today = clock.today()
    for result, ids in results.items():
        again = today + timedelta(days=TWO_YEARS) if result == "checked" else None
        note_household_visits(
            officer, building_id=building.pk, household_ids=ids, result=result, on=today, next_visit_on=again
        )


def _door(dice: random.Random, floor: int, door: int) -> HouseholdFacts:
    """A flat as somebody found it a year ago."""
    hung = clock.today() - timedelta(days=dice.randint(30, 900))
    return HouseholdFacts(
        room=f"{floor}{door:02d}",
        unit="1",
        floor=floor,
        householder=f"{dice.choice(kitchens.FAMILY)}某（示例）",
        gas_source=dice.choice(("pipeline", "pipeline", "lpg_cylinder")),
        hose_material=dice.choice(("rubber", "metal_clad", "corrugated", "corrugated")),
        hose_installed_on=hung,
        flame_failure=dice.choice(("yes", "yes", "yes", "no")),
        detector=dice.choice(("yes", "no", "no", "broken")),
        cutoff_valve=dice.choice(("yes", "no", "no")),
    )
