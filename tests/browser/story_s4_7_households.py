"""S4 item 7: three missed calls, a test at the gap of the door, the notice, and then somebody else goes on."""

from playwright.sync_api import Page, expect

from tests.browser.album import LOOKS, Album
from tests.browser.doors import a_building

TITLE = "S4.7 Households: from three missed calls to the referral"


def tell(album: Album) -> None:
    grid = album.page("grid", LOOKS[1])
    building = a_building(grid, album, name="双堰小区7栋（示例）", address="双堰街7号（示例）", floors=1, doors=2)
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
