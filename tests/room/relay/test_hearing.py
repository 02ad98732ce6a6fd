"""After commit: every listener hears its event once, and none waits for another that fails."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.cast import Cast
from tests.stories import Hose, restaurant

from gasloop.hazard.handlers import duty_climbed
from gasloop.hazard.models import Hazard
from gasloop.inspection.actions import record_visit
from gasloop.plan.events import DutyClimbed, PlanImported
from gasloop.relay import jobs, listeners
from gasloop.relay.actions import emit, verb
from gasloop.relay.listeners import Listener, listen
from gasloop.relay.models import OutboxEvent

CLIMBED = "gasloop.hazard.handlers.duty_climbed"


@pytest.fixture
def own_listeners() -> Iterator[dict[str, Listener]]:
    """Listeners of this test only, beside those of the house."""
    before = dict(listeners._listeners)
    yield listeners._listeners
    listeners._listeners.clear()
    listeners._listeners.update(before)


@pytest.fixture
def hazard(town: Cast) -> Hazard:
    head = town.head.actor
    return record_visit(head, report=Hose(restaurant(head)).report()).hazards[0]


def climbed(hazard: Hazard, level: int = 1) -> DutyClimbed:
    return DutyClimbed(
        duty_id=str(hazard.pk),
        about_kind="hazard",
        about_id=str(hazard.pk),
        level=level,
        territory=hazard.territory,
    )


def deferred() -> list[dict[str, str]]:
    rows = ProcrastinateJob.objects.filter(task_name="relay.deliver").order_by("id")
    return list(rows.values_list("args", flat=True))


def test_an_event_leaves_one_row_and_one_job_for_each_listener(
    hazard: Hazard, own_listeners: dict[str, Listener]
) -> None:
    @listen(DutyClimbed)
    def second(event: DutyClimbed) -> None:
        raise AssertionError("nobody is called before the commit")

    row = emit(climbed(hazard))
    jobs_of_it = [args["listener_name"] for args in deferred() if args["event_id"] == str(row.pk)]
    assert sorted(jobs_of_it) == sorted([CLIMBED, f"{__name__}.{second.__qualname__}"])


def test_what_the_verb_takes_back_was_never_told(hazard: Hazard) -> None:
    @verb
    def change_of_mind() -> None:
        emit(climbed(hazard))
        raise ValueError("no")

    before = OutboxEvent.objects.count(), len(deferred())
    with pytest.raises(ValueError, match="no"):
        change_of_mind()
    assert (OutboxEvent.objects.count(), len(deferred())) == before


@pytest.mark.django_db(transaction=True)
def test_nothing_is_told_outside_of_a_verb() -> None:
    with pytest.raises(RuntimeError, match="inside the transaction"):
        emit(DutyClimbed(duty_id="", about_kind="", about_id="", level=1, territory=""))


def test_heard_twice_it_happens_once(hazard: Hazard) -> None:
    row = emit(climbed(hazard, 2))
    for _ in range(2):
        jobs.hear(str(row.pk), CLIMBED)
    hazard.refresh_from_db()
    assert hazard.supervision_level == 2
    assert OutboxEvent.objects.filter(name="hazard.supervised").count() == 1


def test_told_in_the_wrong_order_the_hazard_stays_where_it_has_climbed_to(hazard: Hazard) -> None:
    for level in (3, 1, 2):
        duty_climbed(climbed(hazard, level))
    hazard.refresh_from_db()
    assert hazard.supervision_level == 3


def test_one_that_fails_holds_up_no_other_and_leaves_nothing_half_done(
    hazard: Hazard, own_listeners: dict[str, Listener]
) -> None:
    @listen(DutyClimbed)
    def stumbling(event: DutyClimbed) -> None:
        Hazard.objects.filter(pk=hazard.pk).update(description="half done")
        raise ValueError("the bridge is out")

    row = emit(climbed(hazard))
    for name in [args["listener_name"] for args in deferred() if args["event_id"] == str(row.pk)]:
        try:
            jobs.hear(str(row.pk), name)
        except ValueError:
            assert name.endswith("stumbling")
    hazard.refresh_from_db()
    assert hazard.supervision_level == 1
    assert hazard.description != "half done"


def test_a_failing_listener_is_tried_again_and_again() -> None:
    retry = jobs.deliver.retry_strategy
    assert retry is not None
    assert retry is jobs.PATIENT
    assert jobs.PATIENT.max_attempts is None


def test_a_listener_hears_its_own_event_only(hazard: Hazard) -> None:
    with pytest.raises(TypeError, match="hears"):
        listeners.listener(CLIMBED).call(PlanImported(document_id="", territory=""))


def test_a_job_of_a_listener_that_is_gone_says_so(hazard: Hazard) -> None:
    row = emit(climbed(hazard))
    with transaction.atomic(), pytest.raises(KeyError):
        jobs.hear(str(row.pk), "gasloop.gone.handlers.nobody")
