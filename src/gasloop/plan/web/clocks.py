"""The clock of one duty: how its deadline came about, what it climbed, what was told; paused and resumed here."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from gasloop.access.guard import page, signed_in
from gasloop.access.middleware import ActorRequest
from gasloop.access.scope import reaches
from gasloop.access.scoping import get_scoped
from gasloop.kernel.refusal import Refusal
from gasloop.plan import reminding
from gasloop.plan.actions import pause_duty, resume_duty, see_reminders
from gasloop.plan.duty_pages import page_of
from gasloop.plan.ladder import LADDER
from gasloop.plan.models import Duty, DutyReminder
from gasloop.plan.permissions import DUTY_PAUSE, DUTY_VIEW
from gasloop.shell.detail import Crumb, Fact
from gasloop.shell.errors import say
from gasloop.shell.forms import HouseForm

RUNGS = (gettext_lazy("升级到科室负责人"), gettext_lazy("升级到分管领导"), gettext_lazy("应移送或抄告区级部门"))


class PauseForm(HouseForm):
    """Why the clock stands still."""

    why = forms.CharField(label=gettext_lazy("中止原因"), max_length=200)


@page(DUTY_VIEW)
def clock(request: ActorRequest, duty_id: UUID) -> HttpResponse:
    """Deadline, reminders and rungs of a duty."""
    found = get_scoped(request.actor, Duty.objects.select_related("owner_office"), DUTY_VIEW, duty_id)
    may = reaches(request.actor, DUTY_PAUSE, territory=found.territory, line=found.line)
    form = PauseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            pause_duty(request.actor, duty_id=duty_id, why=form.cleaned_data["why"])
        except Refusal as refusal:
            form.add_error(None, say(refusal))
        else:
            messages.success(request, _("已中止计时。"))
            return redirect("plan:duty-clock", duty_id)
    told = {row.stage: row for row in found.reminders.filter(due_at=found.due_at)}
    kinds = dict(DutyReminder.Kind.choices)
    context = {
        "crumbs": [Crumb(_("工作台"), "/"), Crumb(found.title)],
        "duty": found,
        "url": page_of(found),
        "facts": [
            Fact(_("事项"), found.get_kind_display()),
            Fact(_("责任单位"), found.owner_office.name if found.owner_office else _("无人负责")),
            Fact(_("期限"), found.due_at, basis=found.clause_ref),
            Fact(_("期限由来"), found.due_sentence or None, wide=True),
            *([Fact(_("中止时间"), found.paused_at)] if found.paused_at else []),
        ],
        "reminders": [
            (kinds[each.stage.value], each.at, told.get(each.stage.value))
            for each in reminding.reminders_of(found.due_at, found.began_at)
        ],
        "rungs": [
            (words, found.due_at + rung.after, found.level >= rung.level)
            for words, rung in zip(RUNGS, LADDER, strict=True)
        ],
        "form": form if may and found.state == Duty.State.OPEN and not found.paused_at else None,
        "may_resume": may and found.state == Duty.State.OPEN and found.paused_at,
    }
    return render(request, "plan/duty_clock.html", context)


@page(DUTY_PAUSE)
@require_POST
def resume(request: ActorRequest, duty_id: UUID) -> HttpResponse:
    """Let it run on."""
    resume_duty(request.actor, duty_id=duty_id)
    messages.success(request, _("已恢复计时，期限按中止的天数顺延。"))
    return redirect("plan:duty-clock", duty_id)


@signed_in
@require_POST
def seen(request: ActorRequest) -> HttpResponse:
    """The reminders told so far have been seen."""
    see_reminders(request.actor)
    return redirect("home")
