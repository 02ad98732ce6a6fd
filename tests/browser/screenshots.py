"""The README's pictures: `python -m tests.browser.screenshots docs/screenshots`. Small, and always named the same."""

import sys
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.album import LOOKS, SETTLED, Album, Chapter, Look, keep
from tests.browser.running import launched
from tests.browser.stories import ATown

DESK = {"zh": LOOKS[0], "en": LOOKS[2]}
PHONE = {"zh": LOOKS[1], "en": LOOKS[3]}


def main(place: Path) -> None:
    """Take them all."""
    place.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        playwright = stack.enter_context(sync_playwright())
        browsers = {language: launched(playwright, language) for language in ("zh-CN", "en-US")}
        album = Album(stack.enter_context(ATown()), browsers, place)
        album.chapters.append(Chapter("readme", "README"))
        for name, person, address, looks in _wanted(album):
            for language, look in looks.items():
                page = album.page(person, look)
                page.goto(f"{album.town.url}{address}")
                page.evaluate(SETTLED)
                shot = page.screenshot(animations="disabled", caret="hide")
                keep(shot, place / f"{name}{'' if language == 'zh' else '-en'}.png")


def _wanted(album: Album) -> list[tuple[str, str, str, dict[str, Look]]]:
    page = album.page("leader")
    page.goto(f"{album.town.url}/hazards/?stage=rebound")
    hazard = page.locator("main table a.row-link").first.get_attribute("href") or ""
    page.goto(f"{album.town.url}{hazard}")
    site = page.locator(".lead-line a").get_attribute("href") or ""
    page.goto(f"{album.town.url}/plan/")
    clause = page.locator(".clause-tree a", has_text="二(四)2").first.get_attribute("href") or ""
    return [
        ("worklist", "leader", "/", DESK),
        ("plan", "leader", clause, DESK),
        ("hazard", "leader", hazard, DESK),
        ("hazards", "leader", "/hazards/", DESK),
        ("object-phone", "officer", site, PHONE),
        ("visit-phone", "officer", f"{site}visit/", PHONE),
    ]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
