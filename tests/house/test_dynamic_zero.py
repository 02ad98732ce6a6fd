"""动态清零: every number on the page is the number of rows behind it."""

import re
from datetime import timedelta
from html import unescape
from uuid import UUID

from django.test import Client
from tests.cast import COMMUNITY, VILLAGE, Cast
from tests.stories import Hose, photo, restaurant

from gasloop.hazard.actions import Order, order_rectification, rectify
from gasloop.hazard.actions.moving import Proof
from gasloop.inspection.actions import record_visit
from gasloop.kernel import clock
from gasloop.shell.listing.testing import browser_of, table_of

CELL = re.compile(r'<a href="(/hazards/\?[^"]+)"[^>]*>(\d+)</a>')


def test_each_number_leads_to_as_many_rows(town: Cast, hands: clock.Hands) -> None:
    head, officer = town.head.actor, town.officer.actor
    old = [_found(town, f"旧店{n}（示例）", COMMUNITY) for n in range(2)]
    order_rectification(head, hazard_id=old[1], order=Order("停用", "张老板"))
    rectify(officer, hazard_id=old[1], proof=Proof("已换", [photo(officer)]))
    hands.move(timedelta(days=30))
    _found(town, "新店（示例）", VILLAGE)
    order_rectification(head, hazard_id=_found(town, "新店二（示例）", COMMUNITY), order=Order("停用", "李老板"))
    browser = browser_of(town.head.account)
    page = browser.get("/hazards/zero/").content.decode()
    cells = CELL.findall(page)
    assert len(cells) >= 10
    for url, number in cells:
        assert _rows(browser, unescape(url)) == int(number), url


def test_nothing_open_is_said(town: Cast) -> None:
    assert "已清零" in browser_of(town.head.account).get("/hazards/zero/").content.decode()


def test_a_grid_officer_sees_the_own_community_alone(town: Cast) -> None:
    _found(town, "那边的店（示例）", VILLAGE)
    assert "已清零" in browser_of(town.grid.account).get("/hazards/zero/").content.decode()


def _found(town: Cast, name: str, territory: str) -> UUID:
    head = town.head.actor
    report = Hose(restaurant(head, name, territory), photos=[photo(head)]).report()
    return record_visit(head, report=report).hazards[0].pk


def _rows(browser: Client, url: str) -> int:
    return len(table_of(browser.get(url).content.decode()))
