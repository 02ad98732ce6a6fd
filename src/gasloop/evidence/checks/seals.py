"""Are the seals whole, in order, signed by keys of this house, and as far as the house remembers?"""

from collections.abc import Iterator

from gasloop.evidence import keys
from gasloop.evidence.checks.findings import Finding
from gasloop.evidence.models import Seal, SigningKey
from gasloop.evidence.sealing import FIRST_PREVIOUS, remembered_head, seal_hash, succession


def check() -> Iterator[Finding]:
    """Numbers without gaps, each seal chained to the one before, each signature right, the remembered head there."""
    trusted = trusted_keys()
    previous, number, hashes_at_head = FIRST_PREVIOUS, 0, ""
    head = remembered_head()
    for seal in Seal.objects.order_by("number").iterator(chunk_size=1000):
        for missing in range(number + 1, min(seal.number, number + 101)):
            yield Finding("seal_missing", str(missing), places={"seal": missing})
        if seal.number == number + 1 and bytes(seal.previous) != previous:
            yield Finding("seal_chain", str(seal.number), places={"seal": seal.number})
        yield from _signature(seal, trusted)
        previous, number = seal_hash(seal), seal.number
        if head and seal.number == head[0]:
            hashes_at_head = previous.hex()
    if head and hashes_at_head != head[1]:
        yield Finding("head_rolled_back", str(head[0]), places={"seal": head[0]})


def _signature(seal: Seal, trusted: dict[str, bytes]) -> Iterator[Finding]:
    number = str(seal.number)
    if (public := trusted.get(seal.key_id)) is None:
        yield Finding("seal_key", number, places={"seal": seal.number, "key": seal.key_id})
    elif not keys.verifies(public, bytes(seal.signature), seal.header()):
        yield Finding("seal_signature", number, places={"seal": seal.number})


def trusted_keys() -> dict[str, bytes]:
    """The keys the key directory vouches for, and those that one of them vouches for in turn, by signature."""
    trusted = keys.anchors()
    rows = {row.key_id: row for row in SigningKey.objects.all()}
    waiting = [row for row in rows.values() if row.key_id in trusted]
    while waiting:
        row = waiting.pop()
        older = rows.get(row.previous_key_id)
        if older is None or older.key_id in trusted or row.back_signature is None:
            continue
        older_public = bytes(older.public_key)
        content = succession(row.previous_key_id, trusted[row.key_id])
        vouched = keys.verifies(trusted[row.key_id], bytes(row.back_signature), content)
        if vouched and keys.key_id(older_public) == older.key_id:
            trusted[older.key_id] = older_public
            waiting.append(older)
    return trusted
