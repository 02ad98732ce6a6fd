"""S2 item 2: a paper is handed in, looked through beside its text, corrected, confirmed; again it is a diff."""

from playwright.sync_api import Page, expect

from tests.browser.album import LOOKS, Album
from tests.browser.papers import PLAN

TITLE = "S2.2 Import, preview, diff"
OTHER = PLAN.with_name("fengxian-2023-42.txt")


def tell(album: Album) -> None:
    clerk = album.page("clerk")
    _hand_in(clerk, album, str(OTHER))
    draft = clerk.url
    album.see(
        "clerk",
        f"{draft}#c-二2",
        "preview",
        "Clerk: the paper on the left, what was read on the right, remarks beside their clause",
    )
    clerk.goto(draft)
    clerk.locator("[id='c-二2'] a", has_text="更正").click()
    clerk.fill("input[name=name_0]", "应急办")
    clerk.click("button:has-text('保存更正')")
    expect(clerk.locator("[id='c-二2']")).to_contain_text("已更正；识别结果是")
    clerk.click("#confirm-import button")
    expect(clerk.locator("main")).to_contain_text("已导入，原件已封存")
    text = PLAN.read_text(encoding="utf-8").replace("连接软管长度超过2米", "连接软管长度超过1.5米")
    corrected = album.town.path.parent / "corrected.txt"
    corrected.write_text(text, encoding="utf-8")
    _hand_in(clerk, album, str(corrected))
    expect(clerk.locator("main")).to_contain_text("与现行的一份相比")
    album.see(
        "clerk",
        clerk.url,
        "diff",
        "Clerk: a corrected paper is a diff before it is confirmed",
        looks=(LOOKS[0], LOOKS[3]),
    )
    clerk.click("form:has(button:has-text('放弃')) button")
    clerk.click("dialog[open] [data-confirm-yes]")
    expect(clerk.locator("main")).to_contain_text("已放弃")


def _hand_in(page: Page, album: Album, paper: str) -> None:
    page.goto(f"{album.town.url}/plan/import/")
    page.set_input_files("input[name=file]", paper)
    page.click("main form button.btn-primary")
    expect(page.locator(".draft-sheet")).to_be_visible()
