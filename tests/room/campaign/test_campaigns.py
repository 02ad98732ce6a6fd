"""陈敏 runs a campaign: planned, drawn before witnesses, shared out, covered, closed; an expert helps."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from tests.cast import COMMUNITY, TOWN, VILLAGE, Cast
from tests.stories import Hose, photo, restaurant

from gasloop.access.actors import actor_of
from gasloop.access.models import Post
from gasloop.campaign import criteria, queries
from gasloop.campaign.actions import (
    CampaignPlan,
    assign_targets,
    assign_to_post,
    close_campaign,
    commit_seed,
    dismiss_expert,
    draw_targets,
    invite_expert,
    plan_campaign,
    report_as_expert,
    take_all,
    void_campaign,
)
from gasloop.campaign.actions.assigning import sendable
from gasloop.campaign.criteria import Criteria
from gasloop.campaign.drawing import commitment_of, faults_of
from gasloop.campaign.models import Campaign, ExpertReport, Target
from gasloop.campaign.web.publishing import draw_file
from gasloop.evidence.models import Entry
from gasloop.evidence.sealing import seal_pending
from gasloop.inspection.actions import Signature, VisitReport, record_visit
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor, system
from gasloop.kernel.ids import new_id
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.registry.actions import register_site
from gasloop.registry.models import Site

WORD = "三颗骰子：2、5、5"


@pytest.fixture
def sites(town: Cast) -> list[Site]:
    """Six restaurants: four in 双堰社区, two in the other village; and a school."""
    found = [restaurant(system(), f"{i}号店（示例）", COMMUNITY if i < 4 else VILLAGE) for i in range(6)]
    register_site(
        system(), name="小学（示例）", kind="school", territory=VILLAGE, address="渡口路1号", gas_source="pipeline"
    )
    return found


def wanted(**changed: Any) -> CampaignPlan:
    plan = CampaignPlan(
        title="餐饮燃气专项检查",
        territory=TOWN,
        starts_on=date(2026, 11, 2),
        ends_on=date(2026, 11, 30),
        criteria=Criteria(kinds=("restaurant",)),
    )
    return replace(plan, **changed)


def running(town: Cast, **changed: Any) -> Campaign:
    return take_all(town.clerk.actor, campaign_id=plan_campaign(town.clerk.actor, plan=wanted(**changed)).pk)


def knocked(actor: Actor, site: Site, result: str) -> None:
    nobody = Signature("李强", reason="示例")
    record_visit(actor, report=VisitReport(site_id=site.pk, visited_at=clock.now(), result=result, inspector=nobody))


def refused(code: str, act: Callable[[], object]) -> Refusal:
    with pytest.raises(Refusal, match=code.replace(".", r"\.")) as told:
        act()
    return told.value


def test_a_draw_that_anybody_can_do_again(town: Cast, sites: list[Site], own_keys: None) -> None:
    clerk = town.clerk.actor
    campaign = plan_campaign(clerk, plan=wanted(method="draw", size=3))
    campaign = commit_seed(clerk, campaign_id=campaign.pk)
    assert campaign.commitment
    assert campaign.revealed == ""
    refused("campaign.not_sealed", lambda: draw_targets(clerk, campaign_id=campaign.pk, word=WORD))
    seal_pending(clock.now())
    late = restaurant(system(), "后来开的店（示例）")  # the population is fixed at the draw, not at the commitment
    campaign = draw_targets(clerk, campaign_id=campaign.pk, word=WORD)
    assert commitment_of(campaign.revealed) == campaign.commitment
    assert campaign.population == sorted(site.number for site in [*sites, late])
    file = draw_file(campaign)
    assert faults_of(file) == []
    assert faults_of({**file, "drawn": campaign.drawn[::-1]}) != []
    assert sorted(campaign.targets.values_list("site__number", flat=True)) == sorted(campaign.drawn)
    drawn = Entry.objects.get(subject_id=campaign.pk, act="campaign.drawn").payload.facts()
    assert drawn["population_digest"] == hashlib.sha256("\n".join(campaign.population).encode()).hexdigest()
    refused("campaign.draw.state", lambda: draw_targets(clerk, campaign_id=campaign.pk, word="再来一次"))


def test_the_seed_lies_encrypted_until_the_draw(town: Cast, sites: list[Site]) -> None:
    clerk = town.clerk.actor
    campaign = commit_seed(clerk, campaign_id=plan_campaign(clerk, plan=wanted(method="draw", size=3)).pk)
    kept = Campaign.objects.get(pk=campaign.pk)
    assert str(kept.seed) == "***"
    assert commitment_of(kept.seed.clear()) == kept.commitment
    refused("campaign.commit.state", lambda: commit_seed(clerk, campaign_id=campaign.pk))
    refused("campaign.word", lambda: draw_targets(clerk, campaign_id=campaign.pk, word=" "))


def test_fewer_than_were_to_be_drawn(town: Cast, sites: list[Site], own_keys: None) -> None:
    clerk = town.clerk.actor
    campaign = commit_seed(clerk, campaign_id=plan_campaign(clerk, plan=wanted(method="draw", size=7)).pk)
    seal_pending(clock.now())
    refused("campaign.too_few", lambda: draw_targets(clerk, campaign_id=campaign.pk, word=WORD))
    void_campaign(clerk, campaign_id=campaign.pk, why="抽取数太大")
    with pytest.raises(NotFound):
        commit_seed(clerk, campaign_id=campaign.pk)


PLANS: list[tuple[str, dict[str, object]]] = [
    ("campaign.title", {"title": " "}),
    ("campaign.days", {"ends_on": date(2026, 11, 1)}),
    ("campaign.method", {"method": "some"}),
    ("campaign.size", {"method": "draw"}),
    ("campaign.kinds", {"criteria": Criteria(kinds=("volcano",))}),
    ("campaign.gas_source", {"criteria": Criteria(gas_source="steam")}),
    ("campaign.risk", {"criteria": Criteria(risk="red")}),
    ("campaign.unvisited", {"criteria": Criteria(unvisited_days=0)}),
    ("campaign.line", {"line": "space"}),
    ("campaign.territory", {"territory": f"{TOWN}nowhere/"}),
]


@pytest.mark.parametrize(("code", "changed"), PLANS, ids=[code for code, _ in PLANS])
def test_a_plan_that_makes_no_sense(town: Cast, code: str, changed: dict[str, object]) -> None:
    refused(code, lambda: plan_campaign(town.clerk.actor, plan=wanted(**changed)))
    assert not Campaign.objects.exists()


def test_the_same_plan_twice_is_one_and_another_under_its_id_is_refused(town: Cast) -> None:
    plan = wanted()
    assert plan_campaign(town.clerk.actor, plan=plan).pk == plan_campaign(town.clerk.actor, plan=plan).pk
    refused("campaign.id_taken", lambda: plan_campaign(town.clerk.actor, plan=replace(plan, title="别的")))


def test_who_may_not_run_one_does_not_see_it(town: Cast, sites: list[Site]) -> None:
    campaign = running(town)
    for name in ("grid", "officer", "auditor", "admin", "market"):
        with pytest.raises(NotFound):
            plan_campaign(town.actor(name), plan=wanted())
        with pytest.raises(NotFound):
            close_campaign(town.actor(name), campaign_id=campaign.pk)


def meeting(**asked: Any) -> list[str]:
    found = criteria.population(Criteria(**asked), territory=TOWN, line="")
    return [site.name.partition("（")[0] for site in found]


def test_what_the_criteria_meet(town: Cast, sites: list[Site], hands: clock.Hands) -> None:
    officer = town.officer.actor
    record_visit(officer, report=Hose(sites[0]).report())  # a hazard
    record_visit(officer, report=Hose(sites[1], metres=1).report())
    knocked(officer, sites[2], "nobody")
    assert meeting(kinds=("school",)) == meeting(gas_source="pipeline") == ["小学"]
    assert meeting(risk="open") == ["0号店"]
    assert meeting(risk="grave") == []
    assert meeting(risk="never", kinds=("restaurant",)) == ["2号店", "3号店", "4号店", "5号店"]
    hands.move_to(clock.now() + timedelta(days=40))
    record_visit(officer, report=Hose(sites[1], metres=1).report())
    assert meeting(unvisited_days=30, kinds=("restaurant",)) == ["0号店", "2号店", "3号店", "4号店", "5号店"]


def test_shared_out_by_reach_and_covered_by_visits(town: Cast, sites: list[Site]) -> None:
    campaign = running(town)
    posts = {post.account.username: post for post in sendable(campaign) if post.account}
    assert {"officer", "grid", "far_grid", "clerk", "head"} <= posts.keys()
    assert not {"leader", "auditor", "admin"} & posts.keys()
    shared = assign_targets(
        town.clerk.actor, campaign_id=campaign.pk, post_ids=[posts["grid"].pk, posts["far_grid"].pk]
    )
    assert shared == 6
    assert set(campaign.targets.filter(post=posts["grid"]).values_list("territory", flat=True)) == {COMMUNITY}
    assert set(campaign.targets.filter(post=posts["far_grid"]).values_list("territory", flat=True)) == {VILLAGE}
    assert list(queries.route(campaign, posts["grid"].pk).values_list("position", flat=True)) == [1, 2, 3, 4]
    record_visit(town.grid.actor, report=Hose(sites[0]).report())
    record_visit(town.grid.actor, report=Hose(sites[0], metres=1).report())
    knocked(town.grid.actor, sites[1], "nobody")
    counts = queries.counts_of(campaign)
    assert (counts.targets, counts.covered, counts.tried, counts.left, counts.hazards) == (6, 1, 1, 4, 1)
    assert {s.key: (s.covered, s.tried) for s in queries.shares(campaign, "territory")} == {
        COMMUNITY: (1, 1),
        VILLAGE: (0, 0),
    }
    blind = queries.blind_villages(campaign, queries.shares(campaign, "territory"))
    assert [place.path for place in blind] == [VILLAGE]
    assert queries.never_seen(campaign).count() == 5
    closed = close_campaign(town.clerk.actor, campaign_id=campaign.pk)
    refused(
        "campaign.not_running",
        lambda: assign_targets(town.clerk.actor, campaign_id=closed.pk, post_ids=[posts["grid"].pk]),
    )


def test_a_visit_of_another_time_covers_nothing(town: Cast, sites: list[Site]) -> None:
    record_visit(town.officer.actor, report=Hose(sites[0], at=clock.now() - timedelta(days=3)).report())
    assert queries.counts_of(running(town)).covered == 0


def test_a_knock_after_a_check_takes_nothing_back(town: Cast, sites: list[Site], hands: clock.Hands) -> None:
    campaign = running(town)
    record_visit(town.officer.actor, report=Hose(sites[0]).report())
    hands.move_to(clock.now() + timedelta(hours=1))
    knocked(town.officer.actor, sites[0], "refused")
    target = queries.with_visits(Target.objects.filter(campaign=campaign, site=sites[0])).get()
    assert target.visited_as == "checked"  # type: ignore[attr-defined]  # annotated
    assert queries.counts_of(campaign).tried == 0


def test_nobody_is_sent_beyond_their_post(town: Cast, sites: list[Site]) -> None:
    campaign = running(town)
    far = Post.objects.get(account=town.far_grid.account)
    here = campaign.targets.filter(territory=COMMUNITY).first()
    assert here is not None
    clerk = town.clerk.actor
    refused(
        "campaign.out_of_reach",
        lambda: assign_to_post(clerk, campaign_id=campaign.pk, target_ids=[here.pk], post_id=far.pk),
    )
    leader = Post.objects.get(account=town.leader.account)
    refused("campaign.post", lambda: assign_targets(clerk, campaign_id=campaign.pk, post_ids=[leader.pk]))
    assert assign_targets(clerk, campaign_id=campaign.pk, post_ids=[far.pk]) == 2
    refused("campaign.nobody_reaches", lambda: assign_targets(clerk, campaign_id=campaign.pk, post_ids=[far.pk]))


@pytest.fixture
def expert(town: Cast, sites: list[Site]) -> tuple[Actor, Campaign, Target]:
    """陈工 of a testing body, with one object of the campaign given to him."""
    clerk, campaign = town.clerk.actor, running(town)
    invited = invite_expert(clerk, campaign_id=campaign.pk, username="chengong", name="陈工", body="示例检测公司")
    target = campaign.targets.order_by("position")[0]
    assign_to_post(clerk, campaign_id=campaign.pk, target_ids=[target.pk], post_id=invited.post.pk)
    assert invited.post.account is not None
    return actor_of(invited.post.account), campaign, target


def test_an_expert_sees_what_was_given_and_nothing_else(expert: tuple[Actor, Campaign, Target], town: Cast) -> None:
    actor, campaign, target = expert
    assert [given.pk for given in queries.targets_given_to(actor)] == [target.pk]
    assert not queries.targets_given_to(town.clerk.actor).exists()
    other = campaign.targets.exclude(pk=target.pk)[0]
    with pytest.raises(NotFound):
        report(actor, other)
    with pytest.raises(NotFound):
        record_visit(actor, report=Hose(target.site).report())


def report(actor: Actor, target: Target, **changed: Any) -> ExpertReport:
    told: dict[str, Any] = {
        "result": "problems",
        "conclusion": "调压器出口压力偏高",
        "seen_on": clock.today(),
        "files": [photo(actor)],
    }
    return report_as_expert(actor, target_id=target.pk, **(told | changed))


def test_the_report_with_its_papers(expert: tuple[Actor, Campaign, Target]) -> None:
    actor, _campaign, target = expert
    same = new_id()
    made = report(actor, target, id=same)
    assert report(actor, target, id=same).pk == made.pk
    assert (made.by_name, made.by_title) == ("陈工", "示例检测公司")
    assert Entry.objects.get(subject_id=made.pk).attachments == made.files
    for code, changed in (
        ("campaign.report.result", {"result": "well"}),
        ("campaign.report.conclusion", {"conclusion": ""}),
        ("campaign.report.future", {"seen_on": clock.today() + timedelta(days=1)}),
        ("campaign.report.files", {"files": []}),
    ):
        refused(code, partial(report, actor, target, **changed))
    assert ExpertReport.objects.count() == 1


def test_the_expert_goes_with_the_campaign_or_earlier(
    expert: tuple[Actor, Campaign, Target], town: Cast, hands: clock.Hands
) -> None:
    actor, campaign, target = expert
    post = Post.objects.get(pk=actor.grants[0].post_id)
    assert post.valid_to == date(2026, 11, 30)
    with clock.fixed(clock.now() + timedelta(days=29)):
        assert post.account is not None
        assert actor_of(post.account).grants == ()
    dismiss_expert(town.clerk.actor, campaign_id=campaign.pk, post_id=post.pk, why="任务完成")
    assert not Post.objects.filter(pk=post.pk, account__is_active=True).exists()
    refused(
        "campaign.expert.until",
        lambda: invite_expert(
            town.clerk.actor,
            campaign_id=campaign.pk,
            username="zhanggong",
            name="张工",
            body="示例检测公司",
            until=date(2026, 12, 1),
        ),
    )
    assert target.pk
