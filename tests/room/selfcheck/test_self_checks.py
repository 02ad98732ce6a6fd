"""张老板 looks after his own restaurant: day, week, month; what he misses shows, what he finds is his."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.cast import COMMUNITY, Cast
from tests.stories import Hose, photo

from gasloop.access.actors import actor_of
from gasloop.evidence.models import BatchRow, Entry
from gasloop.hazard.actions import Order, order_rectification, recheck, rectify_own
from gasloop.hazard.actions.moving import Proof
from gasloop.hazard.models import Hazard
from gasloop.inspection.actions import Answered, record_visit
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor, system
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.plan.models import Duty
from gasloop.registry.actions import register_party, register_site
from gasloop.registry.models import Site
from gasloop.relay.sweeps import run_all
from gasloop.selfcheck import queries
from gasloop.selfcheck.actions import (
    OwnReport,
    admit_enterprise,
    complete_check,
    dismiss_enterprise,
    mark_missed,
    open_checks,
)
from gasloop.selfcheck.models import SelfCheck
from gasloop.selfcheck.rhythms import asked_of


def shop(name: str, **changed: Any) -> Site:
    party = register_party(
        system(), name=name, kind="catering", territory=COMMUNITY, no_uscc_reason="示例", representative="张老板"
    )
    facts: dict[str, Any] = {
        "name": name,
        "kind": "restaurant",
        "territory": COMMUNITY,
        "address": "双堰街12号（示例）",
        "gas_source": "lpg_cylinder",
        "party_id": party.pk,
    }
    return register_site(system(), **(facts | changed))


@pytest.fixture
def site(town: Cast) -> Site:
    return shop("老灶火锅店（示例）")


@pytest.fixture
def boss(town: Cast, site: Site) -> Actor:
    made = admit_enterprise(town.clerk.actor, site_id=site.pk, username="laozao", name="张三")
    assert made.sites == 1
    assert made.post.account is not None
    open_checks(at=clock.now())
    return actor_of(made.post.account)


def answers(site: Site, rhythm: str, **wrong: Any) -> list[Answered]:
    """Everything as it should be, but for what is `wrong`."""
    fine = {"yes_no": True, "number": 1, "count": 0, "date": "2027-09-01", "photo": None}
    found = []
    for _rule, item in asked_of(site, clock.today())[rhythm]:
        condition = item.condition or {}
        value = condition.get("value", fine.get(item.answer)) if item.answer == "yes_no" else fine.get(item.answer)
        if item.answer == "choice":
            good = condition.get("values") if condition.get("op") == "in" else None
            value = good[0] if isinstance(good, list) else item.choices[0]["value"]
        found.append(Answered(item.code, wrong.get(item.code.replace("-", "_"), value)))
    return found


def check_of(boss: Actor, rhythm: str) -> SelfCheck:
    return queries.own_checks(boss).filter(rhythm=rhythm, state="due").latest("first_day")


def done(boss: Actor, site: Site, rhythm: str = "day", **wrong: Any) -> SelfCheck:
    check = check_of(boss, rhythm)
    return complete_check(boss, report=OwnReport(check_id=check.pk, answers=answers(site, rhythm, **wrong)))


def test_from_the_first_day_on_a_day_a_week_and_a_month_are_owed(boss: Actor) -> None:
    owed = {c.rhythm: (c.first_day, clock.legal_day(c.due_at)) for c in queries.own_checks(boss)}
    assert owed == {
        "day": (date(2026, 11, 2), date(2026, 11, 2)),
        "week": (date(2026, 11, 2), date(2026, 11, 8)),
        "month": (date(2026, 11, 1), date(2026, 11, 30)),
    }


def test_a_check_with_nothing_wrong(boss: Actor, site: Site) -> None:
    check = done(boss, site)
    assert (check.state, check.by_name, check.hazards_found) == ("done", "张三", 0)
    assert Entry.objects.filter(subject_id=check.pk, act="self_check.done").exists()
    assert not Hazard.objects.exists()
    assert done_again(boss, site, check).pk == check.pk
    assert check.answers.count() == len(asked_of(site, clock.today())["day"])


def done_again(boss: Actor, site: Site, check: SelfCheck, **wrong: Any) -> SelfCheck:
    return complete_check(boss, report=OwnReport(check_id=check.pk, answers=answers(site, "day", **wrong)))


def test_another_answer_afterwards_is_refused(boss: Actor, site: Site) -> None:
    check = done(boss, site)
    with pytest.raises(Refusal, match=r"self_check\.not_due"):
        done_again(boss, site, check, FIRES_UNWATCHED=1)


def test_what_he_finds_is_his_hazard_and_he_proves_it_rectified(boss: Actor, site: Site, town: Cast) -> None:
    check = done(boss, site, FIRES_UNWATCHED=1)
    hazard = Hazard.objects.get()
    assert (hazard.state, hazard.answerable_person, hazard.source) == ("ordered", "张老板", check.subject)
    assert hazard.control_measure
    assert [d.kind for d in Duty.objects.filter(state="open")] == ["rectify"]
    assert [h.pk for h in queries.own_open_hazards(boss)] == [hazard.pk]
    with pytest.raises(Refusal, match=r"hazard\.no_photo"):
        rectify_own(boss, hazard_id=hazard.pk, proof=Proof("移开了"))
    moved = rectify_own(boss, hazard_id=hazard.pk, proof=Proof("移开了", [photo(boss)]))
    assert moved.state == "rectified"
    assert (
        recheck(town.officer.actor, hazard_id=hazard.pk, passed=True, proof=Proof("看过", [photo(boss)])).is_open
        is False
    )


def test_what_the_officer_ordered_he_proves_too_but_not_at_another_shop(boss: Actor, site: Site, town: Cast) -> None:
    order = Order("停用", "张老板")
    mine, other = (
        order_rectification(
            town.officer.actor,
            hazard_id=record_visit(town.officer.actor, report=Hose(s).report()).hazards[0].pk,
            order=order,
        )
        for s in (site, shop("隔壁店（示例）"))
    )
    assert rectify_own(boss, hazard_id=mine.pk, proof=Proof("换了", [photo(boss)])).state == "rectified"
    with pytest.raises(NotFound):
        rectify_own(boss, hazard_id=other.pk, proof=Proof("换了", [photo(boss)]))


def test_nobody_elses_is_there(boss: Actor, site: Site, town: Cast) -> None:
    other = shop("隔壁店（示例）")
    made = admit_enterprise(town.clerk.actor, site_id=other.pk, username="gebi", name="李四")
    assert made.post.account is not None
    open_checks(at=clock.now())
    neighbour = actor_of(made.post.account)
    assert not set(queries.own_checks(neighbour)) & set(queries.own_checks(boss))
    theirs = check_of(boss, "day")
    with pytest.raises(NotFound):
        complete_check(neighbour, report=OwnReport(check_id=theirs.pk, answers=answers(site, "day")))
    with pytest.raises(NotFound):
        complete_check(town.clerk.actor, report=OwnReport(check_id=theirs.pk, answers=answers(site, "day")))
    with pytest.raises(NotFound):
        record_visit(boss, report=Hose(site).report())


def test_every_item_has_an_answer(boss: Actor, site: Site) -> None:
    report = OwnReport(check_id=check_of(boss, "day").pk, answers=answers(site, "day"))
    with pytest.raises(Refusal, match=r"self_check\.unanswered"):
        complete_check(boss, report=replace(report, answers=report.answers[1:]))
    with pytest.raises(Refusal, match=r"self_check\.item"):
        complete_check(boss, report=replace(report, answers=[*report.answers, Answered("HOSE-LENGTH", 1)]))


def test_missed_shows_on_the_worklist_once_and_goes_with_the_next_check(
    boss: Actor, site: Site, hands: clock.Hands
) -> None:
    hands.move_to(clock.now() + timedelta(days=3))
    open_checks(at=clock.now())
    assert mark_missed(at=clock.now()) == 3
    assert mark_missed(at=clock.now()) == 0
    asked = Duty.objects.get(kind="self_check")
    assert (asked.state, asked.about) == ("open", site.enrolment.subject)
    assert queries.own_checks(boss).filter(state="missed").count() == 3
    done(boss, site)
    asked.refresh_from_db()
    assert asked.state == "done"
    missed = queries.own_checks(boss).filter(state="missed", rhythm="day")[0]
    with pytest.raises(Refusal, match=r"self_check\.not_due"):
        complete_check(boss, report=OwnReport(check_id=missed.pk, answers=answers(site, "day")))


def test_however_late_the_machine_comes_back_every_day_is_there_once(
    boss: Actor, site: Site, hands: clock.Hands
) -> None:
    hands.move_to(clock.now() + timedelta(days=40))
    for _ in range(2):
        open_checks(at=clock.now())
        mark_missed(at=clock.now())
    days = list(queries.own_checks(boss).filter(rhythm="day").values_list("first_day", flat=True))
    assert len(days) == len(set(days)) == 41
    assert queries.own_checks(boss).filter(rhythm="month").count() == 2
    assert queries.own_checks(boss).filter(rhythm="week").count() == 6
    run_all(clock.now())
    assert queries.own_checks(boss).count() == 49
    opened = BatchRow.objects.filter(subject_kind="self_check", entry_id__in=_entries("self_check.opened"))
    assert opened.count() == 49  # the log knows every check that was ever owed


def _entries(act: str) -> list[UUID]:
    return list(Entry.objects.filter(act=act).values_list("pk", flat=True))


def test_who_lets_in_and_whom(town: Cast, site: Site) -> None:
    for name in ("grid", "far_grid", "leader", "auditor", "admin"):
        with pytest.raises(NotFound):
            admit_enterprise(town.actor(name), site_id=site.pk, username="x1", name="x")
    nobodys = register_site(
        system(), name="无主店", kind="restaurant", territory=COMMUNITY, address="双堰街9号", gas_source="lpg_cylinder"
    )
    with pytest.raises(Refusal, match=r"self_check\.no_party"):
        admit_enterprise(town.clerk.actor, site_id=nobodys.pk, username="x1", name="x")


def test_dismissed_the_sign_in_is_gone_and_the_checks_are_owed_on(town: Cast, site: Site, boss: Actor) -> None:
    post = boss.grants[0].post_id
    dismiss_enterprise(town.clerk.actor, site_id=site.pk, post_id=post, why="转让")
    with pytest.raises(NotFound):
        dismiss_enterprise(town.clerk.actor, site_id=shop("别家").pk, post_id=post, why="转让")
    assert SelfCheck.objects.filter(site=site, state="due").count() == 3
