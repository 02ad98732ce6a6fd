"""Appending: one entry for one record, or one for a batch.

Appending inserts only. It locks the record's row, which the verb has usually just written, and no chain head.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection

from gasloop.evidence import acts, envelope, merkle, records
from gasloop.evidence.acts import Act
from gasloop.evidence.attachments import require_stored
from gasloop.evidence.digests import algorithm, derived, new_salt, salted
from gasloop.evidence.models import BATCH_KIND, BatchRow, Entry, Payload, Record
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.ids import new_id
from gasloop.kernel.jsonable import JsonObject, canonical, plain
from gasloop.kernel.subject import Subject

NOTHING: JsonObject = {}
PERSONAL_DATASET = "evidence.personal"


@dataclass(frozen=True, slots=True)
class _Draft:
    """What an entry is made from. `salt` is the entry's own; all salts shown to others derive from it."""

    actor: Actor
    act: Act
    subject: Subject
    territory: str
    body: JsonObject
    personal: JsonObject | None = None
    attachments: Sequence[str] = ()
    effective_at: datetime | None = None
    state_digest: bytes | None = None
    state_fields: Sequence[str] = ()
    rows_root: bytes | None = None
    rows_count: int = 0
    id: UUID = field(default_factory=new_id)
    salt: bytes = field(default_factory=new_salt)


def append(
    actor: Actor,
    *,
    act: Act,
    record: Record,
    body: JsonObject = NOTHING,
    personal: JsonObject | None = None,
    attachments: Sequence[str] = (),
    effective_at: datetime | None = None,
) -> Entry:
    """Log one act on one record, inside the verb's transaction and after its changes.

    `body` holds the facts the act's sentence needs, nothing personal; `personal` is encrypted and can be erased;
    `attachments` are digests that `attachments.store` returned. RuntimeError outside of a transaction, LookupError
    for an act nobody registered or a record that is not in the database, Refusal for a file that was never stored.
    """
    _check(act)
    sealed = records.lock_states(type(record), [record.pk]).get(record.pk)
    if sealed is None:
        raise LookupError(f"{record.subject} is not in the database; save it before the entry is appended")
    salt = new_salt()
    return _insert(
        _Draft(
            actor=actor,
            act=act,
            subject=record.subject,
            territory=getattr(record, "territory", ""),
            body=body,
            personal=personal,
            attachments=attachments,
            effective_at=effective_at,
            state_digest=records.state_digest(algorithm(), salt, record.subject, sealed, row=False),
            state_fields=records.sealed_fields(type(record)),
            salt=salt,
        )
    )


def append_batch(
    actor: Actor,
    *,
    act: Act,
    records: Sequence[Record],
    body: JsonObject = NOTHING,
    territory: str = "",
    attachments: Sequence[str] = (),
    effective_at: datetime | None = None,
) -> Entry:
    """Log one bulk act on many records of one kind: a single entry with the Merkle root of the row digests.

    ValueError for no records or several kinds. Set-based; 100,000 rows are fine.
    """
    _check(act)
    model = _one_kind(records)
    rows = _Rows(model, [record.pk for record in records])
    made = _insert(
        _Draft(
            actor=actor,
            act=act,
            subject=Subject(BATCH_KIND, rows.entry_id),
            territory=territory,
            body={"count": len(records), "kind": model.SUBJECT_KIND, **body},
            attachments=attachments,
            effective_at=effective_at,
            state_fields=rows.fields,
            rows_root=rows.root,
            rows_count=len(records),
            id=rows.entry_id,
            salt=rows.salt,
        )
    )
    rows.write()
    return made


class _Rows:
    """The rows of a batch, locked, digested and put under one root."""

    def __init__(self, model: type[Record], ids: Sequence[UUID]) -> None:
        self.entry_id, self.salt, self.fields = new_id(), new_salt(), records.sealed_fields(model)
        states = records.lock_states(model, ids)
        if missing := [pk for pk in ids if pk not in states]:
            raise LookupError(f"{len(missing)} records are not in the database, {missing[0]} among them")
        name = algorithm()
        self.subjects = [Subject(model.SUBJECT_KIND, pk) for pk in ids]
        self.digests = [records.state_digest(name, self.salt, s, states[s.id], row=True) for s in self.subjects]
        leaves = [
            merkle.leaf_hash(name, row_content(subject, digest))
            for subject, digest in zip(self.subjects, self.digests, strict=True)
        ]
        self.root = merkle.root(name, leaves)

    def write(self) -> None:
        columns = "entry_id, position, subject_kind, subject_id, state_digest"
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY {BatchRow._meta.db_table} ({columns}) FROM STDIN") as copy,
        ):
            for position, (subject, digest) in enumerate(zip(self.subjects, self.digests, strict=True)):
                copy.write_row((self.entry_id, position, subject.kind, subject.id, digest))


def row_content(subject: Subject, state_digest: bytes) -> bytes:
    """The bytes under the leaf of one batch row."""
    return canonical({"subject": str(subject), "state": state_digest.hex()})


def _one_kind(records_: Sequence[Record]) -> type[Record]:
    models = {type(record) for record in records_}
    if len(models) != 1:
        raise ValueError("a batch entry covers records of exactly one kind")
    return models.pop()


def _check(act: Act) -> None:
    acts.require(act)
    if not connection.in_atomic_block:
        raise RuntimeError("an entry is appended in the verb's own transaction; use @verb or transaction.atomic()")


def _insert(draft: _Draft) -> Entry:
    if draft.attachments:
        require_stored(draft.attachments)
    name, instant = algorithm(), clock.now()
    body = canonical(draft.body)
    personal, personal_digest = _personal(name, draft)
    entry = Entry(
        id=draft.id,
        seq=_next_seq(),
        algorithm=name,
        recorded_at=instant,
        effective_at=draft.effective_at or instant,
        act=draft.act.name,
        subject_kind=draft.subject.kind,
        subject_id=draft.subject.id,
        territory=draft.territory,
        actor=plain(draft.actor.snapshot()),
        payload_digest=salted(name, derived(draft.salt, "body"), body),
        personal_digest=personal_digest,
        attachments=list(draft.attachments),
        state_digest=draft.state_digest,
        state_fields=list(draft.state_fields),
        rows_root=draft.rows_root,
        rows_count=draft.rows_count,
    )
    entry.leaf = merkle.leaf_hash(name, entry.canonical())
    entry.save(force_insert=True)
    Payload(entry=entry, body=body.decode(), salt=draft.salt, personal=personal).save(force_insert=True)
    return entry


def _next_seq() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('evidence_entry_seq')")
        return int(cursor.fetchone()[0])


def _personal(name: str, draft: _Draft) -> tuple[bytes | None, bytes | None]:
    """The personal part: encrypted with a salt of its own, so that nothing is left to guess at after erasure."""
    if draft.personal is None:
        return None, None
    salt, content = new_salt(), canonical(draft.personal)
    sealed = envelope.encrypt(PERSONAL_DATASET, salt + content, draft.id.bytes)
    return sealed, salted(name, salt, content)
