"""Outside experts: let in by whoever runs the campaign; their own two pages."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gasloop.access.guard import page
from gasloop.access.middleware import ActorRequest
from gasloop.access.scoping import get_scoped
from gasloop.campaign import actions
from gasloop.campaign.models import Campaign, ExpertReport, Target
from gasloop.campaign.permissions import CAMPAIGN_ASSIST, CAMPAIGN_MANAGE, CAMPAIGN_VIEW
from gasloop.campaign.queries import targets_given_to
from gasloop.campaign.states import CampaignState
from gasloop.campaign.web.forms import ExpertForm, ExpertReportForm
from gasloop.kernel import clock
from gasloop.kernel.ids import new_id
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.shell.detail import Crumb
from gasloop.shell.errors import say
from gasloop.shell.photos import keep_photos, photo_response


@page(CAMPAIGN_MANAGE)
@require_POST
def invite(request: ActorRequest, campaign_id: UUID) -> HttpResponse:
    """Invite one; the first password is shown here and nowhere else."""
    campaign = get_scoped(request.actor, Campaign.objects.all(), CAMPAIGN_MANAGE, campaign_id)
    form = ExpertForm(request.POST)
    invited = None
    if form.is_valid():
        try:
            invited = actions.invite_expert(request.actor, campaign_id=campaign_id, **form.cleaned_data)
        except NotFound:
            raise
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, say(refusal))
    context = {
        "campaign": campaign,
        "form": form,
        "invited": invited,
        "crumbs": [
            Crumb(_("检查行动台账"), reverse("campaign:campaigns")),
            Crumb(campaign.number, reverse("campaign:campaign", args=[campaign.pk])),
            Crumb(_("外聘专家")),
        ],
    }
    return render(request, "campaign/invited.html", context, status=200 if invited else 422)


@page(CAMPAIGN_MANAGE)
@require_POST
def dismiss(request: ActorRequest, campaign_id: UUID, post_id: UUID) -> HttpResponse:
    """End an expert's sign-in."""
    actions.dismiss_expert(request.actor, campaign_id=campaign_id, post_id=post_id, why=request.POST.get("why", ""))
    messages.success(request, _("该专家的账号已停用。"))
    return redirect("campaign:campaign", campaign_id)


@page(CAMPAIGN_ASSIST)
def mine(request: ActorRequest) -> HttpResponse:
    """What was given to the expert who looks, in walking order."""
    targets = list(targets_given_to(request.actor).order_by("campaign", "position").prefetch_related("reports"))
    return render(request, "campaign/assist.html", {"targets": targets, "crumbs": [Crumb(_("我的检测任务"))]})


@page(CAMPAIGN_ASSIST)
def report(request: ActorRequest, target_id: UUID) -> HttpResponse:
    """One object: what is known of it, earlier reports, and the form of a new one."""
    target = targets_given_to(request.actor).filter(pk=target_id).first()
    if target is None:
        raise NotFound
    form = ExpertReportForm(
        request.POST or None, request.FILES or None, initial={"id": new_id(), "seen_on": clock.today()}
    )
    if request.method == "POST" and form.is_valid() and _reported(request, target, form):
        messages.success(request, _("报告已提交，组织单位已能看到。"))
        return redirect("campaign:assist-target", target.pk)
    context = {
        "target": target,
        "site": target.site,
        "form": form,
        "open": target.campaign.state == CampaignState.RUNNING,
        "reports": target.reports.filter(voided_at__isnull=True),
        "crumbs": [Crumb(_("我的检测任务"), reverse("campaign:assist")), Crumb(target.site.name)],
    }
    return render(request, "campaign/assist_target.html", context, status=422 if form.errors else 200)


def _reported(request: ActorRequest, target: Target, form: ExpertReportForm) -> bool:
    given = form.cleaned_data
    try:
        actions.report_as_expert(
            request.actor,
            target_id=target.pk,
            result=given["result"],
            conclusion=given["conclusion"],
            seen_on=given["seen_on"],
            files=keep_photos(request.actor, given["papers"]),
            id=given["id"],
        )
    except NotFound:
        raise
    except Refusal as refusal:
        beside = {"files": "papers"}.get(refusal.field or "", refusal.field)
        form.add_error(beside if beside in form.fields else None, say(refusal))
        return False
    return True


@page(CAMPAIGN_ASSIST)
def own_file(request: ActorRequest, report_id: UUID, sha256: str) -> FileResponse:
    """A file of a report on an object given to the expert who looks."""
    found = ExpertReport.objects.filter(pk=report_id, target__in=targets_given_to(request.actor)).first()
    if found is None:
        raise NotFound
    return photo_response(sha256, found.files)


@page(CAMPAIGN_VIEW)
def file(request: ActorRequest, report_id: UUID, sha256: str) -> FileResponse:
    """The same for the town hall."""
    found = get_scoped(request.actor, ExpertReport.objects.all(), CAMPAIGN_VIEW, report_id)
    return photo_response(sha256, found.files)
