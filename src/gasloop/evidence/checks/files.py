"""Is every attachment there, with the bytes it was stored with?"""

from collections.abc import Iterator

from django.db import connection

from gasloop.evidence import attachments
from gasloop.evidence.checks.erasures import Erasures
from gasloop.evidence.checks.findings import Finding
from gasloop.evidence.models import Attachment, Entry

_UNKNOWN = """
    SELECT named.sha256 FROM (SELECT DISTINCT unnest(attachments) AS sha256 FROM evidence_entry) AS named
    WHERE NOT EXISTS (SELECT FROM evidence_attachment a WHERE a.sha256 = named.sha256)
"""


def check(erased: Erasures) -> Iterator[Finding]:
    """Every stored file is read once, in pieces; then the digests entries name that no row stands for."""
    for row in Attachment.objects.order_by("pk").iterator(chunk_size=500):
        if row.erased_at is not None and row.pk in erased.files:
            continue
        found = attachments.digest_of_stored(row.pk)
        if found is None:
            yield _about("attachment_missing", row.pk, str(row))
        elif found != row.pk:
            yield _about("attachment_changed", row.pk, str(row))
    with connection.cursor() as cursor:
        cursor.execute(_UNKNOWN)
        unknown = [row[0] for row in cursor.fetchall()]
    for sha256 in unknown:
        yield _about("attachment_missing", sha256, sha256[:12])


def _about(kind: str, sha256: str, name: str) -> Finding:
    entry = Entry.objects.filter(attachments__contains=[sha256]).order_by("seq").first()
    places: dict[str, object] = {"file": name}
    if entry is None:
        return Finding(kind, sha256, places={**places, "subject": "—"})
    return Finding(kind, sha256, entry.subject, places)
