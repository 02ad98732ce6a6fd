"""S4 item 2: on paper first: the sheet, keyed in by keyboard alone, the slip left behind."""

import sys

from playwright.sync_api import expect

from tests.browser.album import LOOKS, Album
from tests.browser.people import register_restaurant
from tests.browser.test_keying import KEYS_A_SECOND, key_in

TITLE = "S4.2 Paper first: printed, keyed in, left behind"
CHINESE = LOOKS[:2]


def tell(album: Album) -> None:
    officer = album.page("officer")
    register_restaurant(officer, album.town, "纸质检查店（示例）")
    officer.click("a:has-text('打印检查表')")
    sheet = officer.url.removeprefix(album.town.url)
    album.see("officer", sheet, "sheet", "A checklist on paper, with its code", looks=(LOOKS[0],), whole=True)
    officer.goto(f"{album.town.url}{sheet}")
    keying = officer.locator(".sheet-code").get_attribute("href") or ""
    album.see("officer", keying, "keying", "The page where it is keyed in", looks=(LOOKS[0], LOOKS[1], LOOKS[2]))
    officer.goto(f"{album.town.url}{keying}")
    pressed = key_in(officer, {"HOSE-LENGTH": "2.6 最里面的灶"})
    sys.stdout.write(
        f"  keyed in with {pressed} keys: {pressed / KEYS_A_SECOND:.0f} s at {KEYS_A_SECOND} keys a second\n"
    )
    expect(officer.locator(".message")).to_contain_text("检查已登记")
    visit = officer.url.removeprefix(album.town.url)
    album.see("officer", visit, "visit", "The visit: the scan is both signatures", looks=(LOOKS[0],), whole=True)
    album.see("officer", f"{visit}slip/", "slip", "The slip that is left behind", looks=CHINESE)
