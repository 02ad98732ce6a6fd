"""Is every record as the last entry about it left it? Set-based: a few queries per 2,000 rows, none per row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from gasloop.evidence import records
from gasloop.evidence.checks.findings import Finding
from gasloop.evidence.models import Record
from gasloop.kernel.subject import Subject

PIECE = 2000

_STATES = """
    SELECT e.subject_id, e.seq, e.id, e.algorithm, e.state_fields, e.state_digest, false AS is_row
    FROM evidence_entry e
    WHERE e.subject_kind = %(kind)s AND e.state_digest IS NOT NULL {entry_ids}
    UNION ALL
    SELECT r.subject_id, e.seq, e.id, e.algorithm, e.state_fields, r.state_digest, true
    FROM evidence_batchrow r JOIN evidence_entry e ON e.id = r.entry_id
    WHERE r.subject_kind = %(kind)s {row_ids}
"""
_LATEST = f"""
    SELECT s.subject_id, s.algorithm, s.state_fields, s.state_digest, s.is_row, p.salt FROM (
        SELECT DISTINCT ON (subject_id) * FROM ({
    _STATES.format(entry_ids="AND e.subject_id = ANY(%(ids)s)", row_ids="AND r.subject_id = ANY(%(ids)s)")
}) AS every ORDER BY subject_id, seq DESC
    ) AS s LEFT JOIN evidence_payload p ON p.entry_id = s.id
"""  # noqa: S608 - constants only
_GONE = f"""
    SELECT DISTINCT s.subject_id FROM ({_STATES.format(entry_ids="", row_ids="")}) AS s
    WHERE NOT EXISTS (SELECT FROM {{table}} t WHERE t.id = s.subject_id)
"""  # noqa: S608 - constants only


@dataclass(frozen=True, slots=True)
class _Latest:
    algorithm: str
    fields: tuple[str, ...]
    digest: bytes
    is_row: bool
    salt: bytes | None


def check_kind(model: type[Record]) -> Iterator[Finding]:
    """All records of one kind, in the order of their ids, and those the log knows but the table does not."""
    after: UUID | None = None
    while ids := _next_ids(model, after):
        yield from _check_piece(model, ids)
        after = ids[-1]
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(model._meta.db_table)
        cursor.execute(_GONE.format(table=table), {"kind": model.SUBJECT_KIND})
        gone = [row[0] for row in cursor.fetchall()]
    for pk in gone:
        yield Finding("record_deleted", str(pk), Subject(model.SUBJECT_KIND, pk))


def _next_ids(model: type[Record], after: UUID | None) -> list[UUID]:
    rows = model._base_manager.order_by("pk")
    if after is not None:
        rows = rows.filter(pk__gt=after)
    return list(rows.values_list("pk", flat=True)[:PIECE])


def _latest(kind: str, ids: Sequence[UUID]) -> dict[UUID, _Latest]:
    with connection.cursor() as cursor:
        cursor.execute(_LATEST, {"kind": kind, "ids": list(ids)})
        return {
            pk: _Latest(algorithm, tuple(fields), bytes(digest), is_row, None if salt is None else bytes(salt))
            for pk, algorithm, fields, digest, is_row, salt in cursor.fetchall()
        }


def _check_piece(model: type[Record], ids: Sequence[UUID]) -> Iterator[Finding]:
    latest = _latest(model.SUBJECT_KIND, ids)
    present = records.attnames(model)
    wanted = sorted({name for one in latest.values() for name in one.fields} & present)
    rows = {row["pk"]: row for row in model._base_manager.filter(pk__in=ids).values("pk", *wanted)}
    for pk in ids:
        subject, sealed = Subject(model.SUBJECT_KIND, pk), latest.get(pk)
        if sealed is None:
            yield Finding("record_unlogged", str(pk), subject)
        elif lost := [name for name in sealed.fields if name not in present]:
            yield Finding("record_shape", str(pk), subject, {"fields": "、".join(lost)})
        elif sealed.salt is not None and pk in rows:
            state = records.state(sealed.fields, [rows[pk][name] for name in sealed.fields])
            found = records.state_digest(sealed.algorithm, sealed.salt, subject, state, row=sealed.is_row)
            if found != sealed.digest:
                yield Finding("record_changed", str(pk), subject, {"fields": _labels(model, sealed.fields)})


def _labels(model: type[Record], fields: Sequence[str]) -> str:
    """The sealed fields by the names people know them by."""
    names = {field.attname: str(field.verbose_name) for field in model._meta.concrete_fields}
    return "、".join(names[name] for name in fields)
