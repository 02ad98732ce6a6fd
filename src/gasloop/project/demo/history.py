"""Work in the demonstration town: objects registered, visited, hazards taken along the loop. Three months of it stand
before the first page opens; the units that fill the town later (`filling.py`) have a year behind them.

Most hazards are closed in time; some are open, a few overdue, one came back, one was sent back. Seeded, through the
same verbs as the pages, each object in a transaction of its own: what was done is not done again, so a start that was
interrupted goes on where it stood.
"""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from django.db import transaction

from gasloop.access.actors import actor_of
from gasloop.evidence import attachments
from gasloop.hazard.actions import Order, look_back, order_rectification, recheck, rectify
from gasloop.hazard.actions.moving import Proof
from gasloop.hazard.models import Hazard
from gasloop.inspection.actions import Answered, Signature, VisitReport, record_visit
from gasloop.inspection.models import Visit
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.project.demo import kitchens, pictures, places
from gasloop.project.demo.town_hall import VILLAGES, account
from gasloop.registry.actions import add_installation, register_party, register_site
from gasloop.registry.attributes import attributes_of
from gasloop.registry.models import Site
from gasloop.rulebook.judging import judge
from gasloop.rulebook.models import CheckItem
from gasloop.rulebook.queries import constants, rules_for

SEED = 102
OBJECTS = 36
WEEKS = 12
FIRST_VISIT_DAYS_AGO = 66
OPENS, OFFICE_HOURS = 9, 8
VISITS_IN_A_YEAR = (0, 1, 1, 2, 3)
LATELY = 0.25  # the share of units that were visited in the last days: there is work on the table
HOSE_DAYS = 380  # most hoses last through the year; a few run out towards its end, which is a duty
WITHOUT_POSITION = 12  # every so manieth object nobody has placed yet

# What happens where, besides the usual: hazards that are meant to be seen.
REBOUNDS = 1
SENT_BACK = 24
NOT_RECTIFIED = (19, 22)
NOT_ORDERED = (27,)
FOUND_WRONG = {
    REBOUNDS: ("HOSE-LENGTH",),
    SENT_BACK: ("HOSE-TEES",),
    19: ("HOSE-PENETRATIONS",),
    22: ("ALARM-OFF",),
    27: ("BOTTLES-OVERDUE",),
    30: ("FLAME-FAILURE-MISSING", "TRAINING-RECORD"),
    31: ("ALARM-OFF",),
    32: ("EXTINGUISHERS-DEAD",),
    33: ("HOSE-LENGTH", "SPARE-APART"),
    34: ("TRAINING-RECORD",),
}


@dataclass(frozen=True, slots=True)
class Crew:
    """Who acts in the demonstration."""

    clerk: Actor
    officer: Actor
    grid: Actor


@dataclass(frozen=True, slots=True)
class Scene:
    """One object's part of the play: its dice depend on its number alone, so that a restart throws the same."""

    crew: Crew
    number: int
    dice: random.Random
    hands: clock.Hands
    now: datetime

    def go_to(self, then: datetime) -> bool:
        """Move the clock to `then`; False when that is not yet."""
        if then >= self.now:
            return False
        self.hands.move_to(then)
        return True

    def in_office(self, day: datetime) -> datetime:
        """Some minute of the office hours of that day."""
        minutes = self.dice.randrange(OFFICE_HOURS * 60)
        return clock.start_of(clock.legal_day(day)) + timedelta(hours=OPENS, minutes=minutes)

    def after(self, least: int, most: int) -> datetime:
        """Some days later, in office hours."""
        return self.in_office(clock.now() + timedelta(days=self.dice.randint(least, most)))


def play(now: datetime) -> Iterator[tuple[int, int]]:
    """Play what is not there yet, one object at a time; yields (done, of how many)."""
    crew = _crew()
    for number in range(Site.objects.count(), OBJECTS):
        with transaction.atomic():
            _one(crew, number, now)
        yield number + 1, OBJECTS


def play_units(numbers: Iterable[int], now: datetime, *, weeks: int) -> Iterator[int]:
    """Units with a year behind them, each registered long ago and visited up to three times since."""
    crew = _crew()
    for number in numbers:
        with transaction.atomic():
            _unit(crew, number, now, weeks)
        yield number


def _crew() -> Crew:
    return Crew(*(actor_of(account(name), via="cli") for name in ("clerk", "officer", "grid")))


