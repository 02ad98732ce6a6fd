"""The rulebook on pages: found by kind, clause and law; confirmed by a named person."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from tests.cast import Cast

from gasloop.kernel.actor import system
from gasloop.rulebook.actions import load_pack, seed_calendar
from gasloop.rulebook.models import Basis, CalendarYear, LegalSource, Measure, Rule
from gasloop.rulebook.packs_cli import run_load
from gasloop.rulebook.queries import calendar, power_list, town_may_take

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


def test_a_measure_says_who_may_take_it_and_that_no_power_list_is_loaded(signed_in: Browser) -> None:
    browser = signed_in("grid")
    fine = Measure.objects.get(code="M-FIRE-66")
    order = Measure.objects.get(code="M-ORDER", pack__name="chongqing")
    page = browser.get(f"/measures/{fine.pk}/").content.decode()
    for words in ("镇不能自己采取", "没有装入任何已公布的赋权清单", "消防法", "R-CAT-HOSE-LENGTH", "行政处罚法"):
        assert words in page
    assert "镇人民政府可以自己采取" in browser.get(f"/measures/{order.pk}/").content.decode()
    ledger = browser.get("/measures/?taken_by=town").content.decode()
    assert "M-ORDER" in ledger
    assert "M-FIRE-66" not in ledger


def test_a_law_shows_its_articles_and_what_rests_on_them(signed_in: Browser) -> None:
    law = LegalSource.objects.get(code="CQ-NATURAL-GAS")
    page = signed_in("grid").get(f"/sources/{law.pk}/").content.decode()
    for words in ("第四十二条", "已对照法规全文", "居民天然气用户入户检查间隔", "巡查新建、改动的燃气工程"):
        assert words in page


def test_a_rule_says_where_it_is_used_and_what_a_change_reaches(signed_in: Browser) -> None:
    rule = Rule.objects.get(code="R-CAT-HOSE-LENGTH")
    page = signed_in("grid").get(f"/rules/{rule.pk}/").content.decode()
    for words in (
        "用在哪里",
        "0次检查问过这条规则",
        "改动会影响什么",
        "连接软管最大长度",
        "罚款、查封、扣押由有权部门作出",
    ):
        assert words in page


def test_a_power_list_makes_a_fine_the_towns_from_its_day_on(cast: Cast, tmp_path: Path) -> None:
    shutil.copytree(PACKS, tmp_path / "packs")
    with (tmp_path / "packs" / "chongqing" / "powers.yaml").open("a", encoding="utf-8") as file:
        file.write(
            "  - {code: P-EXAMPLE, title: 示例, grant: listed, what: 示例, source: CQ-TOWN-LIST, article: '1',"
            " measures: [M-CQ-GAS-60], effective_from: 2026-06-01, confidence: D}\n"
        )
    fine = Measure.objects.get(code="M-CQ-GAS-60")
    assert power_list(date(2026, 11, 2)) == []
    load_pack(system(), directory=tmp_path / "packs" / "chongqing")
    assert town_may_take(fine, power_list(date(2026, 6, 1)))
    assert not town_may_take(fine, power_list(date(2026, 5, 31)))


def test_the_load_command_shows_the_difference_and_asks(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(PACKS, tmp_path / "packs")
    file = tmp_path / "packs" / "qunli" / "rules" / "catering.yaml"
    changed = file.read_text(encoding="utf-8").replace("{amount: 30, unit: days}", "{amount: 20, unit: days}")
    file.write_text(changed, encoding="utf-8")
    assert run_load(file.parents[1], False, lambda: False) == 1
    shown = capsys.readouterr().out
    assert 'deadline: {"amount":30,"unit":"days"} → {"amount":20,"unit":"days"}' in shown
    assert "items" not in shown, "what is stored as a list and read as a tuple is no change"
    assert Rule.objects.filter(code="R-CAT-CYLINDER-ROOM").count() == 1
    assert run_load(file.parents[1], False, lambda: True) == 0
    assert Rule.objects.filter(code="R-CAT-CYLINDER-ROOM").count() == 2
