"""Whom the database runs as: PostgreSQL refuses root, so root hands it to a dedicated user."""

import os
import pwd
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

from gasloop.project.runtime.sentences import StartError

USERADD = Path("/usr/sbin/useradd")
DEDICATED = "gasloop"
LAST_RESORT = "nobody"
STATE_HOME = Path("/var/lib/gasloop")


@dataclass(frozen=True, slots=True)
class Account:
    """A system user: numeric ids, and the name for messages."""

    name: str
    uid: int
    gid: int


def database_account() -> Account | None:
    """The user PostgreSQL runs as, or None when we are no root and simply stay who we are."""
    if os.geteuid() != 0:
        return None
    found = _lookup(DEDICATED) or _create() or _lookup(LAST_RESORT)
    if found is None:
        raise StartError("pg.no_account")
    return found


def _lookup(name: str) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(name, entry.pw_uid, entry.pw_gid) if entry.pw_uid != 0 else None


def _create() -> Account | None:
    """Make the dedicated user; None where the system has no useradd or its files are read-only."""
    if not USERADD.exists():
        return None
    command = [str(USERADD), "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    command += ["--shell", "/usr/sbin/nologin", DEDICATED]
    # A second `up` may have been faster, hence no check.
    subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - absolute path, constant arguments
    return _lookup(DEDICATED)


def may_enter(account: Account | None, directory: Path) -> bool:
    """Can the account walk down to `directory`? Mode bits only: an access list that grants more counts as no."""
    if account is None:
        return os.access(directory, os.X_OK)
    real = directory.resolve()
    return all(_has(account, step, stat.S_IXUSR) for step in (real, *real.parents))


def may_read(account: Account | None, file: Path) -> bool:
    """Can the account read `file`?"""
    if account is None:
        return os.access(file, os.R_OK)
    real = file.resolve()
    return may_enter(account, real.parent) and _has(account, real, stat.S_IRUSR)


def _has(account: Account, path: Path, user_bit: int) -> bool:
    found = path.stat()
    if found.st_uid == account.uid:
        return bool(found.st_mode & user_bit)
    if found.st_gid == account.gid:
        return bool(found.st_mode & (user_bit >> 3))
    return bool(found.st_mode & (user_bit >> 6))


def owned_dir(path: Path, account: Account | None, mode: int = 0o700) -> Path:
    """`path` as a directory of the account (of ours when None) with exactly `mode`; parents must exist.

    A directory that somebody else made first (in /tmp, say) is not trusted: PermissionError.
    """
    wanted = (account.uid, account.gid) if account else (os.geteuid(), os.getegid())
    try:
        path.mkdir(mode=0o700)
    except FileExistsError:
        found = path.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (wanted[0], os.geteuid()):
            raise PermissionError(f"{path} belongs to somebody else") from None
    if os.geteuid() == 0:
        os.chown(path, *wanted, follow_symlinks=False)
    path.chmod(mode)
    return path
