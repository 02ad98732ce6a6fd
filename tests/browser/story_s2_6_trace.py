"""S2 item 6: a clause with its figures, each leading to its rows; the command prints the same; back from a hazard."""

import json

from playwright.sync_api import Page, expect

from tests.browser.album import LOOKS, Album

TITLE = "S2.6 Trace"
REF = "二(四)2"


def tell(album: Album) -> None:
    leader = album.page("leader")
    settled = any(_same(leader, album) for _attempt in range(20))  # what is overdue climbs while the town starts
    assert settled
    album.see("leader", leader.url, "clause", "Leader: a sentence of the plan, and how far it is done", whole=True)
    leader.goto(f"{album.town.url}/hazards/?clause={REF}&stage=overdue")
    hazard = leader.locator("main table a[href^='/hazards/']").first.get_attribute("href") or ""
    album.see(
        "leader",
        hazard,
        "hazard",
        "Leader: from the hazard back to its clause, its rule, the law behind it",
        looks=(LOOKS[0], LOOKS[3]),
        whole=True,
    )
    leader.goto(f"{album.town.url}{hazard}")
    expect(leader.locator(f"main a[href$='/clauses/{REF}/'], main a", has_text=REF).first).to_be_visible()


def _same(leader: Page, album: Album) -> bool:
    """Do the page and the command say the same figures?"""
    leader.goto(f"{album.town.url}/clauses/{REF}/")
    figures = leader.locator("#clause .stats a, #clause .stat a, #clause a.stat")
    expect(figures.first).to_be_visible()
    shown = [int(each.inner_text().split()[-1]) for each in figures.all()]
    printed = json.loads(album.town.command("plan", "trace", REF, "--json").stdout)["figures"]
    return shown == list(printed.values())
