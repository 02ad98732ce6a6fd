"""What a step's form says, handed to its verb: one adapter per step."""

from uuid import UUID

from gasloop.hazard.actions import (
    Order,
    Request,
    ask_extension,
    confirm_closed,
    decide_extension,
    delist_major,
    fix_on_spot,
    list_major,
    look_back,
    merge_hazards,
    order_rectification,
    recheck,
    rectify,
    report_major,
    undo_merge,
    void_hazard,
)
from gasloop.hazard.actions.moving import Proof
from gasloop.hazard.models import Extension, Hazard
from gasloop.hazard.web.forms import StepForm
from gasloop.kernel.actor import Actor
from gasloop.shell.photos import keep_photos


def _proof(actor: Actor, form: StepForm) -> Proof:
    return Proof(note=form.cleaned_data.get("note", ""), photos=keep_photos(actor, form.cleaned_data.get("photos", [])))


def order(actor: Actor, hazard_id: UUID, form: StepForm) -> Hazard:
    """Order the rectification."""
    return order_rectification(actor, hazard_id=hazard_id, order=Order(**form.cleaned_data))


def fix(actor: Actor, hazard_id: UUID, form: StepForm) -> Hazard:
    """Fixed on the spot."""
    return fix_on_spot(actor, hazard_id=hazard_id, proof=_proof(actor, form), cause=form.cleaned_data["cause"])


def rectified(actor: Actor, hazard_id: UUID, form: StepForm) -> Hazard:
    """Rectified, with photos."""
    return rectify(actor, hazard_id=hazard_id, proof=_proof(actor, form))


def rechecked(actor: Actor, hazard_id: UUID, form: StepForm) -> Hazard:
    """Re-checked by somebody else."""
    said = form.cleaned_data
    return recheck(
        actor, hazard_id=hazard_id, passed=said["passed"], proof=_proof(actor, form), cause=said.get("cause", "")
    )


def looked_back(actor: Actor, hazard_id: UUID, form: StepForm) -> Hazard:
    """Looked at again after closing."""
    return look_back(actor, hazard_id=hazard_id, rebounded=form.cleaned_data["rebounded"], proof=_proof(actor, form))


def confirmed_closed(actor: Actor, hazard_id: UUID, form: StepForm) -> Hazard:
    """Its site is shut and the gas is off."""
    return confirm_closed(actor, hazard_id=hazard_id, proof=_proof(actor, form))


def voided(actor: Actor, hazard_id: UUID, form: StepForm) -> Hazard:
    """Registered by mistake."""
    return void_hazard(actor, hazard_id=hazard_id, why=form.cleaned_data["why"])


def extension_asked(actor: Actor, hazard_id: UUID, form: StepForm) -> Hazard:
    """More time is asked."""
    return ask_extension(actor, hazard_id=hazard_id, request=Request(**form.cleaned_data)).hazard


def extension_decided(actor: Actor, hazard_id: UUID, form: StepForm) -> Hazard:
    """The request that waits is decided; NotFound when none waits (any more)."""
    waiting = Extension.objects.filter(hazard_id=hazard_id, state=Extension.State.ASKED).values_list("pk", flat=True)
    return decide_extension(actor, extension_id=waiting.first() or hazard_id, **form.cleaned_data).hazard


def merged(actor: Actor, hazard_id: UUID, form: StepForm) -> Hazard:
    """Other records of the same hazard are merged into this one."""
    chosen = [UUID(each) for each in form.cleaned_data["duplicates"]]
    merge_hazards(actor, hazard_id=hazard_id, duplicates=chosen, why=form.cleaned_data["why"])
    return Hazard.objects.get(pk=hazard_id)


def unmerged(actor: Actor, hazard_id: UUID, form: StepForm) -> Hazard:  # noqa: ARG001 - every step has a form
    """A merge is taken back."""
    return undo_merge(actor, hazard_id=hazard_id)


def reported(actor: Actor, hazard_id: UUID, form: StepForm) -> Hazard:
    """A major hazard was reported upward."""
    return report_major(actor, hazard_id=hazard_id, **form.cleaned_data).hazard


def listed(actor: Actor, hazard_id: UUID, form: StepForm) -> Hazard:
    """A major hazard was listed for supervision."""
    return list_major(actor, hazard_id=hazard_id, **form.cleaned_data).hazard


def delisted(actor: Actor, hazard_id: UUID, form: StepForm) -> Hazard:
    """The listing has ended."""
    return delist_major(actor, hazard_id=hazard_id, **form.cleaned_data).hazard
