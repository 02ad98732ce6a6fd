"""The personal-data envelope: AES-256-GCM under a key per data set, wrapped by a master key outside the database.

A ciphertext is `0x01 || key id (16) || nonce (12) || AES-GCM(plaintext, aad)`. Exact search goes through a blind index:
HMAC-SHA256 under a key of the data set's own, over the normalised value.
"""

import hmac
import secrets
import time
import unicodedata
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import transaction
from django.db.models import Max

from gasloop.evidence import keys
from gasloop.evidence.keys import KeyProblem
from gasloop.evidence.models import DataKey
from gasloop.kernel.ids import new_id
from gasloop.kernel.refusal import sentence

VERSION = b"\x01"
NONCE_BYTES = 12
HEADER_BYTES = 1 + 16 + NONCE_BYTES
# A key in use is looked up again after this many seconds, so that a rotation reaches every process.
RECHECK_SECONDS = 5.0

_unwrapped: dict[UUID, bytes] = {}
_current: dict[tuple[str, str], tuple[float, UUID]] = {}
# Keys made in a transaction that may yet roll back: never cached as current, or data would outlive its key.
_uncommitted: set[UUID] = set()


class CannotDecrypt(Exception):
    """The ciphertext was changed, moved to another record, or is none of ours."""


def forget() -> None:
    """Drop all keys from memory (after a rotation, a restore, between tests)."""
    _unwrapped.clear()
    _current.clear()


def encrypt(dataset: str, plaintext: bytes, aad: bytes) -> bytes:
    """Seal `plaintext` for a data set; `aad` ties it to its place (`party.phone:<uuid>`)."""
    key_id, key = _key(dataset, DataKey.Purpose.DATA)
    nonce = secrets.token_bytes(NONCE_BYTES)
    return VERSION + key_id.bytes + nonce + AESGCM(key).encrypt(nonce, plaintext, aad)


def decrypt(dataset: str, ciphertext: bytes, aad: bytes) -> bytes:
    """Open it again. CannotDecrypt when a byte of it, or its place, changed; KeyProblem when the key is not at hand."""
    content = bytes(ciphertext)
    if len(content) < HEADER_BYTES + 16 or content[:1] != VERSION:
        raise CannotDecrypt("not a ciphertext of ours")
    key = _by_id(dataset, UUID(bytes=content[1:17]))
    try:
        return AESGCM(key).decrypt(content[17:HEADER_BYTES], content[HEADER_BYTES:], aad)
    except InvalidTag as error:
        raise CannotDecrypt("the ciphertext or its place was changed") from error


def blind_index(dataset: str, value: str) -> bytes:
    """32 bytes that are equal for equal values (width, case, blanks and hyphens aside) and say nothing else."""
    _, key = _key(dataset, DataKey.Purpose.INDEX)
    return hmac.digest(key, normalised(value).encode(), "sha256")


def normalised(value: str) -> str:
    """NFKC, upper case, without blanks and hyphens: `５００２３０…x` and `500230…X` are one number."""
    folded = unicodedata.normalize("NFKC", value).upper()
    return "".join(char for char in folded if not char.isspace() and char not in "-‐–—")


def rotate(dataset: str) -> DataKey:
    """A new data key for what is encrypted from now on; older ciphertexts stay readable."""
    latest = DataKey.objects.filter(dataset=dataset, purpose=DataKey.Purpose.DATA).aggregate(top=Max("generation"))
    made = _create(dataset, DataKey.Purpose.DATA, (latest["top"] or 0) + 1)
    _current.pop((dataset, DataKey.Purpose.DATA), None)
    return made


def mask_id_number(value: str) -> str:
    """`500230********1234`: the division and the last four digits of an identity number."""
    text = value.strip()
    return f"{text[:6]}{'*' * (len(text) - 10)}{text[-4:]}" if len(text) >= 15 else "*" * len(text)


def mask_phone(value: str) -> str:
    """`138****5678`."""
    text = value.strip()
    return f"{text[:3]}****{text[-4:]}" if len(text) >= 11 else "*" * len(text)


def _key(dataset: str, purpose: DataKey.Purpose) -> tuple[UUID, bytes]:
    """The key in use for a data set, made on first use."""
    cached = _current.get((dataset, purpose))
    if cached and time.monotonic() - cached[0] < RECHECK_SECONDS and cached[1] in _unwrapped:
        return cached[1], _unwrapped[cached[1]]
    row = DataKey.objects.filter(dataset=dataset, purpose=purpose).order_by("-generation").first()
    if row is None:
        row = _create(dataset, purpose, 1)
    elif row.pk not in _uncommitted:
        _current[dataset, purpose] = (time.monotonic(), row.pk)
    return row.pk, _unwrap(row)


def _create(dataset: str, purpose: DataKey.Purpose, generation: int) -> DataKey:
    """Insert a key unless another process just did."""
    master = keys.master_key(create=not DataKey.objects.exists())
    pk, nonce = new_id(), secrets.token_bytes(NONCE_BYTES)
    wrapped = nonce + AESGCM(master).encrypt(nonce, secrets.token_bytes(32), _wrap_aad(dataset, pk))
    row = DataKey(id=pk, dataset=dataset, purpose=purpose, generation=generation, wrapped=wrapped)
    _uncommitted.add(pk)
    transaction.on_commit(lambda: _uncommitted.discard(pk))
    DataKey.objects.bulk_create([row], ignore_conflicts=True)
    return DataKey.objects.get(dataset=dataset, purpose=purpose, generation=generation)


def _by_id(dataset: str, key_id: UUID) -> bytes:
    if key_id in _unwrapped:
        return _unwrapped[key_id]
    row = DataKey.objects.filter(pk=key_id, dataset=dataset).first()
    if row is None:
        raise CannotDecrypt("no such data key")
    return _unwrap(row)


def _unwrap(row: DataKey) -> bytes:
    if row.pk in _unwrapped:
        return _unwrapped[row.pk]
    wrapped = bytes(row.wrapped)
    try:
        key = AESGCM(keys.master_key(create=False)).decrypt(
            wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], _wrap_aad(row.dataset, row.pk)
        )
    except InvalidTag as error:
        raise KeyProblem(
            "evidence.key.wrong",
            sentence("主密钥文件{path}与数据库不匹配；请换上与这套数据一起备份的那一个。"),
            params={"path": str(keys.directory() / keys.MASTER_KEY)},
        ) from error
    _unwrapped[row.pk] = key
    return key


def _wrap_aad(dataset: str, key_id: UUID) -> bytes:
    return f"{dataset}:{key_id}".encode()
