"""Coming in with a password: right, wrong, too often wrong, and where one is sent afterwards."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.urls import reverse
from tests.cast import PASSWORD, Cast
from tests.house.access.doors import SIGN_IN, inside, knock, later, words

from gasloop.access.actions import create_account, deactivate_account, reset_password
from gasloop.kernel.actor import system


def test_with_the_right_password_one_is_in_and_where_one_wanted(cast: Cast) -> None:
    client = Client()
    asked = client.get(reverse("access:account") + "?tab=1")
    assert asked.status_code == 302
    assert asked["Location"] == "/sign-in/?next=/account/%3Ftab%3D1"
    came = knock(client, "clerk", next="/account/?tab=1")
    assert (came.status_code, came["Location"]) == (302, "/account/?tab=1")
    assert inside(client)


def test_the_user_name_may_be_typed_in_any_case(cast: Cast) -> None:
    client = Client()
    assert knock(client, " Clerk ").status_code == 302
    assert inside(client)


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "\\\\evil.example",
        "javascript:alert(1)",
        "https:evil.example",
        "http:///evil",
    ],
)
def test_nobody_is_sent_to_another_site(cast: Cast, elsewhere: str) -> None:
    client = Client()
    assert '<input type="hidden" name="next" value="/x"' in client.get(SIGN_IN, {"next": "/x"}).content.decode()
    refused = client.get(SIGN_IN, {"next": elsewhere})
    assert refused.context["next"] == ""
    assert knock(client, "clerk", next=elsewhere)["Location"] == "/"
    assert client.get(SIGN_IN, {"next": elsewhere})["Location"] == "/"


def test_unknown_closed_and_wrong_get_one_answer(cast: Cast) -> None:
    deactivate_account(system(), account=cast.people["market"].account, why="离职")
    answers = []
    for username, password in (("nobody", PASSWORD), ("market", PASSWORD), ("clerk", "wrong")):
        response = knock(Client(), username, password)
        assert response.status_code == 200
        answers.append(words(response))
    assert answers[0] == answers[1] == answers[2]
    assert "用户名或密码不正确" in answers[0]


def test_an_unknown_user_costs_as_much_hashing_as_a_known_one(cast: Cast) -> None:
    counts = []
    for username in ("nobody", "clerk"):
        with patch.object(MD5PasswordHasher, "encode", autospec=True, side_effect=MD5PasswordHasher.encode) as hashed:
            knock(Client(), username, "wrong")
        counts.append(hashed.call_count)
    assert counts == [1, 1]


@pytest.mark.parametrize("username", ["clerk", "nobody"])
def test_five_wrong_passwords_lock_for_a_quarter_of_an_hour(cast: Cast, username: str) -> None:
    client = Client()
    for left in (4, 3, 2, 1):
        response = knock(client, username, "wrong")
        assert response.status_code == 200
        assert f"还可以再试 {left} 次" in words(response)
        assert f'value="{username}"' in response.content.decode()
    locked = knock(client, username.upper(), "wrong")
    assert locked.status_code == 429
    assert "请等 15 分钟再登录" in words(locked)
    assert "系统管理员" in words(locked)
    assert int(locked["Retry-After"]) == 15 * 60
    assert f'value="{username}"' in locked.content.decode()
    assert knock(Client(), username).status_code == 429
    assert not inside(client)


def test_the_lock_ends_after_a_quarter_of_an_hour_and_not_before(cast: Cast) -> None:
    client = Client()
    for _ in range(5):
        knock(client, "clerk", "wrong")
    _let_pass(timedelta(minutes=14))
    still = knock(client, "clerk")
    assert still.status_code == 429
    assert "请等 1 分钟再登录" in words(still)
    _let_pass(timedelta(minutes=1, seconds=1))
    assert knock(client, "clerk").status_code == 302
    assert inside(client)


def test_the_lock_holds_one_name_at_one_address(cast: Cast) -> None:
    for _ in range(5):
        knock(Client(), "clerk", "wrong")
    assert knock(Client(), "officer").status_code == 302
    assert knock(Client(REMOTE_ADDR="10.0.0.9"), "clerk").status_code == 302


def test_wrong_passwords_are_not_kept(cast: Cast) -> None:
    knock(Client(), "clerk", "my-real-password-typed-wrong")
    kept = repr(list(AccessAttempt.objects.values()))
    assert "clerk" in kept
    assert "my-real-password" not in kept


def test_after_half_an_hour_of_nothing_one_is_out_told_so_and_led_back(cast: Cast) -> None:
    client = Client()
    knock(client, "clerk")
    client.get("/account/")
    with later(timedelta(minutes=29)):
        assert inside(client)
    with later(timedelta(minutes=60)):
        out = client.get("/account/?tab=2")
        assert out["Location"] == "/sign-in/?next=/account/%3Ftab%3D2&ended=idle"
        assert "超过 30 分钟没有操作" in words(client.get(out["Location"]))
        assert not inside(client)


def test_a_form_sent_too_late_leads_back_to_its_page(cast: Cast) -> None:
    client = Client()
    knock(client, "clerk")
    client.get("/account/")
    with later(timedelta(minutes=31)):
        late = client.post("/account/tokens/issue/", {}, headers={"referer": "http://testserver/account/?a=1"})
        assert late["Location"] == "/sign-in/?next=/account/%3Fa%3D1&ended=idle"
    foreign = Client().post("/account/tokens/issue/", {}, headers={"referer": "https://evil.example/x"})
    assert foreign["Location"] == "/sign-in/?next=/"


def test_a_piece_of_a_page_asks_the_whole_page_to_sign_in(cast: Cast) -> None:
    piece = Client().get(
        "/account/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/account/?tab=3"}
    )
    assert (piece.status_code, piece["HX-Redirect"]) == (204, "/sign-in/?next=/account/%3Ftab%3D3")


def test_signing_out_takes_a_form_and_leaves_nothing(cast: Cast) -> None:
    client = Client()
    knock(client, "clerk")
    assert client.get("/sign-out/").status_code == 405
    assert inside(client)
    out = client.post("/sign-out/")
    assert "您已安全退出" in words(client.get(out["Location"]))
    assert not inside(client)


def test_pages_of_signed_in_people_are_not_kept_by_the_browser(cast: Cast) -> None:
    client = Client()
    knock(client, "clerk")
    assert "no-store" in client.get("/account/")["Cache-Control"]


def test_the_first_sign_in_asks_for_a_password_of_ones_own(cast: Cast) -> None:
    opened = create_account(system(), username="xiaolin", name="林小")
    client = Client()
    knock(client, "xiaolin", opened.password, next="/account/")
    sent = client.get("/account/?tab=1")
    assert sent["Location"] == "/account/password/?next=%2Faccount%2F%3Ftab%3D1"
    page = client.get(sent["Location"])
    assert "初始密码" in words(page)
    form = {"old_password": opened.password, "next": "/account/?tab=1"}
    for weak, said in (("abc", "至少"), ("aaaaaaaaaaaaaaa", "三种"), (opened.password, "不能与现在的密码相同")):
        refused = client.post("/account/password/", {**form, "new_password1": weak, "new_password2": weak})
        assert refused.status_code == 200
        assert said in words(refused)
    done = client.post(
        "/account/password/", {**form, "new_password1": "Mein-Dorf-2026", "new_password2": "Mein-Dorf-2026"}
    )
    assert done["Location"] == "/account/?tab=1"
    assert inside(client)


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(cast: Cast) -> None:
    here, there = Client(), Client()
    for client in (here, there):
        knock(client, "clerk")
    new = {"old_password": PASSWORD, "new_password1": "Mein-Dorf-2026", "new_password2": "Mein-Dorf-2026"}
    here.post("/account/password/", new)
    assert inside(here)
    assert not inside(there)


def test_signing_out_elsewhere(cast: Cast) -> None:
    here, there = Client(), Client()
    for client in (here, there):
        knock(client, "clerk")
    here.post("/account/sessions/end/")
    assert inside(here)
    assert not inside(there)


def test_closing_and_resetting_an_account_ends_its_sessions(cast: Cast) -> None:
    closed, reset = Client(), Client()
    knock(closed, "clerk")
    knock(reset, "officer")
    deactivate_account(system(), account=cast.people["clerk"].account, why="离职")
    reset_password(system(), account=cast.people["officer"].account)
    assert not inside(closed)
    assert not inside(reset)


def _let_pass(delta: timedelta) -> None:
    """django-axes reads the machine's clock: its last attempt is moved back instead."""
    for attempt in AccessAttempt.objects.all():
        attempt.attempt_time -= delta
        attempt.save()
