"""The rulebook on pages: found by kind, clause and law; confirmed by a named person."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from tests.cast import Cast

from gasloop.kernel.actor import system
from gasloop.rulebook.actions import load_pack, seed_calendar
from gasloop.rulebook.models import Basis, CalendarYear, LegalSource, Rule
from gasloop.rulebook.queries import calendar

Browser = Callable[[str], Client]
PACKS = Path(__file__).parents[3] / "packs"


@pytest.fixture(autouse=True)
def book(cast: Cast) -> None:
    for name in ("national", "chongqing", "qunli"):
        load_pack(system(), directory=PACKS / name)


def test_rules_are_found_by_kind_clause_and_law(signed_in: Browser) -> None:
    browser = signed_in("grid")
    for query, found in (
        ("kind=restaurant", True),
        ("kind=carrier", False),
        ("clause=二(四)2", True),
        ("clause=二(四)3", False),
        ("source=GB-55009", True),
        ("source=GB-51142", False),
        ("q=软管", True),
    ):
        page = browser.get(f"/rules/?{query}").content.decode()
        assert ("R-CAT-HOSE-LENGTH" in page) is found, query
    assert "R-CAT-CYLINDER-ROOM" in browser.get("/rules/?unsure=1").content.decode()


def test_a_rule_says_what_it_rests_on(signed_in: Browser) -> None:
    rule = Rule.objects.get(code="R-CAT-HOSE-LENGTH")
    page = signed_in("grid").get(f"/rules/{rule.pk}/").content.decode()
    for words in ("不超过2 m", "6.1.8", "二(四)2", "3个工作日", "连接软管长度超过2米", "瓶装液化石油气"):
        assert words in page


def test_every_rule_and_source_has_a_page(signed_in: Browser) -> None:
    browser = signed_in("auditor")
    for rule in Rule.objects.all():
        assert browser.get(f"/rules/{rule.pk}/").status_code == 200, rule.code
    for source in LegalSource.objects.all():
        assert browser.get(f"/sources/{source.pk}/").status_code == 200, source.code
    assert browser.get("/sources/?kind=standard").status_code == 200


def test_the_head_confirms_a_basis_on_the_page(signed_in: Browser) -> None:
    basis = Basis.objects.get(rule__code="R-CAT-CYLINDER-ROOM", source__code="GB-51142")
    address = f"/rules/{basis.rule_id}/bases/{basis.pk}/confirm/"
    assert signed_in("grid").post(address, {"note": "看过"}).status_code == 404
    page = signed_in("head").post(address, {"note": "对照2015年印刷本"}, follow=True).content.decode()
    assert "何主任已确认" in page


def test_the_calendar_is_seeded_once_and_counted_with(cast: Cast) -> None:
    years = seed_calendar(system())
    assert 2026 in years
    assert 2026 in calendar().years
    assert seed_calendar(system()) == []
    assert CalendarYear.objects.get(year=2023).source.startswith("chinesecalendar")


def test_the_page_speaks_english_around_the_law(signed_in: Browser) -> None:
    rule = Rule.objects.get(code="R-CAT-HOSE-LENGTH")
    page = signed_in("grid").get(f"/rules/{rule.pk}/", headers={"accept-language": "en"}).content.decode()
    wanted = ("At most 2 m", "3 working days", "Restaurant, Canteen", "Gas source: Bottled LPG", "Stoves and hoses")
    assert [words for words in wanted if words not in page] == []
