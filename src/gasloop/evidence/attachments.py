"""Files by their hash: content-addressed through Django's storage, on disk before `store` returns.

A file lies at `sha256/ab/cdef…`; storing the same bytes twice is harmless. The type is read from the content, not taken
from the name. Memory stays bounded: content is streamed in pieces.
"""

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import IO, Protocol

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage

from gasloop.evidence.models import Attachment
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import NotFound, Refusal, sentence

PIECE = 64 * 1024
DEFAULT_LIMIT = 25 * 1024 * 1024
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA_TYPES = ("image/jpeg", "image/png", "image/webp", "application/pdf", "text/plain", DOCX, XLSX)
_MAGIC = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"%PDF-", "application/pdf"))
_ALIASES = {"image/jpg": "image/jpeg", "image/pjpeg": "image/jpeg", "text/csv": "text/plain"}
_PLAIN_CONTROLS = frozenset(b"\t\n\r\f")


class Readable(Protocol):
    """Anything with `read(size)` in bytes: an open file, an upload."""

    def read(self, size: int = ..., /) -> bytes: ...


def limit() -> int:
    """The largest attachment, in bytes (setting `EVIDENCE_ATTACHMENT_LIMIT`)."""
    size: int = getattr(settings, "EVIDENCE_ATTACHMENT_LIMIT", DEFAULT_LIMIT)
    return size


def location(sha256: str) -> str:
    """The name of a file in the storage."""
    return f"sha256/{sha256[:2]}/{sha256[2:]}"


def store(actor: Actor, *, content: bytes | Readable, filename: str = "", media_type: str = "") -> Attachment:
    """Keep a file and return its row; the bytes are on disk when this returns.

    `media_type` is what the sender claims; empty accepts what the content is. Refusal when the file is empty, larger
    than `limit()`, of a type we do not keep, or not what it claims to be. `actor` stored it; the entry that names the
    digest says so for good.
    """
    del actor
    source: Readable = BytesIO(content) if isinstance(content, bytes) else content
    with tempfile.NamedTemporaryFile(dir=_incoming(), prefix=".incoming-") as spool:
        sha256, size = _spool(source, spool)
        found = _checked_type(_type_of(spool), media_type)
        _put(spool, sha256)
    return _row(sha256, size, found, filename)


def require_stored(digests: Iterable[str]) -> None:
    """Refusal unless every digest is a stored file: an entry never names a file that is not there."""
    wanted = set(digests)
    if not wanted:
        return
    known = set(Attachment.objects.filter(pk__in=wanted, erased_at=None).values_list("pk", flat=True))
    if missing := sorted(wanted - known):
        raise Refusal(
            "evidence.attachment.missing",
            sentence("照片或签名{digest}没有上传成功，请重新上传后再提交。"),
            params={"digest": missing[0][:12]},
            field="photos",
        )


def open(sha256: str) -> IO[bytes]:  # noqa: A001 - `attachments.open` reads as what it does
    """The stored file, opened for reading; NotFound when it is unknown, erased or gone."""
    row = Attachment.objects.filter(pk=sha256, erased_at=None).first()
    if row is None or not default_storage.exists(location(sha256)):
        raise NotFound(f"attachment:{sha256}")
    opened: IO[bytes] = default_storage.open(location(sha256), "rb")
    return opened


def digest_of_stored(sha256: str) -> str | None:
    """The digest of the bytes that lie at the file's place now; None when nothing does."""
    if not default_storage.exists(location(sha256)):
        return None
    hasher = hashlib.sha256()
    with default_storage.open(location(sha256), "rb") as stored:
        for piece in _pieces(stored):
            hasher.update(piece)
    return hasher.hexdigest()


def remove(sha256: str) -> None:
    """Delete the bytes (erasure by rule only; the row and every digest stay)."""
    default_storage.delete(location(sha256))


def _pieces(source: Readable) -> Iterator[bytes]:
    while piece := source.read(PIECE):
        yield piece


