"""Events: what a lower room tells a higher one. The room that owns the fact owns the class.

An event is a frozen msgspec Struct with a `name` (`hazard.opened`); it is written to the outbox in the verb's own
transaction and delivered after commit, at least once, so listeners are idempotent.
"""

from collections.abc import Callable
from typing import ClassVar, TypeVar

import msgspec


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all events. Fields are JSON values: UUIDs, text, numbers, ISO instants."""

    name: ClassVar[str]
    territory: str = ""


E = TypeVar("E", bound=Event)
Listener = Callable[[E], None]

_classes: dict[str, type[Event]] = {}


def event(name: str) -> Callable[[type[E]], type[E]]:
    """Register an event class under its dotted name; a name is taken once."""

    def register(cls: type[E]) -> type[E]:
        if name in _classes:
            raise ValueError(f"event {name} is declared twice")
        cls.name = name
        _classes[name] = cls
        return cls

    return register


def encode(item: Event) -> bytes:
    """JSON bytes of an event's fields."""
    return msgspec.json.encode(item)


def decode(name: str, body: bytes) -> Event:
    """The event `name` from its JSON bytes; KeyError for a name nobody declared."""
    return msgspec.json.decode(body, type=_classes[name])


def declared() -> dict[str, type[Event]]:
    """All declared events by name (for the docs and the tests)."""
    return dict(_classes)
