"""The zip as a stream: one file after the other, never the whole in memory; the digest of each for the manifest."""

import hashlib
import json
import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from gasloop.evidence.attachments import Readable
from gasloop.kernel import clock

PIECE = 64 * 1024
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Packed:
    """A file in the bundle."""

    path: str
    sha256: str
    size: int


class Bundle:
    """Writes below `path`; `close` makes the bytes durable. A bundle that was not closed is no bundle."""

    def __init__(self, path: Path) -> None:
        self._file: IO[bytes] = path.open("w+b")
        self._zip = zipfile.ZipFile(self._file, "w", zipfile.ZIP_DEFLATED, allowZip64=True)
        self._at = clock.now().astimezone(clock.LEGAL_ZONE).timetuple()[:6]
        self._paths: set[str] = set()
        self.packed: list[Packed] = []

    def add(self, path: str, content: bytes) -> Packed:
        """A small file."""
        return self._write(path, iter((content,)), zipfile.ZIP_DEFLATED)

    def add_stream(self, path: str, source: Readable) -> Packed:
        """A file that may be large (a photo): copied in pieces, stored as it is."""
        return self._write(path, _pieces(source), zipfile.ZIP_STORED)

    def _write(self, path: str, pieces: Iterator[bytes], how: int) -> Packed:
        path = self._free(path)
        info = zipfile.ZipInfo(path, self._at)
        info.compress_type, info.external_attr = how, 0o644 << 16
        hasher, size = hashlib.sha256(), 0
        with self._zip.open(info, "w", force_zip64=False) as target:
            for piece in pieces:
                hasher.update(piece)
                size += len(piece)
                target.write(piece)
        self.packed.append(Packed(path, hasher.hexdigest(), size))
        return self.packed[-1]

    def _free(self, path: str) -> str:
        """A name is given once: the next one like it gets a number."""
        stem, dot, ending = path.rpartition(".")
        tried, number = path, 1
        while tried.casefold() in self._paths:
            number += 1
            tried = f"{stem} ({number}){dot}{ending}" if dot else f"{path} ({number})"
        self._paths.add(tried.casefold())
        return tried

    def close(self) -> tuple[str, int]:
        """Write the manifest, end the zip, put it on disk; its digest and size."""
        files = [{"path": each.path, "sha256": each.sha256, "size": each.size} for each in self.packed]
        self.add(MANIFEST, json.dumps({"v": 1, "files": files}, ensure_ascii=False, indent=0).encode())
        self._zip.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.seek(0)
        hasher, size = hashlib.sha256(), 0
        for piece in _pieces(self._file):
            hasher.update(piece)
            size += len(piece)
        self._file.close()
        return hasher.hexdigest(), size

    def give_up(self) -> None:
        """Let go of the file; what was written is worth nothing."""
        self._file.close()


def _pieces(source: Readable) -> Iterator[bytes]:
    while piece := source.read(PIECE):
        yield piece