def _incoming() -> str | None:
    """Beside the store where that is a directory, so that a finished file is moved into place in one step."""
    if not isinstance(default_storage, FileSystemStorage):
        return None
    place = Path(default_storage.path("sha256"))
    place.mkdir(parents=True, exist_ok=True)
    return str(place)


def _spool(source: Readable, spool: IO[bytes]) -> tuple[str, int]:
    hasher, size = hashlib.sha256(), 0
    for piece in _pieces(source):
        size += len(piece)
        if size > limit():
            megabytes = limit() // (1024 * 1024)
            raise Refusal(
                "attachment.too_large", sentence("文件超过{limit} MB，请压缩后再传。"), params={"limit": megabytes}
            )
        hasher.update(piece)
        spool.write(piece)
    if not size:
        raise Refusal("attachment.empty", sentence("文件是空的，请重新选择。"))
    spool.flush()
    return hasher.hexdigest(), size


def _checked_type(found: str | None, claimed: str) -> str:
    if found is None:
        raise Refusal("attachment.type", sentence("只收照片（JPEG、PNG、WebP）、PDF、Word、Excel 和纯文本文件。"))
    named = claimed.partition(";")[0].strip().lower()
    if named and _ALIASES.get(named, named) not in (found, "application/octet-stream"):
        raise Refusal(
            "attachment.mislabelled",
            sentence("文件内容是{found}，与所标类型{claimed}不符。"),
            params={"found": found, "claimed": claimed},
        )
    return found


def _type_of(spool: IO[bytes]) -> str | None:
    """The media type by the first bytes; None for one we do not keep."""
    spool.seek(0)
    head = spool.read(PIECE)
    for magic, media_type in _MAGIC:
        if head.startswith(magic):
            return media_type
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head.startswith(b"PK\x03\x04"):
        return _office_type(spool)
    plain = all(byte >= 0x20 or byte in _PLAIN_CONTROLS for byte in head)
    return "text/plain" if plain else None


def _office_type(spool: IO[bytes]) -> str | None:
    """Word or Excel by the parts in the container (ECMA-376, part 2); macros are not kept."""
    try:
        with zipfile.ZipFile(spool) as container:
            names = set(container.namelist())
    except zipfile.BadZipFile:
        return None
    if "[Content_Types].xml" not in names or any(name.endswith("vbaProject.bin") for name in names):
        return None
    if "word/document.xml" in names:
        return DOCX
    return XLSX if "xl/workbook.xml" in names else None


def _put(spool: IO[bytes], sha256: str) -> None:
    name = location(sha256)
    if _incoming() is None:
        if not default_storage.exists(name):
            spool.seek(0)
            default_storage.save(name, File(spool, name=name))
        return
    target = Path(default_storage.path(name))
    if not target.exists():
        os.fsync(spool.fileno())
        target.parent.mkdir(parents=True, exist_ok=True)
        # Somebody else may be storing the same bytes at this moment.
        with suppress(FileExistsError):
            os.link(spool.name, target)
            target.chmod(0o640)
    _sync_name(target)


_synced: set[tuple[int, int]] = set()


def _sync_name(target: Path) -> None:
    """The file's name is on disk, and the names of the directories above it, which this process has to see to once."""
    _fsync_directory(target.parent)
    known = target.parent.stat()
    if (known.st_dev, known.st_ino) in _synced:
        return
    for directory in (target.parents[1], target.parents[2]):
        _fsync_directory(directory)
    _synced.add((known.st_dev, known.st_ino))


def _fsync_directory(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _row(sha256: str, size: int, media_type: str, filename: str) -> Attachment:
    name = Path(filename.replace("\\", "/")).name[:200]
    row = Attachment(sha256=sha256, size=size, media_type=media_type, filename=name)
    Attachment.objects.bulk_create([row], ignore_conflicts=True)
    return Attachment.objects.get(pk=sha256)
