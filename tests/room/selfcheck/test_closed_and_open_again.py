"""The restaurant closes for a while: nobody checks it, nobody is asked why; with the first day back it begins again."""

from datetime import date, timedelta

import pytest
from tests.cast import Cast
from tests.room.selfcheck.test_self_checks import boss, site

from gasloop.evidence.models import Entry
from gasloop.evidence.verify import verify
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor, system
from gasloop.plan.models import Duty
from gasloop.registry.actions import close_site, reopen_site
from gasloop.registry.models import Site
from gasloop.relay.jobs import hear
from gasloop.relay.models import OutboxEvent
from gasloop.relay.sweeps import run_all
from gasloop.selfcheck import queries
from gasloop.selfcheck.actions import end_enrolment, open_checks, resume_enrolment
from gasloop.selfcheck.models import Enrolment, SelfCheck

pytestmark = pytest.mark.usefixtures("boss")
__all__ = ["boss", "site"]


def told(name: str) -> None:
    """The room hears the last event of that name, twice as it may happen."""
    event = OutboxEvent.objects.filter(name=name).latest("id")
    short = name.removeprefix("registry.")
    for _ in range(2):
        hear(str(event.pk), f"gasloop.selfcheck.handlers.{short}")


def closed(officer: Actor, site: Site) -> None:
    close_site(officer, site_id=site.pk, why="装修停业")
    told("registry.site_closed")


def states(site: Site) -> dict[str, str]:
    rows = SelfCheck.objects.filter(site=site, voided_at__isnull=True)
    return {f"{row.rhythm} {row.first_day}": row.state for row in rows}


def test_what_runs_is_owed_no_more_and_nothing_is_missed_meanwhile(
    boss: Actor, site: Site, town: Cast, hands: clock.Hands
) -> None:
    closed(town.clerk.actor, site)
    assert not queries.own_checks(boss).exists()
    hands.move(timedelta(days=40))
    run_all(clock.now())
    assert states(site) == {}
    assert not Duty.objects.filter(kind=Duty.Kind.SELF_CHECK).exists()
    assert Enrolment.objects.get().ended_on == date(2026, 11, 2)


def test_what_was_missed_before_stays_missed_and_is_not_asked_about_any_more(
    site: Site, town: Cast, hands: clock.Hands
) -> None:
    hands.move(timedelta(days=1))
    run_all(clock.now())
    assert states(site)["day 2026-11-02"] == "missed"
    assert Duty.objects.filter(kind=Duty.Kind.SELF_CHECK, state="open").count() == 1
    closed(town.clerk.actor, site)
    assert states(site) == {"day 2026-11-02": "missed"}
    assert not Duty.objects.filter(kind=Duty.Kind.SELF_CHECK, state="open").exists()


def test_with_the_first_day_back_it_begins_again(site: Site, town: Cast, hands: clock.Hands) -> None:
    closed(town.clerk.actor, site)
    hands.move(timedelta(days=2))  # Wednesday: the same week, the same month
    reopen_site(town.clerk.actor, site_id=site.pk, why="装修完工")
    told("registry.site_reopened")
    open_checks(at=clock.now())
    assert states(site) == {"day 2026-11-04": "due", "week 2026-11-02": "due", "month 2026-11-01": "due"}
    enrolment = Enrolment.objects.get()
    assert (enrolment.since, enrolment.ended_on) == (date(2026, 11, 4), None)
    acts = list(Entry.objects.filter(act__startswith="self_check.").order_by("seq").values_list("act", flat=True))
    assert acts[-5:] == [
        "self_check.ended",
        "self_check.lapsed",
        "self_check.resumed",
        "self_check.owed_again",
        "self_check.opened",
    ]
    assert verify().ok


def test_whoever_checks_nothing_is_left_alone(town: Cast) -> None:
    nobody = town.offices["应急办"].pk
    assert end_enrolment(system(), site_id=nobody, on=clock.today()) is None
    assert resume_enrolment(system(), site_id=nobody, on=clock.today()) is None
