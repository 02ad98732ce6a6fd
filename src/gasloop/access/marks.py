"""The mark on every view that says who may come; `guard.py` makes them, middleware and the matrix test read them."""

from dataclasses import dataclass
from typing import Literal, TypeVar

from gasloop.access.capabilities import Capability

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Guard:
    """What stands before a view; `reason` explains a public one."""

    kind: Literal["public", "signed_in", "capability"]
    capability: Capability | None = None
    reason: str = ""


def marked(view: V, guard: Guard) -> V:
    """Write the guard on the view, where the matrix test finds it."""
    setattr(view, "guard", guard)  # noqa: B010 - a function attribute has no typed spelling
    return view


def guard_of(view: object) -> Guard | None:
    """The guard on a view, if it has one."""
    return getattr(view, "guard", None)
