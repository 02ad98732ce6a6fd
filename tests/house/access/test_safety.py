"""What every answer carries and every form needs: CSP, cookies, CSRF; and what opens the API."""

from datetime import timedelta

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from tests.cast import Cast
from tests.house.access.doors import SIGN_IN, inside, knock, words

from gasloop.access.actions import create_account, issue_token, revoke_token
from gasloop.access.models import ApiToken
from gasloop.kernel import clock
from gasloop.kernel.actor import system

pytestmark = pytest.mark.urls("tests.house.access.urls_of_the_day")

CSP = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
API = "/api-of-the-day/me"


def test_every_answer_carries_the_policy(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    client = Client(raise_request_exception=False)
    strict = Client(enforce_csrf_checks=True)
    seen = set()
    for response in (
        client.get("/"),
        client.get("/nothing/here/"),
        client.get("/failing/"),
        client.get("/sign-out/"),
        client.get(SIGN_IN, headers={"host": "evil.example"}),
        client.get(API),
        strict.post(SIGN_IN, {"username": "clerk"}),
        *(knock(client, "clerk", "wrong") for _ in range(5)),
    ):
        seen.add(response.status_code)
        assert sorted(response["Content-Security-Policy"].split("; ")) == sorted(CSP.split("; "))
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Referrer-Policy"] == "same-origin"
    assert seen == {200, 302, 400, 401, 403, 404, 405, 429, 500}


def test_pages_have_nothing_inline(cast: Cast) -> None:
    client = Client()
    pages = [client.get(SIGN_IN)]
    knock(client, "clerk")
    pages += [client.get(reverse(f"access:{name}")) for name in ("account", "password", "second-factor-setup")]
    for page in pages:
        text = page.content.decode()
        assert page.status_code == 200
        assert " style=" not in text
        assert "<style" not in text
        assert " onclick=" not in text
        assert "<script>" not in text


@pytest.mark.parametrize("name", ["sign-in", "sign-out", "language", "second-factor"])
def test_forms_without_the_token_are_refused(cast: Cast, name: str) -> None:
    assert Client(enforce_csrf_checks=True).post(reverse(f"access:{name}")).status_code == 403


def test_forms_with_the_token_are_taken(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    token = client.get(SIGN_IN).context["csrf_token"]
    assert knock(client, "clerk", csrfmiddlewaretoken=str(token)).status_code == 302
    assert inside(client)


@override_settings(SESSION_COOKIE_SECURE=True, CSRF_COOKIE_SECURE=True)
def test_cookies_are_out_of_reach_of_scripts_and_other_sites(cast: Cast) -> None:
    client = Client()
    client.get(SIGN_IN, secure=True)
    client.post(SIGN_IN, {"username": "clerk", "password": "Qunli-2023-102"}, secure=True)
    client.post(reverse("access:language"), {"language": "en"}, secure=True)
    for name in ("gasloop_session", "gasloop_csrf", "gasloop_language"):
        cookie = client.cookies[name]
        assert (cookie["httponly"], cookie["samesite"], cookie["secure"]) == (True, "Lax", True), name


def test_the_session_key_changes_at_sign_in(cast: Cast) -> None:
    client = Client()
    client.get(SIGN_IN)
    client.session["note"] = 1
    before = client.session.session_key
    knock(client, "clerk")
    assert client.session.session_key != before


def test_a_language_is_chosen_kept_and_taken_along(cast: Cast) -> None:
    client = Client()
    knock(client, "clerk")
    client.post(reverse("access:language"), {"language": "en", "next": "/account/"})
    assert "My account" in words(client.get("/account/"))
    cast.people["clerk"].account.refresh_from_db()
    assert cast.people["clerk"].account.language == "en"
    elsewhere = Client()
    knock(elsewhere, "clerk")
    assert "My account" in words(elsewhere.get("/account/"))
    assert client.post(reverse("access:language"), {"language": "xx"}).status_code == 302
    assert client.cookies["gasloop_language"].value == "en"


def test_a_token_opens_the_api_until_it_is_revoked(cast: Cast) -> None:
    clerk = cast.people["clerk"]
    issued = issue_token(clerk.actor, account=clerk.account, label="脚本")
    bearer = {"authorization": f"Bearer {issued.secret}"}
    strict = Client(enforce_csrf_checks=True)
    assert strict.get(API, headers=bearer).json() == {"name": "陈敏", "via": "api"}
    assert strict.post(API, headers=bearer).json() == {"name": "陈敏", "via": "api"}
    revoke_token(clerk.actor, token=issued.token)
    assert strict.get(API, headers=bearer).status_code == 401


def test_nothing_a_bad_token_and_another_scheme_are_401(cast: Cast) -> None:
    signed_in = Client()
    knock(signed_in, "clerk")
    assert Client().get(API).status_code == 401
    assert Client().post(API).status_code == 401
    for header in ("Bearer glp_wrong", "Bearer", "Basic Y2xlcms6eA==", "glp_wrong"):
        assert signed_in.get(API, headers={"authorization": header}).status_code == 401, header


def test_our_own_pages_read_with_the_session_and_write_with_the_csrf_token(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    token = str(client.get(SIGN_IN).context["csrf_token"])
    knock(client, "clerk", csrfmiddlewaretoken=token)
    assert client.get(API).json() == {"name": "陈敏", "via": "page"}
    assert client.post(API).status_code == 403
    fresh = str(client.get("/account/").context["csrf_token"])
    assert client.post(API, headers={"x-csrftoken": fresh}).status_code == 200


def test_a_session_that_owes_a_step_does_not_reach_the_api(cast: Cast) -> None:
    opened = create_account(system(), username="xiaolin", name="林小")
    client = Client()
    knock(client, "xiaolin", opened.password)
    assert client.get(API).status_code == 302
    assert client.get("/").status_code == 302


def test_tokens_are_issued_shown_once_and_revoked_on_the_page(cast: Cast, hands: clock.Hands) -> None:
    client = Client()
    knock(client, "clerk")
    empty = client.post(reverse("access:token-issue"), {"label": "", "days": "365", "access": "read"})
    assert empty.status_code == 422
    assert "请写明令牌的用途" in words(empty)
    assert 'value="365" selected' in empty.content.decode()
    page = client.post(reverse("access:token-issue"), {"label": "报表", "days": "30", "access": "read"})
    secret = page.context["issued"].secret
    assert secret in page.content.decode()
    assert secret not in client.get("/account/").content.decode()
    token = ApiToken.objects.get()
    assert token.expires_at == clock.now() + timedelta(days=30)
    stranger = Client()
    knock(stranger, "officer")
    assert stranger.post(reverse("access:token-revoke", args=[token.pk])).status_code == 404
    client.post(reverse("access:token-revoke", args=[token.pk]))
    assert "已吊销" in words(client.get("/account/"))
    again = client.post(reverse("access:token-revoke", args=[token.pk]), follow=True)
    assert "已经吊销" in words(again)
