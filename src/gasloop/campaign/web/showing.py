"""A campaign as values for its page: facts, course, figures, who and where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from gasloop.access.models import Post, Territory
from gasloop.campaign.actions.planning import day_span
from gasloop.campaign.criteria import Criteria
from gasloop.campaign.models import Campaign, Target
from gasloop.campaign.queries import Share
from gasloop.campaign.states import CampaignState
from gasloop.campaign.web.listings import FoundListing, TargetListing
from gasloop.kernel.actor import Actor
from gasloop.registry.models import Site
from gasloop.shell.dates import day_words
from gasloop.shell.detail import Fact, Stat, Step
from gasloop.shell.listing.figures import figure

METRES = 1000


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table of the page: name, address, then (number, address) per column."""

    name: str
    url: str
    cells: Sequence[tuple[int, str]]
    done: int
    total: int


def facts(campaign: Campaign, places: Mapping[str, str]) -> list[Fact]:
    """What is known of it."""
    starts, ends = day_span(campaign)
    lines = [
        Fact(_("范围"), Criteria.read(campaign.criteria).words(), wide=True),
        Fact(_("辖区"), places.get(campaign.territory, campaign.territory)),
        Fact(_("行业条线"), campaign.get_line_display() or _("不限")),
        Fact(_("时间"), f"{day_words(starts)} — {day_words(ends)}"),
        Fact(_("方式"), campaign.get_method_display(), basis=campaign.clause_ref),
        Fact(_("牵头单位"), campaign.owner_office.name if campaign.owner_office else None),
    ]
    if campaign.method == Campaign.Method.DRAW:
        lines.append(Fact(_("抽取数"), campaign.size))
    return lines


def course(campaign: Campaign) -> list[Step]:
    """Where it stands."""
    states = [CampaignState.PLANNED, CampaignState.RUNNING, CampaignState.CLOSED]
    names = [_("拟定"), _("检查"), _("结束")]
    if campaign.method == Campaign.Method.DRAW:
        states.insert(1, CampaignState.COMMITTED)
        names.insert(1, _("公布摘要，等待抽取"))
    here = states.index(CampaignState(campaign.state)) if campaign.state in states else -1
    found = []
    for position, name in enumerate(names):
        done = position < here or campaign.state == CampaignState.CLOSED
        found.append(Step(name, "done" if done else "now" if position == here else "next"))
    return found


def figures(actor: Actor, campaign: Campaign) -> list[Stat]:
    """The numbers of the campaign, each the count of a list."""
    targets, pk = TargetListing(), str(campaign.pk)
    found = [
        figure(actor, targets, "campaign", _("应查对象"), icon="target", campaign=pk),
        figure(actor, targets, "campaign", _("已查到"), icon="circle-check", campaign=pk, progress="covered"),
        figure(actor, targets, "campaign", _("去过没查成"), icon="door", campaign=pk, progress="tried"),
        figure(actor, targets, "campaign", _("还没有去"), icon="walk", campaign=pk, progress="left"),
        figure(
            actor,
            targets,
            "campaign",
            _("没有分派"),
            icon="user-question",
            attention=True,
            campaign=pk,
            progress="unassigned",
        ),
        figure(actor, FoundListing(), "campaign", _("发现隐患"), icon="alert-triangle", campaign=pk),
    ]
    return [stat for stat in found if stat is not None]


def by_place(campaign: Campaign, shares: Sequence[Share], places: Mapping[str, str]) -> list[Line]:
    """Village by village."""
    return [_line(campaign, share, places.get(share.key, share.key), "", territory=share.key) for share in shares]


def by_post(campaign: Campaign, shares: Sequence[Share], posts: Mapping[str, Post]) -> list[Line]:
    """Person by person, each leading to the route."""
    found = []
    for share in shares:
        if not share.key:
            continue
        post = posts[share.key]
        name = f"{post.account or _('空岗')} · {post.office.name} {post.title}"
        found.append(
            _line(campaign, share, name, reverse("campaign:route", args=[campaign.pk, post.pk]), post=share.key)
        )
    return found


def _line(campaign: Campaign, share: Share, name: str, url: str, **params: str) -> Line:
    listing, common = TargetListing(), {"campaign": str(campaign.pk), **params}
    cells = [
        (share.targets, listing.url("campaign", **common)),
        (share.covered, listing.url("campaign", **common, progress="covered")),
        (share.tried, listing.url("campaign", **common, progress="tried")),
        (share.left, listing.url("campaign", **common, progress="left")),
    ]
    return Line(name, url, cells, share.covered, share.targets)


def place_words(paths: Sequence[str]) -> dict[str, str]:
    """Names of divisions by path."""
    return dict(Territory.objects.filter(path__in=paths).values_list("path", "name"))


def walk_words(metres: float) -> str:
    """How long a route is."""
    if metres >= METRES:
        return _("直线约%(km)s公里") % {"km": f"{metres / METRES:.1f}"}
    return _("直线约%(m)d米") % {"m": round(metres)}


@dataclass(frozen=True, slots=True)
class RouteStop:
    """One stop of a route as the page prints it."""

    target: Target
    site: Site
    may_visit: bool
