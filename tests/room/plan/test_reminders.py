"""Reminders: exactly once each, however late, shown until somebody has seen them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from tests.cast import Cast
from tests.room.conftest import AtOnce
from tests.stories import Hose, restaurant

from gasloop.inspection.actions import record_visit
from gasloop.kernel import clock
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.plan.actions import climb, finish_duties, pause_duty, remind, resume_duty, see_reminders
from gasloop.plan.models import Duty, DutyReminder
from gasloop.plan.queries import new_reminders
from gasloop.relay import sweeps

SignIn = Callable[[str], Client]


def owe(town: Cast, number: int = 1) -> list[Duty]:
    site = restaurant(town.head.actor)
    for _ in range(number):
        record_visit(town.head.actor, report=Hose(site).report())
    return list(Duty.objects.order_by("id"))


def stages() -> list[int]:
    return list(DutyReminder.objects.order_by("told_at", "id").values_list("stage", flat=True))


def test_each_at_its_hour(town: Cast, hands: clock.Hands) -> None:
    (duty,) = owe(town)  # due at the end of Tuesday, found on Monday at nine: too late for the day before
    told = []
    for at in (clock.start_of(clock.legal_day(duty.due_at)) + timedelta(hours=8, minutes=30), duty.due_at):
        hands.move_to(at - timedelta(microseconds=1))
        sweeps.run_all(clock.now())
        told.append(stages())
        hands.move_to(at)
        sweeps.run_all(clock.now())
        sweeps.run_all(clock.now())
        told.append(stages())
    assert told == [[], [2], [2], [2, 3]]


def test_after_weeks_off_each_once_and_the_last_is_shown(town: Cast, hands: clock.Hands) -> None:
    owe(town)
    hands.move(timedelta(weeks=3))
    sweeps.run_all(clock.now())
    assert stages() == [2, 3]
    assert [row.stage for row in new_reminders(town.officer.actor)] == [3]


def test_what_is_done_is_not_brought_to_mind(town: Cast, hands: clock.Hands) -> None:
    (duty,) = owe(town)
    finish_duties(town.head.actor, about=duty.about, kind=Duty.Kind.ORDER)
    hands.move(timedelta(weeks=3))
    assert remind(at=clock.now()) == 0


def test_seen_by_one_and_not_by_the_other(town: Cast, hands: clock.Hands, signed_in: SignIn) -> None:
    owe(town)
    hands.move(timedelta(days=2))
    sweeps.run_all(clock.now())
    for name in ("officer", "head"):
        assert "新提醒" in signed_in(name).get("/").content.decode()
    assert "新提醒" not in signed_in("market").get("/").content.decode()
    assert signed_in("officer").post("/reminders/seen/").status_code == 302
    assert "新提醒" not in signed_in("officer").get("/").content.decode()
    assert "新提醒" in signed_in("head").get("/").content.decode()
    see_reminders(town.head.actor)
    assert not new_reminders(town.head.actor)


def test_a_pause_is_for_heads_and_says_why(town: Cast, hands: clock.Hands) -> None:
    (duty,) = owe(town)
    for name in ("officer", "grid", "clerk", "auditor"):
        with pytest.raises(NotFound):
            pause_duty(town.people[name].actor, duty_id=duty.pk, why="装修")
    with pytest.raises(Refusal):
        pause_duty(town.head.actor, duty_id=duty.pk, why=" ")
    with pytest.raises(Refusal):
        resume_duty(town.head.actor, duty_id=duty.pk)
    due = pause_duty(town.head.actor, duty_id=duty.pk, why="装修").due_at
    hands.move(timedelta(days=10))
    assert climb(at=clock.now()) == remind(at=clock.now()) == 0
    resumed = resume_duty(town.head.actor, duty_id=duty.pk)
    assert resumed.due_at == due + timedelta(days=10)
    assert resumed.due_sentence.endswith("中止10天，顺延。")


@pytest.mark.parametrize("sweepers", [3])
def test_sweepers_in_doubt_tell_each_once(
    committed_town: Cast, hands: clock.Hands, at_once: AtOnce, sweepers: int
) -> None:
    owe(committed_town, 4)
    hands.move(timedelta(days=2))

    def sweep() -> int:
        return sum(iter(lambda: remind(at=clock.now(), limit=2), 0))

    at_once(*(sweep for _ in range(sweepers)))
    assert sorted(stages()) == [2] * 4 + [3] * 4
