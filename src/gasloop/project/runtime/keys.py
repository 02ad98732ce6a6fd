"""Secrets of one data directory: made once, by chance, readable by the owner alone."""

import os
import secrets
from pathlib import Path


def secret_text(path: Path, size: int = 32) -> str:
    """The text secret in `path`, made from `size` random bytes when it does not exist."""
    return secret_bytes(path, _fresh_text(size)).decode("ascii").strip()


def _fresh_text(size: int) -> bytes:
    """A fresh secret as text that needs no quoting in addresses and configuration files."""
    return (secrets.token_hex(size) + "\n").encode("ascii")


def secret_bytes(path: Path, fresh: bytes) -> bytes:
    """What `path` holds; when it does not exist, `fresh`, written so that no half secret is ever seen."""
    if not path.exists():
        write_private(path, fresh)
    return path.read_bytes()


def write_private(path: Path, content: bytes) -> None:
    """Write, flush to disk, rename: 0600, and after a crash either the old content or the new."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.new")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    try:
        os.fchmod(handle, 0o600)
        os.write(handle, content)
        os.fsync(handle)
    finally:
        os.close(handle)
    draft.replace(path)
    flush_directory(path.parent)


def flush_directory(path: Path) -> None:
    """Make a rename in this directory survive a power cut."""
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
