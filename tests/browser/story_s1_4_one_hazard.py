"""S1 item 4: the thin path, on pages: registered, visited, found, ordered, refused, rectified, closed."""

from urllib.parse import quote

from playwright.sync_api import Page, expect

from tests.browser import people
from tests.browser.album import LOOKS, Album

TITLE = "S1.4 One hazard, closed with proof"
NAME = "老灶火锅店（示例）"
DESKS = tuple(look for look in LOOKS if look.size == "desk")


def tell(album: Album) -> None:
    site = _registered(album)
    hazard = _found(album, site)
    _closed(album, hazard)
    _states(album)


def _registered(album: Album) -> str:
    album.see("clerk", "/sites/new/", "register-empty", "Clerk: register an object")
    words = "Clerk: what is wrong, where, and what to do; nothing typed is lost"
    album.see("clerk", "/sites/new/", "register-wrong", words, first=_register_wrongly)
    _forget_drafts(album, "clerk")
    site = people.register_restaurant(album.page("clerk"), album.town, NAME)
    album.see("officer", site, "object-fresh", "Officer: the file of an object nobody has visited yet")
    return site


def _forget_drafts(album: Album, person: str) -> None:
    for look in LOOKS:
        page = album.page(person, look)
        page.goto(f"{album.town.url}/account/")
        page.evaluate("localStorage.clear()")


def _register_wrongly(page: Page) -> None:
    page.fill("input[name=name]", NAME)
    page.fill("input[name=uscc]", "91500000000000000X")
    page.locator("main form button.btn-primary[type=submit]").click()
    expect(page.locator(".error-summary")).to_be_visible()
    page.evaluate("window.scrollTo(0, 0)")


def _found(album: Album, site: str) -> str:
    album.see("officer", f"{site}visit/", "visit-form", "Officer: the checklist, each item with its clause", whole=True)
    album.see(
        "officer", f"{site}visit/", "visit-unsigned", "Officer: a visit nobody signed is refused", first=_unsigned
    )
    _forget_drafts(album, "officer")
    officer = album.page("officer")
    officer.goto(site)
    people.measure_hose(officer, "2.6")
    visit = officer.url
    album.see("officer", visit, "visit", "Officer: the visit with what was found, signed", whole=True)
    officer.click("main table a:has-text('YH')")
    officer.wait_for_url("**/hazards/**")
    return officer.url


def _unsigned(page: Page) -> None:
    page.fill("input[name='HOSE-LENGTH']", "2.6")
    page.locator("main form.visit-form button.btn-primary[type=submit]").click()
    expect(page.locator(".field-error").first).to_be_visible()
    page.evaluate("window.scrollTo(0, 0)")


def _closed(album: Album, hazard: str) -> None:
    clerk, officer = album.page("clerk"), album.page("officer")
    album.see("clerk", hazard, "hazard-found", "Clerk: found; the order is due", whole=True)
    album.see("clerk", hazard, "hazard-refused", "Clerk: a refusal stands beside its field", first=_order_nothing)
    _forget_drafts(album, "clerk")
    clerk.goto(hazard)
    people.order(clerk)
    album.see("officer", hazard, "hazard-ordered", "Officer: ordered, the clock runs")
    people.rectify(clerk)
    album.see(
        "clerk", hazard, "hazard-same-person", "Clerk: may not re-check the own rectification", first=_recheck_own
    )
    officer.goto(hazard)
    people.recheck(officer)
    album.see("leader", hazard, "hazard-closed", "Leader: closed, before and after side by side", whole=True)


def _order_nothing(page: Page) -> None:
    page.locator("form[action$='/order/'] button[type=submit]").click()
    wrong = page.locator(".field-error").first
    expect(wrong).to_be_visible()
    wrong.scroll_into_view_if_needed()


def _recheck_own(page: Page) -> None:
    form = page.locator("form[action$='/recheck/']")
    form.locator("input[value=yes]").check()
    form.locator("button[type=submit]").click()
    page.wait_for_load_state()
    page.locator("form[action$='/recheck/']").scroll_into_view_if_needed()


def _states(album: Album) -> None:
    """Hazards of the demonstration town in the other states."""
    for state, words in (("settled", "looked back, no rebound"), ("rebound", "rebounded, the new hazard beside it")):
        album.see("leader", _first(album, f"state={state}"), f"hazard-{state}", f"Leader: {words}", looks=DESKS)
    album.see("leader", _first(album, "stage=overdue"), "hazard-overdue", "Leader: overdue and climbed")
    query = f"clause={quote('二(四)2')}&state=rectified"
    album.see("leader", _first(album, query), "hazard-waits", "Leader: rectified, waits for the re-check", looks=DESKS)


def _first(album: Album, query: str) -> str:
    page = album.page("leader")
    page.goto(f"{album.town.url}/hazards/?{query}")
    return page.locator("main table a.row-link").first.get_attribute("href") or "/hazards/"
