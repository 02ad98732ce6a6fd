"""Figures as the pages show them."""

from collections.abc import Sequence

from gasloop.oversight.figures import Figure
from gasloop.shell.detail import Stat

ALARMING = ("overdue", "rebounded", "referred")


def stats_of(figures: Sequence[Figure]) -> list[Stat]:
    """Each number with the list behind it; what should not be there stands out."""
    return [
        Stat(f.name, str(f.value), f.url, tone="attention" if f.key in ALARMING and f.value else "") for f in figures
    ]
