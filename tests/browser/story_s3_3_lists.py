"""S3 item 3: lists that talk: filters in words, search by initials, views kept, columns chosen, many rows at once."""

from playwright.sync_api import Page, expect

from tests.browser.album import CHINESE_DESK, LOOKS, Album

TITLE = "S3.3 Lists"
NAMES = ("老灶火锅店（示例）", "正街小面馆（示例）", "阳光小学（示例）", "双堰豆花馆（示例）")


def tell(album: Album) -> None:
    page, lists = album.page("clerk"), f"{album.town.url}/sites/"
    _sites(page, album.town.url)
    page.goto(lists)
    page.keyboard.press("/")
    page.keyboard.type("lzhg")
    expect(page.locator("#listing-sentence")).to_contain_text("含“lzhg”")
    expect(page.locator("#listing tbody tr")).to_have_count(1)
    expect(page.locator("#listing tbody")).to_contain_text("老灶火锅店")
    album.see("clerk", f"{lists}?q=lzhg", "search", "A name found by the initials of its pinyin", looks=LOOKS)
    _filtered_and_kept(page, album, lists)
    _columns(page, album, lists)
    _jump(page, album, lists)
    _bulk(page, album, lists)
    album.see("clerk", f"{lists}?q=没有这家店", "empty", "Nothing fits: what to do next", looks=(LOOKS[0], LOOKS[3]))
    page.goto(f"{lists}?state=asleep")
    expect(page.locator(".error-summary")).to_contain_text("没有“asleep”这个选项")


def _sites(page: Page, url: str) -> None:
    """A few sites to look for."""
    for name in NAMES:
        page.goto(f"{url}/sites/?q={name}")
        if page.locator("#listing tbody tr").count():
            continue  # the story was told before in this town
        page.goto(f"{url}/sites/new/")
        page.fill("input[name=name]", name)
        page.select_option("select[name=kind]", "school" if "小学" in name else "restaurant")
        option = page.locator("select[name=territory] option", has_text="双堰社区").first.inner_text()
        page.select_option("select[name=territory]", label=option)
        page.fill("input[name=address]", "双堰街12号（示例）")
        page.click("main form button.btn-primary")
        expect(page.locator("h1")).to_contain_text(name)


def _filtered_and_kept(page: Page, album: Album, lists: str) -> None:
    """Filters say themselves; the look is kept under a name and found again."""
    page.goto(f"{lists}?kind=restaurant")
    expect(page.locator("#listing-sentence")).to_contain_text("餐饮店")
    page.click("#listing-views summary")
    page.fill("#listing-views input[name=name]", "餐饮店")
    page.check("#listing-views input[name=share]")
    album.take(page, "view", CHINESE_DESK)
    album.note("view", "The filters say themselves; the look is kept and shared with the office", (CHINESE_DESK,))
    page.click("#listing-views button:has-text('保存视图')")
    expect(page.locator("#listing-views summary")).to_contain_text("餐饮店")


def _columns(page: Page, album: Album, lists: str) -> None:
    """Columns are chosen and stay chosen."""
    page.goto(f"{lists}?view=")
    page.click("#listing-columns summary")
    page.check("#listing-columns input[value='received_at']")
    page.click("#listing-columns button")
    expect(page.locator("#listing thead")).to_contain_text("登记时间")
    page.goto(f"{lists}?view=")
    expect(page.locator("#listing thead")).to_contain_text("登记时间")


def _jump(page: Page, album: Album, lists: str) -> None:
    """Into the list at a value of its order: at `y` in the order of pinyin."""
    page.goto(f"{lists}?sort=name")
    page.fill("input[name=at]", "阳光")
    page.press("input[name=at]", "Enter")
    expect(page.locator("#listing-sentence")).to_contain_text("从“阳光”起")
    expect(page.locator("#listing tbody tr").first).to_contain_text("阳光小学")


def _bulk(page: Page, album: Album, lists: str) -> None:
    """Many at once: first what would happen with each."""
    page.goto(f"{lists}?q=示例&sort=name")
    page.locator("#listing tbody input[type=checkbox]").nth(0).check()
    page.locator("#listing tbody input[type=checkbox]").nth(1).check()
    expect(page.locator("[data-chosen]")).to_contain_text("2")
    page.locator("#listing-bulk button").first.click()
    option = page.locator("form select option").nth(1).get_attribute("value")
    page.locator("form select.form-select").first.select_option(option)
    for field in page.locator("form input.form-control").all():
        field.fill("分工调整（示例）")
    page.click("button:has-text('先看会怎样')")
    expect(page.locator(".listing-sentence")).to_contain_text("预览")
    album.take(page, "bulk", CHINESE_DESK, whole=True)
    album.note("bulk", "Two records at once: what would happen with each, before anything does", (CHINESE_DESK,))
