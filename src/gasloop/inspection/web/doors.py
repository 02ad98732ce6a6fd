"""A door on the phone: something is wrong inside, nobody opens and the gap is tested, or it is handed on."""

from decimal import Decimal
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from gasloop.access.guard import page
from gasloop.access.middleware import ActorRequest
from gasloop.access.scope import reaches
from gasloop.access.scoping import get_scoped
from gasloop.inspection.actions import hand_over_door, record_gap_test
from gasloop.inspection.permissions import VISIT_RECORD
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.referral.permissions import REFERRAL_SEND
from gasloop.registry.actions import open_door_file
from gasloop.registry.models import Household
from gasloop.registry.web.forms import take_back
from gasloop.shell.detail import Crumb
from gasloop.shell.forms import HouseForm


class GapForm(HouseForm):
    """门缝检漏."""

    reading = forms.DecimalField(
        label=gettext_lazy("检漏仪读数（%LEL）"),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        initial=Decimal(0),
        help_text=gettext_lazy("爆炸下限的百分数；没有读数填0。有读数的，立即通知供气单位，系统同时登记隐患。"),
    )
    result = forms.ChoiceField(
        label=gettext_lazy("这次上门"),
        choices=[("nobody", gettext_lazy("无人在家")), ("refused", gettext_lazy("拒绝入户"))],
        widget=forms.RadioSelect,
        initial="nobody",
    )
    note = forms.CharField(label=gettext_lazy("备注"), max_length=200, required=False)


@page(VISIT_RECORD)
@require_POST
def check(request: ActorRequest, household_id: UUID) -> HttpResponse:
    """Something is wrong inside: the door's checklist, where each failed item becomes a hazard."""
    _door(request, household_id)
    return redirect("inspection:record", open_door_file(request.actor, household_id=household_id).pk)


@page(VISIT_RECORD)
def gap(request: ActorRequest, household_id: UUID) -> HttpResponse:
    """Nobody opens: the gap of the door is tested."""
    door = _door(request, household_id)
    form = GapForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _visit, hazard = record_gap_test(request.actor, household_id=household_id, **form.cleaned_data)
        except NotFound:
            raise
        except Refusal as refusal:
            take_back(form, refusal)
        else:
            if hazard is None:
                messages.success(request, _("已登记门缝检漏，没有读数。"))
                return redirect("registry:household", household_id)
            messages.error(
                request, _("门缝检出燃气，请立即通知供气单位并疏散；已登记隐患{n}。").format(n=hazard.number)
            )
            return redirect("hazard:hazard", hazard.pk)
    back = reverse("registry:household", args=[household_id])
    shown = {"door": door, "form": form, "back": back, "crumbs": [Crumb(str(door), back), Crumb(_("门缝检漏"))]}
    return render(request, "inspection/gap.html", shown, status=422 if form.errors else 200)


@page(VISIT_RECORD)
@require_POST
def hand_over(request: ActorRequest, household_id: UUID) -> HttpResponse:
    """The shut door becomes a hazard; whoever may send referrals writes the letter at once."""
    _door(request, household_id)
    hazard = hand_over_door(request.actor, household_id=household_id)
    if reaches(request.actor, REFERRAL_SEND, territory=hazard.territory, line=hazard.line):
        return redirect("referral:new", hazard.pk)
    messages.success(request, _("已登记{n}，由镇里移送；送出后会记在这一户。").format(n=hazard.number))
    return redirect("hazard:hazard", hazard.pk)


def _door(request: ActorRequest, key: UUID) -> Household:
    rows = Household.objects.filter(voided_at__isnull=True).select_related("building")
    return get_scoped(request.actor, rows, VISIT_RECORD, key)
