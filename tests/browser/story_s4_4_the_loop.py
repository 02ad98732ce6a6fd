"""S4 item 4: an order, more time asked and granted by another, a duplicate merged and undone, dynamic zero."""

from datetime import date, timedelta

from playwright.sync_api import Page, expect

from tests.browser import people
from tests.browser.album import LOOKS, Album

TITLE = "S4.4 The loop: order, extension, duplicates, dynamic zero"


def tell(album: Album) -> None:
    ends = (LOOKS[0], LOOKS[3])
    officer = album.page("officer")
    site = people.register_restaurant(album.page("clerk"), album.town, "循环火锅店（示例）")
    hazards = [_found(officer, site) for _ in range(2)]
    officer.goto(hazards[0])
    people.order(officer)
    album.see(
        "officer", _path(album, hazards[0]), "ordered", "Officer: deadline, control measure, who answers", looks=ends
    )
    _ask_for_time(officer, hazards[0])
    album.see(
        "leader",
        _path(album, hazards[0]),
        "asked",
        "Leader: more time was asked for, another person decides",
        looks=ends,
    )
    _merge(officer, hazards[0])
    album.see(
        "officer",
        _path(album, hazards[1]),
        "merged",
        "Officer: a duplicate, merged and for a day undone",
        looks=LOOKS[:1],
    )
    officer.goto(hazards[1])
    officer.locator("form[action$='/unmerge/'] button, form[action$='/undo/'] button").first.click()
    expect(officer.locator(".message").first).to_be_visible()
    album.see("leader", "/hazards/zero/", "zero", "Leader: what is open, why, whose", looks=ends, whole=True)
    album.see("leader", "/hazards/major/", "major", "Leader: major hazards on their way upward", looks=LOOKS[:1])


def _path(album: Album, url: str) -> str:
    return url.removeprefix(album.town.url)


def _found(officer: Page, site: str) -> str:
    officer.goto(site)
    people.measure_hose(officer, "2.6")
    officer.click("main table a:has-text('YH')")
    officer.wait_for_url("**/hazards/**")
    return officer.url


def _ask_for_time(officer: Page, hazard: str) -> None:
    officer.goto(hazard)
    form = officer.locator("form:has(input[name=until])")
    if not form.is_visible():
        officer.locator("details:has(input[name=until]) > summary").first.click()
    form.locator("input[name=until]").fill((date.today() + timedelta(days=25)).isoformat())
    form.locator("textarea[name=reason]").fill("专用软管缺货，厂家下周到货（示例）")
    form.locator("textarea[name=control_measure]").fill("停用灶具，关闭瓶阀（示例）")
    form.locator("button.btn-primary, button[type=submit]").last.click()
    expect(officer.locator(".message").first).to_be_visible()


def _merge(officer: Page, kept: str) -> None:
    officer.goto(kept)
    form = officer.locator("form:has(input[name=duplicates])")
    if not form.is_visible():
        officer.locator("details:has(input[name=duplicates]) > summary").first.click()
    form.locator("input[name=duplicates]").first.check()
    form.locator("button.btn-primary, button[type=submit]").last.click()
    expect(officer.locator(".message").first).to_be_visible()
