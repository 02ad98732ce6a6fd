"""Removing a demonstration: its directory, and the room of its database where that had to lie outside."""

import os
import shutil
from pathlib import Path

from gasloop.project.runtime.datadir import DataDir
from gasloop.project.runtime.sentences import StartError


def drop_demo(path: Path) -> None:
    """Remove the demonstration in `path`. StartError when it runs, and for a directory that holds real data."""
    if not (path / "demo").exists():
        raise StartError("dir.not_demo", path=path)
    data = DataDir.open(path, demo=True)
    try:
        outside = outside_room(data)
        if outside is not None:
            shutil.rmtree(outside)
        shutil.rmtree(path)
    finally:
        data.close()


def outside_room(data: DataDir) -> Path | None:
    """Where the database lies when its user cannot enter the data directory; None when it lies inside."""
    link = data.path / "pg"
    if not link.is_symlink():
        return None
    room = Path(os.readlink(link)).parent
    return room if room.name == data.id and (room / "belongs-to").exists() else None
