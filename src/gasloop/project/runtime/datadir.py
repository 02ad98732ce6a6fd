"""One data directory: its layout, its format number, its lock, its secrets.

- `lock`: held by the running `up`, whose process id is in it
- `format`: the layout's number; a program never touches a directory of a newer one
- `id`: names this directory in process titles and for its rooms outside (see `postgres.py`)
- `demo`: present in demonstration directories only; the clock may be moved there
- `pg/ nats/ files/ keys/ tls/ run/ log/`
"""

import base64
import contextlib
import errno
import fcntl
import os
import secrets
from pathlib import Path

from gasloop.project.config import REPOSITORY
from gasloop.project.runtime.keys import flush_directory, secret_bytes, secret_text, write_private
from gasloop.project.runtime.sentences import StartError

FORMAT = 1
ROOMS = ("nats", "files", "keys", "tls", "run", "log")
MEGABYTE = 1024 * 1024
NEED_NEW_MB = 400
NEED_OLD_MB = 150
DEFAULT = REPOSITORY / "var/data"
DEFAULT_DEMO = REPOSITORY / "var/demo"


class DataDir:
    """A data directory that was opened and, until `close`, is ours alone."""

    def __init__(self, path: Path, lock: int) -> None:
        self.path = path
        self._lock = lock

    @classmethod
    def open(cls, path: Path, *, demo: bool = False, traversable_by: int | None = None) -> "DataDir":
        """Check, lock and lay out `path`; StartError before anything in it is changed.

        `traversable_by` is the group of the database's user, who must walk through when root starts us.
        """
        path = path.resolve()
        try:
            _check_before_touching(path)
            _make(path)
            lock = _lock(path)
            try:
                _check_before_touching(path)
                _lay_out(path, demo)
                _close_to_others(path, traversable_by)
            except BaseException:
                os.close(lock)
                raise
        except PermissionError as problem:
            raise StartError("dir.denied", path=path) from problem
        except OSError as problem:
            if problem.errno in (errno.ENOSPC, errno.EDQUOT):
                raise _full(path, NEED_NEW_MB) from problem
            raise
        return cls(path, lock)

    def close(self) -> None:
        """Give the directory free."""
        os.close(self._lock)

    def room(self, name: str) -> Path:
        """One of the directories inside, e.g. `files`."""
        return self.path / name

    @property
    def demo(self) -> bool:
        """Was this directory made for a demonstration?"""
        return (self.path / "demo").exists()

    @property
    def id(self) -> str:
        """Twelve hex digits that name this directory for good, wherever it is moved."""
        return secret_text(self.path / "id", 6)

    def secret(self, name: str) -> str:
        """A text secret such as `pg-password`, made at first use."""
        return secret_text(self.path / "keys" / name)

    def make_keys(self) -> None:
        """The secrets the settings read: Django's key, and the key that wraps personal-data keys (32 bytes, base64)."""
        secret_text(self.path / "keys/secret-key", 50)
        secret_bytes(self.path / "keys/master.key", base64.b64encode(secrets.token_bytes(32)) + b"\n")

    def log(self, name: str) -> Path:
        """Where a child's output goes."""
        return self.path / "log" / f"{name}.log"

    def pid_record(self, name: str) -> Path:
        """Where a child is written down for a later clean-up."""
        return self.path / "run" / f"{name}.pid"


def _check_before_touching(path: Path) -> None:
    """Newer format, foreign directory, full disk: found before one byte is written."""
    existing = path if path.exists() else next(p for p in path.parents if p.exists())
    made = (path / "format").exists()
    if made:
        _check_format(path)
    elif path.exists() and _is_foreign(path):
        raise StartError("dir.foreign", path=path)
    need = NEED_OLD_MB if made else NEED_NEW_MB
    if free_megabytes(existing) < need:
        raise _full(existing, need)


def _is_foreign(path: Path) -> bool:
    """Is something there that is not ours? A lock and drafts are what an interrupted first start leaves."""
    if not path.is_dir():
        return True
    return any(entry.name not in ("lock", "demo") and not entry.name.endswith(".new") for entry in path.iterdir())


def _check_format(path: Path) -> None:
    text = (path / "format").read_text().strip()
    if not text.isdigit() or int(text) > FORMAT:
        raise StartError("dir.newer", path=path, found=text[:20] or "?", known=FORMAT)


def free_megabytes(path: Path) -> int:
    """What is left for us on the disk of `path`."""
    found = os.statvfs(path)
    return found.f_bavail * found.f_frsize // MEGABYTE


def _full(path: Path, need: int) -> StartError:
    return StartError("disk.full", path=path, free=free_megabytes(path if path.exists() else Path("/")), need=need)


def _make(path: Path) -> None:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            path.mkdir(mode=0o700)


def _lock(path: Path) -> int:
    """Hold the directory's lock; the file is never removed, so there is no gap between two locks."""
    handle = os.open(path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.read(handle, 20).decode(errors="replace").strip() or "?"
        os.close(handle)
        raise StartError("dir.running", path=path, pid=holder) from None
    os.ftruncate(handle, 0)
    os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
    return handle


def _lay_out(path: Path, demo: bool) -> None:
    """Make what is missing. The demo mark is written before the format, so that no real directory gets one later."""
    marked, made = (path / "demo").exists(), (path / "format").exists()
    if made and demo != marked:
        raise StartError("dir.not_demo" if demo else "dir.is_demo", path=path)
    if not made:
        if marked and not demo:  # left by a first start with --demo that was cut short
            (path / "demo").unlink()
        if demo:
            write_private(path / "demo", b"demonstration data; the clock may be moved\n")
        write_private(path / "format", f"{FORMAT}\n".encode())
    for name in ROOMS:
        (path / name).mkdir(mode=0o700, exist_ok=True)
    flush_directory(path)


def _close_to_others(path: Path, group: int | None) -> None:
    """0700; when root starts us, 0710 for the database's group alone, which may walk through but not look around."""
    if group is None:
        path.chmod(0o700)
        return
    os.chown(path, -1, group)
    path.chmod(0o710)
