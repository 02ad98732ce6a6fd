"""检查行动, 行动对象, 盲区对象, 行动中发现的隐患."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from gasloop.access.scoping import scoped
from gasloop.campaign.criteria import never_checked
from gasloop.campaign.models import Campaign, Target
from gasloop.campaign.permissions import CAMPAIGN_MANAGE, CAMPAIGN_VIEW
from gasloop.campaign.queries import is_covered, is_tried, with_visits
from gasloop.hazard.models import Hazard
from gasloop.hazard.permissions import HAZARD_VIEW
from gasloop.hazard.web.listings import HazardListing
from gasloop.inspection.models import Visit
from gasloop.registry.models import Site
from gasloop.shell.leading import address
from gasloop.shell.listing import (
    Action,
    Choice,
    Column,
    DateRange,
    Desk,
    LineFilter,
    Listing,
    Pick,
    TerritoryFilter,
)

PROGRESS = {
    "left": _("还没有去"),
    "covered": _("已查到"),
    "tried": _("去过没查成"),
    "unassigned": _("没有分派"),
}


def progress_filters() -> dict[str, Q]:
    """How far a target is, as figures and lists share it."""
    return {
        "left": ~is_covered() & ~is_tried(),
        "covered": is_covered(),
        "tried": is_tried(),
        "unassigned": Q(post__isnull=True),
    }


class ProgressFilter(Pick):
    """How far a target is."""

    def __init__(self) -> None:
        super().__init__(
            "progress", _("进展"), lambda _desk: [(k, str(v)) for k, v in PROGRESS.items()], say_label=False
        )

    def condition(self, value: tuple[str, ...], desk: Desk) -> Q:  # noqa: ARG002 - the same for everybody
        return reduce(or_, (progress_filters()[each] for each in value))


class CampaignFilter(Pick):
    """The campaigns in reach, newest first."""

    def __init__(self) -> None:
        super().__init__("campaign", _("检查行动"), self._campaigns)

    @staticmethod
    def _campaigns(desk: Desk) -> Iterable[tuple[str, str]]:
        rows = scoped(desk.actor, Campaign.objects.filter(voided_at__isnull=True), CAMPAIGN_VIEW).order_by("-id")
        return [(str(pk), f"{number} {title}") for pk, number, title in rows.values_list("pk", "number", "title")[:200]]


class PostFilter(Pick):
    """The posts that something was given to."""

    def __init__(self) -> None:
        super().__init__("post", _("承担岗位"), self._posts)

    @staticmethod
    def _posts(desk: Desk) -> Iterable[tuple[str, str]]:
        rows = scoped(desk.actor, Target.objects.filter(post__isnull=False), CAMPAIGN_VIEW).order_by("post_id")
        named = rows.values_list("post_id", "post__title", "post__account__name").distinct()
        return [(str(pk), f"{title} {name or ''}".strip()) for pk, title, name in named]


class CampaignListing(Listing[Campaign]):
    """Every campaign."""

    model = Campaign
    name = "campaigns"
    title = _("检查行动台账")
    capability = CAMPAIGN_VIEW
    live = "campaign"
    columns = (
        Column("number", _("编号"), kind="code", link=True),
        Column("title", _("名称"), wide=True),
        Column("state", _("状态"), kind="status"),
        Column("method", _("方式")),
        Column("starts_at", _("开始"), kind="date"),
        Column("ends_at", _("结束"), kind="date"),
        Column("owner_office.name", _("牵头单位")),
        Column("territory", _("辖区"), kind="place"),
        Column("clause_ref", _("条款"), kind="code", shown=False),
        Column("commitment", _("种子摘要"), kind="code", shown=False),
    )
    filters = (
        Choice("state", _("状态"), say_label=False),
        Choice("method", _("方式"), say_label=False),
        TerritoryFilter(),
        DateRange("starts", _("开始"), path="starts_at"),
    )
    search = ("number", "title")
    search_words = _("编号或名称")
    default_sort = "-starts_at"
    keys = ("number",)
    empty = _("拟定一次专项检查，对象、路线和覆盖情况会列在这里。")
    actions = (Action(_("拟定检查行动"), "campaign:new", capability=CAMPAIGN_MANAGE),)

    def link(self, row: Campaign) -> str:
        return address("campaign:campaign", row.pk)


def _visited_as(target: Any) -> str:
    return str(dict(Visit.Result.choices).get(target.visited_as, _("还没有去")))


class TargetListing(Listing[Target]):
    """The objects of campaigns, who goes there, and whether somebody was there."""

    model = Target
    name = "targets"
    title = _("行动对象")
    capability = CAMPAIGN_VIEW
    live = "visit"
    columns = (
        Column("site.number", _("编号"), kind="code", link=True),
        Column("site.name", _("对象"), wide=True),
        Column("campaign.number", _("检查行动"), kind="code"),
        Column("post.title", _("承担岗位")),
        Column("post.account.name", _("承担人")),
        Column("position", _("路线顺序"), kind="number"),
        Column("visited", _("进展"), value=_visited_as, sort=False),
        Column("visited_at", _("检查时间"), kind="datetime", sort="visited_at"),
        Column("territory", _("辖区"), kind="place"),
        Column("site.address", _("地址"), wide=True, shown=False),
    )
    filters = (CampaignFilter(), ProgressFilter(), PostFilter(), TerritoryFilter(), LineFilter())
    search = ("site__name", "site__number")
    search_words = _("对象名称或编号")
    default_sort = "position"
    keys = ("campaign.number", "site.number")
    empty = _("确定了对象的检查行动，对象会列在这里。")

    def rows(self) -> QuerySet[Target]:
        return with_visits(super().rows())

    def link(self, row: Target) -> str:
        return address("registry:site", row.site_id)


class BlindSpotListing(Listing[Site]):
    """Objects that nobody has ever checked, in any campaign or beside them."""

    model = Site
    name = "blind-spots"
    title = _("盲区对象")
    capability = CAMPAIGN_VIEW
    lead = _("登记在册、从来没有查到过的对象。")
    columns = (
        Column("number", _("编号"), kind="code", link=True),
        Column("name", _("名称"), wide=True),
        Column("kind", _("类别")),
        Column("address", _("地址"), wide=True),
        Column("territory", _("辖区"), kind="place"),
    )
    filters = (Choice("kind", _("类别"), say_label=False), TerritoryFilter(), LineFilter())
    search = ("number", "name", "address")
    search_words = _("编号、名称或地址")
    default_sort = "number"
    keys = ("number",)
    empty = _("没有盲区：在册对象都查到过。")

    def rows(self) -> QuerySet[Site]:
        return super().rows().filter(never_checked(), closed_on__isnull=True)

    def link(self, row: Site) -> str:
        return address("registry:site", row.pk)


class FoundInCampaign(CampaignFilter):
    """Hazards found by visits to the objects of a campaign, in its days."""

    def condition(self, value: tuple[str, ...], desk: Desk) -> Q:  # noqa: ARG002 - the same for everybody
        targets = Target.objects.filter(
            campaign__in=[UUID(each) for each in value],
            voided_at__isnull=True,
            site=OuterRef("site"),
            campaign__starts_at__lte=OuterRef("found_at"),
            campaign__ends_at__gte=OuterRef("found_at"),
        )
        return Q(Exists(targets), source_kind=Visit.SUBJECT_KIND)


class FoundListing(Listing[Hazard]):
    """The hazard ledger, by campaign."""

    model = Hazard
    name = "found"
    title = _("行动中发现的隐患")
    capability = HAZARD_VIEW
    columns = HazardListing.columns
    filters = (FoundInCampaign(), *HazardListing.filters)
    search = HazardListing.search
    search_words = HazardListing.search_words
    default_sort = HazardListing.default_sort
    keys = HazardListing.keys
    live = "hazard"

    def link(self, row: Hazard) -> str:
        return address("hazard:hazard", row.pk)
