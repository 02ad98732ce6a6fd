"""The offline verifier's own arithmetic against the vectors of the RFCs and against `cryptography`."""

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.pure.evidence.gasverify_module import load

from gasloop.evidence import base45, merkle
from gasloop.evidence.digests import salted
from gasloop.evidence.proofs import PREFIX, compact, text
from gasloop.kernel.jsonable import canonical

GASVERIFY = load()

# RFC 8032, section 7.1, tests 1 to 3: public key, message, signature.
RFC_8032 = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555"
        "fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da0"
        "85ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac1"
        "8ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]


@pytest.mark.parametrize(("public", "message", "signature"), RFC_8032)
def test_signatures_of_the_rfc(public: str, message: str, signature: str) -> None:
    parts = [bytes.fromhex(part) for part in (public, signature, message)]
    assert GASVERIFY.ed25519_pure(*parts)
    assert GASVERIFY.ed25519(*parts)
    assert not GASVERIFY.ed25519_pure(parts[0], parts[1], parts[2] + b"!")


@settings(max_examples=10)
@given(message=st.binary(max_size=64), flip=st.integers(0, 511))
def test_what_the_library_signs_holds_and_one_bit_breaks_it(message: bytes, flip: int) -> None:
    private = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    public, signature = private.public_key().public_bytes_raw(), private.sign(message)
    assert GASVERIFY.ed25519_pure(public, signature, message)
    broken = (int.from_bytes(signature, "big") ^ (1 << flip)).to_bytes(64, "big")
    assert not GASVERIFY.ed25519_pure(public, broken, message)


def test_a_signature_with_a_second_form_of_s_is_refused() -> None:
    """RFC 8032, 5.1.7: S of L or more is no signature, although the equation would hold."""
    public, message, signature = (bytes.fromhex(part) for part in RFC_8032[1])
    s = int.from_bytes(signature[32:], "little") + GASVERIFY.L
    assert not GASVERIFY.ed25519_pure(public, signature[:32] + s.to_bytes(32, "little"), message)


@pytest.mark.parametrize("spelling", ["AB", "_+8A", "AA==", "A", "A A", "中"])
def test_bytes_have_one_spelling(spelling: str) -> None:
    assert GASVERIFY.b64("AA") == b"\0"
    with pytest.raises(GASVERIFY.Unreadable):
        GASVERIFY.b64(spelling)


@pytest.mark.parametrize(("plain", "text"), [(b"AB", "BB8"), (b"Hello!!", "%69 VD92EX0"), (b"base-45", "UJCLQE7W581")])
def test_base45_of_the_rfc(plain: bytes, text: str) -> None:
    assert base45.encode(plain) == text
    assert GASVERIFY.base45_decode(text) == plain


@given(st.binary(max_size=200))
def test_base45_there_and_back(content: bytes) -> None:
    assert GASVERIFY.base45_decode(base45.encode(content)) == content


@pytest.mark.parametrize("text", ["GGW", "A", ":::", "ab"])
def test_what_is_no_base45_is_unreadable(text: str) -> None:
    with pytest.raises(GASVERIFY.Unreadable):
        GASVERIFY.base45_decode(text)


def made_proof() -> dict[str, Any]:
    """A proof as `evidence.proofs` makes it, without a database."""
    private = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    public = private.public_key().public_bytes_raw()
    salt, body = b"s" * 16, b'{"title":"x"}'
    facts = {
        "act": "test.noted",
        "actor": {"name": "x", "posts": []},
        "alg": "sha256",
        "payload": salted("sha256", salt, body).hex(),
        "recorded_at": "2026-11-02T01:00:00+00:00",
        "subject": "test.note:00000000-0000-7000-8000-000000000001",
    }
    entry = canonical(facts)
    leaves = [merkle.leaf_hash("sha256", content) for content in (b"a", b"b", entry, b"c", b"d")]
    seal = {
        "alg": "sha256",
        "count": 5,
        "key": GASVERIFY.key_id(public),
        "number": 1,
        "root": merkle.root("sha256", leaves).hex(),
        "sealed_at": "2026-11-02T01:00:05+00:00",
    }
    header = canonical(seal)
    return {
        "v": 1,
        "entry": entry.decode(),
        "index": 2,
        "path": text(b"".join(merkle.path("sha256", leaves, 2))),
        "seal": header.decode(),
        "signature": text(private.sign(header)),
        "key": text(public),
        "body": body.decode(),
        "salt": text(salt),
    }


PROOF = made_proof()
KEY = bytes(GASVERIFY.b64(PROOF["key"])).hex()
anything = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 9) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
)


def test_the_proof_as_made_holds() -> None:
    assert GASVERIFY.main([compact(PROOF), "--key", KEY]) == 0


@settings(max_examples=150)
@given(part=st.sampled_from(sorted(PROOF)), value=anything)
def test_no_other_value_in_any_part_passes(part: str, value: object) -> None:
    if value == PROOF[part]:
        return
    assert GASVERIFY.main([json.dumps({**PROOF, part: value}), "--key", KEY]) in (1, 2)


@settings(max_examples=150)
@given(st.data())
def test_no_other_character_in_the_code_passes(data: st.DataObject) -> None:
    code = compact(PROOF)
    at = data.draw(st.integers(len(PREFIX), len(code) - 1))
    char = data.draw(st.sampled_from(base45.ALPHABET))
    changed = code[:at] + char + code[at + 1 :]
    assert (GASVERIFY.main([changed, "--key", KEY]) == 0) == (changed == code)


@settings(max_examples=100)
@given(st.data())
def test_no_code_cut_off_passes(data: st.DataObject) -> None:
    code = compact(PROOF)
    assert GASVERIFY.main([code[: data.draw(st.integers(len(PREFIX), len(code) - 1))], "--key", KEY]) == 2


@given(st.text(max_size=80))
def test_any_text_is_either_a_proof_or_unreadable(text: str) -> None:
    with pytest.raises(GASVERIFY.Unreadable):
        GASVERIFY.read_proof(text)