def _unit(crew: Crew, number: int, now: datetime, weeks: int) -> None:
    dice = random.Random(SEED * 1000 + number)  # noqa: S311 - a demonstration wants the same dice every time
    with clock.fixed(now - timedelta(weeks=weeks)) as hands:
        scene = Scene(crew, number, dice, hands, now)
        hands.move_to(scene.after(0, 60))
        site = _register(scene)
        for _ in range(dice.choice(VISITS_IN_A_YEAR)):
            if not scene.go_to(scene.after(30, 150)):
                return
            for hazard in _visit(scene, site):
                seen = clock.now()
                _along(scene, hazard)
                hands.move_to(seen)
        if dice.random() < LATELY and scene.go_to(scene.in_office(now - timedelta(days=dice.randint(1, 12)))):
            for hazard in _visit(scene, site):
                _along(scene, hazard)


def _one(crew: Crew, number: int, now: datetime) -> None:
    dice = random.Random(SEED * 1000 + number)  # noqa: S311 - a demonstration wants the same dice every time
    with clock.fixed(now - timedelta(weeks=WEEKS)) as hands:
        scene = Scene(crew, number, dice, hands, now)
        hands.move_to(scene.after(0, 10))
        site = _register(scene)
        ago = FIRST_VISIT_DAYS_AGO * (OBJECTS - 1 - number) // (OBJECTS - 1)
        if number % 6 == 5 or not scene.go_to(scene.in_office(now - timedelta(days=ago + 1))):
            return  # not visited yet: coverage has gaps
        for hazard in _visit(scene, site):
            seen = clock.now()
            _along(scene, hazard)
            hands.move_to(seen)


def _register(scene: Scene) -> Site:
    dice, number = scene.dice, scene.number
    kind = kitchens.kind_of(number, OBJECTS)
    name = kitchens.name_of(kind, dice, number)
    territory = VILLAGES[number % len(VILLAGES)] if number % 3 else VILLAGES[0]
    lat, lng = _position(territory, number)
    bottled = dice.random() < 0.7
    party = register_party(
        scene.crew.clerk,
        name=f"群力镇{name}",
        kind=kitchens.PARTY[kind],
        territory=territory,
        no_uscc_reason="演示数据，没有真实代码",
        representative=kitchens.somebody(dice),
    )
    site = register_site(
        scene.crew.clerk,
        name=name,
        kind=kind,
        territory=territory,
        address=f"{dice.choice(kitchens.STREETS)}{dice.randrange(1, 200)}号（示例）",
        gas_source="lpg_cylinder" if bottled else "pipeline",
        party_id=party.pk,
        lat=lat,
        lng=lng,
        attributes=_attributes(kind, dice),
    )
    for part, years in (("stove", 8), ("hose", 2), ("detector", 3)):
        put_in = clock.today() - timedelta(days=dice.randrange(60, HOSE_DAYS if part == "hose" else 600))
        add_installation(
            scene.crew.clerk,
            site_id=site.pk,
            kind=part,
            place="后厨",
            maker="示例厂",
            installed_on=put_in,
            expires_on=put_in + timedelta(days=365 * years),
        )
    return site


def _position(territory: str, number: int) -> tuple[float | None, float | None]:
    """An invented place in the village, with dice of its own; for some nobody has placed it yet."""
    if number % WITHOUT_POSITION == WITHOUT_POSITION - 1:
        return None, None
    dice = random.Random(SEED * 7000 + number)  # noqa: S311 - as above
    return places.village(territory).somewhere(dice)


def _attributes(kind: str, dice: random.Random) -> dict[str, object]:
    """What a kitchen has; other kinds have nothing of it."""
    found = {"area_m2": dice.randrange(40, 260, 10), "burners": dice.randrange(2, 8), "basement": False}
    known = {attribute.name for attribute in attributes_of(kind)}
    return {name: value for name, value in found.items() if name in known}


def _visit(scene: Scene, site: Site) -> tuple[Hazard, ...]:
    """A visit with an answer to every item, now and then a wrong one."""
    dice = scene.dice
    actor = scene.crew.grid if site.territory == VILLAGES[0] and dice.random() < 0.5 else scene.crew.officer
    items = [item for rule in rules_for(site, clock.today()) for item in rule.check_items]
    asked, known = {item.code for item in items}, constants(clock.today())
    usual = [code for code in kitchens.USUAL if code in asked] or sorted(asked)
    wrong = set(FOUND_WRONG.get(scene.number, ())) & asked
    if scene.number not in FOUND_WRONG:
        wrong = set(dice.sample(usual, k=min(len(usual), dice.choice((0, 0, 1, 1, 1, 2)))))
    report = VisitReport(
        site_id=site.pk,
        visited_at=clock.now(),
        answers=[_answer(scene, actor, item, known, wrong=item.code in wrong) for item in items],
        inspector=Signature(name=actor.name, reason="演示数据，无真实签名"),
        site_person=Signature(name=kitchens.somebody(dice), reason="演示数据，无真实签名"),
        result=Visit.Result.CHECKED if items else Visit.Result.NOBODY,
    )
    return record_visit(actor, report=report).hazards


