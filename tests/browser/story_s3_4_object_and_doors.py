"""S3 item 4: one file per object; and a grid officer's round from door to door, on a phone."""

from playwright.sync_api import expect

from tests.browser.album import LOOKS, Album
from tests.browser.doors import a_building

TITLE = "S3.4 The object file, and door by door"


def tell(album: Album) -> None:
    clerk = album.page("clerk")
    clerk.goto(f"{album.town.url}/hazards/?stage=done")
    clerk.locator("main table a.row-link").first.click()
    site = clerk.locator(".lead-line a").get_attribute("href") or ""
    album.see("clerk", site, "object", "Clerk: everything of one restaurant on one page", whole=True)
    grid = album.page("grid", LOOKS[1])
    building = a_building(grid, album, name="双堰小区1栋（示例）", address="双堰街1号（示例）", floors=3, doors=2)
    grid.goto(f"{album.town.url}{building}")
    grid.locator(".door input").nth(0).check()
    grid.locator(".door input").nth(1).check()
    grid.click("button[value=checked]")
    expect(grid.locator(".message-success")).to_contain_text("已登记2户")
    for _time in range(3):
        grid.locator(".door input").nth(2).check()
        grid.click("button[value=nobody]")
        expect(grid.locator(".message-success")).to_contain_text("已登记1户")
    album.see(
        "grid", f"{building}?tick=waiting", "doors", "Grid officer: the doors of a building, ticked, and one result"
    )
    notice = grid.locator(".door a[href*='/notice/']").first.get_attribute("href") or ""
    album.see("grid", notice, "notice", "Grid officer: nobody three times: the notice to print", looks=LOOKS[:2])
