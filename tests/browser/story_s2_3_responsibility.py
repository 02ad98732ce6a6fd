"""S2 item 3: extracts sent, received and objected to; general duties; phases; an office hands over, signed by both."""

from playwright.sync_api import Page, expect

from tests.browser.album import LOOKS, Album
from tests.browser.people import a_photo

TITLE = "S2.3 Responsibility list, general duties, phases, hand-over"
FIRST_AND_LAST = (LOOKS[0], LOOKS[3])


def tell(album: Album) -> None:
    clerk = album.page("clerk")
    clerk.goto(f"{album.town.url}/responsibility/")
    clerk.click("button:has-text('发送摘录')")
    clerk.click("dialog[open] [data-confirm-yes]")
    expect(clerk.locator("main")).to_contain_text("前签收或提出异议")
    _object(album)
    album.see(
        "clerk",
        "/responsibility/",
        "list",
        "Clerk: who answers for what; empty posts, clauses of nobody and the objection on top",
        looks=FIRST_AND_LAST,
    )
    album.see("clerk", "/tasks/", "tasks", "Clerk: what no rule can check, as duties with a term", looks=LOOKS[:1])
    clerk.goto(f"{album.town.url}/plan/")
    phases = clerk.locator(".phase a").first.get_attribute("href") or ""
    album.see(
        "leader", phases.partition("#")[0], "phases", "Leader: the goals of each phase and its figures", looks=LOOKS[:1]
    )
    _hand_over(clerk, album)


def _object(album: Album) -> None:
    market = album.page("market")
    market.goto(f"{album.town.url}/")
    market.locator(".work-list a", has_text="责任摘录").first.click()
    first = market.locator(".extract-line").first
    first.locator("summary").click()
    first.locator("textarea").fill("这一条应由经发办负责（示例）")
    market.click("button:has-text('提交异议')")
    expect(market.locator("main")).to_contain_text("已提出1条异议")


def _hand_over(clerk: Page, album: Album) -> None:
    """规资所 has nobody left: its side is signed on paper, the clerk's office takes over."""
    album.see(
        "clerk",
        "/duties/?nobody=1",
        "nobody",
        "Clerk: duties of offices without anybody stay in sight",
        looks=FIRST_AND_LAST,
    )
    clerk.goto(f"{album.town.url}/hand-overs/new/")
    clerk.select_option("select[name=giving]", label="规资所")
    clerk.select_option("select[name=taking]", label="经发办")
    clerk.fill("input[name=why]", "机构调整（示例）")
    clerk.click("main form button.btn-primary")
    expect(clerk.locator("main")).to_contain_text("交接已拟定")
    album.see(
        "clerk", clerk.url, "hand-over", "Clerk: everything that will move, before anybody signs", looks=LOOKS[:2]
    )
    clerk.click("summary:has-text('登记纸质签字')")
    clerk.fill("input[name=signed_by]", "原负责人（示例）")
    clerk.set_input_files("input[name=proof]", [a_photo()])
    clerk.click("button:has-text('登记签字')")
    expect(clerk.locator("main")).to_contain_text("请接收方签字")
    clerk.locator("button.btn-primary", has_text="签字").click()
    clerk.click("dialog[open] [data-confirm-yes]")
    expect(clerk.locator("main")).to_contain_text("全部事项已转给接收方")
    expect(clerk.locator("main")).to_contain_text("交接后")
    album.see(
        "clerk", clerk.url, "handed-over", "Both have signed: what moved, where nobody stood", looks=FIRST_AND_LAST
    )
