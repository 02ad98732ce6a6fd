"""Buildings and doors for stories."""

from playwright.sync_api import Page, expect

from tests.browser.album import Album


def a_building(page: Page, album: Album, *, name: str, address: str, floors: int, doors: int) -> str:
    """Register a building of one unit in 双堰社区 with `doors` doors on each floor; the address of its page."""
    page.goto(f"{album.town.url}/buildings/new/")
    page.fill("input[name=name]", name)
    territory = page.locator("select[name=territory] option", has_text="双堰社区").first.inner_text()
    page.select_option("select[name=territory]", label=territory)
    page.fill("input[name=address]", address)
    page.fill("input[name=floors]", str(floors))
    page.click("main form button.btn-primary")
    page.fill("input[name=units]", "1")
    page.fill("input[name=last_floor]", str(floors))
    page.fill("input[name=per_floor]", str(doors))
    page.click("main form button.btn-primary")
    expect(page.locator(".door")).to_have_count(floors * doors)
    return page.url.removeprefix(album.town.url).partition("?")[0]
