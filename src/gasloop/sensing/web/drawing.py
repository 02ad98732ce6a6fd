"""A day as a small drawing (SVG made here, without a script or a style): the line of a value over 24 hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

WIDTH, HEIGHT = 520, 150
LEFT, TOP, BOTTOM = 46, 10, 24
DAY = timedelta(days=1)
HOURS = (0, 3, 6, 9, 12, 15, 18, 21, 24)


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Lines as SVG point lists (a gap in the data is a gap in the line), and the marks of both axes."""

    lines: tuple[str, ...]
    hours: tuple[Tick, ...]
    values: tuple[Tick, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    base: int = HEIGHT - BOTTOM


def drawn(points: Sequence[tuple[datetime, float]], since: datetime, gap: timedelta) -> Drawing | None:
    """The line through `points` (instant and value, in order) of the day that begins at `since`; None without any.

    Two points further apart than `gap` are not joined: nobody knows what was between them.
    """
    if not points:
        return None
    top = _round_up(max(value for _, value in points))
    lines: list[list[str]] = [[]]
    before: datetime | None = None
    for at, value in points:
        if before is not None and at - before > gap:
            lines.append([])
        x = LEFT + (at - since) / DAY * (WIDTH - LEFT)
        lines[-1].append(f"{x:.1f},{_y(value, top):.1f}")
        before = at
    hours = tuple(Tick(round(LEFT + hour / 24 * (WIDTH - LEFT), 1), f"{hour:02d}") for hour in HOURS[:-1])
    values = tuple(Tick(round(_y(part * top, top), 1), f"{part * top:g}") for part in (0.0, 0.5, 1.0))
    return Drawing(tuple(" ".join(line if len(line) > 1 else line * 2) for line in lines), hours, values)


def _y(value: float, top: float) -> float:
    return HEIGHT - BOTTOM - max(0.0, value) / top * (HEIGHT - BOTTOM - TOP)


def _round_up(value: float) -> float:
    """1, 2 or 5 times a power of ten, at least as large."""
    size = 1.0
    while size < value:
        for step in (2.0, 5.0, 10.0):
            if size * step >= value:
                return size * step
        size *= 10
    return size
