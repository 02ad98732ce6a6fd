"""One running town and one browser for all stories of a run."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.running import Town, chromium, running_town
from tests.wire.straw_town import open_place


@pytest.fixture(scope="session")
def running() -> Iterator[Town]:
    """A demonstration town, freshly started; or the one whose address and directory GASLOOP_RUNNING_TOWN names."""
    if there := os.environ.get("GASLOOP_RUNNING_TOWN"):
        url, _, path = there.partition(" ")
        yield Town.at(url, Path(path))
        return
    with open_place() as place, running_town(place / "data") as started:
        yield started


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium."""
    with chromium() as opened:
        yield opened
