"""S3 item 1: the ledgers of the register and of the town hall, filled by hand on the first day."""

from playwright.sync_api import Page, expect

from tests.browser.album import LOOKS, Album

TITLE = "S3.1 Ledgers"
ZH = LOOKS[:2]


def tell(album: Album) -> None:
    admin = album.page("admin")
    _open_account(admin, album)
    album.see(
        "admin", "/posts/?empty=1", "posts", "Administrator: the posts, the empty ones among them", looks=LOOKS[:1]
    )
    clerk = album.page("clerk")
    party = _register_party(clerk, album)
    clerk.goto(f"{album.town.url}{party}")
    clerk.click("a[href*='/credentials/new/']")
    clerk.select_option("select[name=kind]", "gas_business")
    clerk.fill("input[name=document_no]", "示例 2024-017")
    clerk.fill("input[name=valid_from]", "2024-01-01")
    clerk.fill("input[name=valid_to]", "2027-12-31")
    clerk.click("main form button.btn-primary")
    expect(clerk.locator("h1")).to_contain_text("燃气经营许可证")
    album.see(
        "clerk",
        clerk.url,
        "licence",
        "Clerk: a licence, what may be done with it, the reviews of its conditions",
        looks=ZH,
    )
    album.see("clerk", party, "party", "Clerk: a company with its sites, papers, people and services", looks=LOOKS[:1])
    album.see(
        "clerk", "/credentials/", "credentials", "Clerk: licences and certificates with their days left", looks=LOOKS
    )
    album.see(
        "clerk",
        f"{party}exit/",
        "exit",
        "Clerk: what an exit from the market will end, before it is recorded",
        looks=ZH,
    )


def _open_account(page: Page, album: Album) -> None:
    page.goto(f"{album.town.url}/accounts/new/")
    page.fill("input[name=username]", "zhouli")
    page.fill("input[name=name]", "周丽（示例）")
    page.click("main form button.btn-primary")
    expect(page.locator(".secret code")).to_be_visible()


def _register_party(page: Page, album: Album) -> str:
    page.goto(f"{album.town.url}/parties/new/")
    page.fill("input[name=name]", "示例燃气有限公司")
    page.select_option("select[name=kind]", "operator")
    territory = page.locator("select[name=territory] option", has_text="双堰社区").first.inner_text()
    page.select_option("select[name=territory]", label=territory)
    page.fill("input[name=no_uscc_reason]", "演示数据，没有真实代码")
    page.click("main form button.btn-primary")
    expect(page.locator("h1")).to_contain_text("示例燃气有限公司")
    return page.url.removeprefix(album.town.url)
