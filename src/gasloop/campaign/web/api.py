"""Campaigns on the API: every verb of the pages, by the same names."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from gasloop.access.middleware import actor_from
from gasloop.access.scope import may
from gasloop.access.scoping import get_scoped, scoped
from gasloop.campaign import actions, wire
from gasloop.campaign.models import Campaign, ExpertReport
from gasloop.campaign.permissions import CAMPAIGN_ASSIST, CAMPAIGN_VIEW
from gasloop.campaign.queries import counts_of, targets_given_to
from gasloop.campaign.web.publishing import draw_file
from gasloop.kernel.refusal import NotFound

router = Router(tags=["campaigns"])
PAGE = 200


@router.post("/campaigns", response={201: wire.CampaignOut}, operation_id="plan_campaign")
def plan_campaign(request: HttpRequest, body: wire.CampaignIn) -> Status[wire.CampaignOut]:
    """Plan a campaign."""
    return Status(201, wire.CampaignOut.of(actions.plan_campaign(actor_from(request), plan=body.plan())))


@router.get("/campaigns", response=wire.CampaignPage, operation_id="list_campaigns")
def campaigns(request: HttpRequest, cursor: UUID | None = None, limit: int = PAGE) -> wire.CampaignPage:
    """Campaigns in reach, newest id first."""
    rows = scoped(actor_from(request), Campaign.objects.all(), CAMPAIGN_VIEW).order_by("-id")
    if cursor is not None:
        rows = rows.filter(pk__lt=cursor)
    size = max(1, min(limit, PAGE))
    found = list(rows[: size + 1])
    more = found[size - 1].pk if len(found) > size else None
    return wire.CampaignPage(items=[wire.CampaignOut.of(each) for each in found[:size]], next=more)


def _campaign(request: HttpRequest, campaign_id: UUID) -> Campaign:
    return get_scoped(actor_from(request), Campaign.objects.all(), CAMPAIGN_VIEW, campaign_id)


@router.get("/campaigns/{uuid:campaign_id}", response=wire.CampaignOut, operation_id="get_campaign")
def campaign(request: HttpRequest, campaign_id: UUID) -> wire.CampaignOut:
    """One campaign."""
    return wire.CampaignOut.of(_campaign(request, campaign_id))


@router.get("/campaigns/{uuid:campaign_id}/coverage", response=wire.CoverageOut, operation_id="get_coverage")
def coverage(request: HttpRequest, campaign_id: UUID) -> wire.CoverageOut:
    """How far it is, counted now."""
    return wire.CoverageOut.of(counts_of(_campaign(request, campaign_id)))


@router.get("/campaigns/{uuid:campaign_id}/targets", response=wire.TargetPage, operation_id="list_targets")
def targets(request: HttpRequest, campaign_id: UUID, cursor: UUID | None = None, limit: int = PAGE) -> wire.TargetPage:
    """Its objects by id, with the post that goes there and the place on its route."""
    rows = _campaign(request, campaign_id).targets.filter(voided_at__isnull=True).select_related("site").order_by("id")
    if cursor is not None:
        rows = rows.filter(pk__gt=cursor)
    size = max(1, min(limit, PAGE))
    found = list(rows[: size + 1])
    more = found[size - 1].pk if len(found) > size else None
    return wire.TargetPage(items=[wire.TargetOut.of(each) for each in found[:size]], next=more)


@router.get("/campaigns/{uuid:campaign_id}/draw", response=dict[str, Any], operation_id="get_draw")
def draw(request: HttpRequest, campaign_id: UUID) -> dict[str, Any]:
    """The published draw, as `gasloop draw verify` takes it; 404 before it was drawn."""
    found = _campaign(request, campaign_id)
    if not found.revealed:
        raise NotFound
    return dict(draw_file(found))


@router.post("/campaigns/{uuid:campaign_id}/commit", response=wire.CampaignOut, operation_id="commit_seed")
def commit_seed(request: HttpRequest, campaign_id: UUID) -> wire.CampaignOut:
    """Throw the seed and publish its digest."""
    return wire.CampaignOut.of(actions.commit_seed(actor_from(request), campaign_id=campaign_id))


@router.post("/campaigns/{uuid:campaign_id}/draw", response=wire.CampaignOut, operation_id="draw_targets")
def draw_targets(request: HttpRequest, campaign_id: UUID, body: wire.WordIn) -> wire.CampaignOut:
    """Fix the population, draw, reveal the seed."""
    return wire.CampaignOut.of(actions.draw_targets(actor_from(request), campaign_id=campaign_id, word=body.word))


@router.post("/campaigns/{uuid:campaign_id}/take-all", response=wire.CampaignOut, operation_id="take_all")
def take_all(request: HttpRequest, campaign_id: UUID) -> wire.CampaignOut:
    """Take every object that meets the criteria."""
    return wire.CampaignOut.of(actions.take_all(actor_from(request), campaign_id=campaign_id))


@router.post("/campaigns/{uuid:campaign_id}/assign", response=wire.AssignedOut, operation_id="assign_targets")
def assign(request: HttpRequest, campaign_id: UUID, body: wire.AssignIn) -> wire.AssignedOut:
    """Share out among posts, or give chosen targets to one."""
    actor = actor_from(request)
    if body.targets:
        done = actions.assign_to_post(actor, campaign_id=campaign_id, target_ids=body.targets, post_id=body.posts[0])
    else:
        done = actions.assign_targets(actor, campaign_id=campaign_id, post_ids=body.posts, anew=body.anew)
    return wire.AssignedOut(assigned=done)


@router.post("/campaigns/{uuid:campaign_id}/close", response=wire.CampaignOut, operation_id="close_campaign")
def close(request: HttpRequest, campaign_id: UUID) -> wire.CampaignOut:
    """End it."""
    return wire.CampaignOut.of(actions.close_campaign(actor_from(request), campaign_id=campaign_id))


@router.post("/campaigns/{uuid:campaign_id}/void", response=wire.CampaignOut, operation_id="void_campaign")
def void(request: HttpRequest, campaign_id: UUID, body: wire.WhyIn) -> wire.CampaignOut:
    """Give it up before anything was drawn."""
    return wire.CampaignOut.of(actions.void_campaign(actor_from(request), campaign_id=campaign_id, why=body.why))


@router.post("/campaigns/{uuid:campaign_id}/experts", response={201: wire.ExpertOut}, operation_id="invite_expert")
def invite(request: HttpRequest, campaign_id: UUID, body: wire.ExpertIn) -> Status[wire.ExpertOut]:
    """Invite an outside expert."""
    made = actions.invite_expert(
        actor_from(request),
        campaign_id=campaign_id,
        username=body.username,
        name=body.name,
        body=body.body,
        until=body.until,
    )
    return Status(201, wire.ExpertOut(post=made.post.pk, username=made.username, password=made.password))


@router.post(
    "/campaigns/{uuid:campaign_id}/experts/{uuid:post_id}/dismiss", response={204: None}, operation_id="dismiss_expert"
)
def dismiss(request: HttpRequest, campaign_id: UUID, post_id: UUID, body: wire.WhyIn) -> Status[None]:
    """End an expert's sign-in."""
    actions.dismiss_expert(actor_from(request), campaign_id=campaign_id, post_id=post_id, why=body.why)
    return Status(204, None)


