"""People come into posts and leave them, offices are renamed, and nobody gives away more than they have."""

from datetime import date, timedelta

import pytest
from tests.cast import COMMUNITY, TOWN, VILLAGE, Cast

from gasloop.access.actions import (
    add_office,
    add_territory,
    assign_post,
    create_account,
    create_post,
    end_post,
    merge_office,
    rename_office,
)
from gasloop.access.actors import actor_of
from gasloop.access.lines import Line
from gasloop.access.models import Account, Office, Post, Territory
from gasloop.access.roles import Role
from gasloop.evidence.models import Entry
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor, system
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.relay.models import OutboxEvent

TODAY = date(2026, 11, 2)


@pytest.fixture
def newcomer(cast: Cast) -> Account:
    return create_account(cast.actor("admin"), username="xiaolin", name="林小").account


@pytest.fixture
def village_admin(cast: Cast, newcomer: Account) -> Actor:
    """Runs the accounts of one village only."""
    post = create_post(
        system(), office=cast.offices["渡头村委会（示例）"], title="村管理员", role=Role.ADMIN, territory=VILLAGE
    )
    assign_post(system(), post=post, account=newcomer)
    return actor_of(newcomer)


def post_of(cast: Cast, name: str) -> Post:
    return Post.objects.get(account=cast.people[name].account)


def test_whoever_is_appointed_has_the_post_from_that_day_on(cast: Cast, hands: clock.Hands, newcomer: Account) -> None:
    office = cast.offices["应急办"]
    post = create_post(cast.actor("admin"), office=office, title="检查员", role=Role.INSPECTOR, territory=TOWN)
    assign_post(cast.actor("admin"), post=post, account=newcomer, day=TODAY + timedelta(days=2))
    assert actor_of(newcomer).grants == ()
    hands.move(timedelta(days=2))
    assert [g.post_title for g in actor_of(newcomer).grants] == ["检查员"]
    assert list(Entry.objects.filter(subject_id=post.pk).order_by("seq").values_list("act", flat=True)) == [
        "access.post_created",
        "access.post_assigned",
    ]


def test_a_held_post_is_not_given_twice(cast: Cast, newcomer: Account) -> None:
    with pytest.raises(Refusal) as refused:
        assign_post(cast.actor("admin"), post=post_of(cast, "grid"), account=newcomer)
    assert refused.value.code == "access.post.taken"


def test_whoever_leaves_has_the_post_to_the_end_of_the_day_and_leaves_it_empty(
    cast: Cast, hands: clock.Hands, newcomer: Account
) -> None:
    tenure, grid = post_of(cast, "grid"), cast.people["grid"].account
    vacancy = end_post(cast.actor("admin"), post=tenure, why="调离")
    assert len(actor_of(grid).grants) == 1
    hands.move(timedelta(days=1))
    assert actor_of(grid).grants == ()
    assert (vacancy.account, vacancy.role, vacancy.territory) == (None, tenure.role, COMMUNITY)
    told = OutboxEvent.objects.get(name="access.post_ended").body
    assert (told["post_id"], told["successor_id"]) == (str(tenure.pk), str(vacancy.pk))
    assign_post(cast.actor("admin"), post=vacancy, account=newcomer)
    assert actor_of(newcomer).grants[0].territory == COMMUNITY
    with pytest.raises(Refusal):
        end_post(cast.actor("admin"), post=tenure, why="再来一次")


def test_nobody_appoints_themselves(cast: Cast) -> None:
    admin = cast.people["admin"]
    post = create_post(admin.actor, office=cast.offices["经发办"], title="第二管理员", role=Role.ADMIN, territory=TOWN)
    with pytest.raises(Refusal) as refused:
        assign_post(admin.actor, post=post, account=admin.account)
    assert refused.value.code == "access.post.own"


