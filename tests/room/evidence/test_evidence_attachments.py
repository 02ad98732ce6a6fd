"""Files by their hash: stored once, on disk before the answer, of types we keep."""

import hashlib
import io
import zipfile
from pathlib import Path

import pytest
from pytest_django import Settings

from gasloop.evidence import attachments
from gasloop.evidence.models import Attachment
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import NotFound, Refusal

pytestmark = pytest.mark.usefixtures("db", "keys_apart")

JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256))


def office_file(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as container:
        for name in ("[Content_Types].xml", *names):
            container.writestr(name, "<x/>")
    return out.getvalue()


def test_a_photo_lies_under_its_hash(officer: Actor, tmp_path: Path) -> None:
    row = attachments.store(officer, content=JPEG, filename="C:\\照片\\灶台.jpg", media_type="image/jpeg")
    assert row.pk == hashlib.sha256(JPEG).hexdigest()
    assert (row.size, row.media_type, row.filename) == (len(JPEG), "image/jpeg", "灶台.jpg")
    assert (tmp_path / "files" / "sha256" / row.pk[:2] / row.pk[2:]).read_bytes() == JPEG
    with attachments.open(row.pk) as stored:
        assert stored.read() == JPEG
    assert not list((tmp_path / "files").rglob(".incoming*"))


def test_storing_twice_is_harmless(officer: Actor) -> None:
    first = attachments.store(officer, content=JPEG, filename="一.jpg")
    second = attachments.store(officer, content=io.BytesIO(JPEG), filename="二.jpg")
    assert first == second
    assert (Attachment.objects.count(), second.filename) == (1, "一.jpg")


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (JPEG, "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"%PDF-1.7\n", "application/pdf"),
        ("群力镇燃气安全\n".encode(), "text/plain"),
        ("群力镇".encode("gb18030"), "text/plain"),
        (office_file("word/document.xml"), attachments.DOCX),
        (office_file("xl/workbook.xml"), attachments.XLSX),
    ],
)
def test_types_are_read_from_the_content(officer: Actor, content: bytes, media_type: str) -> None:
    assert attachments.store(officer, content=content).media_type == media_type


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00",
        b"\x7fELF\x02",
        b"PK\x03\x04 broken",
        office_file("word/other.xml"),
        office_file("word/document.xml", "word/vbaProject.bin"),
        b"GIF89a\x00\x01",
    ],
)
def test_other_types_are_refused(officer: Actor, content: bytes) -> None:
    with pytest.raises(Refusal, match=r"attachment\.type"):
        attachments.store(officer, content=content, media_type="image/jpeg")
    assert not Attachment.objects.exists()


def test_a_file_that_is_not_what_it_claims_is_refused(officer: Actor) -> None:
    with pytest.raises(Refusal, match=r"attachment\.mislabelled"):
        attachments.store(officer, content=JPEG, media_type="application/pdf")


def test_an_empty_or_too_large_file_is_refused(officer: Actor, settings: Settings, tmp_path: Path) -> None:
    settings.EVIDENCE_ATTACHMENT_LIMIT = 1024 * 1024
    for content, code in ((b"", "empty"), (JPEG * 5000, "too_large")):
        with pytest.raises(Refusal, match=code):
            attachments.store(officer, content=content)
    assert [file for file in (tmp_path / "files").rglob("*") if file.is_file()] == []


def test_a_store_that_is_no_directory(officer: Actor, settings: Settings) -> None:
    """As with an object store: no path on disk to link into."""
    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": memory}
    row = attachments.store(officer, content=JPEG)
    attachments.store(officer, content=JPEG)
    with attachments.open(row.pk) as stored:
        assert stored.read() == JPEG
    assert attachments.digest_of_stored(row.pk) == row.pk
    attachments.remove(row.pk)
    assert attachments.digest_of_stored(row.pk) is None


class Endless:
    """An upload that never ends; it counts how much of it was read."""

    def __init__(self) -> None:
        self.taken = 0

    def read(self, size: int = -1, /) -> bytes:
        assert 0 < size <= 1024 * 1024
        self.taken += size
        return b"a" * size


def test_an_endless_upload_is_cut_off(officer: Actor, settings: Settings) -> None:
    settings.EVIDENCE_ATTACHMENT_LIMIT = 300_000
    upload = Endless()
    with pytest.raises(Refusal, match="too_large"):
        attachments.store(officer, content=upload)
    assert upload.taken < 500_000


def test_what_was_never_stored_is_not_found(officer: Actor) -> None:
    known = attachments.store(officer, content=JPEG)
    with pytest.raises(NotFound):
        attachments.open("00" * 32)
    attachments.require_stored([known.pk])
    with pytest.raises(Refusal, match=r"attachment\.missing"):
        attachments.require_stored([known.pk, "00" * 32])
