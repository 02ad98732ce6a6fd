"""A shop with an open hazard closes: it stops nagging, is not forgotten, and stands again when the shop opens."""

from datetime import timedelta

import pytest
from tests.cast import Cast
from tests.stories import Hose, photo, restaurant

from gasloop.hazard.actions import (
    Order,
    confirm_closed,
    lay_aside,
    order_rectification,
    recheck,
    rectify,
    take_up_again,
)
from gasloop.hazard.actions.moving import Proof
from gasloop.hazard.dynamic_zero import dynamic_zero
from gasloop.hazard.models import Hazard
from gasloop.inspection.actions import record_visit
from gasloop.kernel import clock
from gasloop.kernel.actor import system
from gasloop.kernel.refusal import Refusal
from gasloop.plan.actions import climb
from gasloop.plan.models import Duty
from gasloop.registry.actions import close_site, reopen_site
from gasloop.registry.events import SiteClosed, SiteReopened
from gasloop.registry.models import Site
from gasloop.relay.jobs import hear
from gasloop.relay.listeners import listeners_of
from gasloop.relay.models import OutboxEvent


@pytest.fixture
def site(town: Cast) -> Site:
    return restaurant(town.head.actor)


def found(town: Cast, site: Site) -> Hazard:
    head = town.head.actor
    return record_visit(head, report=Hose(site, photos=[photo(head)]).report()).hazards[0]


def owed(hazard: Hazard) -> list[str]:
    return list(Duty.objects.filter(about_id=hazard.pk, state="open").values_list("kind", flat=True))


def deliver(kind: type[SiteClosed] | type[SiteReopened], name: str) -> None:
    """What the worker does after commit, for every listener of the newest such event."""
    event = OutboxEvent.objects.filter(name=name).latest("id")
    for each in listeners_of(kind):
        hear(str(event.pk), each.name)


def test_closing_lays_aside_and_opening_again_takes_up_with_a_fresh_clock(
    own_keys: None, town: Cast, site: Site, hands: clock.Hands
) -> None:
    head = town.head.actor
    first, second = found(town, site), found(town, site)
    order_rectification(head, hazard_id=second.pk, order=Order("停用", "张老板"))
    due = Hazard.objects.get(pk=second.pk).due_at
    close_site(town.clerk.actor, site_id=site.pk, why="房租到期，关门")
    deliver(SiteClosed, "registry.site_closed")
    deliver(SiteClosed, "registry.site_closed")  # at least once means sometimes twice
    assert set(Hazard.objects.values_list("state", flat=True)) == {"aside"}
    assert sorted(owed(first) + owed(second)) == ["confirm_closed"]
    shown = dynamic_zero(head)
    assert (shown.total.open, shown.aside) == (0, 2)

    hands.move(timedelta(days=40))
    climb(at=clock.now())
    assert set(Hazard.objects.values_list("supervision_level", flat=True)) == {0}
    reopen_site(town.clerk.actor, site_id=site.pk, why="换了老板，重新开张")
    deliver(SiteReopened, "registry.site_reopened")
    deliver(SiteReopened, "registry.site_reopened")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, owed(first)) == ("found", ["order"])
    assert (second.state, owed(second)) == ("ordered", ["rectify"])
    assert second.due_at > due + timedelta(days=30)


def test_somebody_looks_whether_it_is_really_shut(town: Cast, site: Site) -> None:
    officer = town.officer.actor
    hazard, other = found(town, site), found(town, site)
    with pytest.raises(Refusal, match=r"confirm_closed\.state"):
        confirm_closed(officer, hazard_id=hazard.pk, proof=Proof("已关门", [photo(officer)]))
    close_site(town.clerk.actor, site_id=site.pk, why="停业")
    lay_aside(system(), site_id=site.pk)
    with pytest.raises(Refusal, match=r"hazard\.no_photo"):
        confirm_closed(officer, hazard_id=hazard.pk, proof=Proof("已关门"))
    confirm_closed(officer, hazard_id=hazard.pk, proof=Proof("门店已关，气瓶已退", [photo(officer)]))
    assert owed(hazard) + owed(other) == []
    for each in (hazard, other):
        assert each.steps.filter(verb="confirm_closed", note="门店已关，气瓶已退").count() == 1


def test_a_look_back_waits_until_it_opens_again(town: Cast, site: Site) -> None:
    head, officer = town.head.actor, town.officer.actor
    hazard = found(town, site)
    order_rectification(head, hazard_id=hazard.pk, order=Order("停用", "张老板"))
    rectify(head, hazard_id=hazard.pk, proof=Proof("换了", [photo(head)]))
    recheck(officer, hazard_id=hazard.pk, passed=True, proof=Proof("合格", [photo(officer)]), cause="aged")
    assert owed(hazard) == ["look_back"]
    close_site(town.clerk.actor, site_id=site.pk, why="停业")
    assert lay_aside(system(), site_id=site.pk) == 0
    assert owed(hazard) == []
    reopen_site(town.clerk.actor, site_id=site.pk, why="恢复")
    take_up_again(system(), site_id=site.pk)
    assert owed(hazard) == ["look_back"]


def test_a_late_listener_does_nothing_at_a_site_that_is_open_again(town: Cast, site: Site) -> None:
    hazard = found(town, site)
    close_site(town.clerk.actor, site_id=site.pk, why="停业")
    reopen_site(town.clerk.actor, site_id=site.pk, why="登记错了")
    assert lay_aside(system(), site_id=site.pk) == 0
    assert owed(hazard) == ["order"]
