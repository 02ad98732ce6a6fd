"""More time: 李强 asks while the part is on its way, 何主任 decides, or nobody does."""

from datetime import date, timedelta

import pytest
from tests.cast import Cast
from tests.stories import Hose, photo, restaurant

from gasloop.hazard.actions import (
    Order,
    Request,
    ask_extension,
    decide_extension,
    lapse_extensions,
    order_rectification,
    rectify,
    void_hazard,
)
from gasloop.hazard.actions.moving import Proof
from gasloop.hazard.models import Extension, Hazard
from gasloop.inspection.actions import record_visit
from gasloop.kernel import clock
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.plan.models import Duty


@pytest.fixture
def ordered(town: Cast) -> Hazard:
    head = town.head.actor
    found = record_visit(head, report=Hose(restaurant(head), photos=[photo(head)]).report()).hazards[0]
    return order_rectification(head, hazard_id=found.pk, order=Order("停用", "张老板"))


def later(hazard: Hazard, days: int) -> date:
    return clock.legal_day(hazard.due_at) + timedelta(days=days)


def ask(town: Cast, hazard: Hazard, days: int = 5, reason: str = "金属软管缺货，已下单") -> Extension:
    request = Request(later(hazard, days), reason, "关闭瓶阀，停用该灶")
    return ask_extension(town.officer.actor, hazard_id=hazard.pk, request=request)


def open_duties(about: Extension) -> list[str]:
    return list(Duty.objects.filter(about_id=about.pk, state="open").values_list("kind", flat=True))


def test_a_granted_extension_moves_the_deadline_and_the_duty_and_says_why(town: Cast, ordered: Hazard) -> None:
    asked = ask(town, ordered)
    assert open_duties(asked) == ["decide"]
    decide_extension(town.head.actor, extension_id=asked.pk, granted=True, decision="同意")
    ordered.refresh_from_db()
    assert clock.legal_day(ordered.due_at) == asked.until
    assert "何主任同意延期" in ordered.due_sentence
    assert ordered.control_measure == "关闭瓶阀，停用该灶"
    duty = Duty.objects.get(about_id=ordered.pk, state="open")
    assert (duty.kind, duty.due_at, duty.level) == ("rectify", ordered.due_at, 0)
    assert open_duties(asked) == []
    last = ordered.steps.last()
    assert last is not None
    assert last.verb == "extend"


def test_a_refused_extension_moves_nothing(town: Cast, ordered: Hazard) -> None:
    asked = ask(town, ordered)
    with pytest.raises(Refusal, match=r"hazard\.extension\.no_decision"):
        decide_extension(town.head.actor, extension_id=asked.pk, granted=False, decision=" ")
    decide_extension(town.head.actor, extension_id=asked.pk, granted=False, decision="市面有货，当天可换")
    due = ordered.due_at
    ordered.refresh_from_db()
    assert ordered.due_at == due
    assert Extension.objects.get(pk=asked.pk).state == Extension.State.REFUSED


@pytest.mark.parametrize(
    ("days", "reason", "code"),
    [(0, "缺货", "until"), (31, "缺货", "until"), (3, "  ", "no_reason")],
)
def test_what_cannot_be_asked(town: Cast, ordered: Hazard, days: int, reason: str, code: str) -> None:
    with pytest.raises(Refusal, match=rf"hazard\.extension\.{code}"):
        ask(town, ordered, days, reason)


def test_nobody_asks_twice_nor_late_nor_for_what_is_not_ordered(
    town: Cast, ordered: Hazard, hands: clock.Hands
) -> None:
    ask(town, ordered)
    with pytest.raises(Refusal, match=r"hazard\.extension\.asked"):
        ask(town, ordered)
    hands.move_to(ordered.due_at + timedelta(seconds=1))
    with pytest.raises(Refusal, match=r"hazard\.extension\.overdue"):
        ask(town, ordered)
    rectify(town.officer.actor, hazard_id=ordered.pk, proof=Proof("已换", [photo(town.officer.actor)]))
    with pytest.raises(Refusal, match=r"hazard\.extension\.state"):
        ask(town, ordered)


def test_who_asked_does_not_decide_and_an_inspector_never(town: Cast, ordered: Hazard) -> None:
    request = Request(later(ordered, 3), "缺货", "停用")
    own = ask_extension(town.head.actor, hazard_id=ordered.pk, request=request)
    with pytest.raises(Refusal, match=r"hazard\.extension\.own"):
        decide_extension(town.head.actor, extension_id=own.pk, granted=True, decision="")
    with pytest.raises(NotFound):
        decide_extension(town.officer.actor, extension_id=own.pk, granted=True, decision="")


def test_a_second_extension_is_the_leader_s_to_give(town: Cast, ordered: Hazard) -> None:
    first = ask(town, ordered)
    decide_extension(town.head.actor, extension_id=first.pk, granted=True, decision="同意")
    ordered.refresh_from_db()
    second = ask(town, ordered)
    with pytest.raises(NotFound):
        decide_extension(town.head.actor, extension_id=second.pk, granted=True, decision="同意")
    assert (
        decide_extension(town.leader.actor, extension_id=second.pk, granted=True, decision="最后一次").state
        == "granted"
    )


def test_a_request_nobody_decided_lapses_with_the_deadline_exactly_once(
    town: Cast, ordered: Hazard, hands: clock.Hands
) -> None:
    asked = ask(town, ordered)
    assert lapse_extensions(at=clock.now()) == 0
    hands.move_to(ordered.due_at + timedelta(days=20))  # the machine was off
    assert (lapse_extensions(at=clock.now()), lapse_extensions(at=clock.now())) == (1, 0)
    assert Extension.objects.get(pk=asked.pk).state == Extension.State.LAPSED
    assert open_duties(asked) == []
    with pytest.raises(Refusal, match=r"hazard\.extension\.decided"):
        decide_extension(town.head.actor, extension_id=asked.pk, granted=True, decision="补批")


def test_what_is_rectified_or_voided_needs_no_more_time(town: Cast, ordered: Hazard) -> None:
    asked = ask(town, ordered)
    void_hazard(town.head.actor, hazard_id=ordered.pk, why="登记有误")
    assert Extension.objects.get(pk=asked.pk).state == Extension.State.LAPSED
    assert open_duties(asked) == []
