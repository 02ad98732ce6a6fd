"""One hazard, from the sentence of the plan to the proof of its end."""

from datetime import timedelta

import pytest

from gasloop.evidence.queries import timeline
from gasloop.hazard.actions import Order, look_back, order_rectification, recheck, rectify
from gasloop.hazard.actions.moving import Proof
from gasloop.hazard.handlers import duty_climbed
from gasloop.hazard.models import Hazard
from gasloop.inspection.actions import record_visit
from gasloop.kernel import clock
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.oversight.trace import trace_clause
from gasloop.plan.actions import climb
from gasloop.plan.events import DutyClimbed
from gasloop.plan.models import Duty
from gasloop.plan.queries import duties_of
from gasloop.relay.models import OutboxEvent
from tests.cast import Cast
from tests.stories import HOSE, load_plan, photo, restaurant
from tests.stories import Hose as HoseVisit


def found(town: Cast) -> Hazard:
    """李强 measures 2.6 m of hose at the hotpot restaurant."""
    officer = town.officer.actor
    site = restaurant(officer)
    recorded = record_visit(officer, report=HoseVisit(site, photos=[photo(officer)]).report())
    return recorded.hazards[0]


def figures(town: Cast, name: str = "officer") -> dict[str, int]:
    return {figure.key: figure.value for figure in trace_clause(town.actor(name), ref=HOSE).figures}


def test_the_plan_keeps_its_48_items_with_their_offices(town: Cast) -> None:
    document = load_plan()
    assert document.counts()["items"] == 48
    clause = document.clauses.get(ref=HOSE)
    named = [(o.named, o.role, o.office and o.office.name) for o in clause.offices.all()]
    assert named == [
        ("应急办", "lead", "应急办"),
        ("经发办", "lead", "经发办"),
        ("区消防救援支队", "counterpart", "区消防救援支队"),
        ("区商务委", "counterpart", "区商务委"),
    ]


def test_a_hose_of_2_6_metres_becomes_a_hazard_with_owner_deadline_clause_and_basis(town: Cast) -> None:
    hazard = found(town)
    assert hazard.clause_refs == [HOSE]
    assert hazard.owner_office is not None
    assert hazard.owner_office.name == "应急办"
    assert "2.6" in hazard.measured
    assert hazard.due_at > clock.now()
    assert "工作日" in hazard.due_sentence
    assert hazard.rule.bases.count() > 0
    assert [d.kind for d in duties_of(town.head.actor)] == [Duty.Kind.ORDER]


def test_a_hose_of_1_8_metres_is_recorded_and_nothing_is_found(town: Cast) -> None:
    officer = town.officer.actor
    recorded = record_visit(officer, report=HoseVisit(restaurant(officer), metres=1.8).report())
    assert recorded.hazards == ()
    assert figures(town)["covered"] == 1


def test_the_whole_way_to_the_end(town: Cast, hands: clock.Hands) -> None:
    officer, head = town.officer.actor, town.head.actor
    hazard = found(town)
    assert figures(town) == {
        "in_scope": 1,
        "covered": 1,
        "open": 1,
        "overdue": 0,
        "closed": 0,
        "on_time": 0,
        "rebounded": 0,
        "referred": 0,
    }

    order_rectification(head, hazard_id=hazard.pk, order=Order("停用该灶台，关闭瓶阀", "张老板"))
    hands.move(timedelta(days=1))
    rectify(officer, hazard_id=hazard.pk, proof=Proof("换成1.5米的软管", [photo(officer)]))
    closed = recheck(head, hazard_id=hazard.pk, passed=True, proof=Proof("现场量过", [photo(head)]))
    assert closed.state == Hazard.State.CLOSED
    assert figures(town)["on_time"] == 1

    hands.move(timedelta(days=30))
    settled = look_back(head, hazard_id=hazard.pk, rebounded=False, proof=Proof())
    assert settled.state == Hazard.State.SETTLED
    assert list(duties_of(head)) == []
    assert next(h.act for h in timeline(hazard.subject)) == "hazard.looked_back"


def test_whoever_recorded_the_rectification_may_not_re_check_it(town: Cast) -> None:
    head = town.head.actor
    hazard = found(town)
    order_rectification(head, hazard_id=hazard.pk, order=Order("停用", "张老板"))
    rectify(head, hazard_id=hazard.pk, proof=Proof("已换", [photo(head)]))
    with pytest.raises(Refusal, match=r"hazard\.recheck\.same_person"):
        recheck(head, hazard_id=hazard.pk, passed=True, proof=Proof("", [photo(head)]))


def test_nothing_is_rectified_without_a_photo(town: Cast) -> None:
    head = town.head.actor
    hazard = found(town)
    order_rectification(head, hazard_id=hazard.pk, order=Order("停用", "张老板"))
    with pytest.raises(Refusal, match=r"hazard\.no_photo"):
        rectify(head, hazard_id=hazard.pk, proof=Proof("已换"))


def test_a_rebound_is_a_new_hazard_linked_to_the_old(town: Cast, hands: clock.Hands) -> None:
    officer, head = town.officer.actor, town.head.actor
    hazard = found(town)
    order_rectification(head, hazard_id=hazard.pk, order=Order("停用", "张老板"))
    rectify(officer, hazard_id=hazard.pk, proof=Proof("已换", [photo(officer)]))
    recheck(head, hazard_id=hazard.pk, passed=True, proof=Proof("", [photo(head)]))
    hands.move(timedelta(days=20))
    again = look_back(head, hazard_id=hazard.pk, rebounded=True, proof=Proof("又换回长软管"))
    assert again.rebound_of_id == hazard.pk
    assert again.state == Hazard.State.FOUND
    assert again.due_at > clock.now()
    assert figures(town)["rebounded"] == 1


def test_overdue_climbs_rung_by_rung_when_the_clock_moves(town: Cast, hands: clock.Hands) -> None:
    hazard = found(town)
    assert climb(at=clock.now()) == 0
    hands.move(timedelta(days=20))
    while climb(at=clock.now()):
        pass
    for row in OutboxEvent.objects.filter(name="duty.climbed").order_by("id"):
        duty_climbed(DutyClimbed(**row.body))
    hazard.refresh_from_db()
    assert hazard.supervision_level == 3
    assert [d.about_id for d in duties_of(town.leader.actor)] == [hazard.pk]
    assert figures(town)["overdue"] == 1
    assert climb(at=clock.now()) == 0


def test_the_same_report_twice_is_one_visit(town: Cast) -> None:
    officer = town.officer.actor
    report = HoseVisit(restaurant(officer), photos=[photo(officer)]).report()
    first = record_visit(officer, report=report)
    again = record_visit(officer, report=report)
    assert again.repeated
    assert again.visit == first.visit
    assert Hazard.objects.count() == 1


def test_another_village_sees_nothing_of_it(town: Cast) -> None:
    hazard = found(town)
    with pytest.raises(NotFound):
        rectify(town.far_grid.actor, hazard_id=hazard.pk, proof=Proof("", [photo(town.far_grid.actor)]))
    assert figures(town, "far_grid")["open"] == 0
    assert figures(town, "market")["open"] == 0
