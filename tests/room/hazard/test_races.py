"""Two people press at the same moment: one is heard, the other is told; no step happens twice."""

from tests.cast import Cast
from tests.room.conftest import AtOnce
from tests.stories import Hose, photo, restaurant

from gasloop.evidence.sealing import seal_all
from gasloop.evidence.verify import verify
from gasloop.hazard.actions import Order, order_rectification, rectify, void_hazard
from gasloop.hazard.actions.moving import Proof
from gasloop.hazard.models import Hazard
from gasloop.inspection.actions import VisitReport, record_visit
from gasloop.inspection.models import Visit
from gasloop.kernel.refusal import Refusal
from gasloop.plan.models import Duty


def found(town: Cast) -> Hazard:
    officer = town.officer.actor
    return record_visit(officer, report=Hose(restaurant(officer), photos=[photo(officer)]).report()).hazards[0]


def test_of_four_orders_one_is_heard(committed_town: Cast, at_once: AtOnce) -> None:
    hazard = found(committed_town)

    def order(person: str) -> Hazard:
        actor = committed_town.actor(person)
        return order_rectification(actor, hazard_id=hazard.pk, order=Order("停用", person))

    given = at_once(*(lambda p=p: order(p) for p in ("head", "clerk", "officer", "head")))
    won = [each for each in given if isinstance(each, Hazard)]
    told = [each for each in given if isinstance(each, Refusal)]
    assert (len(won), len(told)) == (1, 3)
    assert {each.code for each in told} <= {"hazard.moved_meanwhile", "hazard.order.state"}
    assert Hazard.objects.get().answerable_person == won[0].answerable_person
    assert sorted(Duty.objects.values_list("kind", "state")) == [("order", "done"), ("rectify", "open")]
    assert Hazard.objects.get().steps.count() == 2


def test_rectified_and_voided_at_once_is_one_of_both(own_keys: None, committed_town: Cast, at_once: AtOnce) -> None:
    hazard, head, officer = found(committed_town), committed_town.head.actor, committed_town.officer.actor
    order_rectification(head, hazard_id=hazard.pk, order=Order("停用", "张老板"))
    shown = [photo(officer)]
    given = at_once(
        lambda: rectify(officer, hazard_id=hazard.pk, proof=Proof("已换", shown)),
        lambda: void_hazard(head, hazard_id=hazard.pk, why="量错"),
    )
    assert sum(isinstance(each, Refusal) for each in given) == 1
    state = Hazard.objects.get().state
    open_duties = list(Duty.objects.filter(state="open").values_list("kind", flat=True))
    assert (state, open_duties) in [("rectified", ["recheck"]), ("voided", [])]
    seal_all()
    assert verify().ok


def test_the_same_visit_from_four_threads_is_one_visit(committed_town: Cast, at_once: AtOnce) -> None:
    officer = committed_town.officer.actor
    report = Hose(restaurant(officer), photos=[photo(officer)]).report()
    given = at_once(*(lambda: record_visit(officer, report=report) for _ in range(4)))
    assert [each for each in given if isinstance(each, Refusal)] == []
    assert sorted(each.repeated for each in given) == [False, True, True, True]  # type: ignore[attr-defined]  # Recorded
    assert Visit.objects.count() == Hazard.objects.count() == Duty.objects.count() == 1


def test_two_reports_under_one_id_leave_one_of_them(committed_town: Cast, at_once: AtOnce) -> None:
    officer = committed_town.officer.actor
    site = restaurant(officer)
    long, fine = Hose(site).report(), Hose(site, metres=1.5).report()
    both = [long, VisitReport(**{**{f: getattr(fine, f) for f in fine.__slots__}, "id": long.id})]
    given = at_once(*(lambda r=r: record_visit(officer, report=r) for r in both))
    refused = [each.code for each in given if isinstance(each, Refusal)]
    assert refused == ["visit.id_taken"]
    assert Hazard.objects.count() == Visit.objects.get().hazards_found
