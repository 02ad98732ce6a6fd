"""What the tests do: write a note as a verb would, tamper as an administrator could, look at what was found."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from psycopg import sql
from tests.room.evidence.note import NOTED, Note

from gasloop.evidence.actions import append
from gasloop.evidence.models import Entry
from gasloop.evidence.sealing import seal_all
from gasloop.evidence.verify import Report, verify
from gasloop.kernel.actor import Actor

GUARDED = ("evidence_entry", "evidence_payload", "evidence_batchrow", "evidence_seal", "evidence_sealedleaf")


def write(officer: Actor, title: str, *, personal: dict[str, Any] | None = None, **fields: Any) -> tuple[Note, Entry]:
    """A note and its entry, in one transaction."""
    files: Sequence[str] = fields.pop("attachments", ())
    with transaction.atomic():
        note = Note.objects.create(title=title, **fields)
        body = {"title": title}
        entry = append(officer, act=NOTED, record=note, body=body, personal=personal, attachments=files)
    return note, entry


@contextmanager
def behind_our_back() -> Iterator[Any]:
    """The session of someone who owns the database and switches our triggers off."""
    with connection.cursor() as cursor:
        for table in GUARDED:
            cursor.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(sql.Identifier(table)))
        try:
            yield cursor
        finally:
            for table in GUARDED:
                cursor.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(sql.Identifier(table)))


def tamper(statement: str, *parameters: Any) -> None:
    """One statement behind our back; it must change exactly one row."""
    with behind_our_back() as cursor:
        cursor.execute(statement, parameters)
        assert cursor.rowcount == 1


def change(table: str, assignment: str, *, where: str, equals: Any) -> None:
    """`UPDATE table SET assignment WHERE where = equals`, behind our back."""
    with behind_our_back() as cursor:
        parts = {"table": sql.Identifier(table), "assignment": sql.SQL(assignment), "where": sql.Identifier(where)}
        cursor.execute(sql.SQL("UPDATE {table} SET {assignment} WHERE {where} = %s").format(**parts), [equals])
        assert cursor.rowcount == 1


def checked() -> Report:
    """Seal and verify."""
    seal_all()
    return verify()


def found(report: Report) -> set[tuple[str, str]]:
    """What was found, and on which record, file, seal or entry."""
    return {(finding.kind, str(finding.subject or finding.id)) for finding in report.findings}
