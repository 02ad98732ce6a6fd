"""Outsiders: an account whose one post lies within one record, and nothing of the town besides."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.cast import COMMUNITY, Cast

from gasloop.access.actions import Outsider, admit_outsider, assign_post, create_post, dismiss_outsider
from gasloop.access.actors import actor_of
from gasloop.access.capabilities import Capability, capabilities
from gasloop.access.models import Post
from gasloop.access.roles import OUTSIDE, Role
from gasloop.access.scope import covers, is_outside, may, own, reaches, scope_filter
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor, system
from gasloop.kernel.ids import new_id
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.kernel.subject import Subject

PARTY = Subject("party", new_id())
LET_IN = Capability("test.let_in", "", frozenset({Role.CLERK}))
OWN = Capability("test.own", "", frozenset({Role.ENTERPRISE, Role.CLERK}))


def admitted(cast: Cast, by: str = "clerk", **changed: Any) -> tuple[Actor, Post]:
    who: dict[str, Any] = {
        "role": Role.ENTERPRISE,
        "within": PARTY,
        "territory": COMMUNITY,
        "line": "catering",
        "title": "安全管理员",
        "username": "laozao",
        "name": "张老板",
    } | changed
    opened, post = admit_outsider(
        cast.actor(by), capability=LET_IN, office=cast.offices["经发办"], outsider=Outsider(**who)
    )
    return actor_of(opened.account), post


def test_an_outsider_reaches_its_own_record_and_no_territory(cast: Cast) -> None:
    boss, _ = admitted(cast)
    assert may(boss, OWN)
    assert is_outside(boss)
    assert own(boss, OWN, "party") == {PARTY.id}
    assert own(boss, OWN, "campaign") == own(boss, LET_IN, "party") == frozenset()
    assert not reaches(boss, OWN, territory=COMMUNITY, line="catering")
    assert not covers(boss, OWN, territory=COMMUNITY, lines=frozenset())
    assert not Post.objects.filter(scope_filter(boss, OWN, prefix="")).exists()


def test_no_capability_over_territory_is_given_to_outsiders_unseen(cast: Cast) -> None:
    boss, _ = admitted(cast)
    assert [c.name for c in capabilities() if reaches(boss, c, territory=COMMUNITY, line="")] == []


def test_only_who_may_lets_in(cast: Cast) -> None:
    with pytest.raises(NotFound):
        admitted(cast, by="grid")
    with pytest.raises(ValueError, match="town hall"):
        admitted(cast, role=Role.CLERK)
    with pytest.raises(Refusal, match=r"access\.outsider\.until"):
        admitted(cast, until=clock.today() - timedelta(days=1))


def test_it_ends_with_its_day_and_at_once_when_dismissed(cast: Cast) -> None:
    boss, post = admitted(cast, until=clock.today())
    assert boss.grants
    with clock.fixed(clock.now() + timedelta(days=1)):
        assert post.account is not None
        assert actor_of(post.account).grants == ()
    dismiss_outsider(cast.actor("clerk"), capability=LET_IN, post=post, line="catering", why="转让")
    post.account.refresh_from_db()
    assert not post.account.is_active
    with pytest.raises(Refusal, match=r"access\.outsider\.ended"):
        dismiss_outsider(cast.actor("clerk"), capability=LET_IN, post=post, line="catering", why="转让")


def test_outsiders_get_no_post_of_the_town_hall_and_nobody_there_gets_theirs(cast: Cast) -> None:
    _boss, post = admitted(cast)
    office = cast.offices["经发办"]
    empty = create_post(system(), office=office, title="内勤二", role=Role.CLERK, territory=COMMUNITY)
    assert post.account is not None
    with pytest.raises(Refusal, match=r"access\.post\.outsider"):
        assign_post(system(), post=empty, account=post.account)
    for role in OUTSIDE:
        with pytest.raises(Refusal, match=r"access\.post\.outside"):
            create_post(system(), office=office, title="x", role=role, territory=COMMUNITY)
        with pytest.raises(IntegrityError), transaction.atomic():
            Post.objects.create(office=office, title="x", role=role, territory=COMMUNITY)
