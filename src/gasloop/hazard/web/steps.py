"""Which step comes next for a hazard, who may take it, with which form and which verb: a table the page loops over."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from gasloop.access.capabilities import Capability
from gasloop.access.scope import reaches
from gasloop.hazard.actions import (
    Order,
    fix_on_spot,
    look_back,
    order_rectification,
    recheck,
    rectify,
    void_hazard,
)
from gasloop.hazard.actions.moving import Proof
from gasloop.hazard.models import Hazard
from gasloop.hazard.permissions import HAZARD_ORDER, HAZARD_RECHECK, HAZARD_RECTIFY, HAZARD_VOID
from gasloop.hazard.states import HazardState
from gasloop.hazard.web.forms import LookBackForm, OrderForm, RecheckForm, RectifyForm, VoidForm
from gasloop.kernel.actor import Actor
from gasloop.rulebook.choices import RecheckMode
from gasloop.shell.forms import HouseForm
from gasloop.shell.photos import keep_photos
from gasloop.shell.words import Words


@dataclass(frozen=True, slots=True)
class PageStep:
    """`name` is part of the address; `take` calls the verb with what the form gave."""

    name: str
    title: Words
    button: Words
    states: tuple[HazardState, ...]
    capability: Capability
    form: type[HouseForm]
    take: Callable[[Actor, UUID, HouseForm], Hazard]
    minor: bool = False


def _proof(actor: Actor, form: HouseForm) -> Proof:
    return Proof(note=form.cleaned_data.get("note", ""), photos=keep_photos(actor, form.cleaned_data.get("photos", [])))


def _order(actor: Actor, hazard_id: UUID, form: HouseForm) -> Hazard:
    return order_rectification(actor, hazard_id=hazard_id, order=Order(**form.cleaned_data))


def _fix(actor: Actor, hazard_id: UUID, form: HouseForm) -> Hazard:
    return fix_on_spot(actor, hazard_id=hazard_id, proof=_proof(actor, form))


def _rectify(actor: Actor, hazard_id: UUID, form: HouseForm) -> Hazard:
    return rectify(actor, hazard_id=hazard_id, proof=_proof(actor, form))


def _recheck(actor: Actor, hazard_id: UUID, form: HouseForm) -> Hazard:
    return recheck(actor, hazard_id=hazard_id, passed=form.cleaned_data["passed"], proof=_proof(actor, form))


def _look_back(actor: Actor, hazard_id: UUID, form: HouseForm) -> Hazard:
    return look_back(actor, hazard_id=hazard_id, rebounded=form.cleaned_data["rebounded"], proof=_proof(actor, form))


def _void(actor: Actor, hazard_id: UUID, form: HouseForm) -> Hazard:
    return void_hazard(actor, hazard_id=hazard_id, why=form.cleaned_data["why"])


STEPS = (
    PageStep("order", _("下达整改要求"), _("下达"), (HazardState.FOUND,), HAZARD_ORDER, OrderForm, _order),
    PageStep("fix", _("现场整改完毕"), _("登记并销号"), (HazardState.FOUND,), HAZARD_RECTIFY, RectifyForm, _fix),
    PageStep(
        "rectify", _("登记整改结果"), _("提交复查"), (HazardState.ORDERED,), HAZARD_RECTIFY, RectifyForm, _rectify
    ),
    PageStep("recheck", _("复查"), _("提交复查结论"), (HazardState.RECTIFIED,), HAZARD_RECHECK, RecheckForm, _recheck),
    PageStep("look-back", _("回头看"), _("提交结论"), (HazardState.CLOSED,), HAZARD_RECHECK, LookBackForm, _look_back),
    PageStep(
        "void",
        _("登记有误，作废"),
        _("作废"),
        (HazardState.FOUND, HazardState.ORDERED),
        HAZARD_VOID,
        VoidForm,
        _void,
        minor=True,
    ),
)


def steps_open_to(actor: Actor, hazard: Hazard) -> list[PageStep]:
    """The steps that the hazard's state allows and the actor may take."""
    return [
        step
        for step in STEPS
        if hazard.state in step.states
        and reaches(actor, step.capability, territory=hazard.territory, line=hazard.line)
        and _makes_sense(step, hazard)
    ]


def _makes_sense(step: PageStep, hazard: Hazard) -> bool:
    """Only what needs no re-check may be closed on the spot."""
    if step.name != "fix":
        return True
    return hazard.rule.recheck_mode == RecheckMode.NONE_SAMPLED and hazard.severity != Hazard.Severity.MAJOR


def step_named(name: str) -> PageStep | None:
    """The step with that address."""
    return next((step for step in STEPS if step.name == name), None)
