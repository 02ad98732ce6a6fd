"""Some weeks of work in the demonstration town: objects registered, visited, hazards taken along the loop.

Seeded, through the same verbs as the pages, each object in a transaction of its own: what was done is not done again,
so a start that was interrupted goes on where it stood.
"""

import io
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from PIL import Image, ImageDraw

from gasloop.access.actors import actor_of
from gasloop.evidence import attachments
from gasloop.hazard.actions import Order, order_rectification, recheck, rectify
from gasloop.hazard.actions.moving import Proof
from gasloop.hazard.models import Hazard
from gasloop.inspection.actions import Answered, Signature, VisitReport, record_visit
from gasloop.inspection.models import Visit
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.jsonable import JsonValue
from gasloop.project.demo.town_hall import VILLAGES, account
from gasloop.registry.actions import register_site
from gasloop.registry.models import Site
from gasloop.rulebook.choices import Answer
from gasloop.rulebook.judging import judge
from gasloop.rulebook.models import CheckItem
from gasloop.rulebook.queries import constants, rules_for

SEED = 102
OBJECTS = 36
WEEKS = 10
KINDS = ("restaurant", "restaurant", "restaurant", "canteen", "school", "hotel")
NAMES = {
    "restaurant": ("火锅店", "豆花饭店", "小面馆", "烧烤店", "家常菜馆", "羊肉馆"),
    "canteen": ("机关食堂", "敬老院食堂", "工厂食堂"),
    "school": ("小学", "幼儿园"),
    "hotel": ("旅馆", "客栈"),
}
FAMILY = "赵钱孙李周吴郑王冯陈"


@dataclass(frozen=True, slots=True)
class Crew:
    """Who acts in the demonstration."""

    clerk: Actor
    officer: Actor
    grid: Actor


def play(now: datetime) -> Iterator[tuple[int, int]]:
    """Play what is not there yet, one object at a time; yields (done, of how many)."""
    there = Site.objects.count()
    crew = Crew(*(actor_of(account(name), via="cli") for name in ("clerk", "officer", "grid")))
    for number in range(there, OBJECTS):
        with transaction.atomic():
            _one(crew, number, now)
        yield number + 1, OBJECTS


def _one(crew: Crew, number: int, now: datetime) -> None:
    """One object's history. Its dice depend on its number alone, so that a restart throws the same."""
    dice = random.Random(SEED * 1000 + number)  # noqa: S311 - a demonstration wants the same dice every time
    start = now - timedelta(weeks=WEEKS) + timedelta(days=number % 20, hours=dice.randrange(8))
    with clock.fixed(start) as hands:
        site = _register(crew, number, dice)
        hands.move(timedelta(days=1 + dice.randrange(10)))
        if number % 6 == 5:
            return  # not visited yet: coverage has gaps
        hazards = _visit(crew, site, dice)
        for hazard in hazards:
            _along(crew, hazard, dice, hands, now)


def _register(crew: Crew, number: int, dice: random.Random) -> Site:
    kind = KINDS[number % len(KINDS)]
    name = f"{dice.choice(FAMILY)}记{dice.choice(NAMES[kind])}（示例{number + 1:02d}）"
    lpg = dice.random() < 0.7
    return register_site(
        crew.clerk,
        name=name,
        kind=kind,
        territory=VILLAGES[number % len(VILLAGES)] if number % 3 else VILLAGES[0],
        address=f"示例路{dice.randrange(1, 200)}号",
        gas_source="lpg_cylinder" if lpg else "pipeline",
    )


def _visit(crew: Crew, site: Site, dice: random.Random) -> tuple[Hazard, ...]:
    """A visit with an answer to every item, now and then a wrong one."""
    actor = crew.grid if site.territory == VILLAGES[0] and dice.random() < 0.5 else crew.officer
    items = [item for rule in rules_for(site, clock.today()) for item in rule.check_items]
    bad = set(dice.sample(range(len(items)), k=min(len(items), dice.choice((0, 0, 0, 1, 1, 2)))))
    report = VisitReport(
        site_id=site.pk,
        visited_at=clock.now(),
        answers=[_answer(actor, item, dice, wrong=n in bad) for n, item in enumerate(items)],
        inspector=Signature(name=actor.name, reason="演示数据，无真实签名"),
        site_person=Signature(name=f"{dice.choice(FAMILY)}老板（示例）", reason="演示数据，无真实签名"),
        result=Visit.Result.CHECKED if items else Visit.Result.NOBODY,
    )
    return record_visit(actor, report=report).hazards


