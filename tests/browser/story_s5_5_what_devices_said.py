"""S5 item 5: a device's day, a truck's day, who is online by village, what could not be read; the tables' own check."""

from playwright.sync_api import Page

from tests.browser.album import LOOKS, Album

TITLE = "S5.5 What devices said"


def tell(album: Album) -> None:
    clerk = album.page("clerk")
    album.see(
        "clerk", "/devices/", "register", "Clerk: every device, how it speaks, when its life ends", looks=LOOKS[:1]
    )
    found = {name: _address(clerk, album, name) for name in ("后厨探测器2", "用户信息传输装置", "液化气运输车示例")}
    detector, transmitter, truck = found.values()
    album.see("clerk", detector, "day", "Clerk: a detector's day as a line and by the hour", whole=True)
    caption = "Clerk: several detectors behind one transmission device, each by zone and number"
    album.see("clerk", transmitter, "components", caption, looks=LOOKS[:1])
    album.see("clerk", truck, "truck", "Clerk: an LPG truck's day: speed, alarms, where it was each hour", whole=True)
    album.see("clerk", "/devices/online/", "online", "Clerk: who is online by village", looks=LOOKS[1:2])
    album.see(
        "clerk", "/devices/set-aside/", "set-aside", "Clerk: what could not be read, with its reason", looks=LOOKS[:1]
    )
    done = album.town.command("distribute", "--check")
    assert done.returncode == 0, done.stderr
    album.write(
        "distribute",
        "Terminal: the rules that let the tables be distributed",
        f"$ gasloop distribute --check\n{done.stdout}",
    )


def _address(page: Page, album: Album, name: str) -> str:
    page.goto(f"{album.town.url}/devices/")
    return page.locator(f"main table a:has-text('{name}')").first.get_attribute("href") or ""
