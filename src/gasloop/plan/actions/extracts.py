"""Extracts of the responsibility list: sent to offices, received or objected to within five working days, settled."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from gasloop.access.models import Office
from gasloop.access.scope import reaches
from gasloop.access.scoping import get_scoped, require
from gasloop.evidence.actions import append
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.jsonable import JsonObject
from gasloop.kernel.refusal import NotFound, Refusal, sentence
from gasloop.plan import acts
from gasloop.plan.actions.assigning import Assigned, assign_clause
from gasloop.plan.actions.duties import Owed, create_duty, drop_duties, finish_duties
from gasloop.plan.events import ExtractMoved
from gasloop.plan.models import Clause, ClauseOffice, Duty, Extract, Objection, PlanDocument
from gasloop.plan.permissions import EXTRACT_RECEIVE, EXTRACT_SEND, PLAN_VIEW
from gasloop.plan.queries import imports_of, plans_for
from gasloop.plan.responsibility import ANSWERING, Portion, portions
from gasloop.relay.actions import emit, verb
from gasloop.rulebook.queries import calendar
from gasloop.rulebook.workdays import Due, Term, due

ANSWER_TERM = Term(5, "working_days")


@dataclass(frozen=True, slots=True)
class Settlement:
    """What became of an objection. `instead` takes the office's part when it is accepted; None strikes the part."""

    accepted: bool
    answer: str
    instead: Office | None = None


@verb
def send_extracts(actor: Actor, *, document_id: UUID) -> list[Extract]:
    """Send every office and village with a lead or supporting part its clauses; those sent since.

    Who was sent exactly this already is left alone; whose clauses changed gets a new extract in place of the old one.
    Refusal when nobody has anything new to be sent.
    """
    document = plans_for(actor).select_for_update(of=("self",)).filter(pk=document_id).first()
    if document is None:
        raise NotFound
    require(actor, EXTRACT_SEND, territory=document.territory, line="")
    term = due(clock.today(), ANSWER_TERM, calendar())
    sent = []
    for portion in portions(document):
        snapshot = [share.to_json() for share in portion.shares if share.role in ANSWERING]
        if not snapshot:
            continue
        before = earlier_extract(document, portion.office)
        if before is not None and before.clauses == snapshot and before.document_id == document.pk:
            continue
        if before is not None:
            replace_extract(actor, before)
        sent.append(send_one(actor, document, portion, snapshot, term, sender=_own_office(actor, document)))
    if not sent:
        raise Refusal("plan.extract.nothing", sentence("各单位的摘录都已发送，内容没有变化，不用重复发送。"))
    return sent


def earlier_extract(document: PlanDocument, office: Office) -> Extract | None:
    """The extract in use of this paper, from this import of it or an earlier one."""
    same = PlanDocument.objects.filter(territory=document.territory, doc_no=document.doc_no)
    papers = same if document.doc_no else same.filter(title=document.title)
    return Extract.objects.filter(office=office, document__in=papers, voided_at__isnull=True).first()


def replace_extract(actor: Actor, old: Extract) -> None:
    """A newer extract takes its place; nobody need answer this one any more."""
    old.voided_at, old.voided_by, old.voided_why = clock.now(), actor.id, "superseded"
    old.save(update_fields=["voided_at", "voided_by", "voided_why"])
    append(actor, act=acts.EXTRACT_REPLACED, record=old, body={"office": old.office.name})
    drop_duties(actor, about=old.subject)


def send_one(
    actor: Actor,
    document: PlanDocument,
    portion: Portion,
    snapshot: list[JsonObject],
    term: Due,
    *,
    sender: Office | None,
) -> Extract:
    """Send one office its clauses; objections come back to `sender`."""
    office = portion.office
    inside = office.territory.startswith(document.territory)
    extract = Extract.objects.create(
        document=document,
        office=office,
        clauses=snapshot,
        sent_by_name=actor.name[:60],
        sender_office=sender,
        due_at=clock.last_of(term.day),
        due_sentence=term.sentence,
        provisional=term.provisional,
        territory=office.territory if inside else document.territory,
        owner_office=office,
    )
    body: JsonObject = {"office": office.name, "count": extract.count, "due": term.day.isoformat()}
    append(actor, act=acts.EXTRACT_SENT, record=extract, body=body)
    owed = Owed(
        kind=Duty.Kind.RECEIVE,
        title=f"《{document.title}》责任摘录（{extract.count}条）：{office.name}",
        due_at=extract.due_at,
        due_sentence=extract.due_sentence,
        provisional=extract.provisional,
    )
    create_duty(actor, about=extract.subject, owed=owed, office=office, territory=extract.territory)
    _tell(extract)
    return extract


