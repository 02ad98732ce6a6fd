"""The clock of duties against a model of it that a child could follow: whatever happens to the clock, every rung is
climbed once, every reminder told once, at the right moment or as soon as the machine runs again.

Rules of the machine: duties begin by working days or days, time passes (minutes, a night, holidays, weeks with the
machine off, over midnight and the new year), sweeps run, twice or not at all; duties are done, dropped, postponed,
paused, resumed; the pack's term changes; next year's holidays become known.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from tests.cast import TOWN, build_cast, find_cast

from gasloop.kernel import clock
from gasloop.kernel.actor import system
from gasloop.kernel.ids import new_id
from gasloop.kernel.subject import Subject
from gasloop.plan.actions import (
    climb,
    create_duty,
    drop_duties,
    finish_duties,
    pause_duty,
    postpone_duties,
    remind,
    resume_duty,
)
from gasloop.plan.actions.duties import Owed
from gasloop.plan.models import Duty, DutyReminder
from gasloop.relay.models import OutboxEvent
from gasloop.rulebook.workdays import Term, WorkCalendar, due

START = datetime(2026, 9, 28, 1, 0, tzinfo=UTC)  # the Monday before the National Day holiday, with make-up days around
HOLIDAYS = frozenset(date(2026, 10, day) for day in range(1, 9)) | {date(2027, 1, 1), date(2027, 1, 2)}
MAKE_UP = frozenset({date(2026, 9, 27), date(2026, 10, 10), date(2026, 12, 27)})
KNOWN = WorkCalendar(frozenset({2026}), dict.fromkeys((d for d in HOLIDAYS if d.year == 2026), "国庆"), MAKE_UP)
ALL_KNOWN = WorkCalendar(frozenset({2026, 2027}), dict.fromkeys(HOLIDAYS, "假期"), MAKE_UP)
RUNGS = (timedelta(0), timedelta(days=3), timedelta(days=7))
OPENS = timedelta(hours=8, minutes=30)


@dataclass
class Expected:
    """What the child's model knows of a duty."""

    due: datetime
    began: datetime
    open: bool = True
    paused: datetime | None = None
    climbed: list[int] = field(default_factory=list)
    level: int = 0
    told: list[tuple[int, datetime]] = field(default_factory=list)
    stage: int = 0

    def run(self, at: datetime) -> None:
        """The machine runs at `at`: everything that was due until now has happened, each thing once."""
        if not self.open or self.paused is not None:
            return
        while self.level < len(RUNGS) and self.due + RUNGS[self.level] <= at:
            self.level += 1
            self.climbed.append(self.level)
        for stage, moment in self.reminders():
            if stage > self.stage and moment <= at:
                self.told.append((stage, self.due))
                self.stage = stage

    def reminders(self) -> list[tuple[int, datetime]]:
        day = clock.legal_day(self.due)
        before = clock.start_of(day - timedelta(days=1)) + OPENS
        on_due = clock.start_of(day) + OPENS
        kept = [(n, at) for n, at in ((1, before), (2, on_due)) if self.began < at < self.due]
        return [*kept, (3, self.due)]

    def restart(self, deadline: datetime, now: datetime) -> None:
        self.due, self.began, self.level, self.stage = deadline, now, 0, 0


def by_hand(start: date, days: int, holidays: frozenset[date]) -> date:
    """So many working days after `start`, counted on the fingers."""
    day = start
    while days:
        day += timedelta(days=1)
        if day in MAKE_UP or (day.weekday() < 5 and day not in holidays):
            days -= 1
    return day