def _answer(actor: Actor, item: CheckItem, dice: random.Random, *, wrong: bool) -> Answered:
    """An answer that the judge passes, or one that it does not (if there is one)."""
    photos = (_photo(actor, item.question, wrong=wrong),) if wrong or item.photo_required else ()
    values, known = _values(item, dice, photos), constants(clock.today())
    fitting = [value for value in values if judge(item.spec(), value, known).passed is not wrong]
    return Answered(item.code, dice.choice(fitting or values), photos=photos)


def _values(item: CheckItem, dice: random.Random, photos: tuple[str, ...]) -> list[JsonValue]:
    """Plausible answers to an item, right and wrong ones."""
    match item.answer:
        case Answer.YES_NO:
            return [True, False]
        case Answer.CHOICE:
            return [str(choice["value"]) for choice in item.choices]
        case Answer.DATE:
            return [(clock.today() + timedelta(days=days)).isoformat() for days in (-500, -100, -10, 200)]
        case Answer.PHOTO:
            return [list(photos)]
        case Answer.COUNT:
            return [0, 1, 2, 4]
    least, most = item.bounds or (0, 200)
    sizes = (0.1, 0.3, 0.8, 1.2, 1.6, 2.4, 3.1, 5.0, 45.0, 75.0, 120.0, 150.0)
    return [size for size in sizes if float(least) <= size <= float(most)] or [round(dice.uniform(0, 1), 1)]


def _along(crew: Crew, hazard: Hazard, dice: random.Random, hands: clock.Hands, now: datetime) -> None:
    """Take a hazard some way along the loop; the rest stays open, so that there is something to do."""
    far = dice.choice((0, 1, 2, 3, 3, 3, 3, 3, 3, 3, 3, 3))
    for step in (_order, _rectify, _recheck)[:far]:
        then = clock.now() + timedelta(hours=dice.randrange(2, 26))
        if then >= now:
            return
        hands.move_to(then)
        step(crew, hazard)


def _order(crew: Crew, hazard: Hazard) -> None:
    order = Order("整改完成前停止使用相关灶具，关闭瓶阀（示例）", "对象负责人（示例）")
    order_rectification(crew.clerk, hazard_id=hazard.pk, order=order)


def _rectify(crew: Crew, hazard: Hazard) -> None:
    shown = _photo(crew.clerk, hazard.rule.title, wrong=False)
    rectify(crew.clerk, hazard_id=hazard.pk, proof=Proof("已按要求整改（示例）", [shown]))


def _recheck(crew: Crew, hazard: Hazard) -> None:
    shown = _photo(crew.officer, hazard.rule.title, wrong=False)
    recheck(crew.officer, hazard_id=hazard.pk, passed=True, proof=Proof("现场核对（示例）", [shown]))


def _photo(actor: Actor, seed_text: str, *, wrong: bool) -> str:
    """A drawn stand-in for a photo: nobody mistakes it for a real kitchen."""
    image = Image.new("RGB", (480, 320), (244, 232, 226) if wrong else (226, 240, 234))
    pen = ImageDraw.Draw(image)
    pen.rectangle((150, 70, 330, 150), outline=(60, 70, 80), width=4)
    end = 420 if wrong else 260
    shift = sum(seed_text.encode()) % 40
    pen.line([(240, 150), (240, 190 + shift), (end, 200 + shift), (end, 280)], fill=(200, 90, 40), width=8)
    pen.text((16, 290), "GasLoop demo", fill=(90, 100, 110))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=70)
    return attachments.store(actor, content=out.getvalue(), filename="demo.jpg", media_type="image/jpeg").sha256
