"""A grid officer's round: tick doors, one result; the cycle, the notice, the page on a phone."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from tests.cast import COMMUNITY, Cast
from tests.stories import Hose, restaurant

from gasloop.evidence.models import Entry
from gasloop.inspection.actions import record_household_visits, record_visit
from gasloop.inspection.models import HouseholdVisit
from gasloop.kernel import clock
from gasloop.kernel.ids import new_id
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.registry.actions import close_site, register_building, register_doors
from gasloop.registry.facts import HouseholdFacts
from gasloop.registry.models import Building, Household

TODAY = date(2026, 11, 2)
Browser = Callable[[str], Client]


@pytest.fixture
def building(cast: Cast) -> Building:
    made = register_building(cast.grid.actor, name="双堰小区1栋", territory=COMMUNITY, address="双堰街1号")
    facts = [HouseholdFacts(unit="1", floor=floor, room=f"{floor}0{n}") for floor in (1, 2) for n in (1, 2)]
    register_doors(cast.grid.actor, building_id=made.pk, doors=facts)
    return made


def doors(building: Building) -> list[Household]:
    return list(building.households.order_by("door_key"))


def test_a_round_leaves_a_visit_per_door_and_the_next_date(town: Cast, building: Building) -> None:
    keys = [door.pk for door in doors(building)[:3]]
    visits = record_household_visits(
        town.grid.actor, building_id=building.pk, household_ids=keys, result="checked", note="更换了一户软管"
    )
    assert [(v.result, v.visited_on, v.by_name) for v in visits] == [("checked", TODAY, "王芳")] * 3
    assert {door.next_visit_on for door in doors(building)[:3]} == {date(2028, 11, 2)}
    assert doors(building)[3].last_visit_on is None
    entry = Entry.objects.get(act="visit.round_recorded")
    assert (entry.rows_count, entry.territory) == (3, COMMUNITY)


def test_the_same_round_again_changes_nothing(cast: Cast, building: Building) -> None:
    key, keys = new_id(), [doors(building)[0].pk]

    def send(result: str) -> list[HouseholdVisit]:
        return record_household_visits(
            cast.grid.actor, building_id=building.pk, household_ids=keys, result=result, id=key
        )

    assert send("nobody")[0].pk == send("nobody")[0].pk
    assert doors(building)[0].nobody_count == 1
    with pytest.raises(Refusal, match="id_taken"):
        send("refused")


def test_nobody_out_of_reach_goes_round(cast: Cast, building: Building) -> None:
    for name in ("far_grid", "market", "officer", "auditor", "admin"):
        with pytest.raises(NotFound):
            record_household_visits(
                cast.actor(name), building_id=building.pk, household_ids=[doors(building)[0].pk], result="checked"
            )


def test_the_grid_officer_ticks_and_presses_once(signed_in: Browser, cast: Cast, building: Building) -> None:
    browser, address = signed_in("grid"), f"/buildings/{building.pk}/"
    page = browser.get(f"{address}?tick=waiting").content.decode()
    assert page.count(" checked>") == 4
    for words in ("检查无问题", "无人在家", "拒绝入户", "1单元 1楼 101"):
        assert words in page
    ticked = [str(door.pk) for door in doors(building)[:2]]
    sent = {"door": ticked, "result": "checked", "on": "2026-11-01", "round": str(new_id())}
    page = browser.post(f"{address}round/", sent, follow=True).content.decode()
    assert "已登记2户：已检查" in page
    assert browser.get(f"{address}?tick=waiting").content.decode().count(" checked>") == 2
    assert "请先勾选住户" in browser.post(f"{address}round/", {"result": "checked"}, follow=True).content.decode()


def test_nobody_three_times_shows_the_notice_to_print_and_to_serve(
    signed_in: Browser, hands: clock.Hands, building: Building
) -> None:
    browser, door = signed_in("grid"), doors(building)[0]
    for _time in range(3):
        sent = {"door": [str(door.pk)], "result": "nobody", "on": clock.today().isoformat(), "round": str(new_id())}
        browser.post(f"/buildings/{building.pk}/round/", sent)
        hands.move(timedelta(days=1))
    assert f"/households/{door.pk}/notice/" in browser.get(f"/buildings/{building.pk}/").content.decode()
    notice = browser.get(f"/households/{door.pk}/notice/").content.decode()
    assert "连续3次上门" in notice
    assert browser.post(f"/households/{door.pk}/serve/", {"how": "贴在门上"}).status_code == 302
    page = browser.get(f"/households/{door.pk}/").content.decode()
    assert "已送告知书" in page
    assert page.count("无人在家") >= 3


def test_somebody_who_only_reads_sees_no_buttons(signed_in: Browser, building: Building) -> None:
    page = signed_in("auditor").get(f"/buildings/{building.pk}/").content.decode()
    assert "1单元 1楼 101" in page
    assert "检查无问题" not in page
    assert signed_in("auditor").post(f"/buildings/{building.pk}/round/", {"result": "checked"}).status_code == 404


def test_a_closed_site_is_not_visited_after_its_last_day(town: Cast) -> None:
    site = restaurant(town.clerk.actor)
    close_site(town.clerk.actor, site_id=site.pk, why="停业", on=TODAY - timedelta(days=1))
    with pytest.raises(Refusal, match="site_closed"):
        record_visit(town.officer.actor, report=Hose(site).report())
    late = Hose(site, at=clock.now() - timedelta(days=1)).report()
    assert record_visit(town.officer.actor, report=late).visit.site == site
