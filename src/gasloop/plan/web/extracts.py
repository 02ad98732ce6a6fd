"""An extract: read, received, objected to; an objection settled."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gasloop.access.guard import page
from gasloop.access.middleware import ActorRequest
from gasloop.access.models import Office
from gasloop.access.scope import reaches
from gasloop.access.scoping import get_scoped
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.plan.actions import Settlement, object_to_extract, receive_extract, settle_objection
from gasloop.plan.actions.extracts import is_of_office
from gasloop.plan.extract_paper import extract_paper
from gasloop.plan.models import Extract, Objection
from gasloop.plan.offices import registered_offices
from gasloop.plan.permissions import EXTRACT_SEND, PLAN_VIEW
from gasloop.plan.web.forms import ObjectForm, SettleForm, office_options
from gasloop.plan.web.responsibility import paper_response
from gasloop.plan.web.showing import lines_of
from gasloop.shell.detail import Crumb
from gasloop.shell.errors import say
from gasloop.shell.forms import HouseForm


@page(PLAN_VIEW)
def extract(request: ActorRequest, extract_id: UUID) -> HttpResponse:
    """One office's clauses, with what it may answer."""
    return _show(request, _extract(request.actor, extract_id))


def _show(
    request: ActorRequest, found: Extract, form: ObjectForm | None = None, *, wrong: str = "", status: int = 200
) -> HttpResponse:
    own = is_of_office(request.actor, found)
    sender = reaches(request.actor, EXTRACT_SEND, territory=found.territory, line="")
    waits = found.state == Extract.State.SENT and found.voided_at is None
    form = form or ObjectForm(line["ref"] for line in found.clauses)
    shown = {
        "extract": found,
        "lines": lines_of(found, form),
        "objections": list(found.objections.all()),
        "form": form,
        "own": own,
        "may_answer": waits and (own or sender),
        "may_settle": sender,
        "wrong": wrong,
        "signed_by": request.POST.get("signed_by", ""),
        "crumbs": [
            Crumb(_("责任清单"), reverse("plan:responsibility") + f"?plan={found.document_id}"),
            Crumb(_("责任摘录签收"), reverse("plan:extracts")),
            Crumb(found.office.name),
        ],
    }
    return render(request, "plan/extract.html", shown, status=status)


@page(PLAN_VIEW)
@require_POST
def receive(request: ActorRequest, extract_id: UUID) -> HttpResponse:
    """The office has it."""
    found = _extract(request.actor, extract_id)
    try:
        receive_extract(request.actor, extract_id=extract_id, signed_by=request.POST.get("signed_by", ""))
    except NotFound:
        raise
    except Refusal as refusal:
        return _show(request, found, wrong=say(refusal), status=422)
    messages.success(request, _("已签收。"))
    return redirect("plan:extract", extract_id)


@page(PLAN_VIEW)
@require_POST
def object_to(request: ActorRequest, extract_id: UUID) -> HttpResponse:
    """The office objects to some of its clauses."""
    found = _extract(request.actor, extract_id)
    form = ObjectForm((line["ref"] for line in found.clauses), request.POST)
    if not form.is_valid():
        return _show(request, found, form, status=422)
    try:
        made = object_to_extract(
            request.actor,
            extract_id=extract_id,
            reasons=form.reasons(),
            signed_by=request.POST.get("signed_by", ""),
        )
    except NotFound:
        raise
    except Refusal as refusal:
        return _show(request, found, form, wrong=say(refusal), status=422)
    messages.success(request, _("已提出{count}条异议，其余条款视为签收。").format(count=len(made)))
    return redirect("plan:extract", extract_id)


@page(PLAN_VIEW)
def paper(request: ActorRequest, extract_id: UUID) -> FileResponse:
    """The extract as it was sent, as a paper (.docx)."""
    found = _extract(request.actor, extract_id)
    return paper_response(found.office.name, extract_paper(found.document, found.office.name, found.clauses, found))


@page(EXTRACT_SEND)
def objection(request: ActorRequest, objection_id: UUID) -> HttpResponse:
    """Settle an objection."""
    rows = Objection.objects.select_related("extract__office", "extract__document")
    found = get_scoped(request.actor, rows, EXTRACT_SEND, objection_id, prefix="extract__")
    form = SettleForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid() and _settled(request.actor, found, form):
        messages.success(request, _("异议已处理。责任单位有变化的，请重新发送摘录。"))
        return redirect(reverse("plan:responsibility") + f"?plan={found.extract.document_id}")
    line = next((line for line in found.extract.clauses if line["ref"] == found.ref), None)
    shown = {
        "objection": found,
        "line": line,
        "form": form or SettleForm(),
        "offices": office_options(found.extract.document.territory),
        "crumbs": [
            Crumb(found.extract.office.name, reverse("plan:extract", args=[found.extract_id])),
            Crumb(_("处理异议")),
        ],
    }
    return render(request, "plan/objection.html", shown, status=422 if form is not None else 200)


def _settled(actor: Actor, found: Objection, form: HouseForm) -> bool:
    data = form.cleaned_data
    try:
        instead = _office(data["instead"].strip(), found.extract.document.territory)
        settle_objection(actor, objection_id=found.pk, settlement=Settlement(data["accepted"], data["answer"], instead))
    except LookupError:
        form.add_error("instead", _("登记单位里没有“{name}”。请从列表里选，或留空。").format(name=data["instead"]))
        return False
    except NotFound:
        raise
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, say(refusal))
        return False
    return True


def _office(name: str, territory: str) -> Office | None:
    """The registered office of that name; LookupError for an unknown one."""
    return registered_offices([name], territory)[name] if name else None


def _extract(actor: Actor, extract_id: UUID) -> Extract:
    rows = Extract.objects.select_related("office", "document", "sender_office")
    return get_scoped(actor, rows, PLAN_VIEW, extract_id)
