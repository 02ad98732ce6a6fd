"""S3 item 6: outlines come in from a file, are looked at and used; objects get their places from an address table."""

from playwright.sync_api import FilePayload, Page, expect

from tests.browser.album import LOOKS, Album
from tests.room.atlas.files import square, zipped_shapefile

TITLE = "S3.6 The map: outlines, places, objects by state"
VILLAGES = {
    "双堰社区": square(105.804, 30.19, 0.03),
    "示例一村": square(105.804, 30.155, 0.03),
    "示例二村": square(105.84, 30.19, 0.03),
    "没有这个村": square(105.84, 30.155, 0.02),
}


def tell(album: Album) -> None:
    clerk = album.page("clerk")
    clerk.goto(f"{album.town.url}/map/outlines/")
    clerk.set_input_files("input[type=file]", [_zipped()])
    clerk.check("[name=illustrative]")
    clerk.click("main form button.btn-primary")
    expect(clerk.locator(".outline-list select")).to_have_count(len(VILLAGES))
    album.see(
        "clerk", clerk.url, "outlines", "Clerk: a Shapefile's shapes, each with the division it would be", first=_drawn
    )
    clerk.click("main form button.btn-primary")
    expect(clerk.locator(".message-success")).to_contain_text("3")
    album.see(
        "leader", "/map/sites/", "map", "Leader: objects by kind and state; the list beside says the same", first=_drawn
    )
    clerk.goto(f"{album.town.url}/map/positions/")
    clerk.set_input_files("input[type=file]", [_addresses(clerk, album)])
    clerk.select_option("[name=datum]", "gcj02")
    clerk.fill("[name=why]", "按标准地址库标定（示例）")
    clerk.click("main form button.btn-primary")
    expect(clerk.locator("main")).to_contain_text("没有找到对象")
    album.take(clerk, "positions", LOOKS[0])
    album.note("positions", "Clerk: an address table in GCJ-02, what matches and what is left over", LOOKS[:1])


def _drawn(page: Page) -> None:
    expect(page.locator(".map-frame canvas")).to_be_visible()
    if page.locator("[data-map-page]").count():
        expect(page.locator(".map-rows [data-row]").first).to_be_visible()
    expect(page.locator(".map-frame[data-drawn]")).to_be_visible()


def _zipped() -> FilePayload:
    return {"name": "村社区界线.zip", "mimeType": "application/zip", "buffer": zipped_shapefile(VILLAGES)}


def _addresses(page: Page, album: Album) -> FilePayload:
    """One object of the ledger by its name, and a row that matches nothing."""
    there = page.context.new_page()
    there.goto(f"{album.town.url}/sites/")
    name = there.locator("main table tbody tr").first.locator("a").nth(1).inner_text()
    there.close()
    rows = f"名称,经度,纬度\n{name},105.8437,30.1872\n没有这家店,105.8437,30.1872\n"
    return {"name": "地址表.csv", "mimeType": "text/csv", "buffer": rows.encode()}
