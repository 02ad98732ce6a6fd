"""A round from door to door: the ticked doors and one result."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gasloop.access.guard import page
from gasloop.access.middleware import ActorRequest
from gasloop.access.scoping import get_scoped
from gasloop.inspection.actions import record_household_visits
from gasloop.inspection.permissions import VISIT_RECORD
from gasloop.kernel.refusal import Refusal
from gasloop.registry.models import Building
from gasloop.shell.errors import say


@page(VISIT_RECORD)
@require_POST
def round_(request: ActorRequest, building_id: UUID) -> HttpResponse:
    """Enter the same result at every ticked door; back to the building, which shows what came of it."""
    building = get_scoped(request.actor, Building.objects.filter(voided_at__isnull=True), VISIT_RECORD, building_id)
    doors = _uuids(request.POST.getlist("door"))
    round_ids = _uuids([request.POST.get("round", "")])
    if not doors:
        messages.error(request, _("请先勾选住户，再登记结果。"))
        return redirect("registry:building", building.pk)
    try:
        visits = record_household_visits(
            request.actor,
            building_id=building.pk,
            household_ids=doors,
            result=request.POST.get("result", ""),
            on=_day(request.POST.get("on", "")),
            note=request.POST.get("note", ""),
            id=round_ids[0] if round_ids else None,
        )
    except Refusal as refusal:
        messages.error(request, say(refusal))
    else:
        count = len(visits)
        said = ngettext("已登记%(count)d户：%(result)s。", "已登记%(count)d户：%(result)s。", count)
        messages.success(request, said % {"count": count, "result": visits[0].get_result_display()})
    return redirect("registry:building", building.pk)


def _uuids(texts: list[str]) -> list[UUID]:
    """The ids among them; what is none was not made by our form."""
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
