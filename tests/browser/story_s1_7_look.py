"""S1 item 7: the pages everybody works on, in every state, on desks, phones and paper."""

import re
from urllib.parse import quote

from playwright.sync_api import Page, expect

from tests.browser.album import CHINESE_DESK, LOOKS, Album

TITLE = "S1.7 The look"
CHINESE = LOOKS[:2]
CROWD = 3000
SHEET = re.compile(rb"/Type\s*/Page\b")
A4 = {"width": 794, "height": 1123}


def tell(album: Album) -> None:
    for person, words in (("leader", "Leader"), ("officer", "Officer"), ("grid", "Grid officer")):
        album.see(person, "/", f"worklist-{person}", f"{words}: the worklist")
    album.see("admin", "/", "worklist-empty", "Administrator: nothing to do, and what to do then", looks=CHINESE)
    _plan(album)
    _ledgers(album)
    _details(album)
    _paper(album)
    _thousands(album)


def _plan(album: Album) -> None:
    album.see("leader", "/plan/", "plan", "Leader: the plan with its phases and clauses")
    page = album.page("leader")
    page.goto(f"{album.town.url}/plan/")
    clause = page.locator(".clause-tree a", has_text="二(四)2").first.get_attribute("href") or ""
    album.see("leader", clause, "plan-clause", "Leader: one clause, who answers for it, what was done")
    album.see("leader", "/plan/", "plan-remarks", "Leader: what the paper leaves open", first=_remarks, looks=LOOKS[:1])


def _remarks(page: Page) -> None:
    page.locator(".plan-remarks summary").click()


def _ledgers(album: Album) -> None:
    album.see("leader", "/sites/", "objects", "Leader: the objects")
    album.see("leader", "/hazards/", "hazards", "Leader: the hazards")
    album.see("leader", "/hazards/?stage=overdue", "hazards-overdue", "Leader: filtered, said in words", looks=CHINESE)
    album.see("leader", f"/sites/?q={quote('没有这家')}", "objects-none", "Leader: nothing found, and what to do then")
    album.see("leader", "/hazards/?found_from=yesterday", "hazards-wrong-value", "A value nobody can read, in words")
    album.see("leader", "/visits/", "visits", "Leader: the visits")
    album.see("leader", "/coverage/", "coverage", "Leader: who was visited under which clause", looks=CHINESE)
    album.see("leader", "/rules/", "rules", "Leader: the rulebook", looks=LOOKS[:1] + LOOKS[2:3])


def _details(album: Album) -> None:
    page = album.page("leader")
    page.goto(f"{album.town.url}/hazards/?state=rebound")
    page.locator("main table a.row-link").first.click()
    site = page.locator(".lead-line a").get_attribute("href") or ""
    album.see("officer", site, "object", "Officer: everything about one restaurant")
    album.see("leader", "/no-such-page/", "not-found", "An address that leads nowhere")
    album.see("leader", "/hazards/", "keys", "The keyboard all the way", first=_keys, looks=LOOKS[:1] + LOOKS[2:3])
    album.see("leader", "/", "large-type", "Large type, for whoever needs it", first=_large, looks=CHINESE)


def _keys(page: Page) -> None:
    page.keyboard.press("?")
    expect(page.locator("dialog#keys")).to_be_visible()


def _large(page: Page) -> None:
    page.evaluate("document.documentElement.classList.add('large-type')")


def _paper(album: Album) -> None:
    """As it comes out of the printer, on A4."""
    page = album.page("leader")
    page.goto(f"{album.town.url}/hazards/?stage=done")
    hazard = page.locator("main table a.row-link").first.get_attribute("href") or ""
    page.set_viewport_size({"width": A4["width"], "height": A4["height"]})
    page.emulate_media(media="print")
    for address, name, words in (
        ("/hazards/print", "paper-ledger", "On paper: the ledger"),
        (hazard, "paper-hazard", "On paper: one hazard"),
    ):
        page.goto(f"{album.town.url}{address}")
        album.take(page, name, CHINESE_DESK, whole=True)
        sheets = len(SHEET.findall(page.pdf(format="A4", prefer_css_page_size=True)))
        album.note(name, f"{words}, {sheets} {'sheet' if sheets == 1 else 'sheets'} of A4", (CHINESE_DESK,))
    page.emulate_media(media="screen")
    page.set_viewport_size(CHINESE_DESK.viewport)


def _thousands(album: Album) -> None:
    """Last, because it changes every ledger of objects."""
    filled = album.town.command(str(CROWD), module="tests.browser.crowd")
    assert filled.returncode == 0, filled.stderr
    album.see(
        "leader", "/sites/", "objects-thousands", "Leader: some thousand objects", first=_to_the_foot, looks=LOOKS[:3]
    )
    album.see("leader", f"/sites/?q={quote('豆花')}", "objects-found", "Leader: found among thousands", looks=CHINESE)


def _to_the_foot(page: Page) -> None:
    page.locator(".listing-foot").scroll_into_view_if_needed()
