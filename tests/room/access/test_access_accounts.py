"""Accounts are opened, helped and closed; tokens live and die with them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import PASSWORD, VILLAGE, Cast

from gasloop.access.actions import (
    add_second_factor,
    assign_post,
    create_account,
    create_post,
    deactivate_account,
    issue_token,
    reactivate_account,
    remove_second_factor,
    reset_password,
    revoke_token,
    set_password,
)
from gasloop.access.actors import actor_of
from gasloop.access.models import Account, ApiToken
from gasloop.access.queries import account_named
from gasloop.access.roles import Role
from gasloop.access.tokens import actor_for_token
from gasloop.evidence.models import Entry, Payload
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor, system
from gasloop.kernel.refusal import NotFound, Refusal


@pytest.fixture
def village_admin(cast: Cast) -> Actor:
    account = create_account(system(), username="cun", name="村管理员").account
    office = cast.offices["渡头村委会（示例）"]
    post = create_post(system(), office=office, title="村管理员", role=Role.ADMIN, territory=VILLAGE)
    assign_post(system(), post=post, account=account)
    return actor_of(account)


def test_a_new_account_has_a_first_password_and_no_rights(cast: Cast) -> None:
    opened = create_account(cast.actor("admin"), username=" XiaoLin ", name="林小")
    assert opened.account.username == "xiaolin"
    assert account_named("XIAOLIN") == opened.account
    assert opened.account.check_password(opened.password)
    assert opened.account.must_change_password
    assert actor_of(opened.account).grants == ()


@pytest.mark.parametrize("username", ["", "a", "有 空格", "x" * 61, "clerk", "CLERK"])
def test_an_odd_or_taken_user_name_is_refused_beside_its_field(cast: Cast, username: str) -> None:
    with pytest.raises(Refusal) as refused:
        create_account(cast.actor("admin"), username=username, name="某人")
    assert refused.value.field == "username"


@pytest.mark.parametrize("weak", ["Ab3-", "12345678901234", "aaaaaaaaaaaaaaaa", "password1234", PASSWORD])
def test_a_weak_or_old_password_is_refused(cast: Cast, weak: str) -> None:
    clerk = cast.people["clerk"]
    with pytest.raises(Refusal):
        set_password(clerk.actor, account=clerk.account, password=weak)
    clerk.account.refresh_from_db()
    assert clerk.account.check_password(PASSWORD)


def test_only_the_owner_chooses_a_password(cast: Cast) -> None:
    with pytest.raises(NotFound):
        set_password(cast.actor("admin"), account=cast.people["clerk"].account, password="Neu-und-Lang-7")


def test_an_administrator_resets_and_the_owner_has_to_change(cast: Cast) -> None:
    clerk = cast.people["clerk"].account
    password = reset_password(cast.actor("admin"), account=clerk)
    clerk.refresh_from_db()
    assert clerk.check_password(password)
    assert clerk.must_change_password


def test_the_administrator_of_a_village_does_not_touch_the_town(cast: Cast, village_admin: Actor) -> None:
    reset_password(village_admin, account=cast.people["far_grid"].account)
    for above in ("leader", "grid", "admin"):
        account = cast.people[above].account
        with pytest.raises(NotFound):
            reset_password(village_admin, account=account)
        with pytest.raises(NotFound):
            deactivate_account(village_admin, account=account, why="越权")
        with pytest.raises(NotFound):
            remove_second_factor(village_admin, account=account)


def test_a_closed_account_has_no_posts_sessions_or_tokens(cast: Cast, hands: clock.Hands) -> None:
    grid = cast.people["grid"]
    secret = issue_token(grid.actor, account=grid.account, label="脚本").secret
    assert actor_for_token(secret) is not None
    deactivate_account(cast.actor("admin"), account=grid.account, why="离职")
    assert actor_for_token(secret) is None
    hands.move(timedelta(days=1))
    reactivate_account(cast.actor("admin"), account=grid.account, why="返聘")
    again = actor_for_token(secret)
    assert again is not None
    assert again.grants == ()
    with pytest.raises(Refusal) as refused:
        deactivate_account(cast.actor("admin"), account=cast.people["admin"].account, why="自己")
    assert refused.value.code == "access.account.own"


def test_a_token_is_its_account_and_is_shown_once(cast: Cast) -> None:
    clerk = cast.people["clerk"]
    issued = issue_token(clerk.actor, account=clerk.account, label="报表")
    actor = actor_for_token(issued.secret)
    assert actor is not None
    assert (actor.id, actor.via, actor.grants) == (clerk.account.pk, "api", clerk.actor.grants)
    kept = repr(list(ApiToken.objects.values())) + repr(list(Payload.objects.values_list("body", flat=True)))
    assert issued.secret not in kept


def test_nobody_issues_a_token_for_somebody_else(cast: Cast) -> None:
    for who in ("admin", "leader"):
        with pytest.raises(NotFound):
            issue_token(cast.actor(who), account=cast.people["clerk"].account, label="冒名")
    issue_token(system(), account=cast.people["clerk"].account, label="命令行")


def test_unknown_expired_and_revoked_tokens_open_nothing(cast: Cast, hands: clock.Hands) -> None:
    clerk = cast.people["clerk"]
    soon = clock.now() + timedelta(hours=1)
    issued = issue_token(clerk.actor, account=clerk.account, label="短期", expires_at=soon)
    lasting = issue_token(clerk.actor, account=clerk.account, label="长期")
    for wrong in ("", "glp_", "glp_x", issued.secret + "x", issued.secret[4:], "glp_\x00"):
        assert actor_for_token(wrong) is None
    hands.move_to(soon)
    assert actor_for_token(issued.secret) is None
    assert actor_for_token(lasting.secret) is not None
    revoke_token(clerk.actor, token=lasting.token)
    assert actor_for_token(lasting.secret) is None
    with pytest.raises(Refusal):
        revoke_token(clerk.actor, token=lasting.token)


def test_a_stranger_does_not_revoke_but_the_administrator_may(cast: Cast, village_admin: Actor) -> None:
    clerk = cast.people["clerk"]
    token = issue_token(clerk.actor, account=clerk.account, label="报表").token
    for who in (cast.actor("officer"), village_admin):
        with pytest.raises(NotFound):
            revoke_token(who, token=token)
    revoke_token(cast.actor("admin"), token=token)


def test_the_last_use_is_noted_once_a_minute(cast: Cast, hands: clock.Hands) -> None:
    clerk = cast.people["clerk"]
    issued = issue_token(clerk.actor, account=clerk.account, label="报表")
    actor_for_token(issued.secret)
    first = ApiToken.objects.get(pk=issued.token.pk).last_used_at
    hands.move(timedelta(seconds=59))
    with CaptureQueriesContext(connection) as queries:
        actor_for_token(issued.secret)
    assert len(queries) == 2
    assert ApiToken.objects.get(pk=issued.token.pk).last_used_at == first
    hands.move(timedelta(seconds=1))
    actor_for_token(issued.secret)
    assert ApiToken.objects.get(pk=issued.token.pk).last_used_at == clock.now()


def test_a_wrong_code_binds_no_app(cast: Cast) -> None:
    clerk = cast.people["clerk"]
    for code in ("", "abcdef", "12345678901", "²³"):
        with pytest.raises(Refusal) as refused:
            add_second_factor(clerk.actor, account=clerk.account, key="ab" * 20, code=code)
        assert refused.value.field == "code"


def test_every_act_on_an_account_is_in_the_log(cast: Cast) -> None:
    account = create_account(cast.actor("admin"), username="log", name="有据").account
    reset_password(cast.actor("admin"), account=account)
    deactivate_account(cast.actor("admin"), account=account, why="试用结束")
    acts = Entry.objects.filter(subject_kind="account", subject_id=account.pk).order_by("seq")
    assert list(acts.values_list("act", flat=True)) == [
        "access.account_created",
        "access.password_reset",
        "access.account_deactivated",
    ]
    assert not Account.objects.get(pk=account.pk).is_active
