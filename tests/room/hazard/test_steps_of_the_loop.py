"""The rules along the loop: deadlines, photos, who may look, what stays owed."""

from datetime import date, timedelta

import pytest
from tests.cast import Cast
from tests.stories import Hose, photo, restaurant

from gasloop.hazard.actions import (
    Order,
    fix_on_spot,
    look_back,
    order_rectification,
    recheck,
    rectify,
    supervise,
    void_hazard,
)
from gasloop.hazard.actions.moving import Proof
from gasloop.hazard.models import Hazard
from gasloop.inspection.actions import record_visit
from gasloop.kernel import clock
from gasloop.kernel.actor import system
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.plan.models import Duty
from gasloop.rulebook.choices import RecheckMode
from gasloop.rulebook.models import Rule


@pytest.fixture
def hazard(town: Cast) -> Hazard:
    head = town.head.actor
    return record_visit(head, report=Hose(restaurant(head), photos=[photo(head)]).report()).hazards[0]


def owed(hazard: Hazard) -> list[str]:
    return list(Duty.objects.filter(about_id=hazard.pk, state="open").values_list("kind", flat=True))


def order(town: Cast, hazard: Hazard, due_on: date | None = None) -> Hazard:
    return order_rectification(town.head.actor, hazard_id=hazard.pk, order=Order("停用", "张老板", due_on))


def rectified(town: Cast, hazard: Hazard) -> Hazard:
    officer = town.officer.actor
    order(town, hazard)
    return rectify(officer, hazard_id=hazard.pk, proof=Proof("已换", [photo(officer)]))


def test_a_deadline_may_be_shortened_and_never_lengthened(town: Cast, hazard: Hazard) -> None:
    rule = clock.legal_day(hazard.due_at)
    for day, code in ((rule + timedelta(days=1), "too_late"), (clock.today() - timedelta(days=1), "past")):
        with pytest.raises(Refusal, match=rf"hazard\.order\.{code}"):
            order(town, hazard, day)
    shortened = order(town, hazard, clock.today())
    assert clock.legal_day(shortened.due_at) == clock.today()
    assert "提前到2026年11月2日" in shortened.due_sentence
    duty = Duty.objects.get(about_id=hazard.pk, state="open")
    assert duty.due_at == shortened.due_at


def test_the_day_the_rule_gives_is_the_rule_s_deadline(town: Cast, hazard: Hazard) -> None:
    same = order(town, hazard, clock.legal_day(hazard.due_at))
    assert (same.due_at, same.due_sentence) == (hazard.due_at, hazard.due_sentence)


def test_a_named_day_is_not_provisional_any_more(town: Cast, hazard: Hazard) -> None:
    Hazard.objects.filter(pk=hazard.pk).update(provisional=True)
    assert not order(town, hazard, clock.today()).provisional


def test_what_has_to_be_seen_on_site_is_closed_with_a_photo_only(town: Cast, hazard: Hazard) -> None:
    Rule.objects.filter(pk=hazard.rule_id).update(recheck_mode=RecheckMode.ON_SITE_OTHER)
    rectified(town, hazard)
    head = town.head.actor
    with pytest.raises(Refusal, match=r"hazard\.recheck\.no_photo"):
        recheck(head, hazard_id=hazard.pk, passed=True, proof=Proof("看过"))
    closed = recheck(head, hazard_id=hazard.pk, passed=True, proof=Proof("看过", [photo(head)]))
    assert closed.state == Hazard.State.CLOSED


@pytest.mark.parametrize(
    ("mode", "severity"),
    [(RecheckMode.ON_SITE_OTHER, "general"), (RecheckMode.PHOTO_OTHER, "general"), (RecheckMode.NONE_SAMPLED, "major")],
)
def test_what_another_has_to_see_is_not_closed_on_the_spot(
    town: Cast, hazard: Hazard, mode: RecheckMode, severity: str
) -> None:
    Rule.objects.filter(pk=hazard.rule_id).update(recheck_mode=mode)
    Hazard.objects.filter(pk=hazard.pk).update(severity=severity)
    head = town.head.actor
    with pytest.raises(Refusal, match=r"hazard\.fix_on_spot\.needs_recheck"):
        fix_on_spot(head, hazard_id=hazard.pk, proof=Proof("", [photo(head)]))
    assert owed(hazard) == ["order"]


def test_a_trifle_is_closed_on_the_spot_and_still_looked_at_again(town: Cast, hazard: Hazard) -> None:
    Rule.objects.filter(pk=hazard.rule_id).update(recheck_mode=RecheckMode.NONE_SAMPLED)
    head = town.head.actor
    with pytest.raises(Refusal, match=r"hazard\.no_photo"):
        fix_on_spot(head, hazard_id=hazard.pk, proof=Proof("当场换了"))
    closed = fix_on_spot(head, hazard_id=hazard.pk, proof=Proof("当场换了", [photo(head)]))
    assert (closed.state, owed(hazard)) == ("closed", ["look_back"])
    assert closed.rectified_at == closed.closed_at == clock.now()


