"""A campaign here and one in the other village, each with a route, an expert and a report."""

from datetime import date
from typing import Any

from tests.cast import COMMUNITY, VILLAGE, Cast
from tests.house.samples import Sample, parameter, sent
from tests.stories import photo, restaurant

from gasloop.access.actors import actor_of
from gasloop.campaign.actions import (
    CampaignPlan,
    assign_to_post,
    commit_seed,
    invite_expert,
    plan_campaign,
    report_as_expert,
    take_all,
)
from gasloop.campaign.models import Campaign, ExpertReport
from gasloop.kernel.actor import system

PLACES = (COMMUNITY, VILLAGE)
DAYS: dict[str, Any] = {"starts_on": date(2026, 11, 2), "ends_on": date(2026, 11, 30)}


def reported(cast: Cast, territory: str) -> ExpertReport:
    """A running campaign of one restaurant, given to an expert who has reported on it."""
    head = cast.actor("head")
    restaurant(system(), f"行动店{territory[-4:-1]}（示例）", territory)
    plan = CampaignPlan(title="专项检查", territory=territory, **DAYS)
    campaign = take_all(head, campaign_id=plan_campaign(head, plan=plan).pk)
    invited = invite_expert(
        head, campaign_id=campaign.pk, username=f"expert{territory[-4:-1]}", name="陈工", body="示例检测公司"
    )
    target = campaign.targets.filter(site__name__startswith="行动店")[0]
    assign_to_post(head, campaign_id=campaign.pk, target_ids=[target.pk], post_id=invited.post.pk)
    assert invited.post.account is not None
    expert = actor_of(invited.post.account)
    told: dict[str, Any] = {
        "result": "fine",
        "conclusion": "合格",
        "seen_on": date(2026, 11, 2),
        "files": [photo(head)],
    }
    return report_as_expert(expert, target_id=target.pk, **told)


@parameter("report_id")
def reports(cast: Cast) -> Sample:
    return Sample(*(_of(cast, place).pk for place in PLACES))


@parameter("campaign_id")
def campaigns(cast: Cast) -> Sample:
    """The running ones of the reports, found by where they lie."""
    return Sample(*(_of(cast, place).target.campaign_id for place in PLACES))


@parameter("post_id", url="campaign:route")
@parameter("post_id", url="campaign:route-sheets")
@parameter("post_id", url="campaign:dismiss")
@parameter("post_id", url="api:dismiss_expert")
def experts(cast: Cast) -> Sample:
    return Sample(*(_of(cast, place).target.post_id for place in PLACES))


@parameter("target_id")
def targets(cast: Cast) -> Sample:
    return Sample(*(_of(cast, place).target_id for place in PLACES))


def _of(cast: Cast, place: str) -> ExpertReport:
    there = ExpertReport.objects.filter(territory=place).select_related("target").first()
    return there or reported(cast, place)


def waiting(cast: Cast, territory: str) -> Campaign:
    head = cast.actor("head")
    plan = CampaignPlan(title="抽查", territory=territory, method="draw", size=1, **DAYS)
    return commit_seed(head, campaign_id=plan_campaign(head, plan=plan).pk)


@parameter("campaign_id", url="campaign:void")
@parameter("campaign_id", url="api:void_campaign")
@parameter("campaign_id", url="campaign:carry-out-draw")
@parameter("campaign_id", url="api:draw_targets")
def waiting_ones(cast: Cast) -> Sample:
    return Sample(*(waiting(cast, place).pk for place in PLACES))


def planned(cast: Cast, territory: str, **how: Any) -> Campaign:
    return plan_campaign(cast.actor("head"), plan=CampaignPlan(title="待定", territory=territory, **DAYS, **how))


@parameter("campaign_id", url="campaign:commit")
@parameter("campaign_id", url="api:commit_seed")
def to_commit(cast: Cast) -> Sample:
    return Sample(*(planned(cast, place, method="draw", size=1).pk for place in PLACES))


@parameter("campaign_id", url="campaign:take-all")
@parameter("campaign_id", url="api:take_all")
def to_take(cast: Cast) -> Sample:
    return Sample(*(planned(cast, place).pk for place in PLACES))


sent("campaign:void", {"why": "示例"})
sent("api:void_campaign", {"why": "示例"})
sent("campaign:dismiss", {"why": "示例"})
sent("api:dismiss_expert", {"why": "示例"})
sent("campaign:carry-out-draw", {"word": "示例"})
sent("api:draw_targets", {"word": "示例"})
sent("api:invite_expert", {"name": "张工", "body": "示例检测公司", "username": "zhanggong"})
sent("campaign:invite", {"name": "张工", "body": "示例检测公司", "username": "zhanggong"})
sent("api:assign_targets", {"posts": ["01900000-0000-7000-8000-00000000dead"]})
sent(
    "api:plan_campaign",
    {"title": "专项", "territory": COMMUNITY, "starts_on": "2026-11-02", "ends_on": "2026-11-30"},
)
sent("api:report_as_expert", {"result": "fine", "conclusion": "合格", "seen_on": "2026-11-02"})
