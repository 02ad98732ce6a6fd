"""Digests of the log: SHA-256 by default, SM3 (GB/T 32905) by the setting `EVIDENCE_HASH`.

What low-entropy facts go into a digest is salted, and every salt that is ever shown to a stranger is derived from the
entry's own: who is shown the body can neither guess the sealed state nor another row of the same batch.
"""

import hashlib
import hmac
import secrets
from functools import cache, partial
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

SALT_BYTES = 16
ALGORITHMS = ("sha256", "sm3")


def algorithm() -> str:
    """The digest new entries use; ImproperlyConfigured when this machine's OpenSSL does not offer it."""
    name: str = getattr(settings, "EVIDENCE_HASH", "sha256")
    if name not in ALGORITHMS:
        raise ImproperlyConfigured(f"EVIDENCE_HASH is {name!r}; it may be one of {', '.join(ALGORITHMS)}")
    if name not in hashlib.algorithms_available:
        raise ImproperlyConfigured(f"EVIDENCE_HASH is {name!r}, which this machine's OpenSSL does not offer")
    return name


def digest(algorithm_name: str, *parts: bytes) -> bytes:
    """The digest of the parts put together; 32 bytes with either algorithm."""
    digested: bytes = _hash(algorithm_name)(b"".join(parts)).digest()
    return digested


@cache
def _hash(algorithm_name: str) -> Any:
    """The constructor of a digest: looking it up by name takes longer than digesting a row."""
    return getattr(hashlib, algorithm_name, None) or partial(hashlib.new, algorithm_name)


def new_salt() -> bytes:
    """A fresh random salt."""
    return secrets.token_bytes(SALT_BYTES)


def derived(salt: bytes, label: str) -> bytes:
    """The salt for one part of an entry (`body`, `state`, `row:<uuid>`), from which the others do not follow."""
    return hmac.digest(salt, label.encode(), "sha256")[:SALT_BYTES]


def salted(algorithm_name: str, salt: bytes, content: bytes) -> bytes:
    """digest(salt || content)."""
    return digest(algorithm_name, salt, content)
