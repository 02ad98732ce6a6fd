"""The one way a referral changes state, and what it owes then."""

from uuid import UUID

from gasloop.access.actors import posts_held
from gasloop.access.capabilities import Capability
from gasloop.access.models import Office, Post
from gasloop.access.scoping import get_scoped
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.plan.actions import create_duty
from gasloop.plan.actions.duties import Owed
from gasloop.plan.models import Duty
from gasloop.referral.events import ReferralMoved
from gasloop.referral.models import Referral
from gasloop.referral.states import MOVES, ReferralState
from gasloop.relay.actions import emit


def referral_for(actor: Actor, capability: Capability, referral_id: UUID) -> Referral:
    """The referral as far as the actor reaches with the capability; NotFound otherwise."""
    rows = Referral.objects.select_related("hazard__site", "hazard__rule", "to_office", "owner_office")
    return get_scoped(actor, rows, capability, referral_id)


def move(referral: Referral, verb: str, **changes: object) -> Referral:
    """Take `referral` along `verb` with `changes`; Refusal when somebody else moved it first."""
    source = ReferralState(referral.state)
    target = MOVES.target(verb, source)
    if Referral.objects.filter(pk=referral.pk, state=source).update(state=target, **changes) != 1:
        raise Refusal("referral.moved_meanwhile", sentence("这份移送刚刚被别人处理过，请刷新后再看。"))
    referral.refresh_from_db(fields=["state", *changes])
    return referral


def tell(referral: Referral) -> None:
    """Tell listeners and live pages where the referral stands."""
    emit(
        ReferralMoved(
            referral_id=str(referral.pk),
            hazard_id=str(referral.hazard_id),
            number=referral.number,
            target=referral.state,
            territory=referral.territory,
        )
    )


def has_people(office: Office) -> bool:
    """Does somebody of the office work in this system? Then it answers here, else the sender records the answer."""
    return Post.objects.filter(posts_held(clock.today()), office=office, account__isnull=False).exists()


def owe(actor: Actor, referral: Referral, owed: Owed) -> Duty:
    """What the referral asks: of the receiver where it works with the system, of the sender to see to it otherwise."""
    owner = referral.to_office if referral.by_system else referral.owner_office
    return create_duty(
        actor,
        about=referral.subject,
        owed=owed,
        office=owner,
        territory=referral.territory,
        line=referral.line,
    )
