"""A site closes while hazards are open there: they neither vanish nor nag a shop that is shut.

They are laid aside, somebody of the owner's goes and sees that it is really shut and the gas is off, and when the site
opens again they stand where they stood, with a fresh clock: nothing is forgotten by closing for a week.
"""

from uuid import UUID

from gasloop.evidence.actions import append
from gasloop.evidence.attachments import require_stored
from gasloop.hazard import acts
from gasloop.hazard.actions.extending import lapse_of
from gasloop.hazard.actions.moving import Proof, hazard_for, move, record_step
from gasloop.hazard.actions.owing import owe
from gasloop.hazard.deadlines import (
    CONFIRM_CLOSED_TERM,
    deadline_of,
    look_back_deadline,
    order_deadline,
    recheck_deadline,
    term_from,
)
from gasloop.hazard.models import Hazard
from gasloop.hazard.permissions import HAZARD_RECTIFY
from gasloop.hazard.states import OPEN_STATES, HazardState
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.plan.actions import drop_duties, finish_duties
from gasloop.plan.models import Duty
from gasloop.registry.models import Site
from gasloop.registry.states import SiteState
from gasloop.relay.actions import verb

CLAUSE = "三(四)2"


@verb
def lay_aside(actor: Actor, *, site_id: UUID) -> int:
    """Lay the open hazards of a closed site aside; one of them owes the look. The number laid aside.

    Nothing happens at a site that is open (again). A look-back is put off. A report upward stays owed.
    """
    site = Site.objects.select_for_update(of=("self",)).get(pk=site_id)
    if not _is_shut(site):
        return 0
    moved = [_aside(actor, hazard) for hazard in _at(site, *OPEN_STATES)]
    for closed in _at(site, HazardState.CLOSED):
        drop_duties(actor, about=closed.subject)
    if moved:
        owe(actor, moved[0], Duty.Kind.CONFIRM_CLOSED, term_from(clock.now(), CONFIRM_CLOSED_TERM))
    return len(moved)


@verb
def take_up_again(actor: Actor, *, site_id: UUID) -> int:
    """The site is in business again: what was laid aside stands again, counted from now. The number."""
    site = Site.objects.select_for_update(of=("self",)).get(pk=site_id)
    if _is_shut(site):
        return 0
    back = [_up_again(actor, hazard) for hazard in _at(site, HazardState.ASIDE)]
    for closed in _at(site, HazardState.CLOSED):
        owed = Duty.objects.filter(about_id=closed.pk, kind=Duty.Kind.LOOK_BACK, state=Duty.State.OPEN)
        if not owed.exists():
            owe(actor, closed, Duty.Kind.LOOK_BACK, look_back_deadline(clock.now()))
    return len(back)


@verb
def confirm_closed(actor: Actor, *, hazard_id: UUID, proof: Proof) -> Hazard:
    """Somebody was there: it is shut and the gas is off. Stands at every hazard that was laid aside at the site.

    Refusal: not laid aside, or no photo. Whoever finds it in business registers that it opened again.
    """
    hazard = hazard_for(actor, HAZARD_RECTIFY, hazard_id)
    if hazard.state != HazardState.ASIDE:
        raise Refusal("hazard.confirm_closed.state", sentence("这条隐患没有随停业搁置。"))
    if not proof.photos:
        raise Refusal(
            "hazard.no_photo",
            sentence("请附一张能看出已停业、已停气的照片，没有证据不能往下走。"),
            basis=CLAUSE,
            field="photos",
        )
    require_stored(proof.photos)
    for each in _at(hazard.site, HazardState.ASIDE):
        record_step(actor, each, verb="confirm_closed", proof=proof)
        said = {"number": each.number, "note": proof.note}
        append(actor, act=acts.CONFIRMED_CLOSED, record=each, body=said, attachments=list(proof.photos))
        finish_duties(actor, about=each.subject, kind=Duty.Kind.CONFIRM_CLOSED)
    return hazard


def _is_shut(site: Site) -> bool:
    return site.state == SiteState.CLOSED or site.voided_at is not None


def _at(site: Site, *states: HazardState) -> list[Hazard]:
    rows = Hazard.objects.filter(site=site, state__in=states, voided_at__isnull=True)
    return list(rows.select_related("site", "rule", "owner_office").order_by("due_at", "id"))


def _aside(actor: Actor, hazard: Hazard) -> Hazard:
    moved = move(actor, hazard, verb="lay_aside", act=acts.LAID_ASIDE, proof=Proof(note=hazard.site.closed_why))
    drop_duties(actor, about=moved.subject)
    lapse_of(actor, moved)
    return moved


def _up_again(actor: Actor, hazard: Hazard) -> Hazard:
    """Back to the state it was laid aside from, which its last step before that tells."""
    before = hazard.steps.exclude(verb__in=("lay_aside", "confirm_closed")).order_by("-recorded_at", "-id")[0].state
    now = clock.now()
    deadline = deadline_of(hazard.rule, now)
    moved = move(
        actor,
        hazard,
        verb=f"take_up_{before}",
        act=acts.TAKEN_UP,
        proof=Proof(),
        due_at=deadline.due_at,
        due_sentence=deadline.sentence,
        provisional=deadline.provisional,
        supervision_level=0,
    )
    drop_duties(actor, about=moved.subject)
    kind, owed = {
        HazardState.FOUND.value: (Duty.Kind.ORDER, order_deadline(now)),
        HazardState.ORDERED.value: (Duty.Kind.RECTIFY, deadline),
        HazardState.RECTIFIED.value: (Duty.Kind.RECHECK, recheck_deadline(now)),
    }[before]
    owe(actor, moved, kind, owed)
    return moved
