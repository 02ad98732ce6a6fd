"""The demonstration town's clock is one file; real data keeps real time."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from gasloop.kernel import clock
from gasloop.project import clockfile
from gasloop.project.runtime.datadir import DataDir


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Path]:
    """A demonstration directory; the process's clock is put right afterwards."""
    DataDir.open(tmp_path / "demo", demo=True).close()
    yield tmp_path / "demo"
    clock.use(clock.system_time)


def ahead() -> timedelta:
    """How far this process's clock is ahead, to the second."""
    return timedelta(seconds=round((clock.now() - clock.system_time()).total_seconds()))


def test_every_process_follows_at_once(demo: Path) -> None:
    clockfile.install(demo)
    assert ahead() == timedelta(0)
    clockfile.move(demo, timedelta(days=3))
    assert ahead() == timedelta(days=3)
    assert clockfile.move(demo, timedelta(days=-1, seconds=5)) == timedelta(days=2, seconds=5)
    assert ahead() == clockfile.offset(demo) == timedelta(days=2, seconds=5)
    (demo / clockfile.FILE).unlink()
    assert ahead() == timedelta(0)


def test_a_torn_file_is_the_machines_time(demo: Path) -> None:
    (demo / clockfile.FILE).write_text("soon")
    clockfile.install(demo)
    assert ahead() == timedelta(0)


def test_real_data_keeps_real_time(tmp_path: Path) -> None:
    DataDir.open(tmp_path / "real").close()
    with pytest.raises(clockfile.NotADemonstration):
        clockfile.install(tmp_path / "real")
    with pytest.raises(clockfile.NotADemonstration):
        clockfile.move(tmp_path / "real", timedelta(days=1))
