"""Campaigns: planned, drawn, shared out; the page that says what is covered and what is not."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gasloop.access.guard import page
from gasloop.access.middleware import ActorRequest
from gasloop.access.models import Post
from gasloop.access.scope import reaches
from gasloop.access.scoping import get_scoped
from gasloop.campaign import actions
from gasloop.campaign.actions.assigning import sendable
from gasloop.campaign.actions.drawing import is_sealed, stop_of
from gasloop.campaign.criteria import Criteria, population
from gasloop.campaign.models import Campaign, ExpertReport
from gasloop.campaign.permissions import CAMPAIGN_MANAGE, CAMPAIGN_VIEW
from gasloop.campaign.queries import blind_villages, never_seen, route, routes_of, shares
from gasloop.campaign.routing import length_m
from gasloop.campaign.states import CampaignState
from gasloop.campaign.web import showing
from gasloop.campaign.web.forms import ExpertForm, PlanForm
from gasloop.campaign.web.listings import BlindSpotListing
from gasloop.campaign.web.publishing import draw_file
from gasloop.inspection.models import Visit
from gasloop.inspection.permissions import VISIT_RECORD
from gasloop.inspection.web.paper import sheet_of
from gasloop.kernel import clock
from gasloop.kernel.ids import new_id
from gasloop.kernel.refusal import NotFound
from gasloop.registry.web.forming import FormPage, answer
from gasloop.shell.detail import Crumb

SHOWN = 30
LEDGER = "campaign:campaigns"


@page(CAMPAIGN_MANAGE)
def new(request: ActorRequest) -> HttpResponse:
    """Plan one."""

    def make(data: QueryDict | None) -> PlanForm:
        today = clock.today()
        return PlanForm(request.actor, data, initial={"id": new_id(), "starts_on": today, "method": "all"})

    def act(form: PlanForm) -> str:
        made = actions.plan_campaign(request.actor, plan=form.plan())
        messages.success(request, _("已拟定，接着确定对象。"))
        return reverse("campaign:campaign", args=[made.pk])

    shown = FormPage(
        title=_("拟定检查行动"),
        crumbs=[Crumb(_("检查行动台账"), reverse(LEDGER)), Crumb(_("拟定检查行动"))],
        back=reverse(LEDGER),
        lead=_("先定范围和方式，再确定对象，然后分派和检查。"),
        submit=_("保存，接着确定对象"),
    )
    return answer(request, shown, make, act)


@page(CAMPAIGN_VIEW)
def campaign(request: ActorRequest, campaign_id: UUID) -> HttpResponse:
    """What is covered, what is not, by whom; and the next step for whoever runs it."""
    found = _campaign(request, campaign_id)
    context = {
        "campaign": found,
        "facts": showing.facts(found, showing.place_words([found.territory])),
        "course": showing.course(found),
        "crumbs": [Crumb(_("检查行动台账"), reverse(LEDGER)), Crumb(found.number)],
        "running": found.state in (CampaignState.RUNNING, CampaignState.CLOSED),
        **_progress(request, found),
        **_to_do(request, found),
    }
    return render(request, "campaign/campaign.html", context)


def _campaign(request: ActorRequest, campaign_id: UUID) -> Campaign:
    rows = Campaign.objects.select_related("owner_office")
    return get_scoped(request.actor, rows, CAMPAIGN_VIEW, campaign_id)


def _progress(request: ActorRequest, found: Campaign) -> dict[str, object]:
    """Figures, villages, people, blind spots, reports; nothing before the objects are fixed."""
    if found.state not in (CampaignState.RUNNING, CampaignState.CLOSED):
        return {}
    places, posts = shares(found, "territory"), shares(found, "post")
    named = Post.objects.filter(pk__in=[s.key for s in posts if s.key]).select_related("office", "account")
    blind = never_seen(found)
    kinds = {"kind": list(Criteria.read(found.criteria).kinds)} if found.criteria.get("kinds") else {}
    return {
        "figures": showing.figures(request.actor, found),
        "places": showing.by_place(found, places, showing.place_words([s.key for s in places])),
        "posts": showing.by_post(found, posts, {str(post.pk): post for post in named}),
        "blind_villages": blind_villages(found, places),
        "blind_sites": blind[:SHOWN],
        "blind_count": blind.count(),
        "blind_url": BlindSpotListing().url("campaign", territory=found.territory, **kinds),
        "reports": ExpertReport.objects.filter(target__campaign=found, voided_at__isnull=True).select_related(
            "target__site"
        )[:SHOWN],
    }


def _to_do(request: ActorRequest, found: Campaign) -> dict[str, object]:
    """The next step, for whoever may take it."""
    if not reaches(request.actor, CAMPAIGN_MANAGE, territory=found.territory, line=found.line):
        return {}
    able: dict[str, object] = {"may_manage": True}
    if found.state in (CampaignState.PLANNED, CampaignState.COMMITTED):
        meeting = population(Criteria.read(found.criteria), territory=found.territory, line=found.line)
        able |= {"meeting": meeting.count(), "sealed": found.commitment and is_sealed(found)}
    if found.state == CampaignState.RUNNING:
        held = list(sendable(found))
        able |= {
            "sendable": [post for post in held if post.within is None],
            "experts": [post for post in held if post.within is not None],
            "expert_form": ExpertForm(),
        }
    return able


@page(CAMPAIGN_VIEW)
def draw(request: ActorRequest, campaign_id: UUID) -> HttpResponse:
    """The published draw, to be checked by anybody (`gasloop draw verify`)."""
    found = _campaign(request, campaign_id)
    if not found.revealed:
        raise NotFound
    response = JsonResponse(draw_file(found), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="{found.number}-draw.json"'
    return response


def _route(request: ActorRequest, campaign_id: UUID, post_id: UUID) -> tuple[Campaign, Post, list[Any]]:
    """A post's part of a campaign; NotFound for who neither sees the campaign nor holds the post."""
    mine = any(grant.post_id == post_id for grant in request.actor.grants)
    found = Campaign.objects.filter(pk=campaign_id).first() if mine else _campaign(request, campaign_id)
    post = Post.objects.filter(pk=post_id).select_related("office", "account").first()
    targets = list(route(found, post_id)) if found else []
    if found is None or post is None or not targets:
        raise NotFound
    return found, post, targets


