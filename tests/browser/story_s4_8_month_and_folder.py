"""S4 item 8: the month's table with its rows, the text for the group, and the evidence folder."""

from playwright.sync_api import expect

from tests.browser.album import LOOKS, Album

TITLE = "S4.8 The month's table and the evidence folder"


def tell(album: Album) -> None:
    ends = (LOOKS[0], LOOKS[3])
    album.see("leader", "/month/", "month", "Leader: the month by office and by village", looks=ends, whole=True)
    leader = album.page("leader")
    leader.goto(f"{album.town.url}/month/")
    number = leader.locator(".month-total a.text-attention").first
    counted, rows = number.inner_text(), number.get_attribute("href") or ""
    number.click()
    expect(leader.locator("[data-announce]")).to_contain_text(counted)
    album.see("leader", rows, "rows", "Leader: exactly the rows behind a number", looks=LOOKS[:1])
    words = "Clerk: the text for the work group, with link and code"
    album.see("clerk", "/month/text/?names=1", "group", words, looks=ends)
    clerk = album.page("clerk")
    clerk.goto(f"{album.town.url}/month/text/")
    clerk.click("[data-copy]")
    expect(clerk.locator("[data-copy]")).to_contain_text("已复制")
    clerk.goto(f"{album.town.url}/folders/")
    clerk.locator("input[name=refs][value='二(四)2']").check()
    clerk.click("main form button.btn-primary")
    expect(clerk.locator("a[download]")).to_be_visible(timeout=120_000)
    with clerk.expect_download() as taken:
        clerk.click("a[download]")
    assert taken.value.suggested_filename.endswith(".zip")
    made = clerk.url.removeprefix(album.town.url)
    album.see("clerk", made, "folder", "Clerk: the folder is ready; what is missing is counted", looks=ends)
