"""Personal data: read in clear only with an entry, erased only by a rule, and the log says so."""

import json
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation

from gasloop.evidence import acts, attachments, envelope, records
from gasloop.evidence.actions.appending import PERSONAL_DATASET, append, append_batch
from gasloop.evidence.digests import SALT_BYTES
from gasloop.evidence.fields import EncryptedTextField, SealedText, encrypted_fields, index_fields
from gasloop.evidence.models import Attachment, Entry, Payload, Record
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import NotFound, Refusal, sentence


@transaction.atomic
def reveal(actor: Actor, *, record: Record, field: str, why: str) -> str:
    """An encrypted field in clear, for a reason that is logged with it. Whether the actor may, the caller has asked."""
    value, column = getattr(record, field), record._meta.get_field(field)
    if not isinstance(value, SealedText) or not isinstance(column, EncryptedTextField):
        raise TypeError(f"{field} is not an encrypted field")
    _require_reason(why)
    with translation.override(None):
        label = str(column.verbose_name)
    append(actor, act=acts.PERSONAL_DATA_REVEALED, record=record, body={"field": label, "column": field, "why": why})
    return value.clear()


@transaction.atomic
def reveal_entry(actor: Actor, *, entry: Entry, why: str) -> dict[str, Any]:
    """The personal part of an entry in clear, logged on the record it is about; empty when it was erased."""
    record = records.find(entry.subject)
    if record is None:
        raise NotFound(str(entry.subject))
    _require_reason(why)
    with translation.override(None):
        what = acts.say(entry)
    body = {"field": what, "entry": str(entry.pk), "why": why}
    append(actor, act=acts.PERSONAL_DATA_REVEALED, record=record, body=body)
    stored = Payload.objects.values_list("personal", flat=True).get(pk=entry.pk)
    if stored is None:
        return {}
    found: dict[str, Any] = json.loads(envelope.decrypt(PERSONAL_DATASET, bytes(stored), entry.pk.bytes)[SALT_BYTES:])
    return found


@transaction.atomic
def erase(
    actor: Actor,
    *,
    target: Record | Entry,
    rule: str,
    why: str,
    whole: bool = False,
    files: Sequence[str] = (),
) -> Entry:
    """Erase personal data by a rule, and log that it was done.

    Of a record: its encrypted fields with their indexes and the personal part of all its entries; of an entry: its
    personal part. `whole` takes the bodies too; `files` are attachments (digests) whose bytes go. What stays are the
    salted digests: the log verifies as before and proofs say 已依规删除. Refusal without a rule or a reason, when there
    is nothing to erase, or when a file belongs to another record as well.
    """
    record = records.find(target.subject)
    if record is None:
        raise NotFound(str(target.subject))
    if not rule.strip():
        raise Refusal("evidence.erase.rule", sentence("请写明依据哪一条规定删除。"), field="rule")
    _require_reason(why)
    payloads = _payloads(target, whole=whole)
    fields = _blank_fields(record) if isinstance(target, Record) else []
    _check_files(record, files)
    entries = [str(pk) for pk in payloads.values_list("pk", flat=True)]
    if not (entries or fields or files):
        raise Refusal("evidence.erase.nothing", sentence("没有可以删除的个人信息，或者已经删除过。"))
    payloads.update(personal=None, **({"body": None, "salt": None} if whole else {}))
    _remove_files(files)
    return append(
        actor,
        act=acts.ERASED,
        record=record,
        body={
            "rule": rule,
            "why": why,
            "entries": entries,
            "parts": "whole" if whole else "personal",
            "fields": fields,
            "files": list(files),
        },
    )


@transaction.atomic
def reseal(actor: Actor, *, model: type[Record], why: str) -> Entry | None:
    """Seal the present state of every record of a kind: after a migration that changed sealed fields, never before
    `verify` has passed. None when there are no records."""
    _require_reason(why)
    found = list(model._base_manager.order_by("pk").only("pk"))
    return append_batch(actor, act=acts.BATCH_RESEALED, records=found, body={"why": why}) if found else None


def _require_reason(why: str) -> None:
    if not why.strip():
        raise Refusal("evidence.reason", sentence("请写明理由，理由会记入日志。"), field="why")


def _payloads(target: Record | Entry, *, whole: bool) -> QuerySet[Payload]:
    if isinstance(target, Entry):
        found = Payload.objects.filter(pk=target.pk)
    else:
        found = Payload.objects.filter(entry__subject_kind=target.SUBJECT_KIND, entry__subject_id=target.pk)
    found = found.exclude(entry__act=acts.ERASED.name)
    return found.filter(body__isnull=False) if whole else found.filter(personal__isnull=False)


def _blank_fields(record: Record) -> list[str]:
    """Empty the encrypted columns of the row; the names of those that held something."""
    fields = encrypted_fields(type(record))
    held = [field.attname for field in fields if getattr(record, field.attname)]
    if held:
        indexes = [field.attname for field in index_fields(type(record)) if field.source in held]
        type(record)._base_manager.filter(pk=record.pk).update(**dict.fromkeys([*held, *indexes]))
    return held


def _check_files(record: Record, files: Sequence[str]) -> None:
    for sha256 in files:
        users = Entry.objects.filter(attachments__contains=[sha256])
        if users.exclude(subject_kind=record.SUBJECT_KIND, subject_id=record.pk).exists():
            raise Refusal("evidence.erase.shared", sentence("附件还被其他记录引用，不能在这里删除。"), field="files")


def _remove_files(files: Sequence[str]) -> None:
    Attachment.objects.filter(pk__in=files).update(erased_at=clock.now(), filename="")
    for sha256 in files:
        transaction.on_commit(lambda gone=sha256: attachments.remove(gone))  # type: ignore[misc]
