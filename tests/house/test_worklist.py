"""The first page: everybody sees what waits for them and nothing else, and every number leads to its rows."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from tests.cast import VILLAGE, Cast
from tests.stories import Hose, photo, restaurant

from gasloop.hazard.actions import Order, order_rectification, rectify
from gasloop.hazard.actions.moving import Proof
from gasloop.hazard.models import Hazard
from gasloop.inspection.actions import record_visit
from gasloop.kernel import clock
from gasloop.kernel.actor import system
from gasloop.project.worklist import worklist
from gasloop.relay import sweeps
from gasloop.shell.listing.testing import browser_of, table_of

SignIn = Callable[[str], Client]
EVERYBODY = ("leader", "clerk", "head", "officer", "grid", "far_grid", "market", "auditor", "admin")


def found(town: Cast, name: str = "老灶火锅店（示例）", territory: str = "") -> Hazard:
    head = town.head.actor
    site = restaurant(system(), name, territory) if territory else restaurant(system(), name)
    return record_visit(head, report=Hose(site, photos=[photo(head)]).report()).hazards[0]


def home(signed_in: SignIn, name: str) -> str:
    answer = signed_in(name).get("/")
    assert answer.status_code == 200
    return unescape(answer.content.decode())


@pytest.mark.parametrize("name", EVERYBODY)
def test_on_the_first_morning_nothing_waits(town: Cast, signed_in: SignIn, name: str) -> None:
    page = home(signed_in, name)
    assert "现在没有等您办的事" in page
    english = signed_in(name).get("/", headers={"Accept-Language": "en"}).content.decode()
    assert "Nothing is waiting for you" in english


def test_what_waits_waits_for_the_office_that_answers(town: Cast, signed_in: SignIn) -> None:
    hazard = found(town)
    waits = {name for name in EVERYBODY if f"{hazard.number} " in home(signed_in, name)}
    assert waits == {"head", "officer"}


def test_no_officer_of_another_line_is_bothered(town: Cast, signed_in: SignIn) -> None:
    found(town)
    for name in ("market", "far_grid", "admin"):
        assert "老灶火锅店" not in home(signed_in, name), name


def test_the_leader_is_asked_when_it_has_climbed(town: Cast, signed_in: SignIn, hands: clock.Hands) -> None:
    hazard = found(town)
    hands.move(timedelta(days=2))
    sweeps.run_all(clock.now())
    assert hazard.number not in home(signed_in, "leader")
    hands.move(timedelta(days=3))
    sweeps.run_all(clock.now())
    page = home(signed_in, "leader")
    assert hazard.number in page
    assert "trending-up" in page  # the chip that says to whom it has climbed
    assert hazard.number not in home(signed_in, "auditor")


def test_groups_follow_the_calendar(town: Cast, hands: clock.Hands) -> None:
    head = town.head.actor
    found(town)
    assert [g.key for g in worklist(head).groups] == ["soon"]
    hands.move(timedelta(days=1))
    assert [g.key for g in worklist(head).groups] == ["today"]
    hands.move(timedelta(days=1))
    assert [g.key for g in worklist(head).groups] == ["overdue"]


def test_a_long_list_shows_its_most_urgent(town: Cast) -> None:
    site, head = restaurant(system()), town.head.actor
    for _ in range(52):
        record_visit(head, report=Hose(site).report())
    work = worklist(head)
    assert (work.total, work.more) == (50, True)


@pytest.mark.parametrize("name", ["leader", "clerk", "head", "officer", "grid", "far_grid", "market", "auditor"])
def test_every_number_is_that_of_the_list_behind_it(town: Cast, hands: clock.Hands, name: str) -> None:
    officer, head = town.officer.actor, town.head.actor
    old = found(town, "早先的店（示例）")
    order_rectification(head, hazard_id=old.pk, order=Order("停用", "张老板"))
    waiting = found(town, "待复查的店（示例）")
    order_rectification(head, hazard_id=waiting.pk, order=Order("停用", "张老板"))
    rectify(officer, hazard_id=waiting.pk, proof=Proof("已换", [photo(officer)]))
    hands.move(timedelta(days=9))
    found(town)
    found(town, "那边的店（示例）", VILLAGE)
    stats = worklist(town.people[name].actor).stats
    browser = browser_of(town.people[name].account)
    assert len(stats) == 5
    behind = {stat.url: str(len(table_of(browser.get(stat.url).content.decode()))) for stat in stats}
    assert behind == {stat.url: stat.number for stat in stats}


def test_the_administrator_sees_no_business_anywhere(town: Cast, signed_in: SignIn) -> None:
    hazard = found(town)
    admin = signed_in("admin")
    page = home(signed_in, "admin")
    assert worklist(town.admin.actor).stats == []
    links = set(re.findall(r'<a [^>]*href="(/[^"#?]*)', page))
    for link in links - {"/sign-out/"}:
        answer = admin.get(link)
        if answer.status_code == 200 and not answer.streaming:
            html = answer.content.decode()
            assert "老灶火锅店" not in html, link
            assert hazard.number not in html, link