def _own_office(actor: Actor, document: PlanDocument) -> Office | None:
    """The sender's office: objections come back to it."""
    roles = EXTRACT_SEND.roles
    own = [g.office_id for g in actor.grants if g.role in roles and document.territory.startswith(g.territory)]
    return Office.objects.filter(pk__in=own[:1]).first()


@verb
def receive_extract(actor: Actor, *, extract_id: UUID, signed_by: str = "") -> Extract:
    """The office takes note of its clauses; when it signed on paper, the sender records who did (`signed_by`)."""
    extract = _answerable(actor, extract_id)
    who = _who(actor, extract, signed_by)
    _answer(extract, Extract.State.RECEIVED, who)
    append(actor, act=acts.EXTRACT_RECEIVED, record=extract, body={"office": extract.office.name, "by": who})
    finish_duties(actor, about=extract.subject, kind=Duty.Kind.RECEIVE)
    _tell(extract)
    return extract


@verb
def object_to_extract(
    actor: Actor, *, extract_id: UUID, reasons: Mapping[str, str], signed_by: str = ""
) -> list[Objection]:
    """The office says which clauses are not its own, and why; the others count as received.

    Refusal without a reason, or for a clause that the extract does not hold. The sender's office has five working days.
    """
    extract = _answerable(actor, extract_id)
    given = {ref: reason.strip() for ref, reason in reasons.items() if reason.strip()}
    if not given:
        raise Refusal("plan.objection.reason", sentence("请在不属于本单位职责的条款下写明理由。"), field="reason")
    held = {line["ref"] for line in extract.clauses}
    if unknown := sorted(given.keys() - held):
        raise Refusal(
            "plan.objection.ref", sentence("摘录里没有条款{ref}。"), params={"ref": unknown[0]}, field="reason"
        )
    who = _who(actor, extract, signed_by)
    _answer(extract, Extract.State.OBJECTED, who)
    made = [
        Objection.objects.create(extract=extract, ref=ref, reason=reason, raised_by_name=who)
        for ref, reason in given.items()
    ]
    body: JsonObject = {"office": extract.office.name, "by": who, "refs": "、".join(given), "reasons": given}
    append(actor, act=acts.EXTRACT_OBJECTED, record=extract, body=body)
    finish_duties(actor, about=extract.subject, kind=Duty.Kind.RECEIVE)
    term = due(clock.today(), ANSWER_TERM, calendar())
    owed = Owed(
        kind=Duty.Kind.SETTLE,
        title=f"{extract.office.name}对{'、'.join(given)}的异议",
        due_at=clock.last_of(term.day),
        due_sentence=term.sentence,
        provisional=term.provisional,
        clause_ref=next(iter(given)),
    )
    create_duty(
        actor, about=extract.subject, owed=owed, office=extract.sender_office, territory=extract.document.territory
    )
    _tell(extract)
    return made


@verb
def settle_objection(actor: Actor, *, objection_id: UUID, settlement: Settlement) -> Objection:
    """Accept an objection (the clause gets another office, as a correction of the list) or refuse it with a reason."""
    objection = get_scoped(
        actor,
        Objection.objects.select_for_update(of=("self",)).select_related("extract__office", "extract__document"),
        EXTRACT_SEND,
        objection_id,
        prefix="extract__",
    )
    answer = settlement.answer.strip()
    if not answer:
        raise Refusal("plan.objection.answer", sentence("请写明处理意见，对方会看到。"), field="answer")
    if objection.state != Objection.State.OPEN:
        raise Refusal("plan.objection.settled", sentence("这条异议刚刚被别人处理过，请刷新后再看。"))
    extract = objection.extract
    if is_of_office(actor, extract):
        raise Refusal(
            "plan.objection.own",
            sentence("这条异议是您所在单位提出的，请由别的单位的内勤或负责人处理。"),
            field="answer",
        )
    if settlement.accepted:
        _hand_over(actor, objection, settlement)
    objection.state = Objection.State.ACCEPTED if settlement.accepted else Objection.State.REFUSED
    objection.answer, objection.settled_at = answer, clock.now()
    objection.settled_by, objection.settled_by_name = actor.id, actor.name[:60]
    objection.save(update_fields=["state", "answer", "settled_at", "settled_by", "settled_by_name"])
    what = acts.OBJECTION_ACCEPTED if settlement.accepted else acts.OBJECTION_REFUSED
    if not extract.objections.filter(state=Objection.State.OPEN).exists():
        Extract.objects.filter(pk=extract.pk, state=Extract.State.OBJECTED).update(state=Extract.State.SETTLED)
        extract.refresh_from_db()
        finish_duties(actor, about=extract.subject, kind=Duty.Kind.SETTLE)
    body = {"office": extract.office.name, "ref": objection.ref, "answer": answer}
    append(actor, act=what, record=extract, body=body)
    _tell(extract)
    return objection


