"""Thousands of objects in a running demonstration town, by the real verb: `python -m tests.browser.crowd 3000`."""

import random
import sys

from gasloop.project.cli.house import open_house

BATCH = 200
KINDS = ("restaurant", "canteen", "school", "hotel", "market", "welfare_home")


def fill(count: int) -> None:
    """Register `count` more objects, marked 示例; the same dice every time."""
    from django.db import transaction

    from gasloop.access.actors import actor_of
    from gasloop.project.demo import kitchens
    from gasloop.project.demo.town_hall import VILLAGES, account, require_demo
    from gasloop.registry.actions import register_site

    require_demo()
    clerk = actor_of(account("clerk"), via="cli")
    dice = random.Random(count)  # noqa: S311 - a demonstration wants the same dice every time
    for start in range(0, count, BATCH):
        with transaction.atomic():
            for number in range(start, min(start + BATCH, count)):
                kind = KINDS[number % len(KINDS)]
                register_site(
                    clerk,
                    name=f"{dice.choice(kitchens.FAMILY)}记{dice.choice(kitchens.NAMES['restaurant'])}（示例{number}）",
                    kind=kind,
                    territory=VILLAGES[number % len(VILLAGES)],
                    address=f"{dice.choice(kitchens.STREETS)}{dice.randrange(1, 400)}号（示例）",
                    gas_source=dice.choice(("lpg_cylinder", "pipeline")),
                )


if __name__ == "__main__":
    open_house()
    fill(int(sys.argv[1]))
