"""Who listens to which event. Declared in a room's `handlers.py`, called after commit, at least once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from gasloop.bus.events import Event

E = TypeVar("E", bound=Event)
_listeners: dict[str, "Listener"] = {}


@dataclass(frozen=True, slots=True)
class Listener:
    """A function that hears one event class; `name` is its dotted path and stays stable, since jobs carry it."""

    name: str
    event: type[Event]
    call: Callable[[Event], None]


def listen(event: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Register a listener. It must be idempotent: after a crash the same event comes again."""

    def register(function: Callable[[E], None]) -> Callable[[E], None]:
        name = f"{function.__module__}.{function.__qualname__}"

        def call(heard: Event) -> None:
            if not isinstance(heard, event):
                raise TypeError(f"{name} hears {event.name}, not {heard.name}")
            function(heard)

        _listeners[name] = Listener(name, event, call)
        return function

    return register


def listeners_of(event: type[Event]) -> tuple[Listener, ...]:
    """Everyone who hears `event`."""
    return tuple(heard for heard in _listeners.values() if heard.event is event)


def listener(name: str) -> Listener:
    """The listener `name`; KeyError when the code that declared it is gone."""
    return _listeners[name]


def listeners() -> tuple[Listener, ...]:
    """All listeners, for the docs."""
    return tuple(_listeners.values())
