"""On paper first: printed with a code, filled in by hand, keyed in, and a slip left behind."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.cast import TOWN, Cast
from tests.house.campaign.matrix_samples import DAYS
from tests.stories import JPEG, Hose, restaurant

from gasloop.access.models import Post
from gasloop.campaign.actions import CampaignPlan, assign_targets, plan_campaign, take_all
from gasloop.hazard.models import Hazard
from gasloop.inspection.actions import record_visit
from gasloop.inspection.models import Visit
from gasloop.kernel.actor import system
from gasloop.kernel.ids import new_id
from gasloop.registry.models import Site

SignIn = Callable[[str], Client]


def scan() -> SimpleUploadedFile:
    return SimpleUploadedFile("scan.jpg", JPEG, "image/jpeg")


def keyed(**changed: object) -> dict[str, object]:
    """Three cells of the sheet, both signatures, the scan."""
    sheet: dict[str, object] = {
        "HOSE-LENGTH": "2.6 灶台最里面",
        "HOSE-TEES": "0",
        "BELOW-GROUND": "2",
        "inspector_signed": "1",
        "site_name": "张老板",
        "site_signed": "1",
        "scan": scan(),
    }
    return sheet | changed


@pytest.fixture
def site(town: Cast) -> Site:
    return restaurant(system())


@pytest.fixture
def key(site: Site) -> str:
    return reverse("inspection:key", args=[site.pk, new_id()])


def test_the_sheet_asks_what_applies_and_its_code_leads_to_the_keying_page(signed_in: SignIn, site: Site) -> None:
    browser = signed_in("officer")
    page = browser.get(reverse("inspection:sheet", args=[site.pk])).content.decode()
    assert "最长的一根连接软管有多长" in page
    assert "data:image/svg+xml" in page
    leads = re.search(r'class="sheet-code" href="([^"]+)"', page)
    assert leads
    keying = browser.get(leads[1]).content.decode()
    assert 'name="HOSE-LENGTH"' in keying
    numbers = [int(n) for n in re.findall(r'class="sheet-number">(\d+)<', page)]
    assert numbers == [int(n) for n in re.findall(r'class="keying-number">(\d+)<', keying)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_keyed_in_it_is_a_visit_like_any_other(signed_in: SignIn, key: str) -> None:
    answer = signed_in("officer").post(key, keyed(day="1101", at="0930"))
    visit, hazard = Visit.objects.get(), Hazard.objects.get()
    assert answer["Location"] == reverse("inspection:visit", args=[visit.pk])
    assert str(visit.pk) in key
    assert visit.inspector_signature == visit.site_signature == visit.photos[0]
    assert "灶台最里面" in hazard.description
    assert visit.visited_at.isoformat() == "2026-11-01T01:30:00+00:00"
    assert {a.item.code: a.value for a in visit.answers.select_related("item")} == {
        "HOSE-LENGTH": 2.6,
        "HOSE-TEES": 0.0,
        "BELOW-GROUND": False,
    }


def test_twice_is_once_and_the_code_then_leads_to_the_visit(signed_in: SignIn, key: str) -> None:
    browser = signed_in("officer")
    first, second = browser.post(key, keyed()), browser.post(key, keyed(scan=scan()))
    assert first["Location"] == second["Location"] == browser.get(key)["Location"]
    assert Visit.objects.count() == Hazard.objects.count() == 1


def test_nobody_was_there(signed_in: SignIn, key: str) -> None:
    browser = signed_in("officer")
    answer = browser.post(key, {"result": "2", "inspector_signed": "忘带笔"})
    visit = Visit.objects.get()
    assert (visit.result, visit.inspector_unsigned) == ("nobody", "忘带笔")
    slip = browser.get(reverse("inspection:slip", args=[visit.pk])).content.decode()
    assert "到访不遇告知单" in slip
    assert answer.status_code == 302


WRONG: list[tuple[str, dict[str, object], str]] = [
    ("no scan", {"scan": ""}, "签了名的检查表要附扫描件"),
    ("no number", {"HOSE-LENGTH": "两米"}, "请填数字"),
    ("no day", {"day": "昨天"}, "不是日期"),
    ("nobody signed", {"site_signed": ""}, "对象在场人须签名"),
    ("tomorrow", {"day": "1103"}, "检查时间晚于现在"),
    ("no such result", {"result": "7"}, "检查结果只能是"),
]


@pytest.mark.parametrize(("changed", "words"), [each[1:] for each in WRONG], ids=[each[0] for each in WRONG])
def test_what_is_wrong_stands_beside_its_cell_and_nothing_keyed_is_lost(
    signed_in: SignIn, key: str, changed: dict[str, object], words: str
) -> None:
    answer = signed_in("officer").post(key, keyed(**changed))
    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert words in page
    assert "张老板" in page
    assert not Visit.objects.exists()


def test_the_slip_says_what_was_found_and_by_when(signed_in: SignIn, town: Cast, site: Site) -> None:
    visit = record_visit(town.officer.actor, report=Hose(site).report()).visit
    slip = unescape(signed_in("officer").get(reverse("inspection:slip", args=[visit.pk])).content.decode())
    assert "超过2 m" in slip
    assert "2026年11月5日" in slip
    fine = record_visit(town.officer.actor, report=Hose(site, metres=1).report()).visit
    assert "未发现问题" in signed_in("officer").get(reverse("inspection:slip", args=[fine.pk])).content.decode()


def test_who_walks_a_route_of_the_town_prints_it_though_the_town_is_out_of_reach(
    signed_in: SignIn, town: Cast, site: Site
) -> None:
    clerk, post = town.clerk.actor, Post.objects.get(account=town.grid.account)
    campaign = take_all(clerk, campaign_id=plan_campaign(clerk, plan=CampaignPlan("专项", TOWN, **DAYS)).pk)
    assign_targets(clerk, campaign_id=campaign.pk, post_ids=[post.pk])
    browser = signed_in("grid")
    assert campaign.title in browser.get(reverse("campaign:my-routes")).content.decode()
    assert site.name in browser.get(reverse("campaign:route", args=[campaign.pk, post.pk])).content.decode()
    sheets = browser.get(reverse("campaign:route-sheets", args=[campaign.pk, post.pk])).content.decode()
    target = campaign.targets.get(site=site)
    assert reverse("inspection:key", args=[site.pk, target.visit_id]) in sheets
    browser.post(reverse("inspection:key", args=[site.pk, target.visit_id]), keyed())
    again = browser.get(reverse("campaign:route-sheets", args=[campaign.pk, post.pk])).content.decode()
    assert site.name not in again.partition("<main")[2]
    assert browser.get(reverse("campaign:campaign", args=[campaign.pk])).status_code == 404
