"""A referral's pages: write it, read it, print it, take its next step."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gasloop.access.guard import page
from gasloop.access.middleware import ActorRequest
from gasloop.hazard.actions.moving import hazard_for
from gasloop.hazard.models import Hazard
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.referral.actions import Letter, send_referral
from gasloop.referral.actions.moving import referral_for
from gasloop.referral.letter import letter_paper
from gasloop.referral.models import Referral
from gasloop.referral.permissions import REFERRAL_SEND, REFERRAL_VIEW
from gasloop.referral.web.forms import LetterForm
from gasloop.referral.web.showing import facts, history
from gasloop.referral.web.steps import PageStep, steps_open_to
from gasloop.shell.detail import Crumb
from gasloop.shell.errors import say
from gasloop.shell.forms import HouseForm
from gasloop.shell.photos import photo_response

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@page(REFERRAL_SEND)
def new(request: ActorRequest, hazard_id: UUID) -> HttpResponse:
    """Write a referral of one hazard."""
    hazard = hazard_for(request.actor, REFERRAL_SEND, hazard_id)
    form = LetterForm(hazard, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        sent = _sent(request, hazard, form)
        if sent is not None:
            return redirect("referral:referral", sent.pk)
    context = {
        "hazard": hazard,
        "form": form,
        "crumbs": [
            Crumb(_("隐患台账"), reverse("hazard:hazards")),
            Crumb(hazard.number, reverse("hazard:hazard", args=[hazard.pk])),
            Crumb(_("移送或抄告")),
        ],
    }
    return render(request, "referral/new.html", context, status=422 if form.errors else 200)


def _sent(request: ActorRequest, hazard: Hazard, form: LetterForm) -> Referral | None:
    said = form.cleaned_data
    letter = Letter(UUID(said["to_office_id"]), said["reason"], said["kind"], said["taken"], said["answer_by"])
    try:
        sent = send_referral(request.actor, hazard_id=hazard.pk, letter=letter)
    except NotFound:
        raise
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, say(refusal))
        return None
    messages.success(request, _("{number}已送出，可打印文书。").format(number=sent.number))
    return sent


@page(REFERRAL_VIEW)
def referral(request: ActorRequest, referral_id: UUID) -> HttpResponse:
    """One referral."""
    return _show(request, referral_for(request.actor, REFERRAL_VIEW, referral_id))


@page(REFERRAL_VIEW)
def step(request: ActorRequest, referral_id: UUID, step: str) -> HttpResponse:
    """Take one step; what was refused comes back beside its field."""
    found = referral_for(request.actor, REFERRAL_VIEW, referral_id)
    wanted = next((each for each in steps_open_to(request.actor, found) if each.name == step), None)
    if request.method != "POST":
        return redirect("referral:referral", referral_id)
    if wanted is None:
        messages.warning(request, _("当前状态下不能进行这一步，可能别人刚刚已经处理过，请刷新后再看。"))
        return redirect("referral:referral", referral_id)
    form = wanted.form(request.POST, request.FILES)
    if form.is_valid() and _taken(request, wanted, form, found):
        return redirect("referral:referral", referral_id)
    return _show(request, found, wanted, form, status=422)


def _taken(request: ActorRequest, wanted: PageStep, form: HouseForm, found: Referral) -> bool:
    try:
        moved = wanted.take(request.actor, found.pk, form)
    except NotFound:
        raise
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, say(refusal))
        return False
    messages.success(request, _("{number}：{step}").format(number=moved.number, step=wanted.title))
    return True


@page(REFERRAL_VIEW)
def paper(request: ActorRequest, referral_id: UUID) -> FileResponse:
    """The letter as an official paper (.docx)."""
    found = referral_for(request.actor, REFERRAL_VIEW, referral_id)
    return FileResponse(letter_paper(found), as_attachment=True, filename=f"{found.number}.docx", content_type=DOCX)


@page(REFERRAL_VIEW)
def file(request: ActorRequest, referral_id: UUID, sha256: str) -> FileResponse:
    """A receipt or an answer, for whoever may see the referral."""
    found = referral_for(request.actor, REFERRAL_VIEW, referral_id)
    named = [*found.receipt_files, *found.answer_files]
    if sha256 not in named:
        raise Http404
    return photo_response(sha256, named)


def _show(
    request: ActorRequest,
    found: Referral,
    wanted: PageStep | None = None,
    form: HouseForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    forms = [
        (each, form if each == wanted and form is not None else each.form(prefix=""))
        for each in steps_open_to(request.actor, found)
    ]
    context = {
        "referral": found,
        "crumbs": [Crumb(_("移送抄告台账"), reverse("referral:referrals")), Crumb(found.number)],
        "facts": facts(found),
        "history": history(found),
        "files": [*found.receipt_files, *found.answer_files],
        "forms": forms,
    }
    return render(request, "referral/referral.html", context, status=status)
