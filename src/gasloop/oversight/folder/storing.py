"""Where finished folders lie: in the house's file storage, under an unguessable name, written whole or not at all."""

from pathlib import Path
from tempfile import gettempdir
from typing import IO
from uuid import UUID

from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage

from gasloop.kernel.refusal import NotFound

PLACE = "folders"


def draft_of(folder: UUID, attempt: UUID) -> Path:
    """Where a run builds: beside the store, so that the finished file is moved into place in one step."""
    base = Path(default_storage.path(PLACE)) if isinstance(default_storage, FileSystemStorage) else Path(gettempdir())
    base.mkdir(parents=True, exist_ok=True)
    return base / f"{folder}.{attempt}.part"


def keep(folder: UUID, draft: Path) -> None:
    """The draft becomes the folder's file."""
    if isinstance(default_storage, FileSystemStorage):
        draft.replace(default_storage.path(_name(folder)))
        return
    with draft.open("rb") as source:
        default_storage.save(_name(folder), File(source))
    draft.unlink()


def sweep_drafts(folder: UUID, besides: UUID) -> None:
    """Take away what runs that were killed left behind."""
    for left in draft_of(folder, besides).parent.glob(f"{folder}.*.part"):
        if left != draft_of(folder, besides):
            left.unlink(missing_ok=True)


def opened(folder: UUID) -> IO[bytes]:
    """The finished file; NotFound when it is not there (any more)."""
    if not default_storage.exists(_name(folder)):
        raise NotFound(f"evidence_folder:{folder}")
    found: IO[bytes] = default_storage.open(_name(folder), "rb")
    return found


def remove(folder: UUID) -> None:
    """Delete the file."""
    default_storage.delete(_name(folder))


def _name(folder: UUID) -> str:
    return f"{PLACE}/{folder}.zip"
