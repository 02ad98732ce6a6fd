"""企业端: the own sites, checks, hazards and papers; nothing of anybody else's."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gasloop.access.guard import page
from gasloop.access.middleware import ActorRequest
from gasloop.hazard.actions import rectify_own
from gasloop.hazard.actions.moving import Proof
from gasloop.hazard.models import Hazard
from gasloop.hazard.states import HazardState
from gasloop.hazard.web.showing import step_words
from gasloop.inspection.actions import Answered
from gasloop.kernel import clock
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.selfcheck.actions import OwnReport, complete_check
from gasloop.selfcheck.models import SelfCheck
from gasloop.selfcheck.permissions import SELF_CHECK_OWN
from gasloop.selfcheck.queries import own_checks, own_hazards, own_open_hazards, own_papers, own_sites
from gasloop.selfcheck.rhythms import asked_of
from gasloop.selfcheck.web.forms import OwnCheckForm, OwnRectifyForm
from gasloop.shell.detail import Crumb, Moment
from gasloop.shell.errors import say
from gasloop.shell.photos import keep_photos, photo_response

SHOWN = 20


@page(SELF_CHECK_OWN)
def own(request: ActorRequest) -> HttpResponse:
    """What must I do now: checks due, hazards to rectify, papers running out; what was missed."""
    checks, papers = own_checks(request.actor), own_papers(request.actor)
    due = checks.filter(state=SelfCheck.State.DUE, due_at__gte=clock.now()).order_by("due_at", "site__name")
    context = {
        "sites": own_sites(request.actor),
        "due": due,
        "hazards": own_open_hazards(request.actor),
        "missed": checks.filter(state=SelfCheck.State.MISSED)[:SHOWN],
        "done": checks.filter(state=SelfCheck.State.DONE)[:SHOWN],
        "papers": papers[:SHOWN],
        "today": clock.today(),
        "crumbs": [Crumb(_("本单位"))],
    }
    return render(request, "selfcheck/own.html", context)


@page(SELF_CHECK_OWN)
def check(request: ActorRequest, check_id: UUID) -> HttpResponse:
    """Do a check that is due, or read one that was done."""
    found = own_checks(request.actor).filter(pk=check_id).first()
    if found is None:
        raise NotFound
    crumbs = [Crumb(_("本单位"), reverse("selfcheck:own")), Crumb(found.get_rhythm_display())]
    if found.state != SelfCheck.State.DUE:
        answers = found.answers.select_related("item", "hazard").order_by("passed", "item__order")
        shown = {"check": found, "answers": answers, "crumbs": crumbs, "own": True}
        return render(request, "selfcheck/check.html", shown)
    asked = asked_of(found.site, clock.today()).get(found.rhythm, [])
    form = OwnCheckForm(request.POST or None, request.FILES or None, asked=asked)
    if request.method == "POST" and form.is_valid():
        done = _done(request, found, form)
        if done is not None:
            _say(request, done)
            return redirect("selfcheck:own")
    context = {"check": found, "form": form, "places": list(form.places()), "crumbs": crumbs}
    return render(request, "selfcheck/do.html", context, status=422 if form.errors else 200)


def _done(request: ActorRequest, found: SelfCheck, form: OwnCheckForm) -> SelfCheck | None:
    try:
        answers = [
            Answered(item.code, list(photos) if item.answer == "photo" else value, note, photos)
            for item, value, note, uploads in form.answered()
            for photos in [tuple(keep_photos(request.actor, uploads))]
        ]
        report = OwnReport(check_id=found.pk, answers=answers, note=form.cleaned_data["note"])
        return complete_check(request.actor, report=report)
    except NotFound:
        raise
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, say(refusal))
        return None


def _say(request: ActorRequest, done: SelfCheck) -> None:
    if done.hazards_found:
        count = done.hazards_found
        text = ngettext(
            "自查完成，发现隐患%(count)d处，请按期整改并上传照片。",
            "自查完成，发现隐患%(count)d处，请按期整改并上传照片。",
            count,
        )
        messages.warning(request, text % {"count": count})
    else:
        messages.success(request, _("自查完成，未发现问题。"))


@page(SELF_CHECK_OWN)
def hazard(request: ActorRequest, hazard_id: UUID) -> HttpResponse:
    """One hazard of the own sites: what was found, by when; the proof of rectification."""
    found = _own_hazard(request, hazard_id)
    form = OwnRectifyForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        proof = Proof(note=given["note"], photos=keep_photos(request.actor, given["photos"]))
        rectify_own(request.actor, hazard_id=found.pk, proof=proof)
        messages.success(request, _("整改已登记，等待复查。"))
        return redirect("selfcheck:own-hazard", found.pk)
    moments = [
        Moment(at=step.at, title=step_words(step.verb), who=step.by_name, text=step.note) for step in found.steps.all()
    ]
    photos = [sha for step in found.steps.all() for sha in step.photos]
    context = {
        "hazard": found,
        "form": form if found.state == HazardState.ORDERED else None,
        "moments": moments[::-1],
        "photos": photos,
        "crumbs": [Crumb(_("本单位"), reverse("selfcheck:own")), Crumb(found.number)],
    }
    return render(request, "selfcheck/own_hazard.html", context, status=422 if form.errors else 200)


@page(SELF_CHECK_OWN)
def photo(request: ActorRequest, hazard_id: UUID, sha256: str) -> FileResponse:
    """A photo of a hazard of the own sites."""
    found = _own_hazard(request, hazard_id)
    return photo_response(sha256, [sha for step in found.steps.all() for sha in step.photos])


def _own_hazard(request: ActorRequest, hazard_id: UUID) -> Hazard:
    found = own_hazards(request.actor).filter(pk=hazard_id).first()
    if found is None:
        raise NotFound
    return found
