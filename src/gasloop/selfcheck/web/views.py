"""Self-checks for the town hall: one check, a site's checks, and who signs in for an enterprise."""

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gasloop.access.actors import not_ended
from gasloop.access.guard import page
from gasloop.access.middleware import ActorRequest
from gasloop.access.models import Post
from gasloop.access.scoping import get_scoped
from gasloop.kernel import clock
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.registry.models import Site
from gasloop.selfcheck.actions import admit_enterprise, dismiss_enterprise
from gasloop.selfcheck.models import Enrolment, SelfCheck
from gasloop.selfcheck.permissions import SELF_CHECK_ADMIT, SELF_CHECK_VIEW
from gasloop.selfcheck.web.forms import AdmitForm
from gasloop.shell.detail import Crumb
from gasloop.shell.errors import say

SHOWN = 60


@page(SELF_CHECK_VIEW)
def check(request: ActorRequest, check_id: UUID) -> HttpResponse:
    """One self-check: what was answered, what was found."""
    found = get_scoped(request.actor, SelfCheck.objects.select_related("site"), SELF_CHECK_VIEW, check_id)
    context = {
        "check": found,
        "answers": found.answers.select_related("item", "hazard").order_by("passed", "item__order"),
        "crumbs": [Crumb(_("自查台账"), reverse("selfcheck:checks")), Crumb(found.site.name)],
    }
    return render(request, "selfcheck/check.html", context)


@page(SELF_CHECK_VIEW)
def enrolment(request: ActorRequest, enrolment_id: UUID) -> HttpResponse:
    """A site's checks, newest first: done, due, missed."""
    found = get_scoped(request.actor, Enrolment.objects.select_related("site"), SELF_CHECK_VIEW, enrolment_id)
    context = {
        "enrolment": found,
        "site": found.site,
        "checks": found.site.self_checks.filter(voided_at__isnull=True).order_by("-first_day", "rhythm")[:SHOWN],
        "crumbs": [Crumb(_("自查台账"), reverse("selfcheck:checks")), Crumb(found.site.name)],
    }
    return render(request, "selfcheck/enrolment.html", context)


@page(SELF_CHECK_ADMIT)
def admit(request: ActorRequest, site_id: UUID) -> HttpResponse:
    """Who signs in for the enterprise behind a site; a new one's password is shown here and nowhere else."""
    rows = Site.objects.filter(voided_at__isnull=True).select_related("party")
    site = get_scoped(request.actor, rows, SELF_CHECK_ADMIT, site_id)
    form = AdmitForm(request.POST or None)
    admitted = None
    if request.method == "POST" and form.is_valid():
        try:
            admitted = admit_enterprise(request.actor, site_id=site.pk, **form.cleaned_data)
        except NotFound:
            raise
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, say(refusal))
    context = {
        "site": site,
        "form": form,
        "admitted": admitted,
        "accounts": _accounts(site),
        "crumbs": [
            Crumb(_("对象台账"), reverse("registry:sites")),
            Crumb(site.name, reverse("registry:site", args=[site.pk])),
            Crumb(_("企业账号")),
        ],
    }
    return render(request, "selfcheck/admit.html", context, status=422 if form.errors else 200)


def _accounts(site: Site) -> QuerySet[Post]:
    held = Post.objects.filter(not_ended(clock.today()), within_id=site.party_id, account__is_active=True)
    return held.exclude(within_id=None).select_related("account")


@page(SELF_CHECK_ADMIT)
@require_POST
def dismiss(request: ActorRequest, site_id: UUID, post_id: UUID) -> HttpResponse:
    """End an enterprise's sign-in."""
    dismiss_enterprise(request.actor, site_id=site_id, post_id=post_id, why=request.POST.get("why", ""))
    messages.success(request, _("该企业账号已停用。"))
    return redirect("selfcheck:admit", site_id)
