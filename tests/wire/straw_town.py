"""Towns for the runtime's tests: real engines and supervisor around the stand-in application."""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.torture import straw
from tests.torture.town import Town

from gasloop.project.runtime.datadir import DataDir
from gasloop.project.runtime.dropping import outside_room
from gasloop.project.runtime.nats import free_port
from gasloop.project.runtime.processes import Identity, all_pids, command_line, identify, terminate


@contextmanager
def open_place() -> Iterator[Path]:
    """A directory that other users may walk into (pytest's own is closed, as a home may be)."""
    place = Path(tempfile.mkdtemp(prefix="gasloop-wire-"))
    place.chmod(0o755)
    try:
        yield place
    finally:
        terminate(lambda: mentioning(str(place)), signal.SIGKILL, 10)
        if (place / "data" / "id").exists():
            data = DataDir.open(place / "data", demo=(place / "data" / "demo").exists())
            if (outside := outside_room(data)) is not None:
                shutil.rmtree(outside)
            data.close()
        shutil.rmtree(place)


@contextmanager
def straw_town(place: Path) -> Iterator[Town]:
    """A town that serves, and is stopped in the end."""
    town = straw.town(place, free_port())
    town.start()
    try:
        yield town
    finally:
        town.stop()


def mentioning(text: str) -> list[Identity]:
    """Processes that have `text` in their command line, this one excepted."""
    pids = [pid for pid in all_pids() if pid != os.getpid() and any(text in word for word in command_line(pid))]
    return [one for pid in pids if (one := identify(pid)) is not None]


def snapshot(path: Path) -> dict[str, tuple[int, int]]:
    """Every file below `path` with size and time of change; the lock, which every attempt opens, excepted."""
    files = (file for file in path.rglob("*") if file.name != "lock")
    return {str(file): (file.lstat().st_size, file.lstat().st_mtime_ns) for file in files}
