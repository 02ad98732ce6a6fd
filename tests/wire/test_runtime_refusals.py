"""`up` says no: one clear sentence, exit code 1, nothing damaged."""

import os
import re
import socket
import subprocess
from collections import namedtuple
from dataclasses import replace
from pathlib import Path

import pytest
from tests.wire.straw_town import snapshot

from gasloop.project.runtime import datadir, postgres, sentences
from gasloop.project.runtime.datadir import FORMAT, DataDir
from gasloop.project.runtime.devices import DeviceDoors
from gasloop.project.runtime.nats import free_port
from gasloop.project.runtime.sentences import StartError, say
from gasloop.project.runtime.up import Options, run_up


@pytest.fixture(autouse=True)
def plain_english(monkeypatch: pytest.MonkeyPatch) -> None:
    """No servers of one's own, English sentences."""
    for name in ("DATABASE_URL", "NATS_URL", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")


def refused(capfd: pytest.CaptureFixture[str], options: Options) -> str:
    """Run `up`; the one sentence it said."""
    assert run_up(options) == 1
    said = capfd.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1, said.err
    return said.err.strip()


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A data directory as an earlier run left it."""
    DataDir.open(tmp_path / "data").close()
    return tmp_path / "data"


def test_a_taken_port_is_named_before_anything_is_made(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = refused(capfd, Options(port=port, data_dir=tmp_path / "data"))
    assert said == f"Port {port} is already in use; choose another one with --port."
    assert not (tmp_path / "data").exists()


def test_the_sentence_is_chinese_for_a_chinese_terminal(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert refused(capfd, Options(port=port, data_dir=tmp_path)).startswith(f"端口 {port} 已被占用")


def test_a_second_up_names_the_first(made: Path, capfd: pytest.CaptureFixture[str]) -> None:
    first = DataDir.open(made)
    try:
        said = refused(capfd, Options(port=free_port(), data_dir=made))
    finally:
        first.close()
    assert said == f"The data directory {made} is in use by process {os.getpid()}; stop that one first."


def test_a_directory_of_a_newer_version_is_left_alone(made: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (made / "format").write_text(f"{FORMAT + 1}\n")
    before = snapshot(made)
    said = refused(capfd, Options(port=free_port(), data_dir=made))
    assert said.startswith(f"The data directory {made} was made by a newer GasLoop (format {FORMAT + 1}")
    assert snapshot(made) == before


def test_a_database_of_a_newer_postgresql_is_left_alone(made: Path) -> None:
    (made / "pg").mkdir()
    (made / "pg" / "PG_VERSION").write_text("19\n")
    data = DataDir.open(made)
    before = snapshot(made / "pg")
    try:
        with pytest.raises(StartError, match="belongs to PostgreSQL 19 and this program brings 18"):
            postgres.Postgres(data, None).create()
    finally:
        data.close()
    assert snapshot(made / "pg") == before


def test_a_database_that_has_gone_is_not_replaced_by_an_empty_one(made: Path) -> None:
    (made / "pg").symlink_to(made / "nowhere")
    data = DataDir.open(made)
    try:
        with pytest.raises(StartError, match="restore a backup"):
            postgres.Postgres(data, None)
    finally:
        data.close()


Disk = namedtuple("Disk", "f_bavail f_frsize")


def test_a_full_disk_is_said_before_anything_is_written(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "statvfs", lambda _: Disk(7, datadir.MEGABYTE))
    said = refused(capfd, Options(port=free_port(), data_dir=tmp_path / "data"))
    assert said == f"The disk is full: {tmp_path} has 7 MB left and {datadir.NEED_NEW_MB} MB are needed."
    assert not (tmp_path / "data").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk")
def test_a_disk_that_is_really_small(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = subprocess.run(["/bin/mount", "-t", "tmpfs", "-o", "size=20m", "none", str(disk)], check=False)
    if mount.returncode != 0:
        pytest.skip("this machine lets nobody mount")
    try:
        assert "has 20 MB left" in refused(capfd, Options(port=free_port(), data_dir=disk / "data"))
        assert list(disk.iterdir()) == []
    finally:
        subprocess.run(["/bin/umount", str(disk)], check=True)


def test_somebody_elses_directory_is_not_moved_into(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    said = refused(capfd, Options(port=free_port(), data_dir=tmp_path))
    assert "neither empty nor a GasLoop data directory" in said
    assert [file.name for file in tmp_path.iterdir()] == ["thesis.txt"]


def test_real_data_is_no_demonstration_and_the_other_way_round(tmp_path: Path) -> None:
    DataDir.open(tmp_path / "real").close()
    DataDir.open(tmp_path / "demo", demo=True).close()
    with pytest.raises(StartError, match="holds real data"):
        DataDir.open(tmp_path / "real", demo=True)
    with pytest.raises(StartError, match="holds demonstration data"):
        DataDir.open(tmp_path / "demo")
    DataDir.open(tmp_path / "demo", demo=True).close()


NO_DOORS = DeviceDoors(jt808=0, gb26875=0, mqtt=0)  # a town beside this test may hold the usual ones


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (Options(demo=True, host="::", tls="auto"), "Demonstration accounts stay on this machine"),
        (Options(host="192.168.1.5"), "Listening on 192.168.1.5 needs HTTPS"),
        (Options(host="::"), "Listening on :: needs HTTPS"),
        (Options(port=0), "A port is a number from 1 to 65535."),
        (Options(host="no-such-host.invalid"), "This machine cannot listen on no-such-host.invalid"),
        (Options(tls="yes"), "--tls is either auto or off."),
        (Options(cert=Path("a.pem")), "--cert and --key must be given together."),
        (Options(host="203.0.113.9", tls="auto"), "This machine cannot listen on 203.0.113.9"),
        (Options(database_url="postgresql:///x?host=/nowhere"), "The server given by DATABASE_URL"),
        (Options(cert=Path("/none.pem"), key=Path("/none.key")), "The certificate or key /none.pem cannot be read"),
    ],
)
def test_what_the_command_line_rules_out(
    options: Options, expected: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    placed = replace(options, data_dir=tmp_path / "data", port=options.port and free_port(), devices=NO_DOORS)
    assert run_up(placed) == 1
    assert capfd.readouterr().err.strip().startswith(expected)


def test_a_demonstration_cut_short_before_it_began_is_none(tmp_path: Path) -> None:
    (tmp_path / "lock").touch()
    (tmp_path / "demo").touch()
    data = DataDir.open(tmp_path)
    assert not data.demo
    data.close()


def test_secrets_are_the_owners_alone(made: Path) -> None:
    data = DataDir.open(made)
    data.make_keys()
    first = data.secret("pg-password")
    data.close()
    data = DataDir.open(made)
    assert data.secret("pg-password") == first
    data.close()
    keys = {file.name: file.stat() for file in (made / "keys").iterdir()}
    assert set(keys) == {"secret-key", "master.key", "pg-password"}
    assert {found.st_mode & 0o777 for found in keys.values()} == {0o600}
    assert keys["master.key"].st_size == 45  # 32 bytes in base64, and a line end
    assert made.stat().st_mode & 0o777 == 0o700


def test_every_sentence_exists_in_both_languages_with_the_same_places() -> None:
    for code, (chinese, english) in sentences._TABLE.items():
        assert re.search("[一-鿿]", chinese), code
        assert not re.search("[一-鿿]", english), code
        assert sorted(re.findall(r"{\w+}", chinese)) == sorted(re.findall(r"{\w+}", english)), code
    assert say("says.stopped") == "Stopped."
