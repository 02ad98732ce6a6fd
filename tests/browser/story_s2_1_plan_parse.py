"""S2 item 1: the founding paper read from the command line, and what is wrong with it on its page."""

import json

from playwright.sync_api import expect

from tests.browser.album import LOOKS, Album
from tests.browser.papers import PLAN

TITLE = "S2.1 The paper, read"


def tell(album: Album) -> None:
    said = json.loads(album.town.command("plan", "parse", str(PLAN), "--json").stdout)
    assert len(said["items"]) == 48
    assert len(said["phases"]) == 3
    codes = {remark["code"] for remark in said["lint"]}
    assert {"number_gap", "office_variant", "office_truncated", "no_owner", "phase_before_issue"} <= codes
    leader = album.page("leader")
    leader.goto(f"{album.town.url}/plan/")
    expect(leader.locator("main")).to_contain_text("48个条目")
    album.see(
        "leader",
        "/plan/",
        "remarks",
        "Leader: what is wrong with the paper: a skipped number, offices written in two ways, duties without a date",
        first=lambda page: page.locator(".plan-remarks summary").click(),
        looks=(LOOKS[0], LOOKS[3]),
    )
