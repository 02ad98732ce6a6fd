"""年度说明: what became of the general duties in a year, office by office."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gasloop.access.guard import page
from gasloop.access.middleware import ActorRequest
from gasloop.access.models import Office
from gasloop.kernel import clock
from gasloop.plan.models import TaskRound
from gasloop.plan.permissions import PLAN_VIEW
from gasloop.plan.statement import statement_paper, statements_of
from gasloop.plan.web.responsibility import DOCX
from gasloop.shell.detail import Crumb

FIRST_YEAR = 2000


@page(PLAN_VIEW)
def statements(request: ActorRequest) -> HttpResponse:
    """A year, office by office."""
    this_year = clock.today().year
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and FIRST_YEAR <= int(asked) <= this_year + 1 else this_year
    known = {each.year for each in TaskRound.objects.order_by().dates("due_at", "year")}
    shown = {
        "year": year,
        "years": sorted({*known, this_year}, reverse=True),
        "statements": statements_of(request.actor, year),
        "crumbs": [Crumb(_("一般职责"), reverse("plan:tasks")), Crumb(_("年度说明"))],
    }
    return render(request, "plan/statements.html", shown)


@page(PLAN_VIEW)
def paper(request: ActorRequest, office_id: UUID, year: int) -> FileResponse:
    """One office's statement as a paper (.docx)."""
    office = Office.objects.filter(pk=office_id).first()
    known = office is not None and FIRST_YEAR <= year <= clock.today().year + 1
    found = statements_of(request.actor, year, office) if known else []
    if not found:
        raise Http404
    filename = f"{found[0].office.name}{year}年度一般职责说明.docx"
    return FileResponse(statement_paper(found[0]), as_attachment=True, filename=filename, content_type=DOCX)
