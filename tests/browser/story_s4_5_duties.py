"""S4 item 5: one worklist, reminders, a deputy, a clock that is paused, the ladder that nobody has to remember."""

from playwright.sync_api import expect

from tests.browser.album import LOOKS, Album

TITLE = "S4.5 Duties, reminders, deputies, the ladder"


def tell(album: Album) -> None:
    ends = (LOOKS[0], LOOKS[3])
    album.see("clerk", "/absences/", "deputy", "Clerk: who is away, and for whom one stands in", looks=ends)
    clerk = album.page("clerk")
    clerk.goto(f"{album.town.url}/")
    expect(clerk.locator(".work-list", has_text="代李强").first).to_be_visible()
    album.see(
        "clerk", "/", "worklist", "Clerk: the worklist by due date, with the duties of the absent head", looks=ends
    )
    album.town.move_clock(3)
    officer = album.page("officer")
    officer.goto(f"{album.town.url}/")
    expect(officer.locator(".reminders")).to_be_visible(timeout=30_000)
    album.see("officer", "/", "reminders", "Officer: reminders that came meanwhile, each once", looks=LOOKS[:1])
    officer.goto(f"{album.town.url}/")
    address = officer.locator("a.work-clock").first.get_attribute("href") or ""
    album.see("officer", address, "clock", "Officer: how the date came about, what was told, how it climbs", looks=ends)
    officer.goto(f"{album.town.url}/")
    officer.click(".reminders button")
    expect(officer.locator(".reminders")).to_have_count(0)
