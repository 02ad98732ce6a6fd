"""Reading campaigns: what is covered, what is not, who walks where. All of it counted from visits, nothing kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from gasloop.access.models import Territory
from gasloop.access.scope import own
from gasloop.campaign.criteria import Criteria, never_checked, population
from gasloop.campaign.models import Campaign, Target
from gasloop.campaign.permissions import CAMPAIGN_ASSIST
from gasloop.campaign.states import CampaignState
from gasloop.hazard.models import Hazard
from gasloop.inspection.models import Visit
from gasloop.kernel.actor import Actor
from gasloop.registry.models import Site


@dataclass(frozen=True, slots=True)
class Counts:
    """How far a campaign is: `tried` are those where somebody knocked and nobody could check."""

    targets: int
    covered: int
    tried: int
    unassigned: int
    hazards: int

    @property
    def left(self) -> int:
        return self.targets - self.covered - self.tried


@dataclass(frozen=True, slots=True)
class Share:
    """One division's or post's part of it."""

    key: str
    targets: int
    covered: int
    tried: int

    @property
    def left(self) -> int:
        return self.targets - self.covered - self.tried


def visits_of_target() -> QuerySet[Visit]:
    """The visits that count for a target: to its site, within the campaign's days."""
    return Visit.objects.filter(
        site=OuterRef("site"),
        voided_at__isnull=True,
        visited_at__gte=OuterRef("campaign__starts_at"),
        visited_at__lte=OuterRef("campaign__ends_at"),
    )


def is_covered() -> Q:
    """The condition that somebody checked the target within the campaign."""
    return Q(Exists(visits_of_target().filter(result=Visit.Result.CHECKED)))


def is_tried() -> Q:
    """Somebody was there, and nobody could check (nobody there, or refused)."""
    return Q(Exists(visits_of_target())) & ~is_covered()


def with_visits(targets: QuerySet[Target]) -> QuerySet[Target]:
    """Targets with the visit that counts, the newest check or else knock: `visited_at`, `visited_as`, `visited_id`."""
    best = visits_of_target().annotate(checked=Q(result=Visit.Result.CHECKED)).order_by("-checked", "-visited_at")
    return targets.annotate(
        visited_at=Subquery(best.values("visited_at")[:1]),
        visited_as=Subquery(best.values("result")[:1]),
        visited_id=Subquery(best.values("pk")[:1]),
    )


def counts_of(campaign: Campaign) -> Counts:
    """The campaign's figures; two queries."""
    found = _targets(campaign).aggregate(
        targets=Count("pk"),
        covered=Count("pk", filter=is_covered()),
        tried=Count("pk", filter=is_tried()),
        unassigned=Count("pk", filter=Q(post__isnull=True)),
    )
    return Counts(**found, hazards=hazards_of(campaign).count())


def hazards_of(campaign: Campaign) -> QuerySet[Hazard]:
    """What was found at its objects within its days."""
    return Hazard.objects.filter(
        site__in=_targets(campaign).values("site"),
        voided_at__isnull=True,
        source_kind=Visit.SUBJECT_KIND,
        found_at__gte=campaign.starts_at,
        found_at__lte=campaign.ends_at,
    )


def shares(campaign: Campaign, by: str) -> list[Share]:
    """The figures by `territory` or `post`."""
    rows = (
        _targets(campaign)
        .values(key=F(by))
        .annotate(targets=Count("pk"), covered=Count("pk", filter=is_covered()), tried=Count("pk", filter=is_tried()))
    )
    return [Share(str(r["key"] or ""), r["targets"], r["covered"], r["tried"]) for r in rows.order_by("key")]


def blind_villages(campaign: Campaign, covered: Sequence[Share]) -> list[Territory]:
    """Divisions below the campaign's where nobody has checked anything in it, though objects of its kind are there."""
    checked = {share.key for share in covered if share.covered}
    with_objects = _kind(campaign).order_by().values_list("territory", flat=True).distinct()
    blind = set(with_objects) - checked
    return list(Territory.objects.filter(path__in=blind).order_by("path"))


def never_seen(campaign: Campaign) -> QuerySet[Site]:
    """Objects of the campaign's kinds and division that nobody has ever checked, drawn or not."""
    return _kind(campaign).filter(never_checked())


def targets_given_to(actor: Actor) -> QuerySet[Target]:
    """What an outside expert may see: the targets given to the own posts, in the campaigns these lie within."""
    return Target.objects.filter(
        voided_at__isnull=True,
        campaign__in=own(actor, CAMPAIGN_ASSIST, Campaign.SUBJECT_KIND),
        campaign__state__in=[CampaignState.RUNNING, CampaignState.CLOSED],
        post__in=[grant.post_id for grant in actor.grants],
    ).select_related("campaign__owner_office", "site")


def route(campaign: Campaign, post_id: UUID | None) -> QuerySet[Target]:
    """The targets of one post in walking order (None: nobody's)."""
    return with_visits(_targets(campaign).filter(post=post_id)).select_related("site").order_by("position", "id")


@dataclass(frozen=True, slots=True)
class Route:
    """One post's part of a campaign under way."""

    campaign: Campaign
    post_id: UUID
    targets: int
    covered: int


def routes_of(actor: Actor) -> list[Route]:
    """What the actor's own posts are to walk, newest campaign first; two queries."""
    mine = Target.objects.filter(
        post__in=[grant.post_id for grant in actor.grants],
        campaign__state=CampaignState.RUNNING,
        voided_at__isnull=True,
    )
    rows = mine.values("campaign", "post").annotate(targets=Count("pk"), covered=Count("pk", filter=is_covered()))
    found = list(rows.order_by("-campaign", "post"))
    campaigns = Campaign.objects.in_bulk({row["campaign"] for row in found})
    return [Route(campaigns[row["campaign"]], row["post"], row["targets"], row["covered"]) for row in found]


def _targets(campaign: Campaign) -> QuerySet[Target]:
    return Target.objects.filter(campaign=campaign, voided_at__isnull=True)


def _kind(campaign: Campaign) -> QuerySet[Site]:
    """The objects of its kinds, whatever their hazards and visits."""
    kinds = Criteria(kinds=Criteria.read(campaign.criteria).kinds)
    return population(kinds, territory=campaign.territory, line=campaign.line)
