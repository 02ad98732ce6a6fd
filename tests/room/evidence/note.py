"""A record for these tests: a note with sealed fields and a telephone number. It belongs to no migration."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

from django.db import connection, models
from django.test.utils import isolate_apps

from gasloop.evidence import records
from gasloop.evidence.acts import act, declared
from gasloop.evidence.envelope import mask_phone
from gasloop.evidence.fields import BlindIndexField, EncryptedTextField
from gasloop.evidence.models import BatchRow, Entry, Payload, Pending, Record, Seal, SealedLeaf, SigningKey
from gasloop.kernel.refusal import sentence

KIND = "test.note"
LOG = [model._meta.db_table for model in (Entry, Payload, BatchRow, Pending, Seal, SealedLeaf, SigningKey)]

with isolate_apps("gasloop.evidence"):

    class Note(Record):
        SUBJECT_KIND = KIND
        SEALED: ClassVar[tuple[str, ...]] = ("title", "state", "amount", "phone")

        title = models.CharField("标题", max_length=40)
        state = models.CharField("状态", max_length=10, default="open")
        amount = models.DecimalField("数量", max_digits=8, decimal_places=2, default=0)
        remark = models.CharField("备注", max_length=40, default="")
        territory = models.CharField("区划", max_length=60, default="500152110/001/")
        phone = EncryptedTextField("电话", dataset="test", mask=mask_phone)
        phone_index = BlindIndexField(source="phone", dataset="test")

        objects: ClassVar[models.Manager["Note"]] = models.Manager()

        class Meta:
            app_label = "evidence"
            db_table = "test_note"
            verbose_name = "便条"

        def __str__(self) -> str:
            return self.title


records._kinds.pop(KIND)

NOTED = declared().get("test.noted") or act("test.noted", sentence("{actor}写下便条{title}"))


@contextmanager
def note_table() -> Iterator[None]:
    """For the length of a test: the table, an empty log, and no kinds but the note and the signing key."""
    others = dict(records._kinds)
    with connection.schema_editor() as editor:
        editor.create_model(Note)
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(LOG)}")
    records._kinds.clear()
    records._kinds[SigningKey.SUBJECT_KIND] = SigningKey
    records.register(Note)
    try:
        yield
    finally:
        records._kinds.clear()
        records._kinds.update(others)


def drop_table() -> None:
    """Take the table away after tests that commit."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE test_note")
