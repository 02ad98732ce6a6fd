"""Inclusion proofs: what a stranger needs to check one entry offline, with `tools/gasverify.py` and our public key.

A proof is a small dictionary; as text it is `GASLOOP1:` and base45 (RFC 9285) of the deflated JSON, which a QR code
holds in its compact alphanumeric mode.
"""

import base64
import io
import json
import zlib
from typing import Any

import segno
from segno.encoder import DataOverflowError

from gasloop.evidence import base45, merkle
from gasloop.evidence.actions.appending import row_content
from gasloop.evidence.checks.erasures import rule_for
from gasloop.evidence.digests import derived
from gasloop.evidence.keys import KEY_BYTES, anchors
from gasloop.evidence.models import BatchRow, Entry, Payload, SealedLeaf, SigningKey
from gasloop.kernel.jsonable import canonical
from gasloop.kernel.refusal import NotFound, Refusal, sentence
from gasloop.kernel.subject import Subject

PREFIX = "GASLOOP1:"
Proof = dict[str, Any]


def proof_for(entry: Entry, *, disclose: bool = True) -> Proof:
    """The proof that `entry` lies under a signed seal.

    `entry` and `seal` are the exact canonical texts that were hashed and signed; `path` the sibling hashes one after
    the other; with `disclose` the body and its salt are shown as well. Binary values are base64url without padding.
    Refusal while the entry waits for its seal.
    """
    place = SealedLeaf.objects.select_related("seal").filter(pk=entry.pk).first()
    if place is None:
        raise Refusal("evidence.proof.unsealed", sentence("这条记录还没有封存，请几秒后再取证明。"))
    seal = place.seal
    leaves = [bytes(leaf) for leaf in seal.leaves.order_by("position").values_list("leaf", flat=True)]
    proof: Proof = {
        "v": 1,
        "entry": entry.canonical().decode(),
        "index": place.position,
        "path": text(b"".join(merkle.path(seal.algorithm, leaves, place.position))),
        "seal": seal.header().decode(),
        "signature": text(bytes(seal.signature)),
        "key": text(_public(seal.key_id)),
    }
    if disclose:
        proof.update(_disclosed(entry))
    if erased := rule_for(entry):
        proof["erased"] = {name: erased[name] for name in ("rule", "at")}
    return proof


def proof_for_row(entry: Entry, subject: Subject) -> Proof:
    """The proof that one record was part of a batch entry: the entry's proof and the row's path to its root."""
    rows = list(BatchRow.objects.filter(entry=entry.pk).order_by("position"))
    contents = [row_content(row.subject, bytes(row.state_digest)) for row in rows]
    index = next((i for i, row in enumerate(rows) if row.subject == subject), None)
    if index is None:
        raise NotFound(str(subject))
    leaves = [merkle.leaf_hash(entry.algorithm, content) for content in contents]
    siblings = merkle.path(entry.algorithm, leaves, index)
    return {
        **proof_for(entry, disclose=False),
        "row": contents[index].decode(),
        "row_index": index,
        "row_path": text(b"".join(siblings)),
    }


def compact(proof: Proof) -> str:
    """The proof as the text of a QR code."""
    return PREFIX + base45.encode(zlib.compress(canonical(proof), 9))


def qr_svg(proof: Proof, *, scale: float = 3) -> str:
    """The proof as an SVG image for a page or a print. Refusal when it is too much for a code of version 40-L."""
    try:
        code = segno.make(compact(proof), error="l", boost_error=False, micro=False)
    except DataOverflowError as error:
        raise Refusal("evidence.proof.too_large", sentence("证明太长，放不进二维码；请下载证明文件。")) from error
    out = io.BytesIO()
    code.save(out, kind="svg", scale=scale, xmldecl=False, svgns=True, omitsize=True)
    return out.getvalue().decode()


def as_file(proof: Proof) -> str:
    """The proof as a readable JSON file."""
    return json.dumps(proof, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def text(content: bytes) -> str:
    """base64url without padding (RFC 4648, section 5)."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _disclosed(entry: Entry) -> Proof:
    payload = Payload.objects.filter(pk=entry.pk).first()
    if payload is None or payload.body is None or payload.salt is None:
        return {}
    return {"body": payload.body, "salt": text(derived(bytes(payload.salt), "body"))}


def _public(key_id: str) -> bytes:
    if known := anchors().get(key_id):
        return known
    row = SigningKey.objects.filter(key_id=key_id).first()
    return bytes(row.public_key) if row else bytes(KEY_BYTES)
