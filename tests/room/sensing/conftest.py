"""Keys of the test's own: phones are encrypted."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from gasloop.evidence import envelope


@pytest.fixture(autouse=True)
def keys_apart(settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.EVIDENCE_KEY_DIR = tmp_path / "keys"
    envelope.forget()
    yield
    envelope.forget()
