"""交接: what would move, who signs, what moved, where nobody stood before and after."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gasloop.access.guard import page
from gasloop.access.middleware import ActorRequest
from gasloop.access.scope import reaches
from gasloop.access.scoping import get_scoped
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.plan.actions import Signing, prepare_hand_over, sign_hand_over, withdraw_hand_over
from gasloop.plan.actions.handing_over import Part
from gasloop.plan.duty_pages import page_of
from gasloop.plan.handing import Side, hand_overs_for, is_of_side, what_moves
from gasloop.plan.models import Duty, HandOver
from gasloop.plan.permissions import DUTY_VIEW, HAND_OVER, PLAN_VIEW
from gasloop.plan.unowned import gaps_in
from gasloop.plan.web.hand_over_forms import HandOverForm, SignForm, WithdrawForm
from gasloop.shell.detail import Crumb, Fact
from gasloop.shell.errors import say
from gasloop.shell.forms import HouseForm
from gasloop.shell.photos import keep_photos, photo_response


@dataclass(frozen=True, slots=True)
class Gap:
    """Where nobody stands, before and after; `after` is None until it has been handed over."""

    title: str
    before: Sequence[str]
    after: Sequence[str] | None


@page(DUTY_VIEW)
def duty(request: ActorRequest, duty_id: UUID) -> HttpResponse:
    """A duty is done where its record is."""
    return redirect(page_of(get_scoped(request.actor, Duty.objects.all(), DUTY_VIEW, duty_id)))


@page(HAND_OVER)
def new(request: ActorRequest) -> HttpResponse:
    """Say who hands over to whom."""
    chosen = {name: request.GET[name] for name in ("giving", "taking") if name in request.GET}
    form = HandOverForm(request.actor, request.POST or None, initial=chosen)
    if request.method == "POST" and form.is_valid():
        try:
            row = prepare_hand_over(
                request.actor, giving=form.side("giving"), taking=form.side("taking"), why=form.cleaned_data["why"]
            )
        except NotFound:
            raise
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, say(refusal))
        else:
            messages.success(request, _("交接已拟定，请交出方先签字。"))
            return redirect("plan:hand-over", row.pk)
    shown = {"form": form, "crumbs": [Crumb(_("交接"), reverse("plan:hand-overs")), Crumb(_("拟定交接"))]}
    return render(request, "plan/hand_over_new.html", shown, status=422 if form.is_bound else 200)


@page(PLAN_VIEW)
def hand_over(request: ActorRequest, hand_over_id: UUID) -> HttpResponse:
    """One hand-over."""
    return _show(request, _row(request.actor, hand_over_id))


@page(PLAN_VIEW)
@require_POST
def sign(request: ActorRequest, hand_over_id: UUID) -> HttpResponse:
    """Sign for one side, by one's own account or as recorded from paper."""
    row = _row(request.actor, hand_over_id)
    part: Part = "take" if request.POST.get("part") == "take" else "give"
    signing, form = Signing(part), None
    if request.POST.get("paper"):
        form = SignForm(request.POST, request.FILES)
        if not form.is_valid():
            return _show(request, row, form, status=422)
        files = keep_photos(request.actor, form.cleaned_data["proof"])
        signing = Signing(part, form.cleaned_data["signed_by"], files)
    try:
        after = sign_hand_over(request.actor, hand_over_id=row.pk, signing=signing)
    except NotFound:
        raise
    except Refusal as refusal:
        if form is None or refusal.field not in form.fields:
            raise
        form.add_error(refusal.field, say(refusal))
        return _show(request, row, form, status=422)
    done = after.state == HandOver.State.DONE
    messages.success(request, _("双方已签字，全部事项已转给接收方。") if done else _("交出方已签字，请接收方签字。"))
    return redirect("plan:hand-over", row.pk)


@page(HAND_OVER)
@require_POST
def withdraw(request: ActorRequest, hand_over_id: UUID) -> HttpResponse:
    """It does not take place."""
    withdraw_hand_over(request.actor, hand_over_id=hand_over_id, why=request.POST.get("why", ""))
    messages.success(request, _("交接已撤回，没有任何事项转移。"))
    return redirect("plan:hand-over", hand_over_id)


@page(PLAN_VIEW)
def file(request: ActorRequest, hand_over_id: UUID, sha256: str) -> FileResponse:
    """A signed sheet."""
    return photo_response(sha256, _row(request.actor, hand_over_id).files)


def _row(actor: Actor, hand_over_id: UUID) -> HandOver:
    rows = hand_overs_for(actor).filter(pk=hand_over_id)
    found = rows.select_related("from_office", "from_post__office", "to_office", "to_post__office").first()
    if found is None:
        raise Http404
    return found


def _show(request: ActorRequest, row: HandOver, form: HouseForm | None = None, *, status: int = 200) -> HttpResponse:
    gives = row.state == HandOver.State.PREPARED
    side = Side(row.from_office, row.from_post) if gives else Side(row.to_office, row.to_post)
    manages = row.is_open and reaches(request.actor, HAND_OVER, territory=row.territory, line="")
    moves = what_moves(Side(row.from_office, row.from_post)) if row.is_open else None
    shown = {
        "row": row,
        "facts": _facts(row),
        "moves": moves,
        "duties": [(reverse("plan:duty", args=[each.pk]), each) for each in moves.duties] if moves else [],
        "gaps": _gaps(row),
        "side": side,
        "part": "give" if gives else "take",
        "may_sign": row.is_open and is_of_side(request.actor, side) and row.given_by != request.actor.id,
        "sign_form": (form or SignForm()) if manages else None,
        "withdraw_form": WithdrawForm(auto_id="withdraw_%s") if manages else None,
        "crumbs": [Crumb(_("交接"), reverse("plan:hand-overs")), Crumb(str(row))],
    }
    return render(request, "plan/hand_over.html", shown, status=status)


def _facts(row: HandOver) -> list[Fact]:
    facts = [
        Fact(_("交出方"), row.giving),
        Fact(_("接收方"), row.taking),
        Fact(_("依据"), row.why, wide=True),
        Fact(_("经办人"), row.prepared_by_name),
        Fact(_("拟定时间"), row.received_at),
    ]
    if row.given_at:
        facts += [Fact(_("交出人"), row.given_by_name), Fact(_("交出时间"), row.given_at)]
    if row.taken_at:
        facts += [Fact(_("接收人"), row.taken_by_name), Fact(_("接收时间"), row.taken_at)]
    return facts


def _gaps(row: HandOver) -> list[Gap]:
    """As they were when it was handed over; as they are today while it is not."""
    before: dict[str, Any] = row.before or dict(gaps_in(row.territory).to_json())
    after: dict[str, Any] | None = row.after or None
    titles = {"posts": _("空缺的岗位"), "offices": _("没有人在岗的单位"), "clauses": _("没有责任单位的条款")}
    found = [Gap(title, before[key], after[key] if after else None) for key, title in titles.items()]
    counted = [str(before["duties"])], [str(after["duties"])] if after else None
    return [*found, Gap(_("无人负责的事项"), *counted)]
