"""Fixtures: keys and files in a place of the test's own, the note's table, people."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from pytest_django import Settings
from tests.room.evidence.note import drop_table, note_table

from gasloop.evidence import envelope
from gasloop.kernel.actor import Actor, Grant

OFFICE, POST = UUID(int=3), UUID(int=4)
POST_HELD = Grant("officer", "500152110/", None, POST, OFFICE, "安全员", "应急办")


@pytest.fixture
def keys_apart(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    """Key files and attachments of this test only."""
    place = tmp_path / "keys"
    settings.EVIDENCE_KEY_DIR = place
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files"},
        },
    }
    envelope.forget()
    yield place
    envelope.forget()


@pytest.fixture
def notes(db: None, keys_apart: Path) -> Iterator[None]:
    """The note's table within the test's transaction."""
    with note_table():
        yield


@pytest.fixture
def committed_notes(transactional_db: None, keys_apart: Path) -> Iterator[None]:
    """The note's table for tests with real commits and several connections."""
    with note_table():
        try:
            yield
        finally:
            drop_table()


@pytest.fixture
def officer() -> Actor:
    """李红, safety officer of the emergency office."""
    return Actor("person", UUID(int=1), "李红", (POST_HELD,))
