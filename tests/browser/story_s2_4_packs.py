"""S2 item 4: the packs answer the plan without a hole; a changed pack is a diff before it is loaded."""

import json
import shutil
from pathlib import Path

from tests.browser.album import LOOKS, Album
from tests.browser.papers import PLAN, REPOSITORY

TITLE = "S2.4 Packs"
RULE = "R-CAT-HOSE-LENGTH"


def tell(album: Album) -> None:
    packs = REPOSITORY / "packs"
    told = album.town.command("pack", "check", str(packs / "qunli"), "--plan", str(PLAN), "--json")
    assert told.returncode == 0, told.stdout + told.stderr
    assert json.loads(told.stdout)["holes"] == []
    changed = _stricter(packs / "national", album.town.path.parent / "stricter")
    said = json.loads(album.town.command("pack", "diff", str(changed), "--json").stdout)["changes"]
    assert [(each["code"], each["fields"][0]["name"]) for each in said] == [(RULE, "deadline")]
    assert album.town.command("pack", "load", str(changed), "--yes").returncode == 0
    clerk = album.page("clerk")
    clerk.goto(f"{album.town.url}/rules/?q={RULE}")
    rule = clerk.locator("main table a[href^='/rules/']").first.get_attribute("href") or ""
    album.see(
        "clerk",
        rule,
        "versions",
        "Clerk: the rule's second version; what was found keeps the version it was judged by",
        looks=(LOOKS[0], LOOKS[3]),
        whole=True,
    )


def _stricter(pack: Path, place: Path) -> Path:
    """The pack with two working days for a hose instead of three."""
    shutil.copytree(pack, place, dirs_exist_ok=True)
    rules = place / "rules" / "catering.yaml"
    before, code, after = rules.read_text(encoding="utf-8").partition(f"code: {RULE}\n")
    rules.write_text(before + code + after.replace("amount: 3,", "amount: 2,", 1), encoding="utf-8")
    return place
