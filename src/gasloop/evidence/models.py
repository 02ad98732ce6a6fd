"""Tables of the log. Entries, batch rows, seals and leaves are append-only: triggers refuse UPDATE and DELETE.

Payloads stand apart from the salted digests in the entry, so that they can be erased by rule while the proof stays.
"""

import json
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.signals import class_prepared
from django.utils.translation import gettext_lazy as _

from gasloop.evidence import records
from gasloop.kernel.clock import now
from gasloop.kernel.ids import new_id
from gasloop.kernel.jsonable import JsonObject, canonical, plain
from gasloop.kernel.subject import Subject

BATCH_KIND = "evidence.batch"


class Record(models.Model):
    """Base of every record the house keeps evidence of.

    `SUBJECT_KIND` names the kind in references; `SEALED` the fields (attnames) whose change without an entry is found.
    """

    SUBJECT_KIND: ClassVar[str]
    SEALED: ClassVar[tuple[str, ...]]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    received_at = models.DateTimeField(_("收到时间"), default=now, editable=False)

    class Meta:
        abstract = True

    @property
    def subject(self) -> Subject:
        return Subject(self.SUBJECT_KIND, self.pk)

    def sealed_state(self) -> JsonObject:
        """The sealed fields as this instance holds them (entries read the row itself, see `records`)."""
        fields = records.sealed_fields(type(self))
        return records.state(fields, [getattr(self, name) for name in fields])


def _register(sender: type[models.Model], **_options: object) -> None:
    if issubclass(sender, Record) and not sender._meta.abstract and not sender._meta.proxy:
        records.register(sender)


class_prepared.connect(_register, dispatch_uid="evidence.records")


class Entry(models.Model):
    """One act. Every column but `leaf` is part of the canonical form, `leaf` is its RFC 9162 leaf hash.

    `seq` comes from a database sequence while the record's row is locked: on one record it is the order of the acts.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    seq = models.BigIntegerField(unique=True)
    algorithm = models.CharField(max_length=10)
    recorded_at = models.DateTimeField()
    effective_at = models.DateTimeField()
    act = models.CharField(max_length=100)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    territory = models.CharField(max_length=200, blank=True)
    actor = models.JSONField()
    payload_digest = models.BinaryField(max_length=32)
    personal_digest = models.BinaryField(max_length=32, null=True)
    attachments = ArrayField(models.CharField(max_length=64), default=list)
    state_digest = models.BinaryField(max_length=32, null=True)
    state_fields = ArrayField(models.CharField(max_length=80), default=list)
    rows_root = models.BinaryField(max_length=32, null=True)
    rows_count = models.PositiveIntegerField(default=0)
    leaf = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = _("存证条目")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["subject_kind", "subject_id", "-seq"], name="entry_of_subject"),
            models.Index(fields=["act", "-seq"], name="entry_of_act"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.subject}"

    @property
    def subject(self) -> Subject:
        return Subject(self.subject_kind, self.subject_id)

    @property
    def body(self) -> dict[str, Any]:
        """The payload's facts; empty when they were erased by rule."""
        stored = Payload.objects.filter(pk=self.pk).first()
        return stored.facts() if stored else {}

    def canonical(self) -> bytes:
        """The bytes under the leaf hash: canonical JSON of every column, digests as hex. What is absent is left out."""
        return canonical({name: value for name, value in self._columns().items() if value not in (None, [], "", 0)})

    def _columns(self) -> JsonObject:
        return {
            "v": 1,
            "id": str(self.id),
            "seq": self.seq,
            "alg": self.algorithm,
            "recorded_at": plain(self.recorded_at),
            "effective_at": plain(self.effective_at) if self.effective_at != self.recorded_at else None,
            "act": self.act,
            "subject": str(self.subject),
            "territory": self.territory,
            "actor": plain(self.actor),
            "payload": hexed(self.payload_digest),
            "personal": hexed(self.personal_digest),
            "attachments": list(self.attachments),
            "state": hexed(self.state_digest),
            "fields": ",".join(self.state_fields),
            "rows": hexed(self.rows_root),
            "rows_count": self.rows_count,
        }


def hexed(value: bytes | memoryview | None) -> str | None:
    """A binary column as hex text."""
    return None if value is None else bytes(value).hex()