@pytest.mark.parametrize(("person", "role"), [("clerk", Role.ADMIN), ("admin", Role.CLERK)])
def test_administration_and_business_stay_apart(cast: Cast, person: str, role: Role) -> None:
    post = create_post(system(), office=cast.offices["经发办"], title="兼职", role=role, territory=TOWN)
    with pytest.raises(Refusal) as refused:
        assign_post(system(), post=post, account=cast.people[person].account)
    assert refused.value.code == "access.post.mixed"


def test_two_business_posts_add_up(cast: Cast) -> None:
    grid = cast.people["grid"].account
    post = create_post(
        system(),
        office=cast.offices["渡头村委会（示例）"],
        title="代理网格员",
        role=Role.GRID,
        territory=VILLAGE,
        lines=[Line.CATERING],
    )
    assign_post(system(), post=post, account=grid)
    assert {(g.territory, g.lines) for g in actor_of(grid).grants} == {
        (COMMUNITY, None),
        (VILLAGE, frozenset({"catering"})),
    }


def test_a_village_administrator_gives_no_more_than_the_village(cast: Cast, village_admin: Actor) -> None:
    office = cast.offices["渡头村委会（示例）"]
    create_post(village_admin, office=office, title="网格员", role=Role.GRID, territory=VILLAGE)
    for wider in (TOWN, COMMUNITY, ""):
        with pytest.raises(NotFound):
            create_post(village_admin, office=office, title="越权", role=Role.GRID, territory=wider)
    with pytest.raises(NotFound):
        add_office(village_admin, name="新办", level=Office.Level.TOWN, territory=TOWN)
    with pytest.raises(NotFound):
        add_territory(village_admin, code="x", name="越权村", kind=Territory.Kind.VILLAGE)
    with pytest.raises(NotFound):
        end_post(village_admin, post=post_of(cast, "leader"), why="越权")


@pytest.mark.parametrize("who", ["leader", "clerk", "head", "officer", "grid", "market", "auditor"])
def test_business_posts_administer_nothing(cast: Cast, who: str) -> None:
    actor = cast.actor(who)
    with pytest.raises(NotFound):
        create_account(actor, username="hidden", name="暗门")
    with pytest.raises(NotFound):
        create_post(actor, office=cast.offices["经发办"], title="岗", role=Role.CLERK, territory=COMMUNITY)


def test_a_renamed_office_keeps_its_people_and_its_past(cast: Cast, hands: clock.Hands) -> None:
    old = cast.offices["经发办"]
    new = rename_office(cast.actor("admin"), office=old, name="经济发展和乡村振兴办", day=TODAY)
    old.refresh_from_db()
    assert (old.valid_to, old.successor_id) == (date(2026, 11, 1), new.pk)
    assert "经发办" in new.aliases
    clerk = actor_of(cast.people["clerk"].account)
    assert [g.office_name for g in clerk.grants] == ["经济发展和乡村振兴办"]
    with pytest.raises(Refusal):
        rename_office(cast.actor("admin"), office=old, name="又一个名字")


def test_merging_in_a_month_changes_nothing_before(cast: Cast, hands: clock.Hands) -> None:
    day = TODAY + timedelta(days=30)
    merge_office(cast.actor("admin"), office=cast.offices["应急办"], into=cast.offices["经发办"], day=day)
    head = cast.people["head"].account
    assert [g.office_name for g in actor_of(head).grants] == ["应急办"]
    hands.move(timedelta(days=29))
    assert [g.office_name for g in actor_of(head).grants] == ["应急办"]
    hands.move(timedelta(days=1))
    assert [g.office_name for g in actor_of(head).grants] == ["经发办"]


def test_two_open_offices_of_one_name_are_refused(cast: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        add_office(cast.actor("admin"), name=" 经发办 ", level=Office.Level.TOWN, territory=TOWN)
    assert (refused.value.code, refused.value.field) == ("access.office.taken", "name")


@pytest.mark.parametrize("code", ["", " ", "a/b", "村", "1.2"])
def test_a_division_code_is_digits_and_letters(cast: Cast, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        add_territory(system(), code=code, name="某村", kind=Territory.Kind.VILLAGE)
    assert refused.value.code == "access.territory.code"