@router.get("/assist/targets", response=list[wire.TargetOut], operation_id="list_own_targets")
def own_targets(request: HttpRequest) -> list[wire.TargetOut]:
    """For an outside expert: the objects given to the own post."""
    actor = actor_from(request)
    if not may(actor, CAMPAIGN_ASSIST):
        raise NotFound
    return [wire.TargetOut.of(target) for target in targets_given_to(actor).order_by("position", "id")]


@router.post(
    "/assist/targets/{uuid:target_id}/reports", response={201: wire.ReportOut}, operation_id="report_as_expert"
)
def report(request: HttpRequest, target_id: UUID, body: wire.ReportIn) -> Status[wire.ReportOut]:
    """For an outside expert: report on an object."""
    made = actions.report_as_expert(
        actor_from(request),
        target_id=target_id,
        result=body.result.value,
        conclusion=body.conclusion,
        seen_on=body.seen_on,
        files=body.files,
        id=body.id,
    )
    return Status(201, wire.ReportOut.of(made))


@router.get("/campaigns/{uuid:campaign_id}/reports", response=list[wire.ReportOut], operation_id="list_expert_reports")
def reports(request: HttpRequest, campaign_id: UUID) -> list[wire.ReportOut]:
    """The experts' reports of a campaign, newest first."""
    rows = ExpertReport.objects.filter(target__campaign=_campaign(request, campaign_id), voided_at__isnull=True)
    return [wire.ReportOut.of(each) for each in rows.order_by("-id")[:PAGE]]
