"""A town hall on its first day: no plan, no packs, nothing registered. Every page says what will stand there."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.stories import restaurant

from gasloop.kernel.actor import system

SignIn = Callable[[str], Client]


def test_without_a_plan_the_page_says_what_to_do(cast: Cast, signed_in: SignIn) -> None:
    answer = signed_in("head").get(reverse("oversight:plan"))
    assert answer.status_code == 200
    assert "还没有导入方案" in answer.content.decode()


@pytest.mark.parametrize(
    "name", ["hazard:hazards", "inspection:visits", "oversight:coverage", "registry:sites", "oversight:evidence"]
)
def test_every_list_opens_while_it_is_empty(cast: Cast, signed_in: SignIn, name: str) -> None:
    for language in ("zh-hans", "en"):
        answer = signed_in("head").get(reverse(name), headers={"Accept-Language": language})
        assert answer.status_code == 200
        assert "<tbody" not in answer.content.decode()


def test_without_packs_the_visit_form_says_why_it_asks_nothing(cast: Cast, signed_in: SignIn) -> None:
    site = restaurant(system())
    page = signed_in("head").get(reverse("inspection:record", args=[site.pk]))
    assert page.status_code == 200
    assert "没有适用的检查项" in page.content.decode()
