"""Where a plan stands: it leads, or is no longer followed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gasloop.access.guard import page
from gasloop.access.middleware import ActorRequest
from gasloop.plan.actions import end_plan, lead_plan
from gasloop.plan.permissions import PLAN_IMPORT


@page(PLAN_IMPORT)
@require_POST
def standing(request: ActorRequest, plan_id: UUID) -> HttpResponse:
    """Said on the plan page, with the reason."""
    why = request.POST.get("why", "")
    if request.POST.get("to") == "end":
        found = end_plan(request.actor, document_id=plan_id, why=why)
        messages.success(request, _("《{title}》已登记停止执行。").format(title=found.title))
    else:
        found = lead_plan(request.actor, document_id=plan_id, why=why)
        messages.success(request, _("条款编号现在以《{title}》为准。").format(title=found.title))
    return redirect("oversight:plan-document", plan_id)
