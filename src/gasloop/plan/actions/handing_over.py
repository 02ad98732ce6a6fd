"""Hand-over of an office or post that ends: prepared, signed by whoever gives, then by whoever takes; then all moves.

What moves, in the transaction of the second signature: open duties, general duties with their open rounds, and for a
whole office its clauses in every plan that is followed, with the receipt of them. What was done stays where it was.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from gasloop.access.models import Office
from gasloop.access.scope import reaches
from gasloop.access.scoping import require
from gasloop.evidence.actions import append
from gasloop.evidence.attachments import require_stored
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.jsonable import JsonObject
from gasloop.kernel.refusal import NotFound, Refusal, sentence
from gasloop.plan import acts
from gasloop.plan.actions.duties import Owed, create_duty, drop_duties, finish_duties
from gasloop.plan.actions.moving import move_everything
from gasloop.plan.events import HandedOver
from gasloop.plan.handing import Side, hand_overs_for, is_of_side, what_moves
from gasloop.plan.models import Duty, HandOver, Objection
from gasloop.plan.permissions import HAND_OVER
from gasloop.plan.unowned import gaps_in
from gasloop.relay.actions import emit, verb
from gasloop.rulebook.queries import calendar
from gasloop.rulebook.workdays import Term, due

SIGN_TERM = Term(5, "working_days")  # platform default (confidence D), no legal force
Part = Literal["give", "take"]


@dataclass(frozen=True, slots=True)
class Signing:
    """A signature: by the account itself, or by `signed_by` on the sheet of paper whose scan is in `files`."""

    part: Part
    signed_by: str = ""
    files: Sequence[str] = ()


@verb
def prepare_hand_over(actor: Actor, *, giving: Side, taking: Side, why: str) -> HandOver:
    """Say who hands over to whom, and on what basis. Nothing moves yet; whoever gives has five working days to sign."""
    territory = common_territory(giving.office, taking.office)
    require(actor, HAND_OVER, territory=territory, line="")
    _check_sides(giving, taking)
    if not why.strip():
        raise Refusal("plan.hand_over.why", sentence("请写明依据，例如机构调整或任免文件。"), field="why")
    if not what_moves(giving):
        raise Refusal(
            "plan.hand_over.nothing",
            sentence("{giving}没有未办事项，也没有负责的条款，不用交接。"),
            params={"giving": str(giving)},
            field="giving",
        )
    row = HandOver.objects.create(
        from_office=giving.office,
        from_post=giving.post,
        to_office=taking.office,
        to_post=taking.post,
        why=why.strip(),
        prepared_by_name=actor.name[:60],
        territory=territory,
        owner_office=giving.office,
    )
    append(actor, act=acts.HAND_OVER_PREPARED, record=row, body={**_names(row), "why": row.why})
    _owe_signature(actor, row, giving)
    return row


def common_territory(one: Office, other: Office) -> str:
    """The smallest division that holds both."""
    parts = zip(one.territory.split("/"), other.territory.split("/"), strict=False)
    shared = []
    for left, right in parts:
        if left != right or not left:
            break
        shared.append(left)
    return "".join(f"{part}/" for part in shared)


def _check_sides(giving: Side, taking: Side) -> None:
    if (giving.post is None) != (taking.post is None):
        raise Refusal(
            "plan.hand_over.kinds", sentence("单位交给单位，岗位交给岗位，请选同一类的接收方。"), field="taking"
        )
    if giving.key == taking.key:
        raise Refusal("plan.hand_over.same", sentence("交出方和接收方不能是同一个。"), field="taking")
    today = clock.today()
    ended = taking.office.valid_to is not None and taking.office.valid_to < today
    if ended or (taking.post is not None and taking.post.valid_to is not None and taking.post.valid_to < today):
        raise Refusal("plan.hand_over.ended", sentence("接收方已经停用或离任，请另选。"), field="taking")
    open_rows = HandOver.objects.filter(state__in=[HandOver.State.PREPARED, HandOver.State.GIVEN])
    if open_rows.filter(from_office=giving.office, from_post=giving.post).exists():
        raise Refusal(
            "plan.hand_over.open",
            sentence("{giving}已有一份没有签完的交接。"),
            params={"giving": str(giving)},
            field="giving",
        )


@verb
def sign_hand_over(actor: Actor, *, hand_over_id: UUID, signing: Signing) -> HandOver:
    """Sign for one side. With the second signature everything moves, once, or nothing does.

    Refusal for the same person on both sides, for whoever is of neither side and holds no signed sheet, and while
    objections of the giving office wait for an answer.
    """
    row = _open(actor, hand_over_id)
    gives = signing.part == "give"
    if row.state != (HandOver.State.PREPARED if gives else HandOver.State.GIVEN):
        raise Refusal("plan.hand_over.turn", sentence("现在轮不到这一方签字，或已经签过，请刷新后再看。"))
    side = Side(row.from_office, row.from_post) if gives else Side(row.to_office, row.to_post)
    who = _who(actor, row, side, signing)
    require_stored(signing.files)
    if gives:
        return _given(actor, row, who, signing)
    return _taken(actor, row, who, signing)


def _given(actor: Actor, row: HandOver, who: str, signing: Signing) -> HandOver:
    on_paper = bool(signing.signed_by.strip())
    moved = HandOver.objects.filter(pk=row.pk, state=HandOver.State.PREPARED).update(
        state=HandOver.State.GIVEN,
        given_by=None if on_paper else actor.id,
        given_by_name=who,
        given_at=clock.now(),
        given_files=list(signing.files),
    )
    _once(moved)
    row.refresh_from_db()
    body = {**_names(row), "by": who}
    append(actor, act=acts.HAND_OVER_GIVEN, record=row, body=body, attachments=list(signing.files))
    finish_duties(actor, about=row.subject, kind=Duty.Kind.HAND_OVER)
    _owe_signature(actor, row, Side(row.to_office, row.to_post))
    return row


def _taken(actor: Actor, row: HandOver, who: str, signing: Signing) -> HandOver:
    giving, taking = Side(row.from_office, row.from_post), Side(row.to_office, row.to_post)
    _no_objections(giving)
    before = gaps_in(row.territory)
    finish_duties(actor, about=row.subject, kind=Duty.Kind.HAND_OVER)
    moved = move_everything(actor, giving, taking)
    changes = {
        "state": HandOver.State.DONE,
        "taken_by_name": who,
        "taken_at": clock.now(),
        "taken_files": list(signing.files),
        "moved": moved.to_json(),
        "before": before.to_json(),
        "after": gaps_in(row.territory).to_json(),
    }
    _once(HandOver.objects.filter(pk=row.pk, state=HandOver.State.GIVEN).update(**changes))
    row.refresh_from_db()
    body: JsonObject = {**_names(row), "by": who, **moved.counts()}
    append(actor, act=acts.HAND_OVER_DONE, record=row, body=body, attachments=list(signing.files))
    emit(
        HandedOver(
            hand_over_id=str(row.pk),
            from_office_id=str(row.from_office_id),
            to_office_id=str(row.to_office_id),
            from_post_id=str(row.from_post_id or ""),
            to_post_id=str(row.to_post_id or ""),
            territory=row.territory,
        )
    )
    return row


@verb
def withdraw_hand_over(actor: Actor, *, hand_over_id: UUID, why: str) -> HandOver:
    """It does not take place, or not so: nothing has moved, nothing will."""
    row = _open(actor, hand_over_id)
    require(actor, HAND_OVER, territory=row.territory, line="")
    if not why.strip():
        raise Refusal("plan.hand_over.withdraw_why", sentence("请写明撤回的原因。"), field="why")
    still = HandOver.objects.filter(pk=row.pk, state=row.state)
    _once(still.update(state=HandOver.State.WITHDRAWN))
    row.refresh_from_db()
    append(actor, act=acts.HAND_OVER_WITHDRAWN, record=row, body={"why": why.strip()})
    drop_duties(actor, about=row.subject)
    return row


def _open(actor: Actor, hand_over_id: UUID) -> HandOver:
    rows = hand_overs_for(actor).select_for_update(of=("self",)).filter(pk=hand_over_id)
    row = rows.select_related("from_office", "from_post__office", "to_office", "to_post__office").first()
    if row is None:
        raise NotFound
    if not row.is_open:
        raise Refusal("plan.hand_over.closed", sentence("这份交接已经办完或撤回，请刷新后再看。"))
    return row


def _who(actor: Actor, row: HandOver, side: Side, signing: Signing) -> str:
    """Who signs: one of that side by the own account, or on paper, with the scan, recorded by a clerk or head."""
    named = signing.signed_by.strip()
    if not named:
        if not is_of_side(actor, side):
            raise Refusal(
                "plan.hand_over.not_yours",
                sentence("这一方由{side}的人员签字；在纸上签的，请填写签字人并附上签字页。"),
                params={"side": str(side)},
                field="signed_by",
            )
        if row.given_by == actor.id:
            raise Refusal("plan.hand_over.both", sentence("交出和接收要由两个人签字。"))
        return actor.name[:60]
    if not reaches(actor, HAND_OVER, territory=row.territory, line=""):
        raise Refusal("plan.hand_over.keeper", sentence("纸质签字由内勤或科室负责人登记。"), field="signed_by")
    if not signing.files:
        raise Refusal("plan.hand_over.sheet", sentence("请附上签字页的扫描件或照片。"), field="proof")
    if signing.part == "take" and named == row.given_by_name:
        raise Refusal("plan.hand_over.both", sentence("交出和接收要由两个人签字。"), field="signed_by")
    return named[:60]


def _no_objections(giving: Side) -> None:
    if giving.post is not None:
        return
    waiting = Objection.objects.filter(
        extract__office=giving.office, extract__voided_at__isnull=True, state=Objection.State.OPEN
    )
    refs = "、".join(waiting.values_list("ref", flat=True))
    if refs:
        raise Refusal(
            "plan.hand_over.objections",
            sentence("{giving}对{refs}的异议还没有处理，处理以后才能接收。"),
            params={"giving": str(giving), "refs": refs},
        )


def _owe_signature(actor: Actor, row: HandOver, side: Side) -> None:
    term = due(clock.today(), SIGN_TERM, calendar())
    owed = Owed(
        kind=Duty.Kind.HAND_OVER,
        title=f"交接签字：{row.giving} → {row.taking}",
        due_at=clock.last_of(term.day),
        due_sentence=term.sentence,
        provisional=term.provisional,
        post=side.post,
    )
    create_duty(actor, about=row.subject, owed=owed, office=side.office, territory=row.territory)


def _names(row: HandOver) -> dict[str, str]:
    return {"giving": row.giving, "taking": row.taking}


def _once(moved: int) -> None:
    if moved != 1:
        raise Refusal("plan.hand_over.turn", sentence("现在轮不到这一方签字，或已经签过，请刷新后再看。"))
