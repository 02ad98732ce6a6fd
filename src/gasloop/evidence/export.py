"""The whole log as JSON lines, for a stranger to verify without our software: `python gasverify.py seals FILE`.

Line kinds: `log` (first), `key`, `seal`, `entry`. A seal is followed by its entries in order; entries no seal covers
yet come last. `entry` and `header` hold the exact canonical texts. Bodies go along only when asked for, personal parts
never.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db.models import Exists, OuterRef

from gasloop.evidence.digests import derived
from gasloop.evidence.models import Entry, Payload, Seal, SealedLeaf, SigningKey
from gasloop.evidence.proofs import text
from gasloop.evidence.snapshot import one_view
from gasloop.kernel import clock
from gasloop.kernel.jsonable import plain

PIECE = 1000
Line = dict[str, Any]


def export_log(path: Path, *, bodies: bool = False) -> int:
    """Write the log to a file, whole or not at all; the number of entries written."""
    draft, entries = path.with_name(f".{path.name}.part"), 0
    with one_view(), draft.open("w", encoding="utf-8") as out:
        for line in _lines(bodies):
            out.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
            entries += line["type"] == "entry"
    draft.replace(path)
    return entries


def _lines(bodies: bool) -> Iterator[Line]:
    yield {"type": "log", "v": 1, "exported_at": plain(clock.now()), "seals": Seal.objects.count()}
    yield from (_key(row) for row in SigningKey.objects.order_by("pk"))
    for seal in Seal.objects.order_by("number").iterator(chunk_size=100):
        yield {"type": "seal", "header": seal.header().decode(), "signature": text(bytes(seal.signature))}
        yield from _sealed(seal, bodies)
    unsealed = Entry.objects.filter(~Exists(SealedLeaf.objects.filter(entry_id=OuterRef("pk"))))
    for entry in unsealed.order_by("seq").iterator(chunk_size=PIECE):
        yield _entry(entry, None, bodies)


def _sealed(seal: Seal, bodies: bool) -> Iterator[Line]:
    leaves = list(seal.leaves.order_by("position"))
    for start in range(0, len(leaves), PIECE):
        piece = leaves[start : start + PIECE]
        ids = [leaf.entry_id for leaf in piece]
        entries = Entry.objects.in_bulk(ids)
        payloads = Payload.objects.in_bulk(ids) if bodies else {}
        for leaf in piece:
            if (entry := entries.get(leaf.entry_id)) is None:
                yield {"type": "entry", "missing": str(leaf.entry_id), "leaf": text(bytes(leaf.leaf))}
            else:
                yield _entry(entry, payloads.get(entry.pk), bodies)


def _entry(entry: Entry, payload: Payload | None, bodies: bool) -> Line:
    line: Line = {"type": "entry", "entry": entry.canonical().decode()}
    if bodies and payload is None:
        payload = Payload.objects.filter(pk=entry.pk).first()
    if bodies and payload and payload.body is not None and payload.salt is not None:
        line |= {"body": payload.body, "salt": text(derived(bytes(payload.salt), "body"))}
    return line


def _key(row: SigningKey) -> Line:
    line: Line = {"type": "key", "key": text(bytes(row.public_key)), "previous": row.previous_key_id}
    if row.forward_signature is not None and row.back_signature is not None:
        line["forward"] = text(bytes(row.forward_signature))
        line["back"] = text(bytes(row.back_signature))
    return line
