"""责任清单: what each office answers for, what is wrong with the list, and the extracts sent from it."""

from io import BytesIO
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gasloop.access.guard import page
from gasloop.access.middleware import ActorRequest
from gasloop.access.scope import may, reaches
from gasloop.access.scoping import get_scoped
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.plan.actions import assign_clause, send_extracts
from gasloop.plan.compiler.document import OfficeRole
from gasloop.plan.corrections import role_of
from gasloop.plan.extract_paper import extract_paper
from gasloop.plan.models import Clause, PlanDocument
from gasloop.plan.permissions import EXTRACT_SEND, PLAN_IMPORT, PLAN_VIEW
from gasloop.plan.queries import plans_for
from gasloop.plan.responsibility import chosen_plan, portions, problems
from gasloop.plan.web.forms import AssignForm, assigned, office_options
from gasloop.shell.detail import Crumb
from gasloop.shell.errors import say

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@page(PLAN_VIEW)
def responsibility(request: ActorRequest) -> HttpResponse:
    """Office by office, its problems on top."""
    document = chosen_plan(request.actor, request.GET.get("plan", ""))
    if document is None:
        return render(request, "plan/no_list.html", {"may_import": may(request.actor, PLAN_IMPORT)})
    found = portions(document)
    shown = {
        "plan": document,
        "plans": list(plans_for(request.actor)),
        "portions": found,
        "problems": problems(document, found),
        "may_send": reaches(request.actor, EXTRACT_SEND, territory=document.territory, line=""),
        "may_correct": reaches(request.actor, PLAN_IMPORT, territory=document.territory, line=""),
        "crumbs": [Crumb(_("方案"), reverse("oversight:plan")), Crumb(_("责任清单"))],
    }
    return render(request, "plan/responsibility.html", shown)


@page(EXTRACT_SEND)
@require_POST
def send(request: ActorRequest, plan_id: UUID) -> HttpResponse:
    """Send every office what is new for it."""
    sent = send_extracts(request.actor, document_id=plan_id)
    messages.success(
        request,
        _("已发送{count}份摘录，{due}前签收或提出异议。").format(
            count=len(sent), due=clock.legal_day(sent[0].due_at).isoformat()
        ),
    )
    return redirect("plan:extracts")


@page(PLAN_VIEW)
def office_paper(request: ActorRequest, plan_id: UUID, office_id: UUID) -> FileResponse:
    """An office's extract as a paper (.docx), before or after it was sent."""
    document = _plan(request.actor, plan_id)
    portion = next((each for each in portions(document) if each.office.pk == office_id), None)
    if portion is None:
        raise Http404
    lines = [share.to_json() for share in portion.shares]
    return paper_response(portion.office.name, extract_paper(document, portion.office.name, lines))


def paper_response(office: str, content: BytesIO) -> FileResponse:
    """A .docx to keep."""
    filename = f"{office}责任摘录-{clock.today().isoformat()}.docx"
    return FileResponse(content, as_attachment=True, filename=filename, content_type=DOCX)


@page(PLAN_IMPORT)
def clause_offices(request: ActorRequest, clause_id: UUID) -> HttpResponse:
    """Correct who answers for a clause in force."""
    rows = Clause.objects.filter(document__voided_at__isnull=True).select_related("document")
    clause = get_scoped(request.actor, rows, PLAN_IMPORT, clause_id, prefix="document__")
    given = [
        OfficeRole(each.office.name if each.office else each.named, role_of(each.role), each.chief)
        for each in clause.offices.select_related("office")
    ]
    form = AssignForm(given, request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        try:
            offices = assigned(form.offices(), clause.document.territory)
            assign_clause(request.actor, clause_id=clause_id, offices=offices, why=form.cleaned_data["why"])
        except NotFound:
            raise
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, say(refusal))
        else:
            messages.success(request, _("{ref}的责任单位已更正。变化了的单位需要重新发送摘录。").format(ref=clause.ref))
            return redirect(reverse("plan:responsibility") + f"?plan={clause.document_id}")
    shown = {
        "clause": clause,
        "form": form or AssignForm(given),
        "offices": office_options(clause.document.territory),
        "crumbs": [
            Crumb(_("责任清单"), reverse("plan:responsibility") + f"?plan={clause.document_id}"),
            Crumb(clause.ref),
        ],
    }
    return render(request, "plan/clause_offices.html", shown, status=422 if form is not None else 200)


def _plan(actor: Actor, plan_id: UUID) -> PlanDocument:
    found = plans_for(actor).filter(pk=plan_id).first()
    if found is None:
        raise NotFound
    return found
