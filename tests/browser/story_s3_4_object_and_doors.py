"""S3 item 4: one file per object; and a grid officer's round from door to door, on a phone."""

from playwright.sync_api import Page, expect

from tests.browser.album import LOOKS, Album

TITLE = "S3.4 The object file, and door by door"


def tell(album: Album) -> None:
    clerk = album.page("clerk")
    clerk.goto(f"{album.town.url}/hazards/?stage=done")
    clerk.locator("main table a.row-link").first.click()
    site = clerk.locator(".lead-line a").get_attribute("href") or ""
    album.see("clerk", site, "object", "Clerk: everything of one restaurant on one page", whole=True)
    grid = album.page("grid", LOOKS[1])
    building = _building_of_six_doors(grid, album)
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


def _building_of_six_doors(page: Page, album: Album) -> str:
    page.goto(f"{album.town.url}/buildings/new/")
    page.fill("input[name=name]", "双堰小区1栋（示例）")
    territory = page.locator("select[name=territory] option", has_text="双堰社区").first.inner_text()
    page.select_option("select[name=territory]", label=territory)
    page.fill("input[name=address]", "双堰街1号（示例）")
    page.fill("input[name=floors]", "3")
    page.click("main form button.btn-primary")
    page.fill("input[name=units]", "1")
    page.fill("input[name=last_floor]", "3")
    page.fill("input[name=per_floor]", "2")
    page.click("main form button.btn-primary")
    expect(page.locator(".door")).to_have_count(6)
    return page.url.removeprefix(album.town.url).partition("?")[0]
