"""What may be done with a referral: a table the page loops over."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from gasloop.access.capabilities import Capability
from gasloop.access.scope import reaches
from gasloop.kernel.actor import Actor
from gasloop.referral.actions import Answer, answer_referral, receive_referral, remind_referral, withdraw_referral
from gasloop.referral.models import Referral
from gasloop.referral.permissions import REFERRAL_ANSWER, REFERRAL_SEND
from gasloop.referral.states import OPEN_STATES, ReferralState
from gasloop.referral.web.forms import AnswerForm, ReceiptForm, RemindForm, WithdrawForm
from gasloop.shell.forms import HouseForm
from gasloop.shell.photos import keep_photos
from gasloop.shell.words import Words


@dataclass(frozen=True, slots=True)
class PageStep:
    """`name` is part of the address; `take` calls the verb with what the form gave."""

    name: str
    title: Words
    button: Words
    states: tuple[ReferralState, ...]
    capability: Capability
    form: type[HouseForm]
    take: Callable[[Actor, UUID, HouseForm], Referral]
    minor: bool = False


def _receive(actor: Actor, referral_id: UUID, form: HouseForm) -> Referral:
    files = keep_photos(actor, form.cleaned_data["proof"])
    return receive_referral(actor, referral_id=referral_id, by=form.cleaned_data["by"], files=files)


def _answer(actor: Actor, referral_id: UUID, form: HouseForm) -> Referral:
    said = form.cleaned_data
    answer = Answer(said["outcome"], said["text"], keep_photos(actor, said["proof"]))
    return answer_referral(actor, referral_id=referral_id, answer=answer)


def _remind(actor: Actor, referral_id: UUID, form: HouseForm) -> Referral:  # noqa: ARG001 - every step has a form
    return remind_referral(actor, referral_id=referral_id)


def _withdraw(actor: Actor, referral_id: UUID, form: HouseForm) -> Referral:
    return withdraw_referral(actor, referral_id=referral_id, why=form.cleaned_data["why"])


STEPS = (
    PageStep("receive", _("登记签收"), _("登记"), (ReferralState.SENT,), REFERRAL_ANSWER, ReceiptForm, _receive),
    PageStep("answer", _("登记答复"), _("提交答复"), OPEN_STATES, REFERRAL_ANSWER, AnswerForm, _answer),
    PageStep("remind", _("催办"), _("登记催办"), OPEN_STATES, REFERRAL_SEND, RemindForm, _remind, minor=True),
    PageStep("withdraw", _("撤回"), _("撤回"), OPEN_STATES, REFERRAL_SEND, WithdrawForm, _withdraw, minor=True),
)


def steps_open_to(actor: Actor, referral: Referral) -> list[PageStep]:
    """The steps that the state allows and the actor may take."""
    return [
        step
        for step in STEPS
        if referral.state in step.states
        and reaches(actor, step.capability, territory=referral.territory, line=referral.line)
    ]
