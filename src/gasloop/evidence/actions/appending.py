"""Appending: one entry for one record, or one for a batch.

Appending inserts only. It locks the record's row, which the verb has usually just written, and no chain head.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection

from gasloop.evidence import acts, envelope, merkle
from gasloop.evidence import records as record_states
from gasloop.evidence.acts import Act
from gasloop.evidence.attachments import require_stored
from gasloop.evidence.digests import algorithm, derived, new_salt, salted
from gasloop.evidence.models import BATCH_KIND, BatchRow, Entry, Payload, Record
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.ids import new_id
from gasloop.kernel.jsonable import JsonObject, canonical, plain
from gasloop.kernel.subject import Subject
from gasloop.relay.standing import insert_together

NOTHING: JsonObject = {}
PERSONAL_DATASET = "evidence.personal"
PIECE = 2000
SAMPLES = 8


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
    sealed = record_states.lock_states(type(record), [record.pk]).get(record.pk)
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
            state_digest=record_states.state_digest(algorithm(), salt, record.subject, sealed, row=False),
            state_fields=record_states.sealed_fields(type(record)),
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
    rows = BatchRows(model)
    ids = [record.pk for record in records]
    states = record_states.lock_states(model, ids)
    if missing := [pk for pk in ids if pk not in states]:
        raise LookupError(f"{len(missing)} records are not in the database, {missing[0]} among them")
    for pk in ids:
        rows.add(pk, canonical(states[pk]))
    return append_rows(
        actor, act=act, rows=rows, body=body, territory=territory, attachments=attachments, effective_at=effective_at
    )


class BatchRows:
    """The rows of a bulk act on records of one kind: digested one by one as they come, put under one root at the end.

    Who inserts the records by COPY knows the state each of them has from then on and adds it while writing.
    """

    def __init__(self, model: type[Record]) -> None:
        self.model, self.fields = model, record_states.sealed_fields(model)
        self.entry_id, self.salt, self.algorithm = new_id(), new_salt(), algorithm()
        self.ids: list[UUID] = []
        self.digests: list[bytes] = []
        self._prefix = f"{model.SUBJECT_KIND}:"

    def __len__(self) -> int:
        return len(self.ids)

    def add(self, key: UUID, sealed: bytes) -> None:
        """One record, locked or inserted in this transaction, and the canonical JSON of its sealed state."""
        content = b'{"state":' + sealed + b',"subject":"' + f"{self._prefix}{key}".encode() + b'"}'
        self.ids.append(key)
        self.digests.append(salted(self.algorithm, derived(self.salt, f"row:{key}"), content))

    def root(self) -> bytes:
        """The Merkle root over all rows."""
        name, prefix = self.algorithm, self._prefix
        return merkle.root(
            name,
            [
                merkle.leaf_hash(name, f'{{"state":"{digest.hex()}","subject":"{prefix}{key}"}}'.encode())
                for key, digest in zip(self.ids, self.digests, strict=True)
            ],
        )

    def check_sample(self) -> None:
        """RuntimeError where a row reads back otherwise than its writer said: a first, a last and some between."""
        places = {len(self) * part // (SAMPLES + 1) for part in range(SAMPLES + 1)} | {len(self) - 1}
        states = record_states.lock_states(self.model, [self.ids[at] for at in sorted(places)])
        for at in places:
            subject, sealed = Subject(self.model.SUBJECT_KIND, self.ids[at]), states.get(self.ids[at])
            if sealed is None or self.digests[at] != record_states.state_digest(
                self.algorithm, self.salt, subject, sealed, row=True
            ):
                raise RuntimeError(f"{subject} was not written as it was sealed")

    def write(self) -> None:
        """The rows by COPY."""
        head, kind = f"{self.entry_id}\t", self.model.SUBJECT_KIND
        columns = "entry_id, position, subject_kind, subject_id, state_digest"
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY {BatchRow._meta.db_table} ({columns}) FROM STDIN") as copy,
        ):
            for start in range(0, len(self), PIECE):
                piece = zip(self.ids[start : start + PIECE], self.digests[start : start + PIECE], strict=True)
                lines = (
                    f"{head}{position}\t{kind}\t{key}\t\\\\x{digest.hex()}\n"
                    for position, (key, digest) in enumerate(piece, start)
                )
                copy.write("".join(lines))


def append_rows(
    actor: Actor,
    *,
    act: Act,
    rows: BatchRows,
    body: JsonObject = NOTHING,
    territory: str = "",
    attachments: Sequence[str] = (),
    effective_at: datetime | None = None,
) -> Entry:
    """Log one bulk act whose rows were added while they were written. ValueError for none."""
    _check(act)
    if not len(rows):
        raise ValueError("a batch entry covers at least one record")
    made = _insert(
        _Draft(
            actor=actor,
            act=act,
            subject=Subject(BATCH_KIND, rows.entry_id),
            territory=territory,
            body={"count": len(rows), "kind": rows.model.SUBJECT_KIND, **body},
            attachments=attachments,
            effective_at=effective_at,
            state_fields=rows.fields,
            rows_root=rows.root(),
            rows_count=len(rows),
            id=rows.entry_id,
            salt=rows.salt,
        )
    )
    rows.write()
    return made


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
    insert_together(entry, Payload(entry=entry, body=body.decode(), salt=draft.salt, personal=personal))
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
