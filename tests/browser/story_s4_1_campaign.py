"""S4 item 1: a campaign drawn before witnesses, walked, covered; the draw done again; an expert's own page."""

import json
import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect

from gasloop.campaign.drawing import run_verify
from tests.browser.album import LOOKS, Album

TITLE = "S4.1 A campaign: drawn, assigned, walked, covered"
DESK_AND_PHONE = (LOOKS[0], LOOKS[1])


def tell(album: Album) -> None:
    clerk = album.page("clerk")
    clerk.goto(f"{album.town.url}/campaigns/")
    clerk.locator("main table a.row-link").first.click()
    campaign = clerk.url.removeprefix(album.town.url)
    album.see("clerk", campaign, "campaign", "Clerk: what is covered, by whom, and where nobody was", whole=True)
    _draw_again(clerk)
    route = clerk.locator("a[href*='/routes/']").first.get_attribute("href") or ""
    album.see("clerk", route, "route", "A route from the northernmost on to the nearest", looks=DESK_AND_PHONE)
    album.see("officer", "/my-routes/", "mine", "Officer: what is mine to walk", looks=(LOOKS[1],))
    album.see("expert", "/", "expert", "Outside expert: the objects given to them, nothing else", looks=DESK_AND_PHONE)
    album.see(
        "clerk", "/campaigns/new/", "new", "A new campaign: criteria and way", looks=(LOOKS[0], LOOKS[2]), whole=True
    )


def _draw_again(page: Page) -> None:
    """The published file, done again by the command that needs no database; with one number changed it is found."""
    with page.expect_download() as download:
        page.click("a[download]")
    file = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "draw.json"
        path.write_text(json.dumps(file), encoding="utf-8")
        assert run_verify(path, as_json=True) == 0
        path.write_text(json.dumps(file | {"drawn": file["drawn"][::-1]}), encoding="utf-8")
        assert run_verify(path, as_json=True) == 1
    expect(page.locator("h1")).to_be_visible()
