"""What the rulebook tells the rooms above."""

from gasloop.bus.events import Event, event


@event("rulebook.pack_loaded")
class PackLoaded(Event, frozen=True, kw_only=True):
    """`rules` are the codes of the rules that were added, changed or withdrawn."""

    pack: str
    version: str
    rules: tuple[str, ...]


@event("rulebook.calendar_loaded")
class CalendarLoaded(Event, frozen=True, kw_only=True):
    """These years' holidays are known now: provisional dates in them want counting again."""

    years: tuple[int, ...]
