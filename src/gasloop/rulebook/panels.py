"""The rule's page is finished by the rooms above: where a rule is used (hazards found by it), they know.

from gasloop.rulebook.panels import panel
panel(10, _("用在哪里"), hazards_by)         # (request, rule) -> HTML, empty for nothing to show
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.safestring import SafeString

from gasloop.access.middleware import ActorRequest
from gasloop.rulebook.models import Rule
from gasloop.shell.words import Words

Render = Callable[[ActorRequest, Rule], SafeString | str]


@dataclass(frozen=True, slots=True)
class Shown:
    """A panel as the page prints it."""

    title: Words
    html: SafeString | str


_panels: list[tuple[int, Words, Render]] = []


def panel(order: int, title: Words, render: Render) -> None:
    """Add a section to the rule's page; lower `order` stands higher. `render` reads through the actor's scope."""
    _panels.append((order, title, render))


def panels_for(request: ActorRequest, rule: Rule) -> list[Shown]:
    """The sections that have something to show, in order."""
    ordered = sorted(_panels, key=lambda each: each[0])
    shown = [Shown(title, render(request, rule)) for _order, title, render in ordered]
    return [each for each in shown if each.html]
