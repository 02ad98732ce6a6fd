"""Rows into the register: COPY for new ones, one UPDATE for changed ones, one entry in the log for each."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from django.db import IntegrityError, transaction

from gasloop.access.scoping import Scoped
from gasloop.evidence.actions import append_batch
from gasloop.evidence.acts import Act
from gasloop.evidence.fields import index_fields
from gasloop.evidence.models import Entry
from gasloop.kernel.actor import Actor
from gasloop.kernel.ids import new_id
from gasloop.registry import acts
from gasloop.registry.actions.bulk.declared import Bulk
from gasloop.registry.actions.bulk.judging import Judged, judged_rows
from gasloop.registry.actions.once import busy, request_digest
from gasloop.registry.events import BatchWritten
from gasloop.registry.numbering import next_numbers
from gasloop.relay.actions import emit
from gasloop.shell.importing import Row, Written, copy_in, copy_over

R = TypeVar("R", bound=Scoped)


def write(bulk: Bulk[R], actor: Actor, rows: Sequence[Row], why: str) -> Written:
    """Register and correct, inside the caller's transaction. Refusal when a value was taken in the meantime."""
    found = judged_rows(bulk, actor, rows, lock=True)
    created = _create(bulk, [judged for judged in found if judged.act == "create"])
    changed = _change(bulk, [judged for judged in found if judged.act == "change"])
    entries = [
        log(actor, act, records, why)
        for act, records in ((acts.BATCH_REGISTERED, created), (acts.BATCH_CORRECTED, changed))
        if records
    ]
    return Written([judged.verdict() for judged in found], entries)


def _create(bulk: Bulk[R], found: Sequence[Judged[R]]) -> list[R]:
    if not found:
        return []
    for judged, number in zip(found, next_numbers(bulk.prefix, len(found)), strict=True):
        judged.record = bulk.model(
            id=new_id(), number=number, request_digest=request_digest(judged.facts), **judged.columns
        )
    records = [judged.record for judged in found if judged.record is not None]
    try:
        with transaction.atomic():
            copy_in(records)
    except IntegrityError as error:
        raise busy() from error
    return records


def _change(bulk: Bulk[R], found: Sequence[Judged[R]]) -> list[R]:
    records = []
    for judged in found:
        if judged.record is not None:
            stated = {name: getattr(judged.facts, name) for name in judged.before}
            records.append(set_columns(judged.record, {**stated, **judged.follows}))
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
    kind = records[0].SUBJECT_KIND
    emit(BatchWritten(territory=territory, kind=kind, act=act.name, entry_id=str(entry.pk), count=len(records)))
    return entry


def _common(paths: set[str]) -> str:
    """The smallest division that holds all of them."""
    first, last = min(paths), max(paths)
    length = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    return first[: first[:length].rfind("/") + 1]
