"""Who goes where: by post, in stretches of the walk, nobody where their post does not reach."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import Q, QuerySet

from gasloop.access.actors import posts_held
from gasloop.access.models import Post
from gasloop.access.scoping import get_scoped
from gasloop.campaign import acts
from gasloop.campaign.actions.drawing import stop_of
from gasloop.campaign.actions.planning import tell
from gasloop.campaign.models import Campaign, Target
from gasloop.campaign.permissions import CAMPAIGN_MANAGE
from gasloop.campaign.routing import in_walking_order, share_out
from gasloop.campaign.states import CampaignState
from gasloop.evidence.actions import append_batch
from gasloop.inspection.permissions import VISIT_RECORD
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.kernel.territory import ancestors, contains
from gasloop.relay.actions import verb


@verb
def assign_targets(actor: Actor, *, campaign_id: UUID, post_ids: Sequence[UUID], anew: bool = False) -> int:
    """Share the unassigned targets (`anew`: all that nobody went to yet) among the posts, a stretch each; how many.

    Refusal when a post is nobody's to be sent, or when no target lies within reach of any.
    """
    campaign = _running(actor, campaign_id)
    posts = _posts(campaign, post_ids)
    targets = Target.objects.filter(campaign=campaign, voided_at__isnull=True).select_related("site")
    waiting = list(targets if anew else targets.filter(post__isnull=True))
    sites = {target.site.number: target for target in waiting}
    walk = in_walking_order([stop_of(target.site) for target in waiting])
    reach = {post.pk: frozenset(n for n, target in sites.items() if _reaches(post, target)) for post in posts}
    shared = share_out(walk, reach)
    if not shared:
        raise Refusal(
            "campaign.nobody_reaches",
            sentence("没有可以分派的对象：要么都已分派，要么不在所选岗位的辖区和条线内。"),
            field="posts",
        )
    _write(actor, campaign, [sites[number] for number in shared], {sites[n].pk: post for n, post in shared.items()})
    return len(shared)


@verb
def assign_to_post(actor: Actor, *, campaign_id: UUID, target_ids: Sequence[UUID], post_id: UUID) -> int:
    """Give chosen targets to one post (an expert's among them); how many."""
    campaign = _running(actor, campaign_id)
    (post,) = _posts(campaign, [post_id])
    rows = Target.objects.filter(campaign=campaign, pk__in=target_ids, voided_at__isnull=True).select_related("site")
    targets = [target for target in rows if _reaches(post, target)]
    if not targets or len(targets) < len(set(target_ids)):
        raise Refusal("campaign.out_of_reach", sentence("有的对象不在该岗位的辖区和条线内，请重新选择。"), field="post")
    _write(actor, campaign, targets, {target.pk: post.pk for target in targets})
    return len(targets)


def sendable(campaign: Campaign) -> QuerySet[Post]:
    """The posts held today that could be sent in this campaign: those who record visits there, and its experts."""
    held = Post.objects.filter(posts_held(clock.today()), account__is_active=True).select_related("office", "account")
    visitors = held.filter(role__in=VISIT_RECORD.roles, within_id__isnull=True)
    above = ["", campaign.territory, *ancestors(campaign.territory)]
    meeting = visitors.filter(Q(territory__startswith=campaign.territory) | Q(territory__in=above))
    experts = held.filter(within_id=campaign.pk)
    return (meeting | experts).order_by("office__level", "office__name", "title", "id")


def _running(actor: Actor, campaign_id: UUID) -> Campaign:
    campaign = get_scoped(actor, Campaign.objects.select_for_update(), CAMPAIGN_MANAGE, campaign_id)
    if campaign.state != CampaignState.RUNNING:
        raise Refusal("campaign.not_running", sentence("行动还没有确定对象，或已经结束，不能分派。"))
    return campaign


def _posts(campaign: Campaign, post_ids: Sequence[UUID]) -> list[Post]:
    posts = list(sendable(campaign).filter(pk__in=post_ids))
    if not posts or len(posts) < len(set(post_ids)):
        raise Refusal("campaign.post", sentence("请选择有人任职、能够检查的岗位。"), field="posts")
    return posts


def _reaches(post: Post, target: Target) -> bool:
    """May the post's holder go there? An expert of the campaign may be sent anywhere in it."""
    if post.within is not None:
        return True
    in_line = post.lines is None or not target.line or target.line in post.lines
    return in_line and contains(post.territory, target.territory)


def _write(actor: Actor, campaign: Campaign, targets: Sequence[Target], post_of: Mapping[UUID, UUID]) -> None:
    """The posts, and the order of each route; one statement."""
    for target in targets:
        target.post_id = post_of[target.pk]
    Target.objects.bulk_update(targets, ["post"], batch_size=1000)
    _renumber(campaign, set(post_of.values()))
    body = {"number": campaign.number}
    append_batch(actor, act=acts.ASSIGNED, records=list(targets), body=body, territory=campaign.territory)
    tell(campaign)


def _renumber(campaign: Campaign, posts: set[UUID]) -> None:
    """Each of these routes in its own walking order."""
    routed = Target.objects.filter(campaign=campaign, post__in=posts, voided_at__isnull=True).select_related("site")
    by_post: dict[UUID | None, list[Target]] = {}
    for target in routed:
        by_post.setdefault(target.post_id, []).append(target)
    for targets in by_post.values():
        place = {stop.key: at for at, stop in enumerate(in_walking_order([stop_of(t.site) for t in targets]), 1)}
        for target in targets:
            target.position = place[target.site.number]
    Target.objects.bulk_update([t for targets in by_post.values() for t in targets], ["position"], batch_size=1000)
