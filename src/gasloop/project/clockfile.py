"""The demonstration town's clock: one offset in a file that every process of the town adds to the machine's time.

Only directories that were made for a demonstration (`demo` in them) have such a clock; real records keep real time.
"""

from datetime import datetime, timedelta
from pathlib import Path

from gasloop.kernel import clock
from gasloop.project.runtime.keys import write_private

FILE = "clock-offset"


class NotADemonstration(Exception):
    """The directory holds real data, whose clock nobody moves."""


def install(data_dir: Path) -> None:
    """Let this process follow the town's clock; NotADemonstration for a real directory."""
    _check(data_dir)
    clock.use(_Follower(data_dir / FILE).read)


def move(data_dir: Path, delta: timedelta) -> timedelta:
    """Move the town's clock by whole seconds; its new distance from the machine's time. NotADemonstration as above."""
    _check(data_dir)
    total = offset(data_dir) + timedelta(seconds=round(delta.total_seconds()))
    write_private(data_dir / FILE, f"{round(total.total_seconds())}\n".encode())
    return total


def offset(data_dir: Path) -> timedelta:
    """How far the town's clock is ahead of the machine's."""
    return timedelta(seconds=_read(data_dir / FILE))


def _check(data_dir: Path) -> None:
    if not (data_dir / "demo").exists():
        raise NotADemonstration(str(data_dir))


def _read(path: Path) -> int:
    try:
        return int(path.read_text())
    except (FileNotFoundError, ValueError):
        return 0


class _Follower:
    """Reads the file again when it has changed; one `stat` per look (about a microsecond)."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._mark: tuple[int, int] | None = None
        self._offset = timedelta(0)

    def read(self) -> datetime:
        try:
            found = self._path.stat()
        except FileNotFoundError:
            mark = None
        else:
            mark = (found.st_mtime_ns, found.st_ino)
        if mark != self._mark:
            self._mark = mark
            self._offset = timedelta(seconds=_read(self._path))
        return clock.system_time() + self._offset
