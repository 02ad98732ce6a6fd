"""Sealing: new entries go under a signed Merkle root, chained to the one before.

Which entries are new is told by `Pending`, filled by a trigger in the entry's own transaction, not by a high-water
mark: an entry whose transaction commits late is sealed late and never passed over. Sealers exclude each other by an
advisory lock.
"""

import json
import os
import secrets
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from gasloop.evidence import acts, keys, merkle
from gasloop.evidence.actions.appending import append
from gasloop.evidence.digests import digest
from gasloop.evidence.keys import Signer
from gasloop.evidence.models import Seal, SigningKey
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor, system
from gasloop.kernel.jsonable import canonical

LOCK = 0x676173_6C6F6F70  # "gasloop": the advisory lock of sealers
MOST = 10_000
FIRST_PREVIOUS = bytes(32)
HEAD = "evidence-head.json"

_OLDEST = """
    SELECT e.id, e.leaf, e.algorithm FROM evidence_pending p JOIN evidence_entry e ON e.id = p.entry_id
    ORDER BY e.seq LIMIT %s
"""
_LEAVES = """
    INSERT INTO evidence_sealedleaf (entry_id, seal_id, position, leaf, subject_kind, subject_id)
    SELECT e.id, %s, u.position - 1, e.leaf, e.subject_kind, e.subject_id
    FROM unnest(%s::uuid[]) WITH ORDINALITY AS u (id, position) JOIN evidence_entry e ON e.id = u.id
"""


def seal_pending(now: datetime | None = None, *, wait: bool = False) -> Seal | None:
    """Seal up to 10,000 entries; None when there are none, or another sealer is at it (unless `wait`).

    KeyProblem when the log has seals but its signing key is gone.
    """
    with transaction.atomic():
        if not _alone(wait) or not _pending_exist():
            return None
        signer = _signer()
        ids, leaves, algorithm = _oldest()
        last = Seal.objects.order_by("-number").first()
        seal = Seal(
            number=last.number + 1 if last else 1,
            algorithm=algorithm,
            previous=seal_hash(last) if last else FIRST_PREVIOUS,
            root=merkle.root(algorithm, leaves),
            count=len(leaves),
            sealed_at=now or clock.now(),
            key_id=signer.key_id,
        )
        seal.signature = signer.sign(seal.header())
        seal.save(force_insert=True)
        with connection.cursor() as cursor:
            cursor.execute(_LEAVES, [seal.number, ids])
            cursor.execute("DELETE FROM evidence_pending WHERE entry_id = ANY(%s)", [ids])
        transaction.on_commit(lambda: _remember(seal))
        return seal


def seal_all(now: datetime | None = None) -> int:
    """Seal until nothing waits; the number of seals made."""
    made = 0
    while seal_pending(now, wait=True):
        made += 1
    return made


def seal_hash(seal: Seal) -> bytes:
    """What the next seal chains to: the digest of the signed header."""
    return digest(seal.algorithm, seal.header())


def remembered_head() -> tuple[int, str] | None:
    """Number and hash of the last seal this house made, kept beside its keys; the database may not fall behind it."""
    try:
        stored = json.loads((keys.directory() / HEAD).read_text(encoding="utf-8"))
        return int(stored["number"]), str(stored["hash"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def rotate_signing_key(actor: Actor, *, why: str) -> SigningKey:
    """Replace the signing key. Old and new key sign each other, so that trust in either reaches the other's seals.

    The new private key takes its place only after the commit; the old one is not kept.
    """
    with transaction.atomic():
        _alone(wait=True)
        old, new = _signer(), keys.next_signer()
        content = succession(old.key_id, new.public)
        row = SigningKey(
            key_id=new.key_id,
            public_key=new.public,
            previous_key_id=old.key_id,
            forward_signature=old.sign(content),
            back_signature=new.sign(content),
        )
        row.save(force_insert=True)
        append(actor, act=acts.KEY_ROTATED, record=row, body={"key": new.key_id, "why": why})
        transaction.on_commit(keys.promote_next)
    return row


def succession(old_key_id: str, new_public: bytes) -> bytes:
    """The bytes both keys sign when one follows the other."""
    return canonical({"v": 1, "old": old_key_id, "new": new_public.hex()})


def _alone(wait: bool) -> bool:
    with connection.cursor() as cursor:
        if wait:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            return True
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def _pending_exist() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM evidence_pending p JOIN evidence_entry e ON e.id = p.entry_id LIMIT 1)"
        )
        return bool(cursor.fetchone()[0])


def _oldest() -> tuple[list[UUID], list[bytes], str]:
    """The entries to seal now. A seal has one algorithm; where it was changed, the run ends."""
    with connection.cursor() as cursor:
        cursor.execute(_OLDEST, [MOST])
        rows = cursor.fetchall()
    algorithm = rows[0][2]
    run = [row for row in rows if row[2] == algorithm]
    return [row[0] for row in run], [bytes(row[1]) for row in run], algorithm


def _signer() -> Signer:
    """The key in use: the newest in the log, whose private half lies in the key directory."""
    newest, current = SigningKey.objects.order_by("-pk").first(), keys.signer()
    if newest is None:
        return _take_up(current or keys.create_signer())
    if current is None or current.key_id != newest.key_id:
        # A rotation that committed and was killed before the new key took its place.
        keys.promote_next(newest.key_id)
        current = keys.signer()
    if current is None or current.key_id != newest.key_id:
        raise keys.signing_key_lost()
    return current


def _take_up(signer: Signer) -> Signer:
    keys.publish(signer.public)
    row = SigningKey(key_id=signer.key_id, public_key=signer.public)
    row.save(force_insert=True)
    append(system("存证"), act=acts.KEY_CREATED, record=row, body={"key": signer.key_id})
    return signer


def _remember(seal: Seal) -> None:
    """Keep the head beside the keys; it never goes back. It is a hint for `verify`, so a lost write does no harm."""
    known = remembered_head()
    if known is not None and known[0] >= seal.number:
        return
    place = keys.directory()
    draft = place / f".{HEAD}.{secrets.token_hex(4)}"
    draft.write_text(json.dumps({"number": seal.number, "hash": seal_hash(seal).hex()}), encoding="utf-8")
    os.replace(draft, place / HEAD)
