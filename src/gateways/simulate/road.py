"""An invented route (示例), no real road: a closed loop of straight pieces, and where one is after so many metres."""

import math
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

from gasloop.kernel.coordinates import METRES_A_DEGREE
from gateways.simulate.chance import chance

CENTRE = (30.19, 105.84)
"""Latitude, longitude (WGS-84) the routes run around."""


@dataclass(frozen=True, slots=True)
class Spot:
    """`heading_deg`: 0 north, 90 east."""

    lat: float
    lng: float
    heading_deg: int


class Road:
    """Corner points as (lat, lng); driven round and round."""

    def __init__(self, corners: list[tuple[float, float]]) -> None:
        self._corners = [*corners, corners[0]]
        self._marks = [0.0]
        for start, end in pairwise(self._corners):
            self._marks.append(self._marks[-1] + _metres(start, end))

    @property
    def length_m(self) -> float:
        return self._marks[-1]

    def at(self, metres: float) -> Spot:
        """Where one is after `metres`."""
        along = metres % self.length_m
        piece = min(bisect_right(self._marks, along), len(self._corners) - 1) - 1
        (lat, lng), (to_lat, to_lng) = self._corners[piece], self._corners[piece + 1]
        share = (along - self._marks[piece]) / (self._marks[piece + 1] - self._marks[piece])
        east = (to_lng - lng) * math.cos(math.radians(lat))
        heading = round(math.degrees(math.atan2(east, to_lat - lat))) % 360
        return Spot(lat + (to_lat - lat) * share, lng + (to_lng - lng) * share, heading)


def _metres(start: tuple[float, float], end: tuple[float, float]) -> float:
    north = (end[0] - start[0]) * METRES_A_DEGREE
    east = (end[1] - start[1]) * METRES_A_DEGREE * math.cos(math.radians(start[0]))
    return math.hypot(north, east)


def invented(seed: int, number: int, corners: int = 24) -> Road:
    """Route `number` of the run `seed`: 30 to 90 km around the centre."""
    dice = chance(seed, "road", number)
    base = dice.uniform(0.05, 0.13)
    points: list[tuple[float, float]] = []
    for corner in range(corners):
        angle = 2 * math.pi * corner / corners
        radius = base * dice.uniform(0.7, 1.3)
        points.append((CENTRE[0] + radius * math.sin(angle), CENTRE[1] + radius * 1.15 * math.cos(angle)))
    return Road(points)
