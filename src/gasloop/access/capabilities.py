"""Capabilities: the named things a post may do, declared by the rooms, given to roles."""

from collections.abc import Iterable
from dataclasses import dataclass

from gasloop.access.roles import OUTSIDE, Role


@dataclass(frozen=True, slots=True)
class Capability:
    """`name` is dotted (`hazard.recheck`); `title` a Chinese source string; `roles` who has it."""

    name: str
    title: str
    roles: frozenset[Role]


_declared: dict[str, Capability] = {}


def capability(name: str, title: str, roles: Iterable[Role]) -> Capability:
    """Declare a capability in a room's `permissions.py`; a name is taken once."""
    if name in _declared:
        raise ValueError(f"capability {name} is declared twice")
    _declared[name] = Capability(name, title, frozenset(roles))
    return _declared[name]


def capabilities() -> tuple[Capability, ...]:
    """All declared capabilities (docs, matrix test)."""
    return tuple(_declared.values())


EVERYONE = frozenset(Role)
TOWN_HALL = frozenset({Role.LEADER, Role.HEAD, Role.CLERK})
FIELD = frozenset({Role.HEAD, Role.CLERK, Role.INSPECTOR, Role.GRID})
READERS = frozenset(Role) - {Role.ADMIN} - OUTSIDE