def test_sent_back_it_is_owed_again_by_the_same_deadline(town: Cast, hazard: Hazard) -> None:
    due = rectified(town, hazard).due_at
    head = town.head.actor
    with pytest.raises(Refusal, match=r"hazard\.recheck\.no_reason"):
        recheck(head, hazard_id=hazard.pk, passed=False, proof=Proof(" "))
    back = recheck(head, hazard_id=hazard.pk, passed=False, proof=Proof("还是长"))
    assert (back.state, back.rectified_at, back.rectified_by, back.due_at) == ("ordered", None, None, due)
    assert owed(hazard) == ["rectify"]
    again = rectify(head, hazard_id=hazard.pk, proof=Proof("又换了", [photo(head)]))
    with pytest.raises(Refusal, match="same_person"):
        recheck(head, hazard_id=again.pk, passed=True, proof=Proof())
    assert recheck(town.officer.actor, hazard_id=again.pk, passed=True, proof=Proof()).state == "closed"


def test_void_drops_what_was_owed(town: Cast, hazard: Hazard) -> None:
    with pytest.raises(NotFound):
        void_hazard(town.officer.actor, hazard_id=hazard.pk, why="量错")
    with pytest.raises(Refusal, match=r"hazard\.void\.no_reason"):
        void_hazard(town.head.actor, hazard_id=hazard.pk, why="")
    order(town, hazard)
    voided = void_hazard(town.head.actor, hazard_id=hazard.pk, why="量错")
    assert (voided.state, owed(hazard)) == ("voided", [])
    assert sorted(Duty.objects.values_list("kind", "state")) == [("order", "done"), ("rectify", "dropped")]


def test_what_is_rectified_is_not_voided(town: Cast, hazard: Hazard) -> None:
    rectified(town, hazard)
    with pytest.raises(Refusal, match=r"hazard\.void\.state"):
        void_hazard(town.head.actor, hazard_id=hazard.pk, why="算了")


def test_supervision_climbs_and_leaves_alone_what_is_done(town: Cast, hazard: Hazard) -> None:
    assert supervise(system(), hazard_id=hazard.pk, level=2)
    assert not supervise(system(), hazard_id=hazard.pk, level=2)
    assert not supervise(system(), hazard_id=hazard.pk, level=1)
    rectified(town, hazard)
    recheck(town.head.actor, hazard_id=hazard.pk, passed=True, proof=Proof())
    assert not supervise(system(), hazard_id=hazard.pk, level=3)
    hazard.refresh_from_db()
    assert hazard.supervision_level == 2


def test_a_rebound_keeps_the_photos_and_asks_for_the_story(town: Cast, hazard: Hazard) -> None:
    rectified(town, hazard)
    head = town.head.actor
    recheck(head, hazard_id=hazard.pk, passed=True, proof=Proof())
    with pytest.raises(Refusal, match=r"hazard\.look_back\.no_reason"):
        look_back(head, hazard_id=hazard.pk, rebounded=True, proof=Proof())
    seen = photo(head)
    again = look_back(head, hazard_id=hazard.pk, rebounded=True, proof=Proof("又换回去", [seen]))
    assert again.steps.get().photos == [seen]
    assert (owed(hazard), owed(again)) == ([], ["order"])
    assert again.source == hazard.subject


def test_told_late_a_step_keeps_its_time_and_never_another_order(
    town: Cast, hazard: Hazard, hands: clock.Hands
) -> None:
    order(town, hazard)
    hands.move(timedelta(days=10))
    officer, head = town.officer.actor, town.head.actor
    earlier = clock.now() - timedelta(days=9)
    done = rectify(officer, hazard_id=hazard.pk, proof=Proof("当时就换了", [photo(officer)], at=earlier))
    assert done.rectified_at == earlier
    for at in (earlier - timedelta(days=1), clock.now() + timedelta(hours=1)):
        with pytest.raises(Refusal, match=r"hazard\.at\."):
            recheck(head, hazard_id=hazard.pk, passed=True, proof=Proof(at=at))


def test_nobody_elsewhere_takes_any_step(town: Cast, hazard: Hazard) -> None:
    for name in ("far_grid", "market", "auditor", "admin", "leader"):
        actor = town.actor(name)
        with pytest.raises(NotFound):
            order_rectification(actor, hazard_id=hazard.pk, order=Order("停用", "张老板"))
        with pytest.raises(NotFound):
            rectify(actor, hazard_id=hazard.pk, proof=Proof())
        with pytest.raises(NotFound):
            recheck(actor, hazard_id=hazard.pk, passed=True, proof=Proof())
