"""Which objects it goes to: all that meet the criteria, or a draw that anybody can do again (`docs/draw.md`)."""

import hashlib
from collections.abc import Sequence
from uuid import UUID

from gasloop.campaign import acts
from gasloop.campaign.actions.planning import campaign_for, move, tell
from gasloop.campaign.criteria import Criteria, population
from gasloop.campaign.drawing import commitment_of, draw, new_seed
from gasloop.campaign.models import Campaign, Target
from gasloop.campaign.routing import Stop, in_walking_order
from gasloop.campaign.states import CampaignState
from gasloop.evidence.actions import append, append_batch
from gasloop.evidence.models import Entry, SealedLeaf
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.jsonable import JsonObject
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.registry.models import Site
from gasloop.relay.actions import verb

LONGEST_WORD = 120


@verb
def commit_seed(actor: Actor, *, campaign_id: UUID) -> Campaign:
    """Throw the seed and publish its digest. From here on the criteria are fixed."""
    campaign = campaign_for(actor, campaign_id)
    if campaign.method != Campaign.Method.DRAW:
        raise Refusal("campaign.not_drawn", sentence("这项行动检查全部对象，不用抽取。"))
    seed = new_seed()
    moved = move(campaign, "commit", commitment=commitment_of(seed), committed_at=clock.now())
    moved.seed = seed  # encrypted fields are written by save only: the ciphertext is bound to its row
    moved.save(update_fields=["seed"])
    append(actor, act=acts.COMMITTED, record=moved, body={"number": moved.number, "commitment": moved.commitment})
    tell(moved)
    return moved


@verb
def draw_targets(actor: Actor, *, campaign_id: UUID, word: str) -> Campaign:
    """Fix the population, take the word that was named here and now, draw, and reveal the seed.

    Refusal while the commitment is not sealed: only the seal shows that it came first.
    """
    campaign = campaign_for(actor, campaign_id)
    if not 0 < len(word.strip()) <= LONGEST_WORD:
        raise Refusal("campaign.word", sentence("请填写现场由在场人说出的公开数，不超过120个字。"), field="word")
    if campaign.state == CampaignState.COMMITTED and not is_sealed(campaign):
        raise Refusal("campaign.not_sealed", sentence("种子摘要还没有封存，过几秒再抽取。"))
    sites = {site.number: site for site in _population(campaign)}
    numbers, size = sorted(sites), campaign.size or 0
    if len(numbers) < size:
        raise Refusal(
            "campaign.too_few",
            sentence("符合条件的对象只有{found}个，少于要抽的{size}个。请作废后改小抽取数。"),
            params={"found": len(numbers), "size": size},
        )
    seed = str(campaign.seed.clear())
    drawn = draw(seed, word.strip(), numbers, size)
    moved = move(
        campaign,
        "draw",
        word=word.strip(),
        population=numbers,
        drawn=drawn,
        revealed=seed,
        drawn_at=clock.now(),
    )
    listed = hashlib.sha256("\n".join(numbers).encode()).hexdigest()
    body: JsonObject = {
        "number": moved.number,
        "population": len(numbers),
        "drawn": len(drawn),
        "word": moved.word,
        "population_digest": listed,
    }
    append(actor, act=acts.DRAWN, record=moved, body=body)
    _set_targets(actor, moved, [sites[number] for number in drawn])
    return moved


@verb
def take_all(actor: Actor, *, campaign_id: UUID) -> Campaign:
    """Every object that meets the criteria now."""
    campaign = campaign_for(actor, campaign_id)
    if campaign.method != Campaign.Method.ALL:
        raise Refusal("campaign.is_drawn", sentence("这项行动要随机抽取，请先公布种子摘要。"))
    sites = list(_population(campaign))
    if not sites:
        raise Refusal("campaign.none", sentence("没有符合条件的对象，请作废后重新拟定。"))
    numbers = [site.number for site in sites]
    moved = move(campaign, "take_all", population=numbers, drawn=numbers, drawn_at=clock.now())
    append(actor, act=acts.TAKEN_ALL, record=moved, body={"number": moved.number, "drawn": len(numbers)})
    _set_targets(actor, moved, sites)
    return moved


def is_sealed(campaign: Campaign) -> bool:
    """Is the entry with the commitment covered by a seal?"""
    committed = Entry.objects.filter(subject_id=campaign.pk, act=acts.COMMITTED.name)
    return SealedLeaf.objects.filter(entry_id__in=committed.values("pk")).exists()


def stop_of(site: Site) -> Stop:
    """The site as the route sees it."""
    placed = site.lat is not None and site.lng is not None
    return Stop(
        key=site.number,
        address=site.address,
        territory=site.territory,
        lat=float(site.lat) if placed and site.lat is not None else None,
        lng=float(site.lng) if placed and site.lng is not None else None,
    )


def _population(campaign: Campaign) -> list[Site]:
    criteria = Criteria.read(campaign.criteria)
    return list(population(criteria, territory=campaign.territory, line=campaign.line))


def _set_targets(actor: Actor, campaign: Campaign, sites: Sequence[Site]) -> None:
    """A target for each, in the order of walking; two statements whatever the number."""
    by_number = {site.number: site for site in sites}
    walk = in_walking_order([stop_of(site) for site in sites])
    targets = [
        Target(
            campaign=campaign,
            site=by_number[stop.key],
            position=position,
            territory=stop.territory,
            line=by_number[stop.key].line,
            owner_office_id=by_number[stop.key].owner_office_id,
        )
        for position, stop in enumerate(walk, 1)
    ]
    Target.objects.bulk_create(targets, batch_size=1000)
    body = {"number": campaign.number}
    append_batch(actor, act=acts.TARGETS_SET, records=targets, body=body, territory=campaign.territory)
    tell(campaign)
