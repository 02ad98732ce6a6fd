"""In the demonstration: a campaign under way with an expert, and a restaurant that checks itself, not always."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from gasloop.access.actors import actor_of
from gasloop.access.models import Account, Post
from gasloop.access.roles import Role
from gasloop.campaign.actions import (
    CampaignPlan,
    assign_targets,
    assign_to_post,
    commit_seed,
    draw_targets,
    invite_expert,
    plan_campaign,
)
from gasloop.campaign.criteria import Criteria
from gasloop.campaign.models import Campaign
from gasloop.campaign.states import CampaignState
from gasloop.evidence.sealing import seal_pending
from gasloop.inspection.actions import Answered
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.project.demo import kitchens
from gasloop.project.demo.town_hall import SIGN_INS, TOWN, account, write_private
from gasloop.registry.models import Site
from gasloop.rulebook.judging import judge
from gasloop.rulebook.queries import constants
from gasloop.selfcheck.actions import OwnReport, admit_enterprise, complete_check, mark_missed, open_checks
from gasloop.selfcheck.models import Enrolment, SelfCheck
from gasloop.selfcheck.queries import own_checks
from gasloop.selfcheck.rhythms import asked_of

BEGAN_DAYS_AGO, LASTS_DAYS = 6, 20
DRAWN = 12
CHECKS_ITSELF_SINCE = 9
MISSES = (3, 6)  # on these days nobody looked
FINDS = 5  # on this day something was wrong


def play_rounds(now: datetime) -> None:
    """Whatever of it is not there yet."""
    if not Account.objects.filter(username="expert").exists():
        _send_out(Campaign.objects.filter(state=CampaignState.RUNNING).first() or _campaign(now))
    if not Enrolment.objects.exists():
        _self_checks(now)


def _campaign(now: datetime) -> Campaign:
    """Drawn some days ago."""
    clerk = actor_of(account("clerk"), via="cli")
    began = now - timedelta(days=BEGAN_DAYS_AGO)
    with clock.fixed(began):
        campaign = plan_campaign(
            clerk,
            plan=CampaignPlan(
                title="餐饮燃气专项检查（示例）",
                territory=TOWN,
                starts_on=clock.today(),
                ends_on=clock.today() + timedelta(days=LASTS_DAYS),
                method=Campaign.Method.DRAW.value,
                size=DRAWN,
                clause_ref="四(一)¶1",
                criteria=Criteria(kinds=("restaurant",)),
            ),
        )
        commit_seed(clerk, campaign_id=campaign.pk)
        seal_pending(clock.now())
        return draw_targets(clerk, campaign_id=campaign.pk, word="三颗骰子：2、5、5（示例）")


@transaction.atomic
def _send_out(campaign: Campaign) -> None:
    """Shared out between two officers; two objects go to an expert."""
    clerk = actor_of(account("clerk"), via="cli")
    # The posts of the demonstration are held from today on, so it is today that somebody is sent.
    posts = Post.objects.filter(account__username__in=["officer", "grid"])
    assign_targets(clerk, campaign_id=campaign.pk, post_ids=[post.pk for post in posts])
    invited = invite_expert(clerk, campaign_id=campaign.pk, username="expert", name="郑工（示例）", body="示例检测公司")
    last = campaign.targets.order_by("-position")[:2]
    assign_to_post(clerk, campaign_id=campaign.pk, target_ids=[target.pk for target in last], post_id=invited.post.pk)
    _sign_in("expert", invited.password, "外聘专家，只看分给自己的对象")


@transaction.atomic
def _self_checks(now: datetime) -> None:
    """Some days of one restaurant."""
    clerk = actor_of(account("clerk"), via="cli")
    site = Site.objects.filter(kind="restaurant", party__isnull=False).order_by("number")[0]
    began = now - timedelta(days=CHECKS_ITSELF_SINCE)
    with clock.fixed(began) as hands:
        admitted = admit_enterprise(clerk, site_id=site.pk, username="enterprise", name="张老板（示例）", title="店长")
        boss = actor_of(Account.objects.get(username=admitted.username), via="cli")
        for day in range(CHECKS_ITSELF_SINCE):
            hands.move_to(clock.start_of(clock.legal_day(began + timedelta(days=day))) + timedelta(hours=9))
            open_checks(at=clock.now())
            mark_missed(at=clock.now())
            if day not in MISSES:
                _check(boss, wrong=day == FINDS)
    open_checks(at=now)
    mark_missed(at=now)
    _sign_in("enterprise", admitted.password, "餐饮店，只看本单位")


def _check(boss: Actor, *, wrong: bool) -> None:
    """The day's check, and on the second day the week's."""
    for check in own_checks(boss).filter(state=SelfCheck.State.DUE, rhythm="day", due_at__gte=clock.now()):
        asked = asked_of(check.site, clock.today()).get(check.rhythm, [])
        answers = [_answer(item, wrong=wrong and number == 0) for number, (_rule, item) in enumerate(asked)]
        complete_check(boss, report=OwnReport(check_id=check.pk, answers=answers))


def _answer(item: Any, *, wrong: bool) -> Answered:
    dates = {days: (clock.today() + timedelta(days=days)).isoformat() for days in (-400, -120, -20, 200)}
    known, values = constants(clock.today()), kitchens.values(item, dates, ())
    fitting = [value for value in values if judge(item.spec(), value, known).passed is not wrong]
    return Answered(item.code, (fitting or values)[0])


def _sign_in(username: str, password: str, note: str) -> None:
    """A line for the file of sign-ins; demonstration passwords are kept as they are."""
    Account.objects.filter(username=username, posts__role__in=[Role.ENTERPRISE, Role.EXPERT]).update(
        must_change_password=False
    )
    path = settings.CONFIG.data_dir / SIGN_INS
    known = path.read_text(encoding="utf-8") if path.exists() else ""
    write_private(path, f"{known}{username}\t{password}\t{note}\n")
