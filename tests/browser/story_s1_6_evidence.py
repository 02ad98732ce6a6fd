"""S1 item 6: what the log says, and the proof that a stranger checks."""

from playwright.sync_api import Page, expect

from tests.browser.album import LOOKS, Album

TITLE = "S1.6 Evidence"


def tell(album: Album) -> None:
    page = album.page("leader")
    page.goto(f"{album.town.url}/hazards/?stage=done")
    page.locator("main table a.row-link").first.click()
    page.locator(".page-actions a[href*='/evidence/']").click()
    record = page.url
    album.see("leader", record, "of-a-hazard", "Leader: everything the log says of one hazard")
    page.goto(record)
    proof = page.locator(".evidence-list a").first.get_attribute("href") or ""
    album.see("leader", proof, "proof", "Leader: the proof as a QR code, for a stranger", whole=True)
    album.see("leader", "/evidence/", "seals", "Leader: the seals, and what the log can and cannot show")
    album.see("leader", proof, "proof-text", "Leader: the proof in full", first=_open, looks=LOOKS[:1])


def _open(page: Page) -> None:
    page.locator("main details summary").click()
    expect(page.locator(".proof-text")).to_be_visible()