def _hand_over(actor: Actor, objection: Objection, settlement: Settlement) -> None:
    """Put `instead` in the place of the objecting office, in the import in force today."""
    extract = objection.extract
    clause = _clause_today(extract.document, objection.ref)
    rows = list(clause.offices.select_related("office"))
    if not any(_is_part(row, extract.office) for row in rows):
        raise Refusal(
            "plan.objection.collective",
            sentence("{ref}写的不是“{office}”本身，而是一类单位。请在责任清单里直接更正这一条的责任单位，再来处理。"),
            params={"ref": objection.ref, "office": extract.office.name},
            field="instead",
        )
    if settlement.instead is not None and settlement.instead.pk == extract.office_id:
        raise Refusal("plan.objection.same", sentence("改派的单位就是提出异议的单位，请另选。"), field="instead")
    kept = [_as_assigned(row, extract.office, settlement.instead) for row in rows]
    offices = [each for each in kept if each is not None]
    distinct = {(each.named, each.role): each for each in offices}
    assign_clause(actor, clause_id=clause.pk, offices=list(distinct.values()), why=settlement.answer)


def _is_part(row: ClauseOffice, office: Office) -> bool:
    return row.office_id == office.pk and row.role in ANSWERING


def _as_assigned(row: ClauseOffice, out: Office, instead: Office | None) -> Assigned | None:
    role = ClauseOffice.Role(row.role)
    if not _is_part(row, out):
        return Assigned(row.named, role, row.chief, row.office)
    return Assigned(instead.name, role, row.chief, instead) if instead is not None else None


def _clause_today(document: PlanDocument, ref: str) -> Clause:
    current = imports_of(document.territory, document.doc_no, document.title).first()
    clause = current.clauses.filter(ref=ref).first() if current else None
    if clause is None:
        raise Refusal(
            "plan.objection.gone",
            sentence("现行方案里已经没有{ref}，不用改派，请选“不采纳”并写明情况。"),
            params={"ref": ref},
        )
    return clause


def _answerable(actor: Actor, extract_id: UUID) -> Extract:
    rows = Extract.objects.select_for_update(of=("self",)).select_related("office", "document", "sender_office")
    extract = get_scoped(actor, rows, PLAN_VIEW, extract_id)
    if extract.voided_at is not None:
        raise Refusal("plan.extract.replaced", sentence("这份摘录已由重新发送的一份取代，请签收新的一份。"))
    if extract.state != Extract.State.SENT:
        raise Refusal("plan.extract.answered", sentence("这份摘录已经签收或提出过异议，请刷新后再看。"))
    return extract


def _who(actor: Actor, extract: Extract, signed_by: str) -> str:
    """Who answers for the office: one of its own, or whoever signed the paper that the sender holds in hand."""
    if is_of_office(actor, extract):
        return actor.name[:60]
    if not reaches(actor, EXTRACT_SEND, territory=extract.territory, line=""):
        raise Refusal(
            "plan.extract.not_yours",
            sentence("这份摘录由{office}的人员签收。"),
            params={"office": extract.office.name},
        )
    if not signed_by.strip():
        raise Refusal(
            "plan.extract.signed_by", sentence("代为登记纸质签收，请填写在纸质件上签字的人。"), field="signed_by"
        )
    return signed_by.strip()[:60]


def is_of_office(actor: Actor, extract: Extract) -> bool:
    """Does the actor hold a post of the extract's office that may answer for it?"""
    return any(g.office_id == extract.office_id and g.role in EXTRACT_RECEIVE.roles for g in actor.grants)


def _answer(extract: Extract, state: Extract.State, who: str) -> None:
    changes = {"state": state, "answered_at": clock.now(), "answered_by_name": who}
    if Extract.objects.filter(pk=extract.pk, state=Extract.State.SENT).update(**changes) != 1:
        raise Refusal("plan.extract.answered", sentence("这份摘录已经签收或提出过异议，请刷新后再看。"))
    extract.refresh_from_db()


def _tell(extract: Extract) -> None:
    emit(ExtractMoved(extract_id=str(extract.pk), state=str(extract.state), territory=extract.territory))
