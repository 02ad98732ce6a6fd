"""Two records of one hazard become one; for a day the merge can be taken back."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from gasloop.hazard import acts
from gasloop.hazard.actions.extending import lapse_of
from gasloop.hazard.actions.major import drop_case, open_case
from gasloop.hazard.actions.moving import Proof, hazard_for, move
from gasloop.hazard.actions.owing import owe
from gasloop.hazard.deadlines import Deadline, order_deadline
from gasloop.hazard.models import Hazard
from gasloop.hazard.permissions import HAZARD_MERGE
from gasloop.hazard.states import MOVES, OPEN_STATES, HazardState
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.plan.actions import drop_duties
from gasloop.plan.models import Duty
from gasloop.relay.actions import verb

UNDO_WITHIN = timedelta(hours=24)


@verb
def merge_hazards(actor: Actor, *, hazard_id: UUID, duplicates: Sequence[UUID], why: str = "") -> list[Hazard]:
    """Merge `duplicates` into `hazard_id`, which stays open. Their steps and photos stay readable.

    Refusal: another site, not open, itself, nothing chosen, or one that is due earlier or weighs more than the kept one
    (nobody gains time by merging).
    """
    kept = hazard_for(actor, HAZARD_MERGE, hazard_id)
    if kept.state not in OPEN_STATES:
        raise Refusal("hazard.merge.kept_not_open", sentence("保留的这条隐患已经办结，不能再并入。"))
    if not duplicates:
        raise Refusal("hazard.merge.none", sentence("请选择要并入的隐患。"), field="duplicates")
    return [_merge(actor, kept, hazard_for(actor, HAZARD_MERGE, each), why) for each in dict.fromkeys(duplicates)]


def _merge(actor: Actor, kept: Hazard, duplicate: Hazard, why: str) -> Hazard:
    _is_duplicate(kept, duplicate)
    before = duplicate.state
    moved = move(
        actor,
        duplicate,
        verb="merge",
        act=acts.MERGED,
        proof=Proof(note=why),
        body={"into": kept.number},
        merged_into=kept,
        merged_at=clock.now(),
        merged_from=before,
    )
    drop_duties(actor, about=moved.subject)
    lapse_of(actor, moved)
    drop_case(actor, moved)
    return moved


def _is_duplicate(kept: Hazard, duplicate: Hazard) -> None:
    if duplicate.pk == kept.pk:
        raise Refusal("hazard.merge.itself", sentence("不能并入自己。"), field="duplicates")
    if duplicate.site_id != kept.site_id:
        raise Refusal("hazard.merge.other_site", sentence("只能合并同一对象的隐患。"), field="duplicates")
    if duplicate.due_at < kept.due_at:
        raise Refusal(
            "hazard.merge.longer",
            sentence("{number}的整改期限更早，请保留它，把这条并过去。"),
            params={"number": duplicate.number},
            field="duplicates",
        )
    if duplicate.severity == Hazard.Severity.MAJOR != kept.severity:
        raise Refusal(
            "hazard.merge.lighter",
            sentence("{number}是重大隐患，请保留它，把这条并过去。"),
            params={"number": duplicate.number},
            field="duplicates",
        )


@verb
def undo_merge(actor: Actor, *, hazard_id: UUID) -> Hazard:
    """Take a merge back within 24 hours: the hazard stands where it stood, with its own deadline."""
    hazard = hazard_for(actor, HAZARD_MERGE, hazard_id)
    if hazard.state != HazardState.MERGED or hazard.merged_at is None:
        raise Refusal("hazard.undo_merge.state", sentence("这条隐患没有被并入。"))
    if clock.now() > hazard.merged_at + UNDO_WITHIN:
        raise Refusal("hazard.undo_merge.late", sentence("合并超过24小时，不能再撤销。"))
    back = HazardState(hazard.merged_from)
    verb_name = next(m.verb for m in MOVES.moves if m.source == HazardState.MERGED and m.target == back)
    moved = move(
        actor,
        hazard,
        verb=verb_name,
        act=acts.UNMERGED,
        proof=Proof(),
        merged_into=None,
        merged_at=None,
        merged_from="",
    )
    if back == HazardState.FOUND:
        owe(actor, moved, Duty.Kind.ORDER, order_deadline(moved.found_at))
    else:
        owe(actor, moved, Duty.Kind.RECTIFY, Deadline(moved.due_at, moved.due_sentence, moved.provisional))
    if moved.severity == Hazard.Severity.MAJOR:
        open_case(actor, moved)
    return moved
