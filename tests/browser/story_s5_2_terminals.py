"""S5 item 2: a clerk registers a truck's terminal; it signs in and reports; a stranger is listed and not believed."""

from playwright.sync_api import Page, expect

from gasloop.project.runtime.processes import wait_until
from gasloop.project.runtime.running import environment
from tests.browser.album import CHINESE_DESK, LOOKS, Album
from tests.wire.gateways.truck import AUTH, LOCATION_ID, Truck, place

TITLE = "S5.2 A terminal signs in, a stranger does not"
PHONE, STRANGER = "013912340001", "013912349999"


def tell(album: Album) -> None:
    clerk = album.page("clerk")
    register(clerk, album, name="液化气运输车2（示例）", kind="terminal", protocol="jt808", key=PHONE)
    code = clerk.locator("dl.facts dd code").first.inner_text()
    album.take(clerk, "code", CHINESE_DESK)
    album.note("code", "Clerk: the terminal's code is shown this once", (CHINESE_DESK,))
    clerk.click("text=已经写好，查看设备")
    device = clerk.url.removeprefix(album.town.url)
    port = int(environment(album.town.path)["GASLOOP_JT808_PORT"])
    assert wait_until(lambda: _let_in(port, code), 120), (
        "gateways follow the register within seconds on a quiet machine"
    )
    with Truck(port, PHONE) as truck:
        assert truck.result(AUTH, code.encode()) == 0
        assert {truck.result(LOCATION_ID, place(second)) for second in range(60)} == {0}
    with Truck(port, STRANGER) as stranger:
        assert stranger.registration().body["result"] == 4
        assert stranger.result(LOCATION_ID, place(1)) == 1
    clerk.goto(f"{album.town.url}{device}")
    assert wait_until(lambda: shows(clerk, "最新位置"), 30)
    album.see("clerk", device, "online", "Clerk: the truck is online, its last position beside its record", looks=LOOKS)
    caption = "Clerk: who sends without being registered is listed, never trusted; registering begins here"
    clerk.goto(f"{album.town.url}/devices/unknown/")
    assert wait_until(lambda: shows(clerk, STRANGER.lstrip("0")), 30)
    album.see("clerk", "/devices/unknown/", "strangers", caption, looks=LOOKS)


def _let_in(port: int, code: str) -> bool:
    with Truck(port, PHONE) as truck:
        return truck.result(AUTH, code.encode()) == 0


def shows(page: Page, words: str) -> bool:
    """Does the page say it when it is loaded again?"""
    page.reload()
    return words in str(page.text_content("main"))


def register(page: Page, album: Album, **facts: str) -> None:
    """The form of a new device, filled in and saved; on the page that shows its credential."""
    page.goto(f"{album.town.url}/devices/new/")
    for field in ("kind", "protocol"):
        page.select_option(f"select[name={field}]", facts.pop(field))
    for field, value in facts.items():
        page.fill(f"input[name={field}]", value)
    territory = page.locator("select[name=territory] option", has_text="双堰社区").first.inner_text()
    page.select_option("select[name=territory]", label=territory)
    page.click("main form button.btn-primary")
    expect(page.locator("h1")).to_contain_text("接入凭据")
