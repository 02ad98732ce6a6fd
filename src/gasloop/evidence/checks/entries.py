"""Is every sealed entry there, unchanged, with the payload it was sealed with?"""

from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext

from gasloop.evidence import envelope, merkle
from gasloop.evidence.actions.appending import PERSONAL_DATASET, row_content
from gasloop.evidence.checks.erasures import Erasures
from gasloop.evidence.checks.findings import Finding
from gasloop.evidence.digests import SALT_BYTES, derived, salted
from gasloop.evidence.keys import KeyProblem
from gasloop.evidence.models import BATCH_KIND, BatchRow, Entry, Payload, Pending, Seal, SealedLeaf
from gasloop.kernel.subject import Subject

PIECE = 1000


def check_seal(seal: Seal, erased: Erasures) -> Iterator[Finding]:
    """The entries of one seal, and the root over them."""
    leaves = list(seal.leaves.order_by("position"))
    for start in range(0, len(leaves), PIECE):
        piece = leaves[start : start + PIECE]
        entries = Entry.objects.in_bulk([leaf.entry_id for leaf in piece])
        for leaf in piece:
            entry = entries.get(leaf.entry_id)
            if entry is None:
                yield Finding("entry_missing", str(leaf.entry_id), leaf.subject)
            elif merkle.leaf_hash(seal.algorithm, entry.canonical()) != bytes(leaf.leaf):
                yield about("entry_changed", entry)
        yield from check_payloads(list(entries.values()), erased)
    number = str(seal.number)
    if len(leaves) != seal.count:
        places: dict[str, object] = {"seal": seal.number, "expected": seal.count, "found": len(leaves)}
        yield Finding("seal_count", number, places=places)
    elif merkle.root(seal.algorithm, [bytes(leaf.leaf) for leaf in leaves]) != bytes(seal.root):
        yield Finding("seal_root", number, places={"seal": seal.number})


def check_unsealed(erased: Erasures) -> Iterator[Finding]:
    """Entries no seal covers: each waits in the queue and is what its own leaf hash says."""
    for missing in Pending.objects.filter(~Exists(Entry.objects.filter(pk=OuterRef("entry_id")))):
        yield Finding("entry_missing", str(missing.entry_id), Subject("evidence.entry", missing.entry_id))
    unsealed = Entry.objects.filter(~Exists(SealedLeaf.objects.filter(entry_id=OuterRef("pk")))).annotate(
        waits=Exists(Pending.objects.filter(entry_id=OuterRef("pk")))
    )
    for piece in _pieces(unsealed.order_by("seq").iterator(chunk_size=PIECE)):
        for entry in piece:
            if not entry.waits:  # type: ignore[attr-defined]  # annotated above
                yield about("entry_unsealed", entry)
            if merkle.leaf_hash(entry.algorithm, entry.canonical()) != bytes(entry.leaf):
                yield about("entry_changed", entry)
        yield from check_payloads(piece, erased)


def check_payloads(entries: Sequence[Entry], erased: Erasures) -> Iterator[Finding]:
    """Payloads of some entries against the salted digests in them; rows of batches against their root."""
    payloads = Payload.objects.in_bulk([entry.pk for entry in entries])
    for entry in entries:
        payload = payloads.get(entry.pk)
        if payload is None:
            yield about("payload_missing", entry)
            continue
        yield from _body(entry, payload, erased)
        yield from _personal(entry, payload, erased)
        if entry.rows_root is not None:
            yield from _rows(entry)


def about(kind: str, entry: Entry) -> Finding:
    """A finding about an entry."""
    return Finding(kind, str(entry.pk), entry.subject, {"act": entry.act})


def _body(entry: Entry, payload: Payload, erased: Erasures) -> Iterator[Finding]:
    if payload.body is None or payload.salt is None:
        if entry.pk not in erased.whole:
            yield about("payload_missing", entry)
        return
    found = salted(entry.algorithm, derived(bytes(payload.salt), "body"), payload.body.encode())
    if found != bytes(entry.payload_digest):
        yield about("payload_changed", entry)


def _personal(entry: Entry, payload: Payload, erased: Erasures) -> Iterator[Finding]:
    if entry.personal_digest is None:
        if payload.personal is not None:
            yield about("personal_changed", entry)
        return
    if payload.personal is None:
        if entry.pk not in erased.personal:
            yield about("payload_missing", entry)
        return
    try:
        content = envelope.decrypt(PERSONAL_DATASET, bytes(payload.personal), entry.pk.bytes)
    except envelope.CannotDecrypt:
        yield about("personal_changed", entry)
        return
    except KeyProblem as problem:
        yield Finding(
            "master_key", str(entry.pk), entry.subject, {"reason": gettext(problem.text).format(**problem.params)}
        )
        return
    if salted(entry.algorithm, content[:SALT_BYTES], content[SALT_BYTES:]) != bytes(entry.personal_digest):
        yield about("personal_changed", entry)


def _rows(entry: Entry) -> Iterator[Finding]:
    leaves = [
        merkle.leaf_hash(entry.algorithm, row_content(row.subject, bytes(row.state_digest)))
        for row in BatchRow.objects.filter(entry=entry.pk).order_by("position").iterator(chunk_size=5000)
    ]
    intact = len(leaves) == entry.rows_count and merkle.root(entry.algorithm, leaves) == bytes(entry.rows_root or b"")
    if not intact:
        yield Finding("rows_changed", str(entry.pk), Subject(BATCH_KIND, entry.pk), {"act": entry.act})


def _pieces(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    piece: list[Entry] = []
    for entry in entries:
        piece.append(entry)
        if len(piece) == PIECE:
            yield piece
            piece = []
    if piece:
        yield piece
