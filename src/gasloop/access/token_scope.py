"""How far a program's token reaches: only to read, and only in some rooms of the house.

A token never reaches further than its account. What it lacks is said (403), unlike what the account lacks (404): who
holds the token made it so.
"""

from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec

from django.apps import apps

from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal, sentence

READING = frozenset({"GET", "HEAD", "OPTIONS"})
DRAWERS = ("web.api", "web.listings")


class BeyondTokenError(Refusal):
    """The account may, its token may not: answered 403."""


def require_token(actor: Actor, *, room: str, method: str) -> None:
    """Nothing for who came without a token. BeyondTokenError for a write by a token that reads, or in another room.

    An empty `room` is nobody's: what every program needs (the list of ledgers).
    """
    scope = actor.token
    if scope is None:
        return
    if not scope.writes and method not in READING:
        raise BeyondTokenError("token.read_only", sentence("这个令牌只能查询，不能办理。请另签发可办理的令牌。"))
    if scope.rooms is not None and room and room not in scope.rooms:
        raise BeyondTokenError(
            "token.room", sentence("这个令牌不包括“{room}”。请另签发包括它的令牌。"), params={"room": room_title(room)}
        )


def api_rooms() -> list[tuple[str, str]]:
    """The rooms that have operations or ledgers, with their titles, as the house stands."""
    return [(label, str(apps.get_app_config(label).verbose_name)) for label in _reachable()]


def room_title(room: str) -> str:
    """`hazard` as people say it; the name itself where there is no such room."""
    return dict(api_rooms()).get(room, room)


def rooms_in_words(rooms: Iterable[str] | None) -> list[str] | None:
    """The titles of a token's rooms; None for all."""
    titles = dict(api_rooms())
    return None if rooms is None else [titles.get(room, room) for room in rooms]


@cache
def _reachable() -> tuple[str, ...]:
    """The house is the same for as long as the process lives; its titles follow the reader's language."""
    configs = [config for config in apps.get_app_configs() if config.name.startswith("gasloop.")]
    return tuple(config.label for config in configs if any(_has(config.name, drawer) for drawer in DRAWERS))


def _has(app: str, drawer: str) -> bool:
    room, name = drawer.split(".")
    return find_spec(f"{app}.{room}") is not None and find_spec(f"{app}.{room}.{name}") is not None
