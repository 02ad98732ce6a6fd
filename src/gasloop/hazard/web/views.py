"""The hazard page: what it is, how it was judged, what comes next, everything that happened."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gasloop.access.guard import page
from gasloop.access.middleware import ActorRequest
from gasloop.hazard.actions.moving import hazard_for
from gasloop.hazard.hazard_panels import panels_for
from gasloop.hazard.models import Hazard
from gasloop.hazard.permissions import HAZARD_VIEW
from gasloop.hazard.web.forms import StepForm
from gasloop.hazard.web.showing import course, evidence_photos, facts, history, named_files
from gasloop.hazard.web.steps import PageStep, asked_extension, step_named, steps_open_to
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.shell.detail import Crumb
from gasloop.shell.errors import say
from gasloop.shell.photos import photo_response


@page(HAZARD_VIEW)
def hazard(request: ActorRequest, hazard_id: UUID) -> HttpResponse:
    """One hazard."""
    return _show(request, hazard_for(request.actor, HAZARD_VIEW, hazard_id))


@page(HAZARD_VIEW)
def step(request: ActorRequest, hazard_id: UUID, name: str) -> HttpResponse:
    """Take one step of the loop; what was refused comes back beside its field, with everything that was typed."""
    found, wanted = hazard_for(request.actor, HAZARD_VIEW, hazard_id), step_named(name)
    if wanted is None:
        raise Http404
    if request.method != "POST":
        return redirect("hazard:hazard", hazard_id)
    if wanted not in steps_open_to(request.actor, found):
        messages.warning(request, _("当前状态下不能进行这一步，可能别人刚刚已经处理过，请刷新后再看。"))
        return redirect("hazard:hazard", hazard_id)
    form = wanted.form(request.POST, request.FILES).about(found)
    if form.is_valid() and _taken(request, wanted, form, found):
        return redirect("hazard:hazard", hazard_id)
    return _show(request, found, wanted, form, status=422)


def _taken(request: ActorRequest, wanted: PageStep, form: StepForm, found: Hazard) -> bool:
    try:
        moved = wanted.take(request.actor, found.pk, form)
    except NotFound:
        raise
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, say(refusal))
        return False
    messages.success(
        request,
        _("{number}：{step}，现在是“{state}”。").format(
            number=moved.number, step=wanted.title, state=moved.get_state_display()
        ),
    )
    return True


@page(HAZARD_VIEW)
def photo(request: ActorRequest, hazard_id: UUID, sha256: str) -> FileResponse:
    """A photo of the hazard, for whoever may see the hazard."""
    return photo_response(sha256, named_files(hazard_for(request.actor, HAZARD_VIEW, hazard_id)))


def _show(
    request: ActorRequest,
    found: Hazard,
    wanted: PageStep | None = None,
    form: StepForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    forms = [
        (each, form if each == wanted and form is not None else each.form(prefix="").about(found))
        for each in steps_open_to(request.actor, found)
    ]
    context = {
        "hazard": found,
        "crumbs": [Crumb(_("隐患台账"), reverse("hazard:hazards")), Crumb(found.number)],
        "course": course(found),
        "facts": facts(found),
        "history": history(found),
        "photos": evidence_photos(found),
        "forms": forms,
        "rebounds": found.rebounds.all(),
        "duplicates": found.duplicates.select_related("rule"),
        "extensions": found.extensions.all(),
        "asked": asked_extension(found),
        "panels": panels_for(request, found),
    }
    return render(request, "hazard/hazard.html", context, status=status)
