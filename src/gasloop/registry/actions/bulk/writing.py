"""Rows into the register: COPY for new ones, one UPDATE for changed ones, one entry in the log for each."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction

from gasloop.access.scoping import Scoped
from gasloop.evidence.actions import BatchRows, append_batch, append_rows
from gasloop.evidence.acts import Act
from gasloop.evidence.fields import index_fields
from gasloop.evidence.models import Entry
from gasloop.kernel.actor import Actor
from gasloop.kernel.ids import new_id
from gasloop.registry import acts
from gasloop.registry.actions.bulk.declared import Bulk
from gasloop.registry.actions.bulk.judging import Judged, Rows
from gasloop.registry.actions.once import NO_REQUEST, busy
from gasloop.registry.events import BatchWritten
from gasloop.registry.numbering import next_numbers
from gasloop.relay.actions import emit
from gasloop.shell.importing import InStream, Shape, Written, copy_over

R = TypeVar("R", bound=Scoped)


def write(judgement: Rows[R], actor: Actor, why: str) -> Written:
    """Register and correct as judged, inside the transaction that holds the judgement.

    Refusal when a value was taken in the meantime.
    """
    if not judgement.held:
        raise ValueError("what was judged without a lock is judged again before it is written")
    bulk, found = judgement.ledger, judgement.found
    created = [judged for judged in found if judged.act == "create"]
    changed = _change(bulk, [judged for judged in found if judged.act == "change"])
    entries = []
    verdicts = judgement.verdicts
    if created:
        ids = {judged.at: new_id() for judged in created}
        entries.append(_create(bulk, actor, created, ids, why))
        verdicts = [replace(each, record=ids[each.at]) if each.act == "create" else each for each in verdicts]
    if changed:
        entries.append(log(actor, acts.BATCH_CORRECTED, changed, why))
    return Written(verdicts, entries)


def _create(bulk: Bulk[R], actor: Actor, found: Sequence[Judged[R]], ids: Mapping[int, UUID], why: str) -> Entry:
    """The new records, and one entry under which each of them can be proven."""
    sealed = BatchRows(bulk.model)
    stream = InStream(
        bulk.model, ("number", *bulk.own, *bulk.apiece), (*found[0].shape.columns, "request_digest"), sealed
    )
    numbers = next_numbers(bulk.prefix, len(found))
    shapes = {id(judged.shape): _complete(judged.shape) for judged in found}
    rows = (
        (ids[judged.at], {"number": number, **judged.own}, shapes[id(judged.shape)])
        for judged, number in zip(found, numbers, strict=True)
    )
    try:
        with transaction.atomic():
            stream.write(rows)
    except IntegrityError as error:
        raise busy() from error
    sealed.check_sample()
    territory = _common({str(shape.columns["territory"]) for shape in shapes.values()})
    entry = append_rows(actor, act=acts.BATCH_REGISTERED, rows=sealed, territory=territory, body={"why": why})
    _tell(entry, bulk.model.SUBJECT_KIND, len(found))
    return entry


def _complete(shape: Shape) -> Shape:
    """With what says that no single request made the record: sending twice is a matter of one verb, not of a file."""
    return Shape({**shape.columns, "request_digest": NO_REQUEST})


def _change(bulk: Bulk[R], found: Sequence[Judged[R]]) -> list[R]:
    records = []
    beside = {name for judged in found for name in judged.columns} - {f.name for f in fields(bulk.facts)}
    for judged in found:
        if judged.record is not None:
            columns = judged.columns
            stated = {name: columns[name] for name in (*judged.before, *beside)}
            records.append(set_columns(judged.record, stated))
    if records:
        rewrite(bulk, records, [*{name for judged in found for name in judged.columns}])
    return records


def set_columns(record: R, columns: Mapping[str, object]) -> R:
    """Give the record its new values; an encrypted text that did not change keeps its ciphertext."""
    for name, value in columns.items():
        setattr(record, name, value)
    return record


def rewrite(bulk: Bulk[R], records: Sequence[R], attributes: Sequence[str]) -> None:
    """Write columns of records that are there, blind indexes with the texts they stand for."""
    names = {field.attname: field.name for field in bulk.model._meta.concrete_fields}
    columns = [names[name] for name in attributes if name in names]
    columns += [index.name for index in index_fields(bulk.model) if index.source in attributes]
    try:
        with transaction.atomic():
            copy_over(records, columns)
    except IntegrityError as error:
        raise busy() from error
    bulk.after([record.pk for record in records])
    bulk.tell(records)


def log(actor: Actor, act: Act, records: Sequence[R], why: str) -> Entry:
    """One entry for all of them."""
    territory = _common({record.territory for record in records})
    entry = append_batch(actor, act=act, records=records, territory=territory, body={"why": why})
    _tell(entry, records[0].SUBJECT_KIND, len(records))
    return entry


def _tell(entry: Entry, kind: str, count: int) -> None:
    emit(BatchWritten(territory=entry.territory, kind=kind, act=entry.act, entry_id=str(entry.pk), count=count))


def _common(paths: set[str]) -> str:
    """The smallest division that holds all of them."""
    first, last = min(paths), max(paths)
    length = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    return first[: first[:length].rfind("/") + 1]
