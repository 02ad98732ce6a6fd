"""S4 item 3: an enterprise checks itself; what it misses, the office sees."""

from playwright.sync_api import Page, expect

from tests.browser.album import LOOKS, Album
from tests.browser.people import a_photo

TITLE = "S4.3 Self-checks: done, found, rectified, missed"


def tell(album: Album) -> None:
    boss = album.page("enterprise", LOOKS[1])
    album.see("enterprise", "/", "own", "Enterprise: what must be done now", whole=True)
    boss.goto(f"{album.town.url}/own/")
    boss.locator("a:has-text('开始自查')").first.click()
    check = boss.url.removeprefix(album.town.url)
    album.see("enterprise", check, "check", "The daily check, on a phone", looks=(LOOKS[1], LOOKS[3]))
    boss.goto(f"{album.town.url}{check}")
    _answer_all(boss)
    expect(boss.locator(".message")).to_contain_text("自查完成")
    boss.locator("a[href*='/own/hazards/']").first.click()
    hazard = boss.url.removeprefix(album.town.url)
    boss.fill("textarea[name=note]", "已处理，专人看守")
    boss.set_input_files("aside input[type=file]", [a_photo()])
    boss.click("button:has-text('登记整改')")
    expect(boss.locator(".message")).to_contain_text("等待复查")
    album.see(
        "enterprise", hazard, "hazard", "Rectified, with a photo; the town hall re-checks", looks=(LOOKS[0], LOOKS[1])
    )
    album.see(
        "clerk",
        "/self-checks/",
        "ledger",
        "Clerk: every check that was owed, missed ones too",
        looks=(LOOKS[0], LOOKS[2]),
    )


def _answer_all(page: Page) -> None:
    """Nothing wrong anywhere: zeros, and the first choice where there is one."""
    for cell in page.locator(".asked input[type=number]").all():
        cell.fill("0")
    for group in page.locator(".asked fieldset").all():
        group.locator("input[type=radio]").last.check()
    page.click("button:has-text('提交自查')")
