"""The verbs of the rulebook."""

from gasloop.rulebook.actions.calendars import YearOff, load_calendar, seed_calendar
from gasloop.rulebook.actions.confirming import confirm_basis
from gasloop.rulebook.actions.loading import LoadedPack, diff_pack, load_pack

__all__ = ["LoadedPack", "YearOff", "confirm_basis", "diff_pack", "load_calendar", "load_pack", "seed_calendar"]
