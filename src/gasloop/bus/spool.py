"""The batches a publisher holds, on disk: whoever is killed leaves them to the next process that looks.

One file a process, locked while it lives. It is emptied when nothing is held, so it is small where the intake keeps up.
Written to the operating system, not to the platter: it has to survive `kill -9`, as everything acknowledged here does.
"""

import fcntl
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from gasloop.kernel.ids import new_id

SUFFIX = ".held"


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """A stored batch: in the stream that was made at `made`, under the number `seq`."""

    made: str
    seq: int
    subject: str
    batch_id: str
    data: bytes


_encoder, _decoder = msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(Entry)
_LENGTH = 4


class Spool:
    """The file of this process in `place`, which is made when it is not there."""

    def __init__(self, place: Path) -> None:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._place = place
        self._path = place / f"{new_id().hex}{SUFFIX}"
        draft = self._path.with_suffix(".new")  # nobody takes it for a dead one's before it is locked
        handle = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        fcntl.flock(handle, fcntl.LOCK_EX)
        draft.rename(self._path)
        self._file: BinaryIO = os.fdopen(handle, "r+b", buffering=0)

    def append(self, entry: Entry) -> None:
        """One more, before anybody is told that it is stored."""
        raw = _encoder.encode(entry)
        self._file.write(len(raw).to_bytes(_LENGTH, "big") + raw)

    @property
    def size(self) -> int:
        """Bytes on disk."""
        return os.fstat(self._file.fileno()).st_size

    def rewrite(self, entries: Iterable[Entry]) -> None:
        """These are held, and nothing else."""
        self._file.truncate(0)
        for entry in entries:
            self.append(entry)

    def adopt(self) -> list[Entry]:
        """What processes that are gone had held; from now on it is ours."""
        found: list[Entry] = []
        for path in sorted(self._place.glob(f"*{SUFFIX}")):
            if path == self._path:
                continue
            try:
                with path.open("rb") as file:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    theirs = list(_entries(file))
                    for entry in theirs:
                        self.append(entry)
                    path.unlink()
            except (BlockingIOError, FileNotFoundError):
                continue  # alive, or adopted by somebody else
            found += theirs
        return found

    def close(self) -> None:
        """Give it to whoever looks next."""
        self._file.close()


def _entries(file: BinaryIO) -> Iterator[Entry]:
    """All whole ones; a last one that was cut off was never acknowledged."""
    while len(head := file.read(_LENGTH)) == _LENGTH:
        size = int.from_bytes(head, "big")
        raw = file.read(size)
        if len(raw) < size:
            return
        try:
            yield _decoder.decode(raw)
        except msgspec.DecodeError:
            return
