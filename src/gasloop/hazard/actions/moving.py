"""The one way a hazard changes state: a guarded update, its step, its entry, its event."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from gasloop.access.capabilities import Capability
from gasloop.access.scoping import get_scoped
from gasloop.evidence.actions import append
from gasloop.evidence.acts import Act
from gasloop.evidence.attachments import require_stored
from gasloop.hazard.events import HazardMoved
from gasloop.hazard.models import Hazard, Step
from gasloop.hazard.states import MOVES, HazardState
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.jsonable import JsonObject
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.relay.actions import emit
from gasloop.relay.standing import insert_together

AHEAD = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Proof:
    """What shows that a step was taken: a note, photos by digest, and when it was (now if None)."""

    note: str = ""
    photos: Sequence[str] = ()
    at: datetime | None = None


def hazard_for(actor: Actor, capability: Capability, hazard_id: UUID) -> Hazard:
    """The hazard as far as the actor reaches with the capability; NotFound otherwise."""
    return get_scoped(actor, Hazard.objects.select_related("site", "rule", "owner_office"), capability, hazard_id)


def move(
    actor: Actor,
    hazard: Hazard,
    *,
    verb: str,
    act: Act,
    proof: Proof,
    body: JsonObject | None = None,
    **changes: object,
) -> Hazard:
    """Take `hazard` along `verb` with `changes` to its fields; Refusal when somebody else moved it first."""
    source = HazardState(hazard.state)
    target = MOVES.target(verb, source)
    _in_order(hazard, proof)
    require_stored(proof.photos)
    moved = Hazard.objects.filter(pk=hazard.pk, state=source).update(state=target, **changes)
    if moved != 1:
        raise Refusal("hazard.moved_meanwhile", sentence("这条隐患刚刚被别人处理过，请刷新后再看。"))
    hazard.refresh_from_db()
    record_step(actor, hazard, verb=verb, proof=proof)
    append(
        actor,
        act=act,
        record=hazard,
        body={"number": hazard.number, "note": proof.note, **(body or {})},
        attachments=list(proof.photos),
        effective_at=proof.at,
    )
    emit(
        HazardMoved(
            hazard_id=str(hazard.pk),
            number=hazard.number,
            source=source.value,
            target=target.value,
            territory=hazard.territory,
        )
    )
    return hazard


def _in_order(hazard: Hazard, proof: Proof) -> None:
    """A step that is recorded later keeps its own time, or what was late could be told as on time."""
    if proof.at is None:
        return
    if proof.at > clock.now() + AHEAD:
        raise Refusal("hazard.at.future", sentence("办理时间晚于现在，请核对。"), field="at")
    if proof.at < (hazard.closed_at or hazard.rectified_at or hazard.found_at):
        raise Refusal("hazard.at.before", sentence("办理时间早于上一步，请核对。"), field="at")


def record_step(actor: Actor, hazard: Hazard, *, verb: str, proof: Proof) -> Step:
    """The step's row, for the hazard's time line."""
    step = step_of(actor, hazard, verb=verb, proof=proof)
    insert_together(step)
    return step


def step_of(actor: Actor, hazard: Hazard, *, verb: str, proof: Proof) -> Step:
    """The same, not written yet."""
    return Step(
        hazard=hazard,
        verb=verb,
        state=hazard.state,
        at=proof.at or clock.now(),
        by=actor.id,
        by_name=actor.name,
        note=proof.note,
        photos=list(proof.photos),
    )