class Clocks(RuleBasedStateMachine):
    """Everything that can happen."""

    duties = Bundle("duties")

    @initialize()
    def begin(self) -> None:
        self.taken_back = transaction.atomic()
        self.taken_back.__enter__()
        self.fixed = clock.fixed(START)
        self.hands = self.fixed.__enter__()
        cast = find_cast() or build_cast()
        self.office, self.head = cast.offices["应急办"], cast.head.actor
        self.calendar, self.holidays, self.term = KNOWN, frozenset(d for d in HOLIDAYS if d.year == 2026), 3
        self.expected: dict[UUID, Expected] = {}

    def teardown(self) -> None:
        if hasattr(self, "fixed"):
            transaction.set_rollback(True)
            self.fixed.__exit__(None, None, None)
            self.taken_back.__exit__(None, None, None)

    @rule(target=duties, extra=st.integers(0, 6))
    def owe_by_working_days(self, extra: int) -> UUID:
        """A deadline in working days, as the pack's term and the calendar of today say it."""
        counted = due(clock.today(), Term(self.term + extra, "working_days"), self.calendar)
        assert counted.day == by_hand(clock.today(), self.term + extra, self.holidays)
        return self._owe(clock.last_of(counted.day))

    @rule(target=duties, minutes=st.integers(1, 60 * 24 * 9))
    def owe_by_the_clock(self, minutes: int) -> UUID:
        return self._owe(clock.now() + timedelta(minutes=minutes))

    def _owe(self, deadline: datetime) -> UUID:
        owed = Owed(kind=Duty.Kind.ORDER, title="事", due_at=deadline)
        made = create_duty(system(), about=Subject("site", new_id()), owed=owed, office=self.office, territory=TOWN)
        self.expected[made.pk] = Expected(deadline, clock.now())
        return made.pk

    @rule(passed=st.timedeltas(timedelta(0), timedelta(days=2)))
    def time_passes(self, passed: timedelta) -> None:
        self.hands.move(passed)

    @rule(weeks=st.integers(1, 6))
    def the_machine_is_off(self, weeks: int) -> None:
        self.hands.move(timedelta(weeks=weeks))

    @rule(offset=st.sampled_from((-1, 0, 1)))
    def it_gets_midnight(self, offset: int) -> None:
        """To the microsecond before, at, or after the end of the legal day."""
        self.hands.move_to(clock.end_of(clock.today()) + timedelta(microseconds=offset))

    @rule()
    def the_year_ends(self) -> None:
        if clock.today().year == 2026:
            self.hands.move_to(clock.start_of(date(2027, 1, 1)) - timedelta(microseconds=1))

    @rule(times=st.integers(1, 3), limit=st.sampled_from((1, 2, 200)))
    def the_sweeps_run(self, times: int, limit: int) -> None:
        """Once or several times: only the first finds anything."""
        for _ in range(times):
            while climb(at=clock.now(), limit=limit):
                pass
            while remind(at=clock.now(), limit=limit):
                pass
        for each in self.expected.values():
            each.run(clock.now())

    @rule(duty=consumes(duties), done=st.booleans())
    def it_is_done_or_dropped(self, duty: UUID, done: bool) -> None:
        about = Duty.objects.get(pk=duty).about
        ended = (
            finish_duties(system(), about=about, kind=Duty.Kind.ORDER) if done else drop_duties(system(), about=about)
        )
        assert ended == 1
        self.expected[duty].open = False

    @rule(duty=duties, days=st.integers(1, 20))
    def it_is_postponed(self, duty: UUID, days: int) -> None:
        each = self.expected[duty]
        if each.paused is None and each.open:
            deadline = clock.last_of(clock.today() + timedelta(days=days))
            about = Duty.objects.get(pk=duty).about
            postpone_duties(system(), about=about, kind=Duty.Kind.ORDER, due_at=deadline, due_sentence="延期")
            each.restart(deadline, clock.now())

    @rule(duty=duties)
    def it_is_paused(self, duty: UUID) -> None:
        each = self.expected[duty]
        if each.open and each.paused is None:
            pause_duty(self.head, duty_id=duty, why="店面停业装修")
            each.paused = clock.now()

    @rule(duty=duties)
    def it_is_resumed(self, duty: UUID) -> None:
        each = self.expected[duty]
        if each.open and each.paused is not None:
            resume_duty(self.head, duty_id=duty)
            each.due += clock.today() - clock.legal_day(each.paused)
            each.paused = None

    @rule(term=st.integers(1, 10))
    def the_rule_changes(self, term: int) -> None:
        """What is owed already keeps the deadline it was given."""
        self.term = term

    @rule()
    def next_year_s_holidays_are_published(self) -> None:
        self.calendar, self.holidays = ALL_KNOWN, HOLIDAYS

    @invariant()
    def every_step_once(self) -> None:
        if not hasattr(self, "expected"):
            return
        rows = {duty.pk: duty for duty in Duty.objects.filter(pk__in=self.expected)}
        climbed: dict[str, list[int]] = {str(pk): [] for pk in self.expected}
        for event in OutboxEvent.objects.filter(name="duty.climbed").order_by("id"):
            if event.body["duty_id"] in climbed:
                climbed[event.body["duty_id"]].append(event.body["level"])
        told: dict[UUID, list[tuple[int, datetime]]] = {pk: [] for pk in self.expected}
        for reminder in DutyReminder.objects.filter(duty__in=self.expected).order_by("told_at", "id"):
            told[reminder.duty_id].append((reminder.stage, reminder.due_at))
        for pk, each in self.expected.items():
            assert rows[pk].due_at == each.due
            assert rows[pk].level == each.level
            assert climbed[str(pk)] == each.climbed
            assert told[pk] == each.told


@pytest.mark.django_db
def test_whatever_happens_to_the_clock() -> None:
    run_state_machine_as_test(Clocks, settings=_thorough(25, 25))


@pytest.mark.long
@pytest.mark.django_db
def test_whatever_happens_for_long() -> None:
    run_state_machine_as_test(Clocks, settings=_thorough(400, 60))


def _thorough(examples: int, steps: int) -> settings:
    return settings(
        max_examples=examples, stateful_step_count=steps, suppress_health_check=list(HealthCheck), deadline=None
    )
