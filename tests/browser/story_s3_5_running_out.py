"""S3 item 5: what runs out becomes a duty by itself; a licence is reviewed; who leaves the market is gone."""

import time
from datetime import timedelta

from playwright.sync_api import Page, expect

from gasloop.kernel import clock
from gasloop.registry.uscc import check_character
from tests.browser.album import CHINESE_DESK, LOOKS, Album

TITLE = "S3.5 Expiry, review of conditions, market exit"
NUMBER = f"示例 {int(time.time())}"  # another paper, another company each time it is told
NAME = f"示例燃气{NUMBER[-4:]}公司（示例）"
FIRST_17 = f"91500152EX{int(time.time()) % 10_000_000:07d}"
CODE = FIRST_17 + check_character(FIRST_17)
PATIENCE_SECONDS = 90


def tell(album: Album) -> None:
    clerk = album.page("clerk")
    party = _party(clerk, album)
    paper = _licence(clerk, album, party)
    _a_duty_comes(clerk, album)
    album.see("clerk", f"/duties/?q={NAME}", "duty", "Nobody wrote it: the licence ends soon and is owed", looks=LOOKS)
    _review(clerk, album, paper)
    site = _site(clerk, album)
    clerk.goto(f"{album.town.url}{party}exit/")
    clerk.fill("[name=why]", "许可证注销，退出市场（示例）")
    album.take(clerk, "exit", CHINESE_DESK, whole=True)
    album.note("exit", "What an exit from the market will end, before it is recorded", (CHINESE_DESK,))
    clerk.click("main form button.btn-primary")
    clerk.click("[data-confirm-yes]")
    expect(clerk.locator(".lead-line .chip, .lead-line .status").first).to_contain_text("退出")
    album.see("clerk", party, "gone", "The company has left: its sites are shut, its papers ended", looks=LOOKS[:1])
    clerk.goto(f"{album.town.url}{site}")
    expect(clerk.locator(".lead-line").first).to_contain_text("退出")
    clerk.goto(f"{album.town.url}{paper}")
    expect(clerk.locator(".lead-line").first).not_to_contain_text("有效")


def _party(page: Page, album: Album) -> str:
    page.goto(f"{album.town.url}/parties/new/")
    page.fill("input[name=name]", NAME)
    page.select_option("select[name=kind]", "operator")
    _community(page)
    page.fill("input[name=uscc]", CODE)
    page.click("main form button.btn-primary")
    expect(page.locator("h1")).to_contain_text(NAME)
    return page.url.removeprefix(album.town.url)


def _licence(page: Page, album: Album, party: str) -> str:
    """A licence with a month to go."""
    page.goto(f"{album.town.url}{party}")
    page.click("a[href*='/credentials/new/']")
    today = clock.today()
    page.select_option("select[name=kind]", "gas_business")
    page.fill("input[name=document_no]", NUMBER)
    page.fill("input[name=valid_from]", (today - timedelta(days=1000)).isoformat())
    page.fill("input[name=valid_to]", (today + timedelta(days=30)).isoformat())
    page.click("main form button.btn-primary")
    expect(page.locator("h1")).to_contain_text("燃气经营许可证")
    return page.url.removeprefix(album.town.url)


def _a_duty_comes(page: Page, album: Album) -> None:
    """The sweep runs every second; the page is looked at until it is there."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        page.goto(f"{album.town.url}/duties/?q={NAME}")
        if page.locator("#listing tbody tr").count():
            return
    raise AssertionError("the licence ends in a month and nobody owes its renewal")


def _review(page: Page, album: Album, paper: str) -> None:
    """After a penalty the conditions are to be looked at again (方案 二(五)1)."""
    page.goto(f"{album.town.url}{paper}demand-review/")
    page.select_option("select[name=cause]", "penalty")
    page.fill("input[name=due_on]", (clock.today() + timedelta(days=14)).isoformat())
    page.click("main form button.btn-primary")
    page.goto(f"{album.town.url}{paper}review/")
    page.check("input[name=result][value=correct]")
    page.fill("[name=findings]", "储配站安全间距不足，责令限期改正（示例）")
    page.click("main form button.btn-primary")
    expect(page.locator("main")).to_contain_text("处罚后复核")
    album.see("clerk", paper, "review", "A licence, its days left, the review after a penalty", looks=LOOKS)


def _site(page: Page, album: Album) -> str:
    """A shop of the company, so that its leaving shows."""
    page.goto(f"{album.town.url}/sites/new/")
    page.fill("input[name=name]", "示例二公司门店（示例）")
    page.select_option("select[name=kind]", "bottled_gas_operator")
    _community(page)
    page.fill("input[name=address]", "双堰街88号（示例）")
    page.fill("input[name=uscc]", CODE)
    page.click("main form button.btn-primary")
    expect(page.locator("h1")).to_contain_text("示例二公司门店")
    return page.url.removeprefix(album.town.url)


def _community(page: Page) -> None:
    label = page.locator("select[name=territory] option", has_text="双堰社区").first.inner_text()
    page.select_option("select[name=territory]", label=label)
