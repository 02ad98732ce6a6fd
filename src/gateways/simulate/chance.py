"""Chance that comes out the same again: one generator for each thing that is left to it, made of the run's seed."""

import random


def chance(seed: int, *names: str | int) -> random.Random:
    """The generator of `names` (a device, a purpose) in the run `seed`; adding another device moves nobody else's."""
    return random.Random("/".join(map(str, (seed, *names))))  # noqa: S311 - a seeded simulation, no secret
