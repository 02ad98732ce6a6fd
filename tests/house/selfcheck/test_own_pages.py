"""张三's pages: what to do now, the check itself, the proof; and nothing of the town."""

from collections.abc import Callable, Iterable
from html import unescape
from typing import cast

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import StreamingHttpResponse
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.room.selfcheck.test_self_checks import answers, check_of, shop
from tests.stories import JPEG

from gasloop.access.actors import actor_of
from gasloop.access.models import Account, Post
from gasloop.hazard.models import Hazard
from gasloop.kernel import clock
from gasloop.registry.models import Site
from gasloop.selfcheck.actions import open_checks
from gasloop.selfcheck.models import SelfCheck

SignIn = Callable[[str], Client]


@pytest.fixture
def site(town: Cast) -> Site:
    return shop("老灶火锅店（示例）")


@pytest.fixture
def browser(signed_in: SignIn, site: Site) -> Client:
    """The clerk opens the sign-in on the object's file; 张三 has chosen a password."""
    answer = signed_in("clerk").post(
        reverse("selfcheck:admit", args=[site.pk]), {"name": "张三", "title": "店长", "username": "laozao"}
    )
    assert "初始密码" in answer.content.decode()
    open_checks(at=clock.now())
    account = Account.objects.get(username="laozao")
    Account.objects.filter(pk=account.pk).update(must_change_password=False)
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def sent(check: SelfCheck, **wrong: object) -> dict[str, object]:
    """The form as it is filled in."""
    found: dict[str, object] = {"note": ""}
    for answered in answers(check.site, check.rhythm):
        value = wrong.get(answered.item.replace("-", "_"), answered.value)
        found[answered.item] = {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
    return found


def test_the_first_page_is_what_to_do_now(browser: Client, site: Site) -> None:
    assert browser.get("/")["Location"] == reverse("selfcheck:own")
    page = browser.get(reverse("selfcheck:own")).content.decode()
    for words in (site.name, "日查", "周查", "月查"):
        assert words in page
    for closed in ("/sites/", "/hazards/", "/visits/", "/plan/", "/campaigns/", "/self-checks/"):
        assert browser.get(closed).status_code == 404, closed


def test_a_check_finds_something_and_a_photo_proves_it_rectified(browser: Client, site: Site) -> None:
    boss = actor_of(Account.objects.get(username="laozao"))
    check = check_of(boss, "day")
    url = reverse("selfcheck:own-check", args=[check.pk])
    assert "点着火而没有人看着的灶有几个" in browser.get(url).content.decode()
    assert browser.post(url, {"note": ""}).status_code == 422
    assert browser.post(url, sent(check, FIRES_UNWATCHED=1))["Location"] == reverse("selfcheck:own")
    hazard = Hazard.objects.get()
    mine = reverse("selfcheck:own-hazard", args=[hazard.pk])
    assert "整改后的照片" in browser.get(mine).content.decode()
    photo = SimpleUploadedFile("a.jpg", JPEG, "image/jpeg")
    assert browser.post(mine, {"note": "专人看守", "photos": photo}).status_code == 302
    hazard.refresh_from_db()
    assert hazard.state == "rectified"
    sha = hazard.steps.get(verb="rectify").photos[0]
    seen = browser.get(reverse("selfcheck:own-photo", args=[hazard.pk, sha]))
    assert isinstance(seen, StreamingHttpResponse)
    assert b"".join(cast(Iterable[bytes], seen.streaming_content)) == JPEG
    assert hazard.number in unescape(browser.get(url).content.decode())


def test_the_officer_sees_it_on_the_object_file(browser: Client, signed_in: SignIn, site: Site) -> None:
    page = signed_in("officer").get(reverse("registry:site", args=[site.pk])).content.decode()
    assert "日查" in page
    check = SelfCheck.objects.filter(site=site)[0]
    assert signed_in("officer").get(reverse("selfcheck:check", args=[check.pk])).status_code == 200


def test_closed_the_account_is_out_at_once(browser: Client, signed_in: SignIn, site: Site) -> None:
    post = Post.objects.get(within_id=site.party_id)
    signed_in("clerk").post(reverse("selfcheck:dismiss", args=[site.pk, post.pk]), {"why": "转让"})
    assert browser.get(reverse("selfcheck:own"))["Location"].startswith(reverse("access:sign-in"))
