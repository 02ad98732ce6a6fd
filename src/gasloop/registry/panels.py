"""The object file is finished by the rooms above: each adds its part, the register knows none of them.

A room declares in its own `panels.py` (read when the house opens):

    panel(20, _("隐患"), hazards_of)             # (request, site) -> HTML, empty for nothing to show
    action(10, _("开始检查"), "inspection:record", "clipboard-check", VISIT_RECORD)
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString

from gasloop.access.capabilities import Capability
from gasloop.access.middleware import ActorRequest
from gasloop.access.scope import reaches
from gasloop.registry.models import Building, Household, Site
from gasloop.shell.words import Words

Render = Callable[[ActorRequest, Site], SafeString | str]


@dataclass(frozen=True, slots=True)
class Panel:
    """A section of the object file. `render` reads through the scope of `request.actor`."""

    order: int
    title: Words
    render: Render


@dataclass(frozen=True, slots=True)
class Action:
    """A button of the object file; the address takes the site's id."""

    order: int
    title: Words
    url_name: str
    icon: str
    capability: Capability


@dataclass(frozen=True, slots=True)
class Shown:
    """A panel as the page prints it."""

    title: Words
    html: SafeString | str


_panels: list[Panel] = []
_actions: dict[str, Action] = {}


def panel(order: int, title: Words, render: Render) -> Panel:
    """Add a section; lower `order` stands higher."""
    made = Panel(order, title, render)
    _panels.append(made)
    return made


def action(order: int, title: Words, url_name: str, icon: str, capability: Capability) -> Action:
    """Add a button for whoever has the capability at the site; an address is taken once."""
    if url_name in _actions:
        raise ValueError(f"the object file's action {url_name} is declared twice")
    _actions[url_name] = Action(order, title, url_name, icon, capability)
    return _actions[url_name]


def panels_for(request: ActorRequest, site: Site) -> list[Shown]:
    """The sections that have something to show, in order."""
    ordered = sorted(_panels, key=lambda each: each.order)
    shown = [Shown(each.title, each.render(request, site)) for each in ordered]
    return [each for each in shown if each.html]


def actions_for(request: ActorRequest, site: Site) -> list[tuple[Action, str]]:
    """The buttons the actor may press here, with their addresses."""
    found = []
    for each in sorted(_actions.values(), key=lambda each: each.order):
        if reaches(request.actor, each.capability, territory=site.territory, line=site.line):
            try:
                found.append((each, reverse(each.url_name, args=[site.pk])))
            except NoReverseMatch:
                continue
    return found


PaperPhotos = Callable[[ActorRequest, Site], list[tuple[str, str]]]
_paper_photos: list[PaperPhotos] = []


def paper_photos(function: PaperPhotos) -> PaperPhotos:
    """Photos for the printed object file: (digest, caption), newest first, through the scope of `request.actor`."""
    if function not in _paper_photos:
        _paper_photos.append(function)
    return function


def photos_for_paper(request: ActorRequest, site: Site) -> list[tuple[str, str]]:
    """What the rooms above have."""
    return [each for give in _paper_photos for each in give(request, site)]


RenderHousehold = Callable[[ActorRequest, Household], SafeString | str]
RenderRound = Callable[[ActorRequest, Building], SafeString | str]

_household_panels: list[tuple[int, Words, RenderHousehold]] = []
_rounds: list[RenderRound] = []


def household_panel(order: int, title: Words, render: RenderHousehold) -> None:
    """Add a section to a household's page; lower `order` stands higher."""
    _household_panels.append((order, title, render))


def household_panels_for(request: ActorRequest, household: Household) -> list[Shown]:
    """The sections that have something to show, in order."""
    ordered = sorted(_household_panels, key=lambda each: each[0])
    shown = [Shown(title, render(request, household)) for _order, title, render in ordered]
    return [each for each in shown if each.html]


def building_round(render: RenderRound) -> None:
    """Add what a building's page offers to do at the ticked doors: fields and buttons inside the form of doors."""
    _rounds.append(render)


def rounds_for(request: ActorRequest, building: Building) -> list[SafeString | str]:
    """What may be done at the ticked doors of this building, by this person."""
    shown = [render(request, building) for render in _rounds]
    return [each for each in shown if each]


@dataclass(frozen=True, slots=True)
class DoorAct:
    """A button at a door. `short` stands in the list of doors (empty: on its own page only); `approach`: only then."""

    order: int
    title: Words
    short: Words
    url_name: str
    icon: str
    capability: Capability
    approach: str = ""
    posts: bool = False


_door_acts: list[DoorAct] = []


def door_act(made: DoorAct) -> DoorAct:
    """Add a button for whoever has the capability at the door; the address takes the household's id."""
    _door_acts.append(made)
    return made


def door_acts_for(request: ActorRequest, at: Household | Building) -> list[DoorAct]:
    """The buttons the actor may press at this door, or at the doors of this building."""
    ordered = sorted(_door_acts, key=lambda each: each.order)
    return [each for each in ordered if reaches(request.actor, each.capability, territory=at.territory, line=at.line)]