@page(CAMPAIGN_VIEW)
def route_of(request: ActorRequest, campaign_id: UUID, post_id: UUID) -> HttpResponse:
    """One person's route, in the order of walking: for whoever sees the campaign, and for who is to walk it."""
    found, post, targets = _route(request, campaign_id, post_id)
    stops = [
        showing.RouteStop(
            target,
            target.site,
            reaches(request.actor, VISIT_RECORD, territory=target.territory, line=target.line),
        )
        for target in targets
    ]
    context = {
        "campaign": found,
        "post": post,
        "stops": stops,
        "walk": showing.walk_words(length_m([stop_of(target.site) for target in targets])),
        "unplaced": sum(target.site.lat is None for target in targets),
        "crumbs": [
            Crumb(_("检查行动台账"), reverse(LEDGER)),
            Crumb(found.number, reverse("campaign:campaign", args=[found.pk])),
            Crumb(_("路线")),
        ],
    }
    return render(request, "campaign/route.html", context)


@page(VISIT_RECORD)
def route_sheets(request: ActorRequest, campaign_id: UUID, post_id: UUID) -> HttpResponse:
    """The checklists of a route on paper, one sheet per object not yet checked, in walking order."""
    found, post, targets = _route(request, campaign_id, post_id)
    left = [target for target in targets if target.visited_as != Visit.Result.CHECKED]
    context = {
        "sheets": [sheet_of(target.site, target.visit_id) for target in left],
        "crumbs": [Crumb(found.number), Crumb(_("路线"), reverse("campaign:route", args=[found.pk, post.pk]))],
    }
    return render(request, "inspection/sheets.html", context)


@page(VISIT_RECORD)
def my_routes(request: ActorRequest) -> HttpResponse:
    """The routes of whoever looks, in the campaigns under way."""
    shown = {"routes": routes_of(request.actor), "crumbs": [Crumb(_("我的路线"))]}
    return render(request, "campaign/my_routes.html", shown)


def _step(request: ActorRequest, campaign_id: UUID, act: Callable[[], str]) -> HttpResponse:
    """Carry a step out, say what came of it, back to the campaign. A refusal is the middleware's."""
    messages.success(request, act())
    return redirect("campaign:campaign", campaign_id)


@page(CAMPAIGN_MANAGE)
@require_POST
def commit(request: ActorRequest, campaign_id: UUID) -> HttpResponse:
    """Throw the seed, publish its digest."""

    def act() -> str:
        actions.commit_seed(request.actor, campaign_id=campaign_id)
        return _("种子已生成并加密，摘要已公布。封存后请在场人说一个公开数，再抽取。")

    return _step(request, campaign_id, act)


@page(CAMPAIGN_MANAGE)
@require_POST
def carry_out_draw(request: ActorRequest, campaign_id: UUID) -> HttpResponse:
    """Draw with the word that was named."""

    def act() -> str:
        done = actions.draw_targets(request.actor, campaign_id=campaign_id, word=request.POST.get("word", ""))
        words = {"population": len(done.population), "drawn": len(done.drawn)}
        return _("从%(population)d个对象中抽取了%(drawn)d个，抽取文件已公布。") % words

    return _step(request, campaign_id, act)


@page(CAMPAIGN_MANAGE)
@require_POST
def take_all(request: ActorRequest, campaign_id: UUID) -> HttpResponse:
    """All that meet the criteria."""

    def act() -> str:
        count = len(actions.take_all(request.actor, campaign_id=campaign_id).drawn)
        return ngettext("%(count)d个对象列入行动。", "%(count)d个对象列入行动。", count) % {"count": count}

    return _step(request, campaign_id, act)


@page(CAMPAIGN_MANAGE)
@require_POST
def assign(request: ActorRequest, campaign_id: UUID) -> HttpResponse:
    """Share out what nobody has yet, or everything anew."""

    def act() -> str:
        count = actions.assign_targets(
            request.actor,
            campaign_id=campaign_id,
            post_ids=_uuids(request.POST.getlist("posts")),
            anew=request.POST.get("anew") == "1",
        )
        return ngettext("已分派%(count)d个对象。", "已分派%(count)d个对象。", count) % {"count": count}

    return _step(request, campaign_id, act)


@page(CAMPAIGN_MANAGE)
@require_POST
def close(request: ActorRequest, campaign_id: UUID) -> HttpResponse:
    """End it."""

    def act() -> str:
        actions.close_campaign(request.actor, campaign_id=campaign_id)
        return _("行动已结束。")

    return _step(request, campaign_id, act)


@page(CAMPAIGN_MANAGE)
@require_POST
def void(request: ActorRequest, campaign_id: UUID) -> HttpResponse:
    """Give it up."""
    actions.void_campaign(request.actor, campaign_id=campaign_id, why=request.POST.get("why", ""))
    messages.success(request, _("行动已作废。"))
    return redirect(LEDGER)


def _uuids(texts: list[str]) -> list[UUID]:
    """The ids among them; what is none was not made by our form."""
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