class Payload(models.Model):
    """The facts of one entry: `body` is canonical JSON text, byte for byte what the digest was taken over.

    `personal` is encrypted and holds its own salt. Erasure empties `body` and `salt`, or `personal`; a trigger allows
    no other change.
    """

    entry = models.OneToOneField(
        Entry, primary_key=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="payload"
    )
    body = models.TextField(null=True)
    salt = models.BinaryField(max_length=16, null=True)
    personal = models.BinaryField(null=True)

    def __str__(self) -> str:
        return str(self.entry_id)

    def facts(self) -> dict[str, Any]:
        """The body as a dictionary; empty when it was erased by rule."""
        found: dict[str, Any] = json.loads(self.body) if self.body else {}
        return found


class BatchRow(models.Model):
    """One record of a bulk act: its state digest is a leaf under the entry's `rows_root`."""

    entry = models.ForeignKey(Entry, on_delete=models.DO_NOTHING, db_constraint=False, related_name="rows")
    position = models.PositiveIntegerField()
    subject_kind = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    state_digest = models.BinaryField(max_length=32)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["entry", "position"], name="batch_row_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["subject_kind", "subject_id"], name="batch_row_of_subject")
        ]

    def __str__(self) -> str:
        return str(self.subject)

    @property
    def subject(self) -> Subject:
        return Subject(self.subject_kind, self.subject_id)


class Pending(models.Model):
    """Entries no seal covers yet. A trigger on Entry fills it, so an entry of a late commit is never passed over."""

    entry_id = models.UUIDField(primary_key=True)

    def __str__(self) -> str:
        return str(self.entry_id)


class Seal(models.Model):
    """A signed Merkle root over a run of entries, chained to the seal before it."""

    number = models.PositiveBigIntegerField(primary_key=True)
    algorithm = models.CharField(max_length=10)
    previous = models.BinaryField(max_length=32)
    root = models.BinaryField(max_length=32)
    count = models.PositiveIntegerField()
    sealed_at = models.DateTimeField()
    key_id = models.CharField(max_length=16)
    signature = models.BinaryField(max_length=64)

    class Meta:
        verbose_name = _("封存")

    def __str__(self) -> str:
        return f"封存 {self.number}"

    def header(self) -> bytes:
        """The canonical bytes that are signed."""
        return canonical(
            {
                "v": 1,
                "number": self.number,
                "alg": self.algorithm,
                "previous": hexed(self.previous),
                "root": hexed(self.root),
                "count": self.count,
                "sealed_at": self.sealed_at,
                "key": self.key_id,
            }
        )


class SealedLeaf(models.Model):
    """Where an entry lies in a seal. The subject is kept beside it so that a missing entry can be named."""

    entry_id = models.UUIDField(primary_key=True)
    seal = models.ForeignKey(Seal, on_delete=models.DO_NOTHING, db_constraint=False, related_name="leaves")
    position = models.PositiveIntegerField()
    leaf = models.BinaryField(max_length=32)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.UUIDField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["seal", "position"], name="leaf_once")
        ]

    def __str__(self) -> str:
        return f"{self.seal_id}/{self.position}"

    @property
    def subject(self) -> Subject:
        return Subject(self.subject_kind, self.subject_id)


class Attachment(models.Model):
    """A file by its SHA-256, which is also its place in the store. `media_type` is what its first bytes say."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    filename = models.CharField(max_length=200, blank=True)
    received_at = models.DateTimeField(default=now, editable=False)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("附件")

    def __str__(self) -> str:
        return self.filename or self.sha256[:12]


class SigningKey(Record):
    """A public key seals were signed with. `back_signature` is the newer key's word for the older one, and
    `forward_signature` the older one's for the newer, both over `succession` (see `keys`)."""

    SUBJECT_KIND = "evidence.key"
    SEALED = ("key_id", "public_key", "previous_key_id", "forward_signature", "back_signature")

    key_id = models.CharField(max_length=16, unique=True)
    public_key = models.BinaryField(max_length=32)
    previous_key_id = models.CharField(max_length=16, blank=True)
    forward_signature = models.BinaryField(max_length=64, null=True)
    back_signature = models.BinaryField(max_length=64, null=True)

    class Meta:
        verbose_name = _("签名密钥")

    def __str__(self) -> str:
        return self.key_id


class DataKey(models.Model):
    """A key of one data set, wrapped by the master key, which lies outside the database."""

    class Purpose(models.TextChoices):
        DATA = "data"
        INDEX = "index"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dataset = models.CharField(max_length=60)
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    generation = models.PositiveIntegerField(default=1)
    wrapped = models.BinaryField()
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["dataset", "purpose", "generation"], name="data_key_once")
        ]

    def __str__(self) -> str:
        return f"{self.dataset} {self.purpose} {self.generation}"
