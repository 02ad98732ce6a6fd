"""Overdue duties climb: each rung once, in order, whoever sweeps and however long the machine was off."""

from datetime import timedelta

import pytest
from tests.cast import Cast
from tests.room.conftest import AtOnce
from tests.stories import Hose, restaurant

from gasloop.evidence.queries import timeline
from gasloop.inspection.actions import record_visit
from gasloop.kernel import clock
from gasloop.plan.actions import climb, finish_duties
from gasloop.plan.ladder import Level
from gasloop.plan.models import Duty
from gasloop.plan.queries import duties_of
from gasloop.relay import sweeps
from gasloop.relay.models import OutboxEvent


def owe(town: Cast, number: int = 1) -> list[Duty]:
    """So many hazards, so many orders to give."""
    head = town.head.actor
    site = restaurant(head)
    for _ in range(number):
        record_visit(head, report=Hose(site).report())
    return list(Duty.objects.order_by("id"))


def levels() -> list[int]:
    """The rungs that were told, in the order of telling."""
    return [row.body["level"] for row in OutboxEvent.objects.filter(name="duty.climbed").order_by("id")]


def test_each_rung_has_its_day(town: Cast, hands: clock.Hands) -> None:
    (duty,) = owe(town)
    reached = []
    for at in (
        duty.due_at - timedelta(microseconds=1),
        duty.due_at,
        *(duty.due_at + timedelta(days=n) for n in (3, 7)),
    ):
        hands.move_to(at)
        sweeps.run_all(clock.now())
        duty.refresh_from_db()
        reached.append(duty.level)
    assert reached == [Level.OWNER, Level.HEAD, Level.LEADER, Level.REFERRAL]
    assert duty.next_at is None


def test_after_weeks_off_it_goes_rung_by_rung(town: Cast, hands: clock.Hands) -> None:
    (duty,) = owe(town)
    hands.move(timedelta(weeks=6))
    assert [climb(at=clock.now()) for _ in range(4)] == [1, 1, 1, 0]
    assert levels() == [1, 2, 3]
    told = [happening.act for happening in timeline(duty.subject)]
    assert told == ["duty.climbed"] * 3 + ["duty.created"]


def test_run_all_climbs_to_the_end_and_then_rests(town: Cast, hands: clock.Hands) -> None:
    owe(town, 3)
    hands.move(timedelta(weeks=6))
    assert sweeps.run_all(clock.now()) >= 9
    assert sorted(levels()) == [1] * 3 + [2] * 3 + [3] * 3
    assert sweeps.run_all(clock.now()) == 0


def test_a_clock_put_back_moves_nothing(town: Cast, hands: clock.Hands) -> None:
    owe(town)
    hands.move(timedelta(days=2))
    sweeps.run_all(clock.now())
    hands.move(timedelta(days=-2))
    assert sweeps.run_all(clock.now()) == 0
    assert levels() == [1]


def test_what_is_done_climbs_no_more(town: Cast, hands: clock.Hands) -> None:
    (duty,) = owe(town)
    assert finish_duties(town.head.actor, about=duty.about, kind=Duty.Kind.ORDER) == 1
    assert finish_duties(town.head.actor, about=duty.about, kind=Duty.Kind.ORDER) == 0
    hands.move(timedelta(weeks=6))
    assert climb(at=clock.now()) == 0


def test_no_more_at_a_time_than_asked(town: Cast, hands: clock.Hands) -> None:
    owe(town, 5)
    hands.move(timedelta(days=2))
    assert [climb(at=clock.now(), limit=2) for _ in range(4)] == [2, 2, 1, 0]


def test_who_sees_a_duty_as_it_climbs(town: Cast, hands: clock.Hands) -> None:
    owe(town)
    seen = []
    for days in (0, 2, 3, 4):
        hands.move(timedelta(days=days))
        sweeps.run_all(clock.now())
        seen.append([name for name in ("officer", "head", "leader", "clerk", "grid") if duties_of(town.actor(name))])
    assert seen[0] == seen[1] == ["officer", "head"]
    assert seen[2] == seen[3] == ["officer", "head", "leader"]


@pytest.mark.parametrize("leaders", [2, 4])
def test_leaders_in_doubt_move_each_duty_once(
    committed_town: Cast, hands: clock.Hands, at_once: AtOnce, leaders: int
) -> None:
    owe(committed_town, 6)
    hands.move(timedelta(days=2))

    def sweep() -> int:
        return sum(iter(lambda: climb(at=clock.now(), limit=2), 0))

    moved = at_once(*(sweep for _ in range(leaders)))
    assert sum(int(str(n)) for n in moved) == 6
    assert set(Duty.objects.values_list("level", flat=True)) == {1}
    assert levels() == [1] * 6
