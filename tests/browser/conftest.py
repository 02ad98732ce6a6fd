"""One running town and one browser for all stories of a run."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.running import Town, chromium, running_town


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A demonstration town, freshly started; or the one whose address and directory GASLOOP_RUNNING_TOWN names."""
    if there := os.environ.get("GASLOOP_RUNNING_TOWN"):
        url, _, path = there.partition(" ")
        yield Town.at(url, Path(path))
        return
    with running_town(tmp_path_factory.mktemp("town") / "data") as started:
        yield started


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium."""
    with chromium() as opened:
        yield opened
