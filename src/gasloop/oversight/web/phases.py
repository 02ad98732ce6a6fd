"""阶段: goals, measured progress, causes and lessons, the gate; and the long-term mechanism after the last one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_POST

from gasloop.access.guard import page
from gasloop.access.middleware import ActorRequest
from gasloop.access.scope import reaches
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.oversight.phases import Measured, decide_phase, measured, mechanism_of
from gasloop.oversight.web.showing import stats_of
from gasloop.plan.actions import record_phase_finding
from gasloop.plan.models import Phase, PhaseFinding, PhaseGate, PlanDocument
from gasloop.plan.permissions import PHASE_DECIDE, PHASE_RECORD, PLAN_VIEW
from gasloop.plan.phases import same_paper
from gasloop.plan.queries import plans_for, readable_plans
from gasloop.plan.web.task_forms import FilesField
from gasloop.shell.detail import Crumb, Stat
from gasloop.shell.errors import say
from gasloop.shell.forms import HouseForm
from gasloop.shell.photos import keep_photos, photo_response


class FindingForm(HouseForm):
    """A cause or a lesson."""

    kind = forms.ChoiceField(label=gettext_lazy("类别"), choices=PhaseFinding.Kind.choices)
    text = forms.CharField(
        label=gettext_lazy("内容"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("请写明原因或经验。")},
    )
    proof = FilesField(label=gettext_lazy("材料"), required=False)


class GateForm(HouseForm):
    """The decision."""

    passed = forms.TypedChoiceField(
        label=gettext_lazy("决定"),
        choices=[("yes", gettext_lazy("通过")), ("no", gettext_lazy("暂不通过"))],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
        error_messages={"required": gettext_lazy("请选择通过或暂不通过。")},
    )
    why = forms.CharField(
        label=gettext_lazy("理由"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("请写明通过或不通过的理由。")},
    )
    proof = FilesField(label=gettext_lazy("会议记录或验收材料"), required=False)


@dataclass(frozen=True, slots=True)
class PhaseCard:
    """One phase on the page with what the reader may do about it."""

    measured: Measured
    stats: list[Stat]
    finding_form: HouseForm | None
    gate_form: HouseForm | None


@page(PLAN_VIEW)
def phases(request: ActorRequest, plan_id: UUID) -> HttpResponse:
    """All phases of a plan on a time line."""
    return _show(request, _readable(request.actor, plan_id))


@page(PHASE_RECORD)
@require_POST
def finding(request: ActorRequest, phase_id: UUID) -> HttpResponse:
    """Record a cause or a lesson."""
    phase, form = _phase(request.actor, phase_id), FindingForm(request.POST, request.FILES)

    def take(data: dict[str, Any]) -> None:
        files = keep_photos(request.actor, data["proof"])
        kind = PhaseFinding.Kind(data["kind"])
        record_phase_finding(request.actor, phase_id=phase_id, kind=kind, text=data["text"], files=files)

    return _done(request, phase, form, take, _("已记下。"))


@page(PHASE_DECIDE)
@require_POST
def gate(request: ActorRequest, phase_id: UUID) -> HttpResponse:
    """Decide the gate."""
    phase, form = _phase(request.actor, phase_id), GateForm(request.POST, request.FILES)

    def take(data: dict[str, Any]) -> None:
        files = keep_photos(request.actor, data["proof"])
        decide_phase(request.actor, phase_id=phase_id, passed=data["passed"], why=data["why"], files=files)

    return _done(request, phase, form, take, _("“{phase}”的决定已记录。").format(phase=phase.name))


@page(PLAN_VIEW)
def file(request: ActorRequest, plan_id: UUID, sha256: str) -> FileResponse:
    """A file laid before whoever decided, or with a cause or lesson."""
    same = same_paper(_readable(request.actor, plan_id))
    rows = [
        *PhaseGate.objects.filter(document__in=same).values_list("files", flat=True),
        *PhaseFinding.objects.filter(document__in=same).values_list("files", flat=True),
    ]
    return photo_response(sha256, [sha for files in rows for sha in files])


def _done(
    request: ActorRequest, phase: Phase, form: HouseForm, take: Callable[[dict[str, Any]], None], words: str
) -> HttpResponse:
    if form.is_valid():
        try:
            take(form.cleaned_data)
        except NotFound:
            raise
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, say(refusal))
        else:
            messages.success(request, words)
            return redirect(reverse("oversight:phases", args=[phase.document_id]) + f"#p-{phase.pk}")
    return _show(request, phase.document, phase, form, status=422)


def _show(
    request: ActorRequest,
    document: PlanDocument,
    phase: Phase | None = None,
    form: HouseForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    in_force = document.voided_at is None
    records = in_force and reaches(request.actor, PHASE_RECORD, territory=document.territory, line="")
    decides = in_force and reaches(request.actor, PHASE_DECIDE, territory=document.territory, line="")
    cards = []
    for at, each in enumerate(measured(request.actor, document)):
        own = form if phase is not None and each.end.phase.pk == phase.pk else None
        begun = each.state != "next"
        finding_form = own if isinstance(own, FindingForm) else FindingForm(auto_id=f"f{at}_%s")
        gate_form = own if isinstance(own, GateForm) else GateForm(auto_id=f"g{at}_%s")
        cards.append(
            PhaseCard(
                each,
                stats_of(each.figures),
                finding_form if records and begun else None,
                gate_form if decides and begun and each.end.passed is None else None,
            )
        )
    mechanism = mechanism_of(request.actor, document)
    shown = {
        "plan": document,
        "cards": cards,
        "mechanism": mechanism,
        "mechanism_stats": stats_of(mechanism.figures) if mechanism else [],
        "crumbs": [
            Crumb(_("方案"), reverse("oversight:plan-document", args=[document.pk])),
            Crumb(pgettext("plan", "阶段")),
        ],
    }
    return render(request, "oversight/phases.html", shown, status=status)


def _readable(actor: Actor, plan_id: UUID) -> PlanDocument:
    found = readable_plans(actor).filter(pk=plan_id).first()
    if found is None:
        raise Http404
    return found


def _phase(actor: Actor, phase_id: UUID) -> Phase:
    rows = Phase.objects.select_related("document").filter(document__in=plans_for(actor))
    found = rows.filter(pk=phase_id).first()
    if found is None:
        raise Http404
    return found
