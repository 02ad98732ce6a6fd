"""Which step comes next for a hazard, who may take it, with which form and which verb: a table the page loops over."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from gasloop.access.capabilities import Capability
from gasloop.access.scope import reaches
from gasloop.hazard.actions.extending import needs_leader
from gasloop.hazard.actions.merging import UNDO_WITHIN
from gasloop.hazard.models import Extension, Hazard
from gasloop.hazard.models.major import MajorState
from gasloop.hazard.permissions import (
    HAZARD_EXTEND,
    HAZARD_EXTEND_MAJOR,
    HAZARD_LIST,
    HAZARD_MERGE,
    HAZARD_ORDER,
    HAZARD_RECHECK,
    HAZARD_RECTIFY,
    HAZARD_REPORT_UP,
    HAZARD_VOID,
)
from gasloop.hazard.queries import may_be_duplicates
from gasloop.hazard.states import HazardState
from gasloop.hazard.web import forms, taking
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.rulebook.choices import RecheckMode
from gasloop.shell.words import Words

ON_ITS_WAY = tuple(state for state in HazardState if state not in (HazardState.VOIDED, HazardState.MERGED))


def always(hazard: Hazard) -> bool:  # noqa: ARG001 - the state alone decides
    """The state says enough."""
    return True


@dataclass(frozen=True, slots=True)
class PageStep:
    """`name` is part of the address; `take` calls the verb with the form; `sensible` looks closer than the state."""

    name: str
    title: Words
    button: Words
    states: tuple[HazardState, ...]
    capability: Capability
    form: type[forms.StepForm]
    take: Callable[[Actor, UUID, forms.StepForm], Hazard]
    minor: bool = False
    sensible: Callable[[Hazard], bool] = always


def _needs_no_recheck(hazard: Hazard) -> bool:
    return hazard.rule.recheck_mode == RecheckMode.NONE_SAMPLED and hazard.severity != Hazard.Severity.MAJOR


def asked_extension(hazard: Hazard) -> Extension | None:
    """The request for more time that waits for its decision."""
    return hazard.extensions.filter(state=Extension.State.ASKED).first()


def _more_time_possible(hazard: Hazard) -> bool:
    return hazard.due_at > clock.now() and asked_extension(hazard) is None


def _decision_waits(hazard: Hazard) -> bool:
    return asked_extension(hazard) is not None


def _has_twins(hazard: Hazard) -> bool:
    return may_be_duplicates(hazard).exists()


def _merged_today(hazard: Hazard) -> bool:
    return hazard.merged_at is not None and clock.now() <= hazard.merged_at + UNDO_WITHIN


def _closure_unseen(hazard: Hazard) -> bool:
    """Nobody has looked yet since it was laid aside."""
    last = hazard.steps.filter(verb__in=("lay_aside", "confirm_closed")).order_by("-recorded_at", "-id").first()
    return last is None or last.verb == "lay_aside"


def _case_is(*states: MajorState) -> Callable[[Hazard], bool]:
    def sensible(hazard: Hazard) -> bool:
        case = getattr(hazard, "major", None)
        return case is not None and case.state in states

    return sensible


FOUND, ORDERED, RECTIFIED, CLOSED = (
    (state,) for state in (HazardState.FOUND, HazardState.ORDERED, HazardState.RECTIFIED, HazardState.CLOSED)
)

STEPS = (
    PageStep("order", _("下达整改要求"), _("下达"), FOUND, HAZARD_ORDER, forms.OrderForm, taking.order),
    PageStep(
        "fix", _("现场整改完毕"), _("登记并销号"), FOUND, HAZARD_RECTIFY, forms.FixForm, taking.fix,
        sensible=_needs_no_recheck,
    ),
    PageStep(
        "decide-extension", _("审批延期"), _("提交审批"), ORDERED, HAZARD_EXTEND, forms.DecisionForm,
        taking.extension_decided, sensible=_decision_waits,
    ),
    PageStep("rectify", _("登记整改结果"), _("提交复查"), ORDERED, HAZARD_RECTIFY, forms.RectifyForm, taking.rectified),
    PageStep("recheck", _("复查"), _("提交复查结论"), RECTIFIED, HAZARD_RECHECK, forms.RecheckForm, taking.rechecked),
    PageStep("look-back", _("回头看"), _("提交结论"), CLOSED, HAZARD_RECHECK, forms.LookBackForm, taking.looked_back),
    PageStep(
        "report", _("上报重大隐患"), _("登记上报"), ON_ITS_WAY, HAZARD_REPORT_UP, forms.ReportForm, taking.reported,
        sensible=_case_is(MajorState.TO_REPORT),
    ),
    PageStep(
        "delist", _("登记摘牌"), _("登记摘牌"), (HazardState.CLOSED, HazardState.SETTLED), HAZARD_LIST,
        forms.DelistForm, taking.delisted, sensible=_case_is(MajorState.LISTED),
    ),
    PageStep(
        "confirm-closed", _("核实停业停气"), _("登记核实"), (HazardState.ASIDE,), HAZARD_RECTIFY,
        forms.ConfirmClosedForm, taking.confirmed_closed, sensible=_closure_unseen,
    ),
    PageStep(
        "list", _("登记挂牌督办"), _("登记挂牌"), ON_ITS_WAY, HAZARD_LIST, forms.ListForm, taking.listed,
        minor=True, sensible=_case_is(MajorState.REPORTED),
    ),
    PageStep(
        "extend", _("申请延期"), _("提交申请"), ORDERED, HAZARD_RECTIFY, forms.ExtensionForm, taking.extension_asked,
        minor=True, sensible=_more_time_possible,
    ),
    PageStep(
        "merge", _("合并重复隐患"), _("合并"), (HazardState.FOUND, HazardState.ORDERED), HAZARD_MERGE,
        forms.MergeForm, taking.merged, minor=True, sensible=_has_twins,
    ),
    PageStep(
        "unmerge", _("撤销合并"), _("撤销合并"), (HazardState.MERGED,), HAZARD_MERGE, forms.UndoForm, taking.unmerged,
        sensible=_merged_today,
    ),
    PageStep(
        "void", _("登记有误，作废"), _("作废"), (HazardState.FOUND, HazardState.ORDERED), HAZARD_VOID,
        forms.VoidForm, taking.voided, minor=True,
    ),
)  # fmt: skip


def steps_open_to(actor: Actor, hazard: Hazard) -> list[PageStep]:
    """The steps that the hazard's state allows and the actor may take."""
    return [
        step for step in STEPS if hazard.state in step.states and _may(actor, step, hazard) and step.sensible(hazard)
    ]


def _may(actor: Actor, step: PageStep, hazard: Hazard) -> bool:
    needed = step.capability
    if step.name == "decide-extension" and needs_leader(hazard):
        needed = HAZARD_EXTEND_MAJOR
    return reaches(actor, needed, territory=hazard.territory, line=hazard.line)


def step_named(name: str) -> PageStep | None:
    """The step with that address."""
    return next((step for step in STEPS if step.name == name), None)
