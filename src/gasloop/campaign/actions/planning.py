"""A campaign is planned, closed, or given up."""

import hashlib
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from uuid import UUID

from gasloop.access.lines import Line
from gasloop.access.models import Territory
from gasloop.access.scoping import get_scoped, require
from gasloop.campaign import acts
from gasloop.campaign.criteria import Criteria
from gasloop.campaign.events import CampaignMoved
from gasloop.campaign.models import Campaign
from gasloop.campaign.permissions import CAMPAIGN_MANAGE
from gasloop.campaign.queries import counts_of
from gasloop.campaign.states import MOVES, CampaignState
from gasloop.evidence.actions import append
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.ids import new_id
from gasloop.kernel.jsonable import JsonObject, canonical, plain
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.registry.numbering import next_number
from gasloop.relay.actions import emit, verb
from gasloop.relay.locking import one_at_a_time

LONGEST_TITLE = 120
MOST_DRAWN = 10_000


@dataclass(frozen=True, slots=True)
class CampaignPlan:
    """What is wanted. `size` only with `method` draw; days both included. `id` is made by the sender."""

    title: str
    territory: str
    starts_on: date
    ends_on: date
    method: str = Campaign.Method.ALL.value
    size: int | None = None
    line: str = ""
    clause_ref: str = ""
    criteria: Criteria = field(default_factory=Criteria)
    id: UUID = field(default_factory=new_id)

    def digest(self) -> bytes:
        """The same id with another digest is another plan."""
        return hashlib.sha256(canonical(plain(asdict(self)))).digest()


@verb
def plan_campaign(actor: Actor, *, plan: CampaignPlan) -> Campaign:
    """Plan a campaign; the same plan again under its id is answered again. Nothing is drawn yet."""
    one_at_a_time(plan.id)
    require(actor, CAMPAIGN_MANAGE, territory=plan.territory, line=plan.line)
    earlier = Campaign.objects.filter(pk=plan.id).first()
    if earlier is not None:
        if bytes(earlier.request_digest) != plan.digest():
            raise Refusal("campaign.id_taken", sentence("这项检查行动已经拟定过，内容不同，请刷新后再看。"))
        return earlier
    _check(plan)
    campaign = Campaign.objects.create(
        id=plan.id,
        number=next_number("ZX"),
        title=plan.title.strip(),
        clause_ref=plan.clause_ref.strip(),
        starts_at=clock.start_of(plan.starts_on),
        ends_at=clock.last_of(plan.ends_on),
        criteria=plan.criteria.kept(),
        method=plan.method,
        size=plan.size if plan.method == Campaign.Method.DRAW else None,
        request_digest=plan.digest(),
        territory=plan.territory,
        line=plan.line,
        owner_office_id=actor.grants[0].office_id if actor.grants else None,
    )
    append(actor, act=acts.PLANNED, record=campaign, body={"number": campaign.number, "title": campaign.title})
    tell(campaign)
    return campaign


def _check(plan: CampaignPlan) -> None:
    if not 0 < len(plan.title.strip()) <= LONGEST_TITLE:
        raise Refusal("campaign.title", sentence("请填写名称，不超过120个字。"), field="title")
    if plan.ends_on < plan.starts_on:
        raise Refusal("campaign.days", sentence("结束日期不能早于开始日期。"), field="ends_on")
    if plan.method not in Campaign.Method.values:
        raise Refusal("campaign.method", sentence("请选择全部检查或随机抽取。"), field="method")
    if plan.method == Campaign.Method.DRAW and not (plan.size and 0 < plan.size <= MOST_DRAWN):
        raise Refusal("campaign.size", sentence("请填写抽取多少个对象。"), field="size")
    if plan.line not in ("", *Line.values):
        raise Refusal("campaign.line", sentence("没有这个条线，请重新选择。"), field="line")
    if not Territory.objects.filter(path=plan.territory).exists():
        raise Refusal("campaign.territory", sentence("没有这个辖区，请重新选择。"), field="territory")
    plan.criteria.checked()


@verb
def close_campaign(actor: Actor, *, campaign_id: UUID) -> Campaign:
    """End it: what was covered stays countable, nothing more is assigned."""
    campaign = campaign_for(actor, campaign_id)
    counts = counts_of(campaign)
    moved = move(campaign, "close")
    body: JsonObject = {"number": moved.number, "targets": counts.targets, "covered": counts.covered}
    append(actor, act=acts.CLOSED, record=moved, body=body)
    tell(moved)
    return moved


@verb
def void_campaign(actor: Actor, *, campaign_id: UUID, why: str) -> Campaign:
    """Give it up before anything was drawn."""
    if not why.strip():
        raise Refusal("campaign.why", sentence("请写明作废的原因。"), field="why")
    campaign = campaign_for(actor, campaign_id)
    moved = move(campaign, "void", voided_at=clock.now(), voided_by=actor.id, voided_why=why.strip())
    append(actor, act=acts.VOIDED, record=moved, body={"number": moved.number, "why": why.strip()})
    tell(moved)
    return moved


def campaign_for(actor: Actor, campaign_id: UUID) -> Campaign:
    """The campaign, for whoever may run it; NotFound otherwise."""
    return get_scoped(actor, Campaign.objects.filter(voided_at__isnull=True), CAMPAIGN_MANAGE, campaign_id)


def move(campaign: Campaign, verb_name: str, **changes: object) -> Campaign:
    """Along the state table by a guarded update; Refusal when somebody else moved it first."""
    source = CampaignState(campaign.state)
    target = MOVES.target(verb_name, source)
    if Campaign.objects.filter(pk=campaign.pk, state=source).update(state=target, **changes) != 1:
        raise Refusal("campaign.moved_meanwhile", sentence("这项行动刚刚被别人处理过，请刷新后再看。"))
    campaign.refresh_from_db()
    return campaign


def tell(campaign: Campaign) -> None:
    """That something happened to it."""
    emit(
        CampaignMoved(
            campaign_id=str(campaign.pk), number=campaign.number, state=campaign.state, territory=campaign.territory
        )
    )


def day_span(campaign: Campaign) -> tuple[date, date]:
    """Its first and last legal day."""
    return clock.legal_day(campaign.starts_at), clock.legal_day(campaign.ends_at)


def within(campaign: Campaign, at: datetime) -> bool:
    """Does an instant lie in the campaign's days?"""
    return campaign.starts_at <= at <= campaign.ends_at
