"""Key files of the log, outside the database: the Ed25519 signing key (RFC 8032) and the master key.

Both lie in `settings.EVIDENCE_KEY_DIR`, readable by the house alone. Public keys are kept beside them as
`evidence-ed25519.<id>.pub`: whoever can only write to the database cannot pass off a key of their own.
"""

import base64
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from gasloop.evidence.digests import digest
from gasloop.kernel.refusal import Refusal, sentence

SIGNING_KEY = "evidence-ed25519.pem"
NEXT_SIGNING_KEY = "evidence-ed25519.next.pem"
MASTER_KEY = "master.key"
KEY_BYTES = 32


class KeyProblem(Refusal):
    """A key is missing, unreadable or the wrong one; the sentence says which and what to do."""


@dataclass(frozen=True, slots=True)
class Signer:
    """A signing key. `key_id` is the first 16 hex digits of the SHA-256 of the raw public key."""

    private: Ed25519PrivateKey

    @property
    def public(self) -> bytes:
        return self.private.public_key().public_bytes_raw()

    @property
    def key_id(self) -> str:
        return key_id(self.public)

    def sign(self, content: bytes) -> bytes:
        """The 64-byte signature."""
        return self.private.sign(content)


def key_id(public: bytes) -> str:
    """A public key's short name."""
    return digest("sha256", public).hex()[:16]


def verifies(public: bytes, signature: bytes, content: bytes) -> bool:
    """Is the signature this key's over these bytes?"""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True


def directory() -> Path:
    """Where key files lie."""
    return Path(settings.EVIDENCE_KEY_DIR)


def signer(name: str = SIGNING_KEY) -> Signer | None:
    """The signing key; None when there is none yet. KeyProblem when the file is no key."""
    try:
        content = (directory() / name).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _problem("unreadable", name) from error
    try:
        private = serialization.load_pem_private_key(content, password=None)
    except ValueError as error:
        raise _problem("unreadable", name) from error
    if not isinstance(private, Ed25519PrivateKey):
        raise _problem("unreadable", name)
    return Signer(private)


def create_signer() -> Signer:
    """Make a signing key and put it in place; a key another process made in the meantime wins."""
    _write(SIGNING_KEY, _pem(Ed25519PrivateKey.generate()), replace=False)
    current = signer()
    if current is None:
        raise _problem("unreadable", SIGNING_KEY)
    return current


def next_signer() -> Signer:
    """A fresh key that waits beside the current one until `promote_next`."""
    made = Signer(Ed25519PrivateKey.generate())
    _write(NEXT_SIGNING_KEY, _pem(made.private), replace=True)
    publish(made.public)
    return made


def promote_next(only: str | None = None) -> Signer | None:
    """Put the waiting key in place; None when none waits, or another than `only`."""
    waiting = signer(NEXT_SIGNING_KEY)
    if waiting is None or (only is not None and waiting.key_id != only):
        return None
    with suppress(FileNotFoundError):  # another process was quicker
        (directory() / NEXT_SIGNING_KEY).replace(directory() / SIGNING_KEY)
    return waiting


def _pem(private: Ed25519PrivateKey) -> bytes:
    return private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def publish(public: bytes) -> None:
    """Keep a public key beside the private one, as a trust anchor."""
    _write(f"evidence-ed25519.{key_id(public)}.pub", base64.b64encode(public) + b"\n", replace=False)


def anchors() -> dict[str, bytes]:
    """The public keys the key directory vouches for, by id."""
    found = {}
    for file in sorted(directory().glob("evidence-ed25519.*.pub")):
        try:
            public = base64.b64decode(file.read_bytes(), validate=False)
        except (OSError, ValueError):
            continue
        if len(public) == KEY_BYTES:
            found[key_id(public)] = public
    if current := signer():
        found[current.key_id] = current.public
    return found


def master_key(*, create: bool) -> bytes:
    """The 32 bytes that wrap all data keys. KeyProblem when they are missing and may not be made."""
    file = directory() / MASTER_KEY
    if create and not file.exists():
        _write(MASTER_KEY, base64.b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n", replace=False)
    try:
        key = base64.b64decode(file.read_bytes(), validate=False)
    except FileNotFoundError as error:
        raise _problem("missing", MASTER_KEY) from error
    except (OSError, ValueError) as error:
        raise _problem("unreadable", MASTER_KEY) from error
    if len(key) != KEY_BYTES:
        raise _problem("unreadable", MASTER_KEY)
    return key


def _problem(what: str, name: str) -> KeyProblem:
    texts = {
        "missing": sentence("找不到密钥文件{path}；请从密钥备份中恢复，没有它读不出已加密的个人信息。"),
        "unreadable": sentence("密钥文件{path}读不出来或已损坏；请从密钥备份中恢复。"),
        "unsigned": sentence("日志已有封存，但签名密钥文件{path}不见了；请从密钥备份中恢复。"),
    }
    return KeyProblem(f"evidence.key.{what}", texts[what], params={"path": str(directory() / name)})


def signing_key_lost() -> KeyProblem:
    """The sentence for a log with seals but no signing key."""
    return _problem("unsigned", SIGNING_KEY)


def _write(name: str, content: bytes, *, replace: bool) -> None:
    """Write a 0600 file whole or not at all; without `replace` an existing one stays."""
    place = directory()
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = place / f".{name}.{secrets.token_hex(6)}"
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            draft.replace(place / name)
        else:
            _link_once(draft, place / name)
    finally:
        draft.unlink(missing_ok=True)
    folder = os.open(place, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _link_once(draft: Path, target: Path) -> None:
    with suppress(FileExistsError):
        os.link(draft, target)