def _answer(scene: Scene, actor: Actor, item: CheckItem, known: Mapping[str, Decimal], *, wrong: bool) -> Answered:
    """An answer that the judge passes, or one that it does not (if there is one)."""
    photos = (_photo(scene, actor, wrong=wrong),) if wrong or item.photo_required else ()
    dates = {days: (clock.today() + timedelta(days=days)).isoformat() for days in (-400, -120, -20, 200)}
    values = kitchens.values(item, dates, photos)
    fitting = [value for value in values if judge(item.spec(), value, known).passed is not wrong]
    return Answered(item.code, (fitting or values)[0] if wrong else scene.dice.choice(fitting or values), photos=photos)


def _along(scene: Scene, hazard: Hazard) -> None:
    """Take a hazard along the loop as far as the calendar and its story let it go."""
    number = scene.number
    if number in NOT_ORDERED or not scene.go_to(clock.now() + timedelta(minutes=scene.dice.randrange(30, 90))):
        return
    _order(scene, hazard)
    if number in NOT_RECTIFIED or not scene.go_to(_in_time(scene, hazard)):
        return
    _rectify(scene, hazard)
    if number == SENT_BACK:
        if scene.go_to(scene.after(1, 2)):
            _recheck(scene, hazard, passed=False, note=kitchens.NOT_YET)
        return
    if not scene.go_to(scene.after(1, 3)):
        return
    _recheck(scene, hazard, passed=True, note=scene.dice.choice(kitchens.CHECKED))
    if scene.go_to(scene.after(20, 27)):
        again = number == REBOUNDS
        proof = Proof(
            kitchens.AGAIN if again else scene.dice.choice(kitchens.LOOKED),
            [_photo(scene, scene.crew.officer, wrong=again)],
        )
        found = look_back(scene.crew.officer, hazard_id=hazard.pk, rebounded=again, proof=proof)
        if again:
            _through(scene, found)


def _through(scene: Scene, hazard: Hazard) -> None:
    """The second time it is taken seriously: ordered, rectified and closed within days."""
    steps: tuple[Callable[[], None], ...] = (
        lambda: _order(scene, hazard),
        lambda: _rectify(scene, hazard),
        lambda: _recheck(scene, hazard, passed=True, note=kitchens.CHECKED[0]),
    )
    for step in steps:
        if not scene.go_to(clock.now() + timedelta(hours=scene.dice.randrange(2, 20))):
            return
        step()


def _in_time(scene: Scene, hazard: Hazard) -> datetime:
    """Some time between the order and the deadline; the same day when that is all there is."""
    left = hazard.due_at - clock.now()
    then = clock.now() + left * scene.dice.uniform(0.25, 0.75)
    return then if left < timedelta(days=1) else min(scene.in_office(then), hazard.due_at - timedelta(hours=1))


def _order(scene: Scene, hazard: Hazard) -> None:
    order = Order(f"{scene.dice.choice(kitchens.CONTROL)}（示例）", kitchens.somebody(scene.dice))
    order_rectification(scene.crew.clerk, hazard_id=hazard.pk, order=order)


def _rectify(scene: Scene, hazard: Hazard) -> None:
    proof = Proof(scene.dice.choice(kitchens.FIXED), [_photo(scene, scene.crew.clerk, wrong=False)])
    rectify(scene.crew.clerk, hazard_id=hazard.pk, proof=proof)


def _recheck(scene: Scene, hazard: Hazard, *, passed: bool, note: str) -> None:
    shown = _photo(scene, scene.crew.officer, wrong=not passed)
    recheck(scene.crew.officer, hazard_id=hazard.pk, passed=passed, proof=Proof(note, [shown]))


def _photo(scene: Scene, actor: Actor, *, wrong: bool) -> str:
    content = _drawn(wrong=wrong, shift=scene.number % 30)
    return attachments.store(actor, content=content, filename="demo.jpg", media_type="image/jpeg").sha256


@lru_cache(maxsize=64)
def _drawn(*, wrong: bool, shift: int) -> bytes:
    return pictures.photo(wrong=wrong, shift=shift)
