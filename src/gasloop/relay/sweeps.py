"""What happens when time passes: each room registers its sweeps, one leader runs them.

A sweep moves rows whose time has come (`next_at <= now`) with guarded updates, so running it twice, late, or after the
machine was off does each step exactly once. It returns how many rows it moved, and is called again until
that is none.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

Step = Callable[[datetime], int]


@dataclass(frozen=True, slots=True)
class Sweep:
    name: str
    every: timedelta
    step: Step


_sweeps: dict[str, Sweep] = {}


def sweep(name: str, *, every: timedelta = timedelta(seconds=1)) -> Callable[[Step], Step]:
    """Register a sweep, called with the clock's now at least `every` so often."""

    def register(step: Step) -> Step:
        if name in _sweeps:
            raise ValueError(f"sweep {name} is declared twice")
        _sweeps[name] = Sweep(name, every, step)
        return step

    return register


def sweeps() -> tuple[Sweep, ...]:
    """All sweeps, in the order of their declaration."""
    return tuple(_sweeps.values())


def run_all(at: datetime) -> int:
    """Run every sweep until nothing is left to move (tests, catching up); the number of rows moved."""
    moved = 0
    for each in _sweeps.values():
        while step := each.step(at):
            moved += step
    return moved
