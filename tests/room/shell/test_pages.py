"""The frame: refusals in words, language, size of type, navigation."""

import re

import pytest
from django.test import Client

from gasloop.shell.listing.testing import browser_of
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.room.shell.urls")]


def test_a_refusal_is_a_page_that_says_it(client: Client) -> None:
    answer = client.post("/refuse/same/", headers={"Referer": "http://testserver/offices/"})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "整改人王芳不能复查自己的整改。" in html
    assert "二(四)5" in html
    assert 'href="http://testserver/offices/"' in html


def test_the_way_back_never_leads_to_another_house(client: Client) -> None:
    html = client.get("/refuse/same/", headers={"Referer": "https://evil.example/offices/"}).content.decode()
    assert "evil.example" not in html


def test_a_refusal_within_a_page_takes_the_place_of_messages(client: Client) -> None:
    answer = client.post("/refuse/same/", headers={"HX-Request": "true", "HX-Request-Type": "partial"})
    assert answer.status_code == 409
    assert answer.headers["HX-Retarget"] == "#messages"
    assert "<html" not in answer.content.decode()


def neutral(html: bytes) -> bytes:
    """A page without its own address and its form tokens."""
    return re.sub(rb'value="[^"]*"', b"", html)


def test_what_is_not_there_and_what_is_out_of_reach_look_the_same(client: Client) -> None:
    out_of_reach, absent = client.get("/refuse/absent/"), client.get("/no-such-page/")
    assert out_of_reach.status_code == absent.status_code == 404
    assert neutral(out_of_reach.content) == neutral(absent.content)


def test_errors_speak_english_too(client: Client) -> None:
    client.cookies["gasloop_language"] = "en"
    assert "Page not found" in client.get("/no-such-page/").content.decode()


@pytest.mark.parametrize(
    ("field", "value", "cookie"), [("language", "en", "gasloop_language"), ("type", "large", "gasloop_type")]
)
def test_preferences_are_kept_on_the_device(client: Client, field: str, value: str, cookie: str) -> None:
    answer = client.post("/shell/preferences/", {field: value, "next": "/offices/"})
    assert answer.headers["Location"] == "/offices/"
    assert answer.cookies[cookie].value == value


def test_preferences_lead_back_into_the_house_only(client: Client) -> None:
    answer = client.post("/shell/preferences/", {"language": "xx", "next": "https://evil.example/"})
    assert answer.headers["Location"] == "/"
    assert not answer.cookies


def test_large_type_reaches_the_page(cast: Cast) -> None:
    browser = browser_of(cast.grid.account)
    browser.cookies["gasloop_type"] = "large"
    assert 'class="large-type"' in browser.get("/offices/").content.decode()


def test_no_inline_script_or_style_stands_in_a_page(cast: Cast) -> None:
    html = browser_of(cast.grid.account).get("/offices/").content.decode()
    assert " style=" not in html
    assert "<style" not in html
    assert "<script>" not in html
    assert " onclick=" not in html
    assert "hx-on" not in html
