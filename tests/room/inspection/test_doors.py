"""A door with a problem, a door that stays shut: hazard, gap test, referral; the register follows in the same step."""

from decimal import Decimal

import pytest
from django.test import Client
from tests.cast import COMMUNITY, Cast
from tests.stories import photo

from gasloop.hazard.models import Hazard
from gasloop.inspection import handlers
from gasloop.inspection.actions import (
    Answered,
    Signature,
    VisitReport,
    hand_over_door,
    record_gap_test,
    record_household_visits,
    record_visit,
)
from gasloop.inspection.models import HouseholdVisit
from gasloop.kernel import clock
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.plan.handlers import settle_door
from gasloop.plan.models import Duty
from gasloop.referral.actions import Letter, send_referral
from gasloop.referral.events import ReferralMoved
from gasloop.referral.queries import may_be_sent_to
from gasloop.registry.actions import open_door_file, register_building, register_doors, serve_notice
from gasloop.registry.facts import HouseholdFacts
from gasloop.registry.kinds import Approach
from gasloop.registry.models import Household, Site
from gasloop.relay.models import OutboxEvent


@pytest.fixture
def door(cast: Cast) -> Household:
    building = register_building(cast.grid.actor, name="双堰小区1栋", territory=COMMUNITY, address="双堰街1号")
    facts = HouseholdFacts(unit="1", floor=1, room="101", gas_source="lpg_cylinder")
    return register_doors(cast.grid.actor, building_id=building.pk, doors=[facts])[0]


def knock(cast: Cast, door: Household, result: str) -> Household:
    record_household_visits(cast.grid.actor, building_id=door.building_id, household_ids=[door.pk], result=result)
    door.refresh_from_db()
    return door


def report(cast: Cast, site: Site, metres: float) -> VisitReport:
    return VisitReport(
        site_id=site.pk,
        visited_at=clock.now(),
        answers=[Answered("HOME-HOSE-LENGTH", metres, photos=(photo(cast.grid.actor),))],
        inspector=Signature(name="王芳", reason="手机登记（示例）"),
        site_person=Signature(name="户主", reason="口头确认（示例）"),
    )


def test_a_problem_behind_a_door_is_a_hazard_and_a_knock_at_once(town: Cast, door: Household) -> None:
    grid = town.grid.actor
    site = open_door_file(grid, household_id=door.pk)
    assert open_door_file(grid, household_id=door.pk).pk == site.pk
    assert (site.kind, site.line, site.territory) == ("household", "household", COMMUNITY)
    sent = report(town, site, 3.2)
    (hazard,) = record_visit(grid, report=sent).hazards
    record_visit(grid, report=sent)  # the phone sent it twice
    door.refresh_from_db()
    assert (hazard.site_id, hazard.rule.code) == (site.pk, "R-HOME-HOSE")
    assert (door.last_result, door.last_visit_on) == ("checked", clock.today())
    assert door.next_visit_on is not None
    assert HouseholdVisit.objects.filter(household=door).count() == 1


def test_a_refused_hazard_writes_no_knock(town: Cast, door: Household) -> None:
    site = open_door_file(town.grid.actor, household_id=door.pk)
    with pytest.raises(Refusal):
        record_visit(town.grid.actor, report=VisitReport(site_id=site.pk, visited_at=clock.now()))
    assert not HouseholdVisit.objects.exists()
    with pytest.raises(NotFound):
        open_door_file(town.far_grid.actor, household_id=door.pk)


def shut(town: Cast, door: Household) -> Household:
    """Nobody at home three times, and the notice served."""
    for _time in range(3):
        knock(town, door, "nobody")
    assert door.approach == Approach.NOTICE
    serve_notice(town.grid.actor, household_id=door.pk, how="贴在门上")
    door.refresh_from_db()
    return door


def test_the_gap_of_a_shut_door_is_tested(town: Cast, door: Household) -> None:
    shut(town, door)
    visit, hazard = record_gap_test(town.grid.actor, household_id=door.pk, reading=Decimal(0))
    assert (visit.result, visit.gap_lel, hazard) == ("nobody", Decimal(0), None)
    visit, hazard = record_gap_test(town.grid.actor, household_id=door.pk, reading=Decimal("4.5"))
    assert hazard is not None
    assert (hazard.rule.code, hazard.source.kind, hazard.source.id) == ("R-HOME-GAP", "household_visit", visit.pk)
    assert "4.5" in hazard.description
    with pytest.raises(Refusal, match=r"gap\.reading"):
        record_gap_test(town.grid.actor, household_id=door.pk, reading=Decimal(120))
    with pytest.raises(Refusal, match=r"gap\.result"):
        record_gap_test(town.grid.actor, household_id=door.pk, reading=Decimal(0), result="checked")


def test_a_shut_door_is_referred_with_a_letter_and_knocked_at_again(town: Cast, door: Household) -> None:
    with pytest.raises(Refusal, match="approach"):
        hand_over_door(town.grid.actor, household_id=door.pk)
    shut(town, door)
    knock(town, door, "refused")
    settle_door(door.pk)
    hazard = hand_over_door(town.grid.actor, household_id=door.pk)
    assert hand_over_door(town.grid.actor, household_id=door.pk).pk == hazard.pk
    assert hazard.rule.code == "R-HOME-DOOR"
    assert "拒绝" in hazard.description
    office = may_be_sent_to(hazard)[0]
    letter = Letter(office.pk, "多次上门未能入户检查", "hand_over")
    referral = send_referral(town.head.actor, hazard_id=hazard.pk, letter=letter)
    event = OutboxEvent.objects.filter(name="referral.moved").latest("id")
    for _time in range(2):
        handlers.referral_moved(ReferralMoved(**event.body))
    door.refresh_from_db()
    assert (door.approach, door.nobody_count) == (Approach.KNOCK, 0)
    settle_door(door.pk)
    owed = Duty.objects.filter(about_kind="household", about_id=door.pk, kind="refer").values_list("state", flat=True)
    assert list(owed) == ["done"]
    assert referral.hazard_id == hazard.pk


def test_on_the_phone(signed_in: "object", town: Cast, door: Household) -> None:
    browser: Client = signed_in("grid")  # type: ignore[operator]  # the fixture's type is the house's
    page = browser.get(f"/buildings/{door.building_id}/").content.decode()
    assert "发现问题" in page
    assert "门缝检漏" not in page
    answer = browser.post(f"/households/{door.pk}/check/", follow=True)
    assert "最长的一根连接软管有多长" in answer.content.decode()
    shut(town, door)
    assert "门缝检漏" in browser.get(f"/buildings/{door.building_id}/").content.decode()
    answer = browser.post(f"/households/{door.pk}/gap/", {"reading": "6", "result": "nobody"}, follow=True)
    assert "请立即通知供气单位" in answer.content.decode()
    assert Hazard.objects.get().rule.code == "R-HOME-GAP"
    assert "移送" in browser.get(f"/households/{door.pk}/").content.decode()
    answer = browser.post(f"/households/{door.pk}/hand-over/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/hazards/")
    assert browser.get("/households/coverage/").status_code == 200
