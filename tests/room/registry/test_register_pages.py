"""The register on pages and by API: a shop is registered, found, corrected, closed; out of reach is 404."""

import json
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import COMMUNITY, VILLAGE, Cast

from gasloop.kernel.ids import new_id
from gasloop.registry.actions import register_site
from gasloop.registry.models import Installation, Party, Site

Browser = Callable[[str], Client]
NEW = "/sites/new/?kind=restaurant"


@pytest.fixture
def shop(cast: Cast) -> Site:
    return register_site(
        cast.grid.actor,
        name="小面馆",
        kind="restaurant",
        territory=COMMUNITY,
        address="正街35号",
        attributes={"seats": 24, "basement": True},
    )


def filled(**changes: str) -> dict[str, str]:
    return {
        "id": str(new_id()),
        "party_id": str(new_id()),
        "name": "小面馆",
        "territory": COMMUNITY,
        "address": "双堰社区正街35号",
        "gas_source": "lpg_cylinder",
        "attribute_seats": "24",
        "attribute_basement": "no",
        "party_name": "群力小面馆",
        "uscc": "91330106673959654P",
        "phone": "13800005678",
        **changes,
    }


def test_a_grid_officer_registers_a_shop_with_its_operator(signed_in: Browser) -> None:
    form = signed_in("grid").get(NEW)
    page = form.content.decode()
    assert COMMUNITY in page
    assert VILLAGE not in page
    data = filled()
    answer = signed_in("grid").post(NEW, data)
    site = Site.objects.get()
    assert answer.headers["Location"] == f"/sites/{site.pk}/"
    assert site.party is not None
    assert (site.party.name, site.attributes) == ("群力小面馆", {"basement": False, "seats": 24})
    signed_in("grid").post(NEW, data)
    assert (Site.objects.count(), Party.objects.count()) == (1, 1)


def test_a_known_code_is_taken_without_a_second_party(signed_in: Browser) -> None:
    signed_in("clerk").post(NEW, filled())
    signed_in("clerk").post(NEW, filled(name="分店", party_name=""))
    assert (Site.objects.count(), Party.objects.count()) == (2, 1)


@pytest.mark.parametrize(
    ("field", "changes", "says"),
    [
        ("uscc", {"uscc": "91330106673959654Q"}, "校验位不对"),
        ("lat", {"lat": "105.84", "lng": "30.19"}, "填反了"),
        ("attribute_seats", {"attribute_seats": "很多"}, "请填数字"),
    ],
)
def test_a_refusal_stands_beside_its_field_and_nothing_is_lost(
    signed_in: Browser, field: str, changes: dict[str, str], says: str
) -> None:
    answer = signed_in("grid").post(NEW, filled(**changes))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in page
    assert says in page
    assert "双堰社区正街35号" in page
    assert not Site.objects.exists()
    assert not Party.objects.exists()


def test_the_object_file_shows_what_is_known(signed_in: Browser, shop: Site) -> None:
    page = signed_in("officer").get(f"/sites/{shop.pk}/").content.decode()
    for words in ("小面馆", "D2026-00001", "正街35号", "餐位数", "在地下或半地下空间用气"):
        assert words in page


@pytest.mark.parametrize("name", ["far_grid", "market", "admin"])
def test_out_of_reach_is_not_there(signed_in: Browser, shop: Site, name: str) -> None:
    browser = signed_in(name)
    assert browser.get(f"/sites/{shop.pk}/").status_code == 404
    assert browser.post(f"/sites/{shop.pk}/close/", {"on": "2026-11-01", "why": "停业"}).status_code == 404


def test_the_ledger_lists_finds_and_exports(signed_in: Browser, shop: Site) -> None:
    browser = signed_in("clerk")
    assert "小面馆" in browser.get("/sites/?kind=restaurant&q=正街").content.decode()
    assert "小面馆" not in browser.get("/sites/?kind=school").content.decode()
    sheet = browser.get("/sites/export.xlsx")
    assert b"".join(sheet).startswith(b"PK")
    assert browser.get("/parties/").status_code == 200


def test_a_correction_wants_a_reason(signed_in: Browser, shop: Site) -> None:
    browser, address = signed_in("clerk"), f"/sites/{shop.pk}/correct/"
    assert "正街35号" in browser.get(address).content.decode()
    change = {"name": "老面馆", "territory": COMMUNITY, "address": "正街35号", "attribute_seats": "24"}
    assert browser.post(address, change).status_code == 422
    assert browser.post(address, {**change, "why": "换了招牌"}).status_code == 302
    shop.refresh_from_db()
    assert (shop.name, shop.attributes) == ("老面馆", {"seats": 24})


def test_a_shop_closes_and_a_stove_is_added(signed_in: Browser, shop: Site) -> None:
    browser = signed_in("clerk")
    part = {"id": str(new_id()), "kind": "stove", "expires_on": "2026-11-01", "installed_on": "2018-11-01"}
    assert browser.post(f"/sites/{shop.pk}/installations/new/", part).status_code == 302
    assert Installation.objects.get().site == shop
    assert "已超期1天" in browser.get(f"/sites/{shop.pk}/").content.decode()
    assert browser.post(f"/sites/{shop.pk}/close/", {"on": "2026-11-02", "why": "退出市场"}).status_code == 302
    shop.refresh_from_db()
    assert shop.state == "closed"
    assert browser.get(reverse("registry:site-reopen", args=[shop.pk])).status_code == 200


def test_a_party_shows_its_phone_masked(signed_in: Browser) -> None:
    signed_in("clerk").post(NEW, filled())
    page = signed_in("clerk").get(f"/parties/{Party.objects.get().pk}/").content.decode()
    assert "138****5678" in page
    assert "13800005678" not in page


def test_the_api_registers_once_and_reads_back(signed_in: Browser) -> None:
    browser = signed_in("clerk")
    body = {
        "id": str(new_id()),
        "name": "小面馆",
        "kind": "restaurant",
        "territory": COMMUNITY,
        "address": "正街35号",
        "lat": "30.19",
        "lng": 105.84,
        "attributes": {"seats": 24},
    }
    first, again = (post(browser, "/api/v1/sites", body) for _ in range(2))
    assert (first[0], first[1]["id"]) == (201, body["id"])
    assert again == first
    status, page = 200, browser.get("/api/v1/sites?kind=restaurant&limit=1").json()
    assert (status, [item["number"] for item in page["items"]], page["next"]) == (200, ["D2026-00001"], None)
    status, problem = post(browser, "/api/v1/sites", {**body, "id": None, "lat": "130", "lng": "30"})
    assert (status, problem["code"], problem["field"]) == (409, "registry.position.swapped", "lat")
    status, _ = post(signed_in("far_grid"), "/api/v1/sites", {**body, "id": None})
    assert status == 404


def test_pages_of_the_api_do_not_overlap(signed_in: Browser, cast: Cast) -> None:
    for name in "甲乙丙":
        register_site(cast.clerk.actor, name=name, kind="school", territory=COMMUNITY, address="正街1号")
    browser, seen, cursor = signed_in("clerk"), [], ""
    while True:
        page = browser.get(f"/api/v1/sites?limit=2{cursor}").json()
        seen += [item["name"] for item in page["items"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert seen == ["丙", "乙", "甲"]


def post(browser: Client, path: str, body: dict[str, object]) -> tuple[int, dict[str, str]]:
    answer = browser.post(path, json.dumps(body), content_type="application/json")
    return answer.status_code, answer.json()
