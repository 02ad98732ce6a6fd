"""A table of addresses gives objects their places; what does not match is shown with its reason."""

import pytest

from gasloop.atlas.actions import Place, matches_of, place_sites
from gasloop.atlas.actions.positions import places_in
from gasloop.evidence.models import Entry
from gasloop.kernel.coordinates import wgs84_to_gcj02
from gasloop.kernel.refusal import Refusal
from gasloop.registry.actions import register_site
from gasloop.registry.models import Site
from tests.cast import COMMUNITY, VILLAGE, Cast
from tests.stories import restaurant


def shop(cast: Cast, name: str, address: str, territory: str = COMMUNITY) -> Site:
    return register_site(cast.clerk.actor, name=name, kind="restaurant", territory=territory, address=address)


def test_by_number_by_name_and_by_address(cast: Cast) -> None:
    one, two, three = shop(cast, "甲店", "正街1号"), shop(cast, "乙店", "正街2号"), shop(cast, "丙店", "群力镇正街3号")
    rows = [
        Place(2, number=one.number, lat="30.19", lng="105.84"),
        Place(3, name="乙 店", lat="30.20", lng="105.85"),
        Place(4, address="正街３号", lat="30.21", lng="105.86"),
    ]
    assert place_sites(cast.clerk.actor, places=rows, datum="wgs84", why="标准地址库") == 3
    placed = {site.name: (str(site.lat), str(site.lng)) for site in Site.objects.all()}
    assert placed == {
        "甲店": ("30.190000", "105.840000"),
        "乙店": ("30.200000", "105.850000"),
        "丙店": ("30.210000", "105.860000"),
    }
    assert {one.pk, two.pk, three.pk} == set(Site.objects.filter(lat__isnull=False).values_list("pk", flat=True))
    assert Entry.objects.filter(act__contains="batch").count() == 1


def test_degrees_of_domestic_maps_are_converted(cast: Cast) -> None:
    shop(cast, "甲店", "正街1号")
    lat, lng = wgs84_to_gcj02(30.19, 105.84)
    place_sites(cast.clerk.actor, places=[Place(2, name="甲店", lat=str(lat), lng=str(lng))], datum="gcj02", why="高德")
    site = Site.objects.get()
    assert (float(site.lat or 0), float(site.lng or 0)) == pytest.approx((30.19, 105.84), abs=1e-6)


def test_what_does_not_match_says_why(cast: Cast) -> None:
    shop(cast, "甲店", "正街1号")
    shop(cast, "同名", "正街2号")
    shop(cast, "同名", "正街4号", VILLAGE)
    rows = [
        Place(2, name="没有这家", lat="30.19", lng="105.84"),
        Place(3, name="同名", lat="30.19", lng="105.84"),
        Place(4, lat="30.19", lng="105.84"),
        Place(5, name="甲店", lat="105.84", lng="30.19"),
        Place(6, name="甲店", lat="30.19", lng="105.84"),
        Place(7, address="正街1号", lat="30.19", lng="105.84"),
        Place(8, name="同名", address="正街4号", lat="30.22", lng="105.84"),
    ]
    found = matches_of(cast.clerk.actor, places=rows, datum="wgs84")
    said = [each.problem.split("，")[0] for each in found]
    assert "填反了" in found[3].problem
    assert said[:4] == [
        "没有找到对象",
        "有{count}个对象对得上",
        "这一行没有编号、名称或地址",
        found[3].problem,
    ]
    assert (said[4], said[5], said[6]) == ("", "和第{row}行是同一个对象", "")
    assert found[6].site_name == "同名"
    # Out of reach is not there.
    assert [bool(each.problem) for each in matches_of(cast.far_grid.actor, places=rows[4:5], datum="wgs84")] == [True]


def test_a_table_needs_degrees_and_something_to_match_by() -> None:
    for titles, code in ((["名称", "经度"], "degrees"), (["备注", "经度", "纬度"], "names")):
        with pytest.raises(Refusal, match=code):
            places_in(titles, [])
    read = places_in(["名称", "经度", "纬度"], [(2, ["甲店", 105.84, 30.19]), (3, ["", None, None])])
    assert read == [Place(2, name="甲店", lat="30.19", lng="105.84")]


def test_nothing_matched_writes_nothing(cast: Cast) -> None:
    restaurant(cast.clerk.actor)
    with pytest.raises(Refusal, match=r"table\.none"):
        place_sites(cast.clerk.actor, places=[Place(2, name="别家", lat="30", lng="105")], datum="wgs84", why="x")
