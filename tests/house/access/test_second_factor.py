"""The second factor: set up from a QR code, asked for before there is a session, and helped when the phone is gone."""

import base64
import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.test import Client, override_settings
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from tests.cast import PASSWORD, Cast
from tests.house.access.doors import bind_app, code, inside, knock, later, words

from gasloop.access.actions import remove_second_factor, reset_password
from gasloop.evidence.models import Entry
from gasloop.kernel.actor import system

DOOR = "/sign-in/second-factor/"
SETUP = "/account/second-factor/"


def test_an_app_is_bound_by_its_first_code(cast: Cast) -> None:
    client = Client()
    knock(client, "clerk")
    page = client.get(SETUP).content.decode()
    assert 'src="data:image/svg+xml' in page
    key = _key_shown(page)
    assert "验证码不对" in words(client.post(SETUP, {"code": "000000" if code(key) != "000000" else "000001"}))
    assert _key_shown(client.get(SETUP).content.decode()) == key
    bound = client.post(SETUP, {"code": f" {code(key)[:3]} {code(key)[3:]} "})
    codes = re.findall(r'<li class="number">([^<]+)</li>', bound.content.decode())
    assert len(set(codes)) == 10
    assert inside(client)
    assert client.get(SETUP)["Location"] == "/account/"
    assert Entry.objects.filter(act="access.second_factor_added").count() == 1
    again = Client()
    assert knock(again, "clerk", next="/account/")["Location"] == "/sign-in/second-factor/?next=%2Faccount%2F"
    assert again.post(DOOR, {"code": codes[0].upper(), "next": "/account/"})["Location"] == "/account/"
    assert inside(again)


def test_a_password_alone_is_no_session(cast: Cast) -> None:
    key, _ = bind_app(cast, "clerk")
    client = Client()
    knock(client, "clerk")
    assert not inside(client)
    assert client.post(DOOR, {"code": code(key)}).status_code == 302
    assert inside(client)


def test_wide_digits_of_a_chinese_input_method_are_digits(cast: Cast) -> None:
    key, _ = bind_app(cast, "clerk")
    client = Client()
    knock(client, "clerk")
    wide = "".join(chr(ord(c) + 0xFEE0) for c in code(key))
    assert client.post(DOOR, {"code": wide}).status_code == 302


def test_a_code_serves_once(cast: Cast) -> None:
    key, _ = bind_app(cast, "clerk")
    shown, first, second = code(key), Client(), Client()
    for client in (first, second):
        knock(client, "clerk")
        client.post(DOOR, {"code": shown})
    assert inside(first)
    assert not inside(second)


def test_a_recovery_code_serves_once(cast: Cast) -> None:
    _, codes = bind_app(cast, "clerk")
    first, second = Client(), Client()
    for client in (first, second):
        knock(client, "clerk")
        client.post(DOOR, {"code": codes[3]})
    assert inside(first)
    assert not inside(second)
    assert StaticToken.objects.count() == 9
    assert "备用码还剩 9 个" in words(first.get("/account/"))


def test_somebody_elses_code_opens_nothing(cast: Cast) -> None:
    bind_app(cast, "clerk")
    other_key, other_codes = bind_app(cast, "officer")
    for wrong in (code(other_key), other_codes[0], "", "000000"):
        client = Client()
        knock(client, "clerk")
        assert client.post(DOOR, {"code": wrong}).status_code == 200
        assert not inside(client)
        TOTPDevice.objects.update(throttling_failure_count=0)


def test_a_second_wrong_code_has_to_wait(cast: Cast) -> None:
    key, _ = bind_app(cast, "clerk")
    client = Client()
    knock(client, "clerk")
    client.post(DOOR, {"code": "000000"})
    assert "秒再试" in words(client.post(DOOR, {"code": code(key)}))


def test_five_wrong_codes_ask_for_the_password_again(cast: Cast) -> None:
    bind_app(cast, "clerk")
    client = Client()
    knock(client, "clerk")
    for _ in range(4):
        assert client.post(DOOR, {"code": "wrong"}).status_code == 200
    assert client.post(DOOR, {"code": "wrong"})["Location"] == "/sign-in/"
    assert client.get(DOOR)["Location"] == "/sign-in/"
    assert "重新输入密码" in words(client.get("/sign-in/"))


def test_nobody_waits_at_the_door_for_ever_or_across_a_new_password(cast: Cast) -> None:
    key, _ = bind_app(cast, "clerk")
    slow, reset = Client(), Client()
    knock(slow, "clerk")
    knock(reset, "clerk")
    with later(timedelta(minutes=6)):
        assert slow.post(DOOR, {"code": code(key)})["Location"] == "/sign-in/"
    reset_password(system(), account=cast.people["clerk"].account)
    assert reset.post(DOOR, {"code": code(key)})["Location"] == "/sign-in/"
    assert Client().get(DOOR)["Location"] == "/sign-in/"


@override_settings(SECOND_FACTOR_ROLES={"admin"})
def test_roles_that_need_one_set_it_up_first(cast: Cast) -> None:
    client = Client()
    knock(client, "admin")
    sent = client.get("/account/")
    assert sent["Location"] == "/account/second-factor/?next=%2Faccount%2F"
    page = client.get(sent["Location"])
    assert "您的岗位要求" in words(page)
    client.post(SETUP, {"code": code(_key_shown(page.content.decode()))})
    assert inside(client)
    client.post("/account/second-factor/remove/", {"password": PASSWORD})
    assert TOTPDevice.objects.count() == 1
    other = Client()
    knock(other, "clerk")
    assert inside(other)


def test_taking_it_away_takes_the_password(cast: Cast) -> None:
    key, _ = bind_app(cast, "clerk")
    client = Client()
    knock(client, "clerk")
    client.post(DOOR, {"code": code(key)})
    client.post("/account/second-factor/remove/", {"password": "wrong"})
    assert TOTPDevice.objects.count() == 1
    assert client.post("/account/recovery-codes/", {"password": "wrong"}).status_code == 302
    assert client.post("/account/recovery-codes/", {"password": PASSWORD}).status_code == 200
    client.post("/account/second-factor/remove/", {"password": PASSWORD})
    assert TOTPDevice.objects.count() == 0
    assert inside(client)


def test_an_administrator_helps_after_a_lost_phone(cast: Cast) -> None:
    bind_app(cast, "clerk")
    remove_second_factor(cast.actor("admin"), account=cast.people["clerk"].account)
    client = Client()
    knock(client, "clerk")
    assert inside(client)


@pytest.mark.parametrize("path", [SETUP, "/account/second-factor/remove/", "/account/recovery-codes/"])
def test_strangers_are_asked_to_sign_in(cast: Cast, path: str) -> None:
    assert Client().post(path)["Location"].startswith("/sign-in/")


def _key_shown(page: str) -> str:
    found = re.search(r'<p class="number">([A-Z2-7 ]+)</p>', unquote(page))
    assert found
    return base64.b32decode(found[1].replace(" ", "")).hex()
