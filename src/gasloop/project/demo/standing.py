"""How far the demonstration town stands: for the first page and for `demo stats`."""

from dataclasses import dataclass

from django.conf import settings

from gasloop.access.models import Account
from gasloop.project.demo.town_hall import VILLAGES
from gasloop.registry.models import Household, Site

UNITS = 300
CELLS_PER_VILLAGE = 6
OFFICERS = CELLS_PER_VILLAGE * len(VILLAGES)
BUILDINGS, FLOORS, DOORS_PER_FLOOR = 100, 6, 5
HOUSEHOLDS = BUILDINGS * FLOORS * DOORS_PER_FLOOR
HOUSEHOLDS_PER_STEP = 10  # a building's doors come at once: ten of them count as much as one unit


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of each stand."""

    officers: int
    households: int
    units: int

    @property
    def done(self) -> int:
        """Steps taken."""
        doors = min(self.households, HOUSEHOLDS) // HOUSEHOLDS_PER_STEP
        return min(self.officers, OFFICERS) + doors + min(self.units, UNITS)

    @property
    def total(self) -> int:
        """Steps in all."""
        return OFFICERS + HOUSEHOLDS // HOUSEHOLDS_PER_STEP + UNITS

    @property
    def full(self) -> bool:
        """Nothing is left to make."""
        return self.done >= self.total


_seen_full = False


def progress() -> Progress:
    """Three counts."""
    return Progress(
        Account.objects.filter(username__regex=r"^grid\d\d$").count(),
        Household.objects.filter(building__name__endswith="（示例）").count(),
        Site.objects.filter(name__contains="（示例").count(),
    )


def town_in_making() -> Progress | None:
    """The progress while the town grows; None where there is no such town, and once it stands."""
    global _seen_full
    if _seen_full or not (settings.CONFIG.demo and settings.CONFIG.fill):
        return None
    found = progress()
    _seen_full = found.full
    return found
