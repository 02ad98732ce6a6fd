"""Recording a visit: what is asked, what is refused, and that all of it happens or nothing."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.cast import Cast
from tests.stories import Hose, photo, restaurant

from gasloop.evidence.models import Entry
from gasloop.hazard.models import Hazard
from gasloop.inspection.actions import Answered, Signature, VisitReport, record_visit
from gasloop.inspection.models import Answer, Visit
from gasloop.kernel import clock
from gasloop.kernel.ids import new_id
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.plan.models import Duty
from gasloop.registry.actions import void_site
from gasloop.registry.models import Site
from gasloop.relay.models import OutboxEvent
from gasloop.rulebook import book
from gasloop.rulebook.judging import Verdict, judge
from gasloop.rulebook.models import CheckItem


@pytest.fixture
def site(town: Cast) -> Site:
    return restaurant(town.officer.actor)


@pytest.fixture
def report(site: Site) -> VisitReport:
    return Hose(site).report()


def refused(town: Cast, report: VisitReport, code: str) -> Refusal:
    with pytest.raises(Refusal, match=code.replace(".", r"\.")) as told:
        record_visit(town.officer.actor, report=report)
    assert not Visit.objects.exists()
    assert not Hazard.objects.exists()
    return told.value


def test_a_visit_leaves_its_answers_its_hazard_its_duty_its_entry_and_its_event(
    town: Cast, report: VisitReport
) -> None:
    recorded = record_visit(town.officer.actor, report=report)
    answer = Answer.objects.get()
    assert (answer.passed, answer.hazard, answer.value) == (False, recorded.hazards[0], 2.6)
    assert Duty.objects.get().about == recorded.hazards[0].subject
    assert Entry.objects.filter(subject_id=recorded.visit.pk, act="visit.recorded").count() == 1
    assert list(OutboxEvent.objects.filter(name__in=["hazard.opened", "visit.recorded"]).values_list("name", flat=True))
    assert recorded.hazards[0].source == recorded.visit.subject


def test_signed_by_both_or_a_reason(town: Cast, report: VisitReport) -> None:
    assert refused(town, replace(report, inspector=Signature("李强")), "visit.unsigned.inspector").field == "inspector"
    blank = Signature("张老板", reason="  ")
    assert refused(town, replace(report, site_person=blank), "visit.unsigned.site_person").basis == "五(二)¶1"


def test_at_a_closed_door_nobody_signs_for_the_shop(town: Cast, report: VisitReport) -> None:
    closed = replace(report, result="nobody", answers=(), site_person=Signature())
    assert record_visit(town.officer.actor, report=closed).visit.result == "nobody"


def test_nothing_is_answered_where_nothing_was_checked(town: Cast, report: VisitReport) -> None:
    refused(town, replace(report, result="refused"), "visit.answers_without_check")
    refused(town, replace(report, answers=()), "visit.no_answers")
    refused(town, replace(report, result="done"), "visit.result")


def test_a_visit_of_tomorrow(town: Cast, report: VisitReport) -> None:
    refused(town, replace(report, visited_at=clock.now() + timedelta(minutes=11)), "visit.future")
    a_little_fast = replace(report, visited_at=clock.now() + timedelta(minutes=9))
    assert record_visit(town.officer.actor, report=a_little_fast).visit.pk == report.id


def test_an_item_that_does_not_belong_here_or_comes_twice(town: Cast, report: VisitReport) -> None:
    refused(town, replace(report, answers=[Answered("NO-SUCH-ITEM", 1)]), "visit.item_unknown")
    refused(town, replace(report, answers=[*report.answers, *report.answers]), "visit.item_twice")


def test_a_photo_that_the_item_asks_for(town: Cast, report: VisitReport) -> None:
    CheckItem.objects.filter(code="HOSE-LENGTH").update(photo_required=True)
    book._kept.clear()
    try:
        assert refused(town, report, "visit.item_photo").field == "HOSE-LENGTH"
    finally:
        book._kept.clear()


def test_photos_that_nobody_stored(town: Cast, report: VisitReport) -> None:
    with pytest.raises(Refusal):
        record_visit(town.officer.actor, report=replace(report, photos=["0" * 64]))
    assert not Visit.objects.exists()


def test_two_things_wrong_are_two_hazards_and_a_wrong_answer_undoes_both(town: Cast, report: VisitReport) -> None:
    good = [Answered("HOSE-LENGTH", 2.6), Answered("HOSE-TEES", 2)]
    refused(town, replace(report, answers=[*good, Answered("BELOW-GROUND", "vielleicht")]), "rulebook.answer.value")
    assert Duty.objects.count() == 0
    recorded = record_visit(town.officer.actor, report=replace(report, answers=good))
    assert [hazard.rule.code for hazard in recorded.hazards] == ["R-CAT-HOSE-LENGTH", "R-CAT-HOSE-TEE"]
    assert recorded.visit.hazards_found == 2
    assert len({hazard.number for hazard in recorded.hazards}) == 2


def test_told_late_the_deadline_runs_from_the_day_of_the_visit(town: Cast, report: VisitReport) -> None:
    early = replace(report, visited_at=clock.now() - timedelta(days=10))
    hazard = record_visit(town.officer.actor, report=early).hazards[0]
    assert hazard.found_at == early.visited_at
    assert hazard.due_at < clock.now()


def test_a_voided_object_and_one_elsewhere_are_not_there(town: Cast, site: Site, report: VisitReport) -> None:
    for name in ("far_grid", "market", "leader", "auditor", "admin"):
        with pytest.raises(NotFound):
            record_visit(town.actor(name), report=report)
    void_site(town.head.actor, site_id=site.pk, why="重复")
    with pytest.raises(NotFound):
        record_visit(town.officer.actor, report=report)


def test_the_same_report_written_differently_is_the_same(town: Cast, report: VisitReport) -> None:
    officer = town.officer.actor
    shown = photo(officer)
    first = replace(report, photos=[shown], companions=["王芳"])
    record_visit(officer, report=first)
    again = replace(first, photos=(shown,), companions=("王芳",))
    assert record_visit(officer, report=again).repeated
    with pytest.raises(Refusal, match=r"visit\.id_taken"):
        record_visit(officer, report=replace(first, companions=()))
    with pytest.raises(Refusal, match=r"visit\.id_taken"):
        record_visit(town.head.actor, report=first)


def test_a_second_visit_is_a_second_visit(town: Cast, report: VisitReport) -> None:
    officer = town.officer.actor
    record_visit(officer, report=report)
    other = record_visit(officer, report=replace(report, id=new_id()))
    assert not other.repeated
    assert Visit.objects.count() == 2


@pytest.mark.parametrize(
    "changed",
    [
        {"companions": ["王" * 61]},
        {"inspector": Signature("李" * 61, reason="示例")},
        {"inspector": Signature("李强", reason="忙" * 121)},
        {"site_person": Signature("张" * 61, reason="拒签")},
        {"site_person": Signature("张老板", reason="拒" * 121)},
    ],
)
def test_what_is_too_long_to_keep_is_said(town: Cast, report: VisitReport, changed: dict[str, object]) -> None:
    refused(town, replace(report, **changed), "visit.too_long")  # type: ignore[arg-type]  # the cases above


def test_a_date_is_judged_by_the_day_of_the_visit(
    town: Cast, report: VisitReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A certificate that was valid on the day of the visit does not become a hazard because the form came late."""
    asked = []

    def heard(*given: Any, **named: Any) -> Verdict:
        asked.append(named.get("on"))
        return judge(*given, **named)

    monkeypatch.setattr("gasloop.inspection.actions.visits.judge", heard)
    late = replace(report, visited_at=clock.now() - timedelta(days=10))
    record_visit(town.officer.actor, report=late)
    assert asked == [clock.legal_day(late.visited_at)]
