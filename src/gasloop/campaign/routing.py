"""The order of a walk and who walks where, pure.

The order: begin at the northernmost object and go to the nearest one not yet visited, again and again (straight lines;
what the roads are like the officer knows better). An object without a position comes behind the last one in its
street; where its street has none, at the end, by division, street and house number.
"""

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from gasloop.kernel.coordinates import METRES_A_DEGREE

HOUSE = re.compile(r"^(\D*)(\d*)")

P = TypeVar("P", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Stop:
    """Where one object lies: WGS-84 degrees or None, its address, its division's path. `key` settles ties."""

    key: str
    address: str
    territory: str
    lat: float | None = None
    lng: float | None = None

    @property
    def street(self) -> tuple[str, str]:
        """Division and the address up to the house number."""
        return self.territory, _house(self.address)[0]


def in_walking_order(stops: Sequence[Stop]) -> list[Stop]:
    """The stops as one walks them."""
    placed = [stop for stop in stops if stop.lat is not None and stop.lng is not None]
    walk = _nearest_next(sorted(placed, key=lambda stop: stop.key))
    return _with_unplaced(walk, [stop for stop in stops if stop.lat is None or stop.lng is None])


def length_m(walk: Sequence[Stop]) -> float:
    """Metres along the walk in straight lines, unplaced stops left out."""
    points = _points([stop for stop in walk if stop.lat is not None and stop.lng is not None])
    return float(np.hypot(*np.diff(points, axis=0).T).sum()) if len(points) > 1 else 0.0


def share_out(walk: Sequence[Stop], reach: Mapping[P, frozenset[str]]) -> dict[str, P]:
    """Who goes where: each takes a stretch of the walk, nobody more than an equal share while others have room.

    `reach` says which stops (by key) each may visit. A stop that nobody reaches is in nobody's share.
    """
    load = dict.fromkeys(reach, 0)
    most = -(-len(walk) // max(len(reach), 1))
    shared: dict[str, P] = {}
    last: P | None = None
    for stop in walk:
        able = [who for who, keys in reach.items() if stop.key in keys]
        if not able:
            continue
        free = [who for who in able if load[who] < most] or able
        last = last if last in free else min(free, key=load.__getitem__)
        shared[stop.key] = last
        load[last] += 1
    return shared


def _nearest_next(placed: Sequence[Stop]) -> list[Stop]:
    """Nearest neighbour, from the northernmost; a step is one look at an array, so five thousand take a moment."""
    if not placed:
        return []
    points = _points(placed)
    left = np.ones(len(placed), dtype=bool)
    here = int(np.argmax(points[:, 1]))
    walk = [placed[here]]
    left[here] = False
    for _ in range(len(placed) - 1):
        away = ((points - points[here]) ** 2).sum(axis=1)
        here = int(np.argmin(np.where(left, away, np.inf)))
        walk.append(placed[here])
        left[here] = False
    return walk


def _points(placed: Sequence[Stop]) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
    """Metres east and north; within a district a degree of longitude is as long everywhere."""
    degrees = np.array([[stop.lng, stop.lat] for stop in placed], dtype=np.float64).reshape(-1, 2)
    middle = np.cos(np.radians(degrees[:, 1].mean())) if len(placed) else 1.0
    scaled: np.ndarray[tuple[int, int], np.dtype[np.float64]] = degrees * METRES_A_DEGREE * np.array([middle, 1.0])
    return scaled


def _with_unplaced(walk: list[Stop], unplaced: Sequence[Stop]) -> list[Stop]:
    last_in_street = {stop.street: position for position, stop in enumerate(walk)}
    end = len(walk)
    found = [(position, 0, ("", "", 0), stop) for position, stop in enumerate(walk)]
    for stop in unplaced:
        street, number = _house(stop.address)
        found.append((last_in_street.get(stop.street, end), 1, (stop.territory, street, number), stop))
    return [stop for *_, stop in sorted(found, key=lambda each: (*each[:3], each[3].key))]


def _house(address: str) -> tuple[str, int]:
    """Street and house number: `双堰街12号` is (双堰街, 12)."""
    found = HOUSE.match(address)
    return (found[1], int(found[2] or 0)) if found else (address, 0)
