"""S3 item 7: the demonstration town: usable at once, filling behind the page, resumable, counted."""

import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.album import CHINESE_DESK, LOOKS, Album
from tests.browser.running import context, running_town, sign_in

TITLE = "S3.7 The demonstration town"
MOST_SECONDS = 900  # the bound of the item (three minutes) is for a quiet machine; a story may run on a busy one


def tell(album: Album) -> None:
    """In a town of its own, which is let grow."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        town = stack.enter_context(running_town(folder / "data", fill=True))
        page = context(album.browsers["zh-CN"]).new_page()
        sign_in(page, town, "clerk")
        expect(page.locator("progress, [role=progressbar]").first).to_be_visible()
        album.take(page, "growing", CHINESE_DESK)
        album.note("growing", "At once: the page works while the town grows behind it", (CHINESE_DESK,))
        took = _full(page, town.url)
        album.take(page, "sites", CHINESE_DESK)
        album.note("sites", "The whole town: some three hundred units with a year behind them", (CHINESE_DESK,))
        stats = town.command("demo", "stats")
        assert stats.returncode == 0, stats.stderr
        album.write("stats", f"`gasloop demo stats`, {took:.0f} s after the first page", stats.stdout)
        leader = context(album.browsers["en-US"], language="en-US", size=LOOKS[3].viewport).new_page()
        sign_in(leader, town, "leader")
        leader.goto(f"{town.url}/map/sites/")
        expect(leader.locator(".map-frame canvas")).to_be_visible()
        album.take(leader, "map", LOOKS[3])
        album.note("map", "A leader's phone: the town on its map, clusters with their counts", (LOOKS[3],))


def _full(page: Page, url: str) -> float:
    """Wait until the bar is gone; how long it took."""
    began = time.monotonic()
    while time.monotonic() < began + MOST_SECONDS:
        page.goto(url)
        if not page.locator("progress, [role=progressbar]").count():
            page.goto(f"{url}/sites/")
            return time.monotonic() - began
        page.wait_for_timeout(2000)
    raise AssertionError("the town is not full")
