"""The hazard's page is finished by the rooms above: what was referred, who was told; the hazard knows none of them.

from gasloop.hazard.hazard_panels import panel
panel(10, _("移送抄告"), referrals_of)         # (request, hazard) -> HTML, empty for nothing to show
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.safestring import SafeString

from gasloop.access.middleware import ActorRequest
from gasloop.hazard.models import Hazard
from gasloop.shell.words import Words

Render = Callable[[ActorRequest, Hazard], SafeString | str]


@dataclass(frozen=True, slots=True)
class Shown:
    """A panel as the page prints it."""

    title: Words
    html: SafeString | str


_panels: list[tuple[int, Words, Render]] = []


def panel(order: int, title: Words, render: Render) -> None:
    """Add a section to the hazard's page; lower `order` stands higher. `render` reads through the actor's scope."""
    _panels.append((order, title, render))


def panels_for(request: ActorRequest, hazard: Hazard) -> list[Shown]:
    """The sections that have something to show, in order."""
    ordered = sorted(_panels, key=lambda each: each[0])
    shown = [Shown(title, render(request, hazard)) for _order, title, render in ordered]
    return [each for each in shown if each.html]
