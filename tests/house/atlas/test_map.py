"""一张图: points, clusters, legend and list agree, stay in scope, follow the filters, and cost the same always."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings
from tests.cast import COMMUNITY, VILLAGE, Cast
from tests.stories import Hose, photo, restaurant

from gasloop.access.scoping import scoped
from gasloop.inspection.actions import record_visit
from gasloop.kernel import clock
from gasloop.kernel.actor import system
from gasloop.kernel.coordinates import Datum, from_wgs84
from gasloop.project.config import MapGround
from gasloop.registry.actions import close_site, correct_site
from gasloop.registry.models import Site
from gasloop.registry.permissions import REGISTRY_VIEW

SignIn = Callable[[str], Client]
HERE = "105.80,30.10,105.90,30.30"
MARKS = {"overdue": 0, "open": 1, "closed": 2, "fine": 3}


def put(name: str, lat: float, lng: float, territory: str = COMMUNITY) -> Site:
    site = restaurant(system(), name, territory)
    return correct_site(system(), site_id=site.pk, why="标定", changes={"lat": lat, "lng": lng})


def spots(browser: Client, zoom: int = 18, **asked: str) -> list[list[Any]]:
    answer = browser.get("/map/sites/points", {"box": HERE, "zoom": str(zoom), **asked})
    assert answer.status_code == 200
    found: list[list[Any]] = answer.json()["spots"]
    return sorted(found, key=lambda spot: str(spot[4]))


@pytest.fixture
def town_on_the_map(town: Cast, hands: clock.Hands) -> dict[str, Site]:
    """Five restaurants: overdue, open, closed, fine, and one in another village; a sixth nobody has placed."""
    head = town.head.actor
    placed = {
        "overdue": put("甲逾期（示例）", 30.1900, 105.8400),
        "open": put("乙未闭环（示例）", 30.1901, 105.8402),
        "closed": put("丙停业（示例）", 30.2100, 105.8600),
        "fine": put("丁没有隐患（示例）", 30.2200, 105.8700),
        "far": put("戊他村（示例）", 30.2500, 105.8800, VILLAGE),
    }
    restaurant(system(), "己没有位置（示例）")
    record_visit(head, report=Hose(placed["overdue"], photos=[photo(head)]).report())
    hands.move(timedelta(days=40))
    record_visit(head, report=Hose(placed["open"], photos=[photo(head)]).report())
    close_site(head, site_id=placed["closed"].pk, why="歇业")
    return placed


def test_each_object_stands_where_it_is_with_its_mark(town_on_the_map: dict[str, Site], signed_in: SignIn) -> None:
    seen = {spot[4]: spot for spot in spots(signed_in("leader"))}
    for code, mark in MARKS.items():
        site = town_on_the_map[code]
        lng, lat, count, shown, _, kind, url = seen[site.name]
        assert (lng, lat, count, shown, kind) == (float(site.lng or 0), float(site.lat or 0), 1, mark, "restaurant")
        assert signed_in("leader").get(url).status_code == 200


def test_far_away_they_are_one_cluster_that_wears_the_most_urgent(
    town_on_the_map: dict[str, Site], signed_in: SignIn
) -> None:
    (cluster,) = spots(signed_in("leader"), zoom=5)
    assert cluster[2:] == [5, MARKS["overdue"], "", "", ""]
    assert cluster[1] == pytest.approx((30.19 + 30.1901 + 30.21 + 30.22 + 30.25) / 5, abs=1e-6)


@pytest.mark.parametrize("zoom", range(0, 23, 3))
def test_whatever_the_zoom_every_object_is_counted_once(
    town_on_the_map: dict[str, Site], signed_in: SignIn, zoom: int
) -> None:
    assert sum(spot[2] for spot in spots(signed_in("leader"), zoom=zoom)) == len(town_on_the_map)


@pytest.mark.parametrize("name", ["leader", "grid", "far_grid", "market"])
def test_the_map_shows_what_the_ledger_shows(
    town_on_the_map: dict[str, Site], cast: Cast, signed_in: SignIn, name: str
) -> None:
    mine = scoped(cast.actor(name), Site.objects.filter(lat__isnull=False), REGISTRY_VIEW)
    assert [spot[4] for spot in spots(signed_in(name))] == sorted(mine.values_list("name", flat=True))


def test_hazards_out_of_reach_mark_nothing(town_on_the_map: dict[str, Site], signed_in: SignIn) -> None:
    page = unescape(signed_in("far_grid").get("/map/sites/").content.decode())
    assert "甲逾期" not in page
    assert [spot[3] for spot in spots(signed_in("far_grid"))] == [MARKS["fine"]]


def test_filters_are_those_of_the_ledger(town_on_the_map: dict[str, Site], signed_in: SignIn) -> None:
    assert [spot[4] for spot in spots(signed_in("leader"), state="closed")] == ["丙停业（示例）"]
    page = unescape(signed_in("leader").get("/map/sites/", {"state": "closed"}).content.decode())
    assert "已停业或退出；" in page
    assert 'href="/sites/?state=closed"' in page


def test_the_legend_counts_and_what_has_no_position_is_listed(
    town_on_the_map: dict[str, Site], signed_in: SignIn
) -> None:
    page = unescape(signed_in("grid").get("/map/sites/").content.decode())
    for words, count in (("有逾期隐患", 1), ("有未闭环隐患", 1), ("已停业或退出", 1), ("没有未闭环隐患", 2)):
        assert f"{words} <strong>{count}</strong>" in page
    assert "1项没有位置" in page
    assert "己没有位置（示例）" in page


def test_the_same_in_words(town_on_the_map: dict[str, Site], signed_in: SignIn) -> None:
    answer = signed_in("grid").get("/map/sites/rows", {"box": HERE, "zoom": "12"})
    words = unescape(answer.content.decode())
    assert "图上4项" in words
    assert words.index("甲逾期") < words.index("乙未闭环") < words.index("丙停业") < words.index("丁没有隐患")


def test_hazards_are_a_layer_of_their_own(town_on_the_map: dict[str, Site], signed_in: SignIn) -> None:
    answer = signed_in("grid").get("/map/hazards/points", {"box": HERE, "zoom": "18"})
    assert sorted((spot[4], spot[3]) for spot in answer.json()["spots"]) == [
        ("乙未闭环（示例）", 1),
        ("甲逾期（示例）", 0),
    ]


@pytest.mark.parametrize("box", ["1,2,3", "a,b,c,d", "106,30,105,31", "nan,1,2,3", "0,0,1,1e999"])
def test_a_window_that_is_none_is_not_found(cast: Cast, signed_in: SignIn, box: str) -> None:
    assert signed_in("leader").get("/map/sites/points", {"box": box, "zoom": "3"}).status_code == 404


@pytest.mark.parametrize(("address", "most"), [("points", 1), ("rows", 2)])
def test_a_look_costs_a_fixed_number_of_queries(
    town_on_the_map: dict[str, Site], signed_in: SignIn, address: str, most: int
) -> None:
    browser = signed_in("leader")
    asked = {"box": HERE, "zoom": "12"}
    browser.get(f"/map/sites/{address}", asked)
    with CaptureQueriesContext(
        connection,
    ) as few:
        browser.get(f"/map/sites/{address}", asked)
    for number in range(20):
        put(f"新店{number}（示例）", 30.2 + number / 1000, 105.85)
    with CaptureQueriesContext(connection) as many:
        browser.get(f"/map/sites/{address}", asked)
    ours = [query for query in many.captured_queries if "registry_site" in query["sql"]]
    assert len(many) == len(few)
    assert len(ours) == most


@pytest.mark.parametrize("datum", [Datum.GCJ02, Datum.BD09])
def test_on_a_shifted_ground_everything_is_shifted(
    town_on_the_map: dict[str, Site], signed_in: SignIn, settings: Settings, datum: Datum
) -> None:
    settings.MAP = MapGround("https://tiles.example/{z}/{x}/{y}.png", "示例", datum)
    lat, lng = from_wgs84(30.19, 105.84, datum)
    seen = {spot[4]: spot for spot in spots(signed_in("leader"))}
    assert seen["甲逾期（示例）"][:2] == pytest.approx([lng, lat], abs=2e-6)


def test_an_object_is_put_in_its_place(cast: Cast, signed_in: SignIn) -> None:
    site = restaurant(system())
    browser = signed_in("grid")
    lat, lng = from_wgs84(30.19, 105.84, Datum.BD09)
    sent = {"lat": f"{lat:.7f}", "lng": f"{lng:.7f}", "datum": "bd09", "why": "现场核对"}
    assert browser.post(f"/map/place/{site.pk}/", sent).status_code == 302
    site.refresh_from_db()
    assert (float(site.lat or 0), float(site.lng or 0)) == pytest.approx((30.19, 105.84), abs=2e-6)


def test_a_wrong_position_is_said_beside_its_field(cast: Cast, signed_in: SignIn) -> None:
    site = restaurant(system())
    sent = {"lat": "105.84", "lng": "30.19", "datum": "wgs84", "why": "现场核对"}
    answer = signed_in("grid").post(f"/map/place/{site.pk}/", sent)
    assert answer.status_code == 422
    assert "填反了" in answer.content.decode()
    site.refresh_from_db()
    assert site.lat is None


def test_nobody_places_what_lies_elsewhere(cast: Cast, signed_in: SignIn) -> None:
    site = restaurant(system())
    for name in ("far_grid", "auditor", "market"):
        assert signed_in(name).get(f"/map/place/{site.pk}/").status_code == 404
