"""S4 item 7: three missed calls, a test at the gap of the door, the notice, and then somebody else goes on."""

from playwright.sync_api import Page, expect

from tests.browser.album import LOOKS, Album

TITLE = "S4.7 Households: from three missed calls to the referral"


def tell(album: Album) -> None:
    grid = album.page("grid", LOOKS[1])
    building = _building_of_two_doors(grid, album)
    for _call in range(3):
        _nobody(grid)
    album.see("grid", building, "doors", "Grid officer: who was not met three times gets a notice", looks=LOOKS[1:2])
    grid.goto(f"{album.town.url}{building}")
    door = grid.locator(".door a.btn-plain").first.get_attribute("href") or ""
    album.see("grid", f"{door}gap/", "gap", "Nobody opens: the gap of the door is tested", looks=(LOOKS[1], LOOKS[3]))
    grid.goto(f"{album.town.url}{door}gap/")
    grid.fill("input[name=reading]", "0")
    grid.click("main form button.btn-primary")
    expect(grid.locator(".message-success")).to_contain_text("没有读数")
    grid.click("a[href$='/serve/']")
    grid.fill("[name=how]", "门上张贴，邻居见证（示例）")
    grid.click("main form button.btn-primary")
    expect(grid.locator(".message-success")).to_contain_text("已登记送达")
    _nobody(grid)
    album.see("clerk", door, "door", "Clerk: served, still shut: the next step is to hand it on", looks=LOOKS[:3])
    album.see("leader", "/households/coverage/", "coverage", "Leader: the 24-month cycle by village", looks=LOOKS[:2])


def _nobody(page: Page) -> None:
    page.locator(".door input").first.check()
    page.click("button[value=nobody]")
    expect(page.locator(".message-success")).to_contain_text("已登记1户")


def _building_of_two_doors(page: Page, album: Album) -> str:
    page.goto(f"{album.town.url}/buildings/new/")
    page.fill("input[name=name]", "双堰小区7栋（示例）")
    territory = page.locator("select[name=territory] option", has_text="双堰社区").first.inner_text()
    page.select_option("select[name=territory]", label=territory)
    page.fill("input[name=address]", "双堰街7号（示例）")
    page.fill("input[name=floors]", "1")
    page.click("main form button.btn-primary")
    page.fill("input[name=units]", "1")
    page.fill("input[name=last_floor]", "1")
    page.fill("input[name=per_floor]", "2")
    page.click("main form button.btn-primary")
    expect(page.locator(".door")).to_have_count(2)
    return page.url.removeprefix(album.town.url).partition("?")[0]
