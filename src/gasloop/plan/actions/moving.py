"""The moving itself, within the transaction of the second signature: set-based, one entry per kind of record."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

import msgspec

from gasloop.access.models import Post
from gasloop.evidence.actions import append, append_batch
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.plan import acts
from gasloop.plan.actions.duties import drop_duties
from gasloop.plan.actions.extracts import ANSWER_TERM, earlier_extract, replace_extract, send_one
from gasloop.plan.corrections import read_corrections
from gasloop.plan.handing import Moves, Side, what_moves
from gasloop.plan.models import ClauseOffice, Duty, Extract, PlanDocument, Task, TaskRound
from gasloop.plan.responsibility import ANSWERING, portions
from gasloop.registry.actions import hand_over_register
from gasloop.rulebook.queries import calendar
from gasloop.rulebook.workdays import due


def move_everything(actor: Actor, giving: Side, taking: Side) -> Moves:
    """Move what `giving` owes to `taking`; what moved. The caller holds the transaction and the hand-over's row."""
    extracts = _void_extracts(actor, giving) if giving.post is None else []
    moves = what_moves(giving)
    named = {"giving": str(giving), "taking": str(taking)}
    _duties(actor, moves.duties, taking, named)
    _tasks(actor, moves.tasks, taking, named)
    if giving.post is None:
        hand_over_register(actor, giving=giving.office, taking=taking.office)
    documents = _clauses(actor, moves.clauses, taking, named)
    documents += [extract.document for extract in extracts if extract.document not in documents]
    sent = [extract for document in documents for extract in _receipt(actor, document, taking, extracts)]
    return replace(moves, extracts=[str(extract.pk) for extract in sent])


def _duties(actor: Actor, duties: Sequence[Duty], taking: Side, named: dict[str, str]) -> None:
    """What was owed by one person of an office is owed by the same post of the new one, or by all of it."""
    successors = _posts_by_title(taking)
    for duty in duties:
        duty.owner_office = taking.office
        duty.owner_post = taking.post or (successors.get(duty.owner_post.title) if duty.owner_post else None)
    Duty.objects.bulk_update(duties, ["owner_office", "owner_post"])
    if duties:
        append_batch(actor, act=acts.DUTY_HANDED, records=duties, body=named)


def _posts_by_title(taking: Side) -> dict[str, Post]:
    if taking.post is not None:
        return {}
    return {post.title: post for post in Post.objects.filter(office=taking.office, valid_to__isnull=True)}


def _tasks(actor: Actor, tasks: Sequence[Task], taking: Side, named: dict[str, str]) -> None:
    successors = _posts_by_title(taking)
    for task in tasks:
        task.owner_office = taking.office
        task.owner_post = taking.post or (successors.get(task.owner_post.title) if task.owner_post else None)
    Task.objects.bulk_update(tasks, ["owner_office", "owner_post"])
    rounds = list(TaskRound.objects.filter(task__in=tasks, state=TaskRound.State.OPEN))
    for turn in rounds:
        turn.owner_office = taking.office
    TaskRound.objects.bulk_update(rounds, ["owner_office"])
    if tasks:
        append_batch(actor, act=acts.TASK_HANDED, records=tasks, body=named)
    if rounds:
        append_batch(actor, act=acts.ROUND_HANDED, records=rounds, body=named)


def _clauses(actor: Actor, rows: Sequence[ClauseOffice], taking: Side, named: dict[str, str]) -> list[PlanDocument]:
    """The office's part in each clause; where the successor has that part already, one of the two is enough."""
    documents = []
    for _key, group in groupby(rows, key=lambda row: row.clause.document_id):
        those = list(group)
        document = PlanDocument.objects.select_for_update().get(pk=those[0].clause.document_id)
        own = set(
            ClauseOffice.objects.filter(clause__document=document, office=taking.office).values_list("clause", "role")
        )
        double = [row.pk for row in those if (row.clause_id, row.role) in own]
        ClauseOffice.objects.filter(pk__in=double).delete()  # rows of a reading, not records: the entry below tells
        ClauseOffice.objects.filter(pk__in=[row.pk for row in those]).update(office=taking.office)
        _remember(document, those, taking)
        refs = list(dict.fromkeys(row.clause.ref for row in those))
        append(actor, act=acts.CLAUSES_HANDED, record=document, body={**named, "refs": "、".join(refs)})
        documents.append(document)
    return documents


def _remember(document: PlanDocument, rows: Sequence[ClauseOffice], taking: Side) -> None:
    """So that the same paper imported again means the successor by the names it prints."""
    known = read_corrections(document.corrections)
    matches = {**known.matches, **{row.named: str(taking.office.pk) for row in rows}}
    document.corrections = msgspec.structs.replace(known, matches=matches).to_json()
    document.save(update_fields=["corrections"])


def _void_extracts(actor: Actor, giving: Side) -> list[Extract]:
    """The receipts in use of an office that ends: what it received stays readable, the successor receives anew."""
    rows = Extract.objects.filter(
        office=giving.office, voided_at__isnull=True, document__voided_at__isnull=True, document__ended_on__isnull=True
    )
    found = list(rows.select_for_update(of=("self",)).select_related("office", "document", "sender_office"))
    for extract in found:
        extract.voided_at, extract.voided_by, extract.voided_why = clock.now(), actor.id, "handed over"
        extract.save(update_fields=["voided_at", "voided_by", "voided_why"])
        append(actor, act=acts.EXTRACT_HANDED, record=extract, body={"office": extract.office.name})
        drop_duties(actor, about=extract.subject)
    return found


def _receipt(actor: Actor, document: PlanDocument, taking: Side, voided: Sequence[Extract]) -> list[Extract]:
    """The successor's extract with all its clauses of today, where the ended office had been sent one."""
    old = next((extract for extract in voided if extract.document_id == document.pk), None)
    portion = next((each for each in portions(document) if each.office.pk == taking.office.pk), None)
    if old is None or portion is None:
        return []
    snapshot = [share.to_json() for share in portion.shares if share.role in ANSWERING]
    before = earlier_extract(document, taking.office)
    if not snapshot or (before is not None and before.clauses == snapshot):
        return []
    if before is not None:
        replace_extract(actor, before)
    term = due(clock.today(), ANSWER_TERM, calendar())
    return [send_one(actor, document, portion, snapshot, term, sender=old.sender_office)]
