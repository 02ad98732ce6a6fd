"""The part of the world a map shows: west, south, east, north in degrees, and how near."""

from dataclasses import dataclass
from math import cos, isfinite, radians

CELLS_PER_TILE = 8  # a tile is 512 pixels: one mark for 64 by 64 of them
NEAREST = 22
COUNTRY = "73,3,136,54"
SINGLY_FROM = 18  # from here on only what stands on the very same spot is put together


class BadViewError(ValueError):
    """The address asks for no part of the world."""


@dataclass(frozen=True, slots=True)
class View:
    """A map's window, in WGS-84 degrees; `zoom` as web maps count it (0: the world is one tile)."""

    west: float
    south: float
    east: float
    north: float
    zoom: int

    @classmethod
    def read(cls, box: str, zoom: str) -> "View":
        """`box` is `west,south,east,north`, empty for the whole country; BadViewError for anything else."""
        try:
            box, zoom = box or COUNTRY, zoom or "3"
            west, south, east, north = (float(part) for part in box.split(","))
            near = int(zoom)
        except ValueError:
            raise BadViewError from None
        whole = all(isfinite(each) for each in (west, south, east, north))
        if not whole or west > east or south > north or not 0 <= near <= NEAREST:
            raise BadViewError
        return cls(max(west, -180.0), max(south, -85.0), min(east, 180.0), min(north, 85.0), near)

    @property
    def columns(self) -> float:
        """Grid cells per degree of longitude."""
        return float(CELLS_PER_TILE * 2 ** (NEAREST if self.zoom >= SINGLY_FROM else self.zoom)) / 360.0

    @property
    def rows(self) -> float:
        """Grid cells per degree of latitude: as wide as high on the ground. By whole degrees, so that panning a little
        does not shift the grid.
        """
        middle = min(80.0, abs(round((self.south + self.north) / 2)))
        return self.columns / cos(radians(middle))
