"""Where the demonstration's objects stand: invented places around the town, and sketched outlines that say 示意.

Nobody measured any of it. Positions lie in a square of some kilometres around a point in the town; a village has a
quarter of it, a grid cell a sixth of that.
"""

import random
from dataclasses import dataclass

from gasloop.project.demo.town_hall import VILLAGES

MIDDLE = (30.190, 105.840)  # latitude, longitude
HALF = (0.030, 0.036)
CELLS = (3, 2)  # columns and rows of a village's grid cells


@dataclass(frozen=True, slots=True)
class Patch:
    """A piece of land: south, west, north, east in WGS-84 degrees."""

    south: float
    west: float
    north: float
    east: float

    def somewhere(self, dice: random.Random) -> tuple[float, float]:
        """A point well inside: latitude, longitude."""
        north, east = self.north - self.south, self.east - self.west
        return (
            round(self.south + north * dice.uniform(0.08, 0.92), 6),
            round(self.west + east * dice.uniform(0.08, 0.92), 6),
        )


def village(path: str) -> Patch:
    """A village's quarter of the square."""
    number = VILLAGES.index(path)
    south = MIDDLE[0] - HALF[0] if number % 2 else MIDDLE[0]
    west = MIDDLE[1] - HALF[1] if number < 2 else MIDDLE[1]
    return Patch(south, west, south + HALF[0], west + HALF[1])


def cell(path: str, number: int) -> Patch:
    """A grid cell of a village, counted from 0."""
    whole = village(path)
    column, row = number % CELLS[0], number // CELLS[0]
    high, wide = (whole.north - whole.south) / CELLS[1], (whole.east - whole.west) / CELLS[0]
    south, west = whole.south + row * high, whole.west + column * wide
    return Patch(south, west, south + high, west + wide)
