"""The hazard page: what comes next for whom, what a refused step says, and that nothing typed is lost."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import cast
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import StreamingHttpResponse
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.stories import JPEG, Hose, photo, restaurant

from gasloop.hazard.actions import Order, order_rectification, rectify
from gasloop.hazard.actions.moving import Proof
from gasloop.hazard.models import Hazard
from gasloop.inspection.actions import record_visit
from gasloop.kernel import clock

SignIn = Callable[[str], Client]


def camera() -> SimpleUploadedFile:
    return SimpleUploadedFile("photo.jpg", JPEG, "image/jpeg")


@pytest.fixture
def hazard(town: Cast) -> Hazard:
    """2.6 m of hose at the hotpot restaurant."""
    officer = town.officer.actor
    return record_visit(officer, report=Hose(restaurant(officer), photos=[photo(officer)]).report()).hazards[0]


@pytest.fixture
def ordered(town: Cast, hazard: Hazard) -> Hazard:
    return order_rectification(town.head.actor, hazard_id=hazard.pk, order=Order("停用", "张老板"))


@pytest.fixture
def rectified(town: Cast, ordered: Hazard) -> Hazard:
    officer = town.officer.actor
    return rectify(officer, hazard_id=ordered.pk, proof=Proof("已换", [photo(officer)]))


def page_of(hazard: Hazard) -> str:
    return reverse("hazard:hazard", args=[hazard.pk])


def step_of(hazard: Hazard, name: str) -> str:
    return reverse("hazard:step", args=[hazard.pk, name])


def test_the_page_tells_owner_deadline_clause_and_basis(signed_in: SignIn, hazard: Hazard) -> None:
    page = unescape(signed_in("grid").get(page_of(hazard)).content.decode())
    for words in (hazard.number, "二(四)2", "应急办", "工作日", "2.6", "老灶火锅店"):
        assert words in page


def test_in_english_too(signed_in: SignIn, hazard: Hazard) -> None:
    page = signed_in("grid").get(page_of(hazard), headers={"Accept-Language": "en"}).content.decode()
    assert '<html lang="en"' in page
    assert "下一步" not in page


def test_each_is_offered_what_the_post_may_do(signed_in: SignIn, hazard: Hazard) -> None:
    offered = {}
    for name in ("officer", "head", "clerk", "grid", "leader", "auditor"):
        page = signed_in(name).get(page_of(hazard)).content.decode()
        offered[name] = {step for step in ("order", "fix", "rectify", "void") if step_of(hazard, step) in page}
    assert offered == {
        "officer": {"order"},
        "head": {"order", "void"},
        "clerk": {"order"},
        "grid": set(),
        "leader": set(),
        "auditor": set(),
    }


def test_the_whole_way_on_pages(signed_in: SignIn, hazard: Hazard, hands: clock.Hands) -> None:
    head, officer = signed_in("head"), signed_in("officer")
    sent = {"control_measure": "停用该灶台", "answerable_person": "张老板", "due_on": "2026-11-03"}
    assert head.post(step_of(hazard, "order"), sent).status_code == 302
    hazard.refresh_from_db()
    assert clock.legal_day(hazard.due_at).isoformat() == "2026-11-03"
    assert "提前到2026年11月3日" in hazard.due_sentence
    assert officer.post(step_of(hazard, "rectify"), {"photos": camera(), "note": "换了"}).status_code == 302
    closed = head.post(step_of(hazard, "recheck"), {"passed": "yes"}, follow=True)
    assert "已销号" in closed.content.decode()
    hands.move(timedelta(days=30))
    assert head.post(step_of(hazard, "look-back"), {"rebounded": "no"}).status_code == 302
    hazard.refresh_from_db()
    assert hazard.state == Hazard.State.SETTLED


def test_a_rebound_leads_to_the_new_hazard(signed_in: SignIn, town: Cast, rectified: Hazard) -> None:
    head = signed_in("head")
    head.post(step_of(rectified, "recheck"), {"passed": "yes"})
    refused = head.post(step_of(rectified, "look-back"), {"rebounded": "yes"})
    assert refused.status_code == 422
    assert "请写明反弹的情况" in refused.content.decode()
    sent = {"rebounded": "yes", "note": "又换回长软管", "photos": camera()}
    assert head.post(step_of(rectified, "look-back"), sent).status_code == 302
    again = Hazard.objects.get(rebound_of=rectified)
    assert again.number in head.get(page_of(rectified)).content.decode()
    assert rectified.number in head.get(page_of(again)).content.decode()


def test_a_refused_order_keeps_what_was_typed(signed_in: SignIn, hazard: Hazard) -> None:
    sent = {"control_measure": "关阀并派人看守", "answerable_person": "张老板", "due_on": "2026-12-31"}
    answer = signed_in("head").post(step_of(hazard, "order"), sent)
    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "整改期限不能晚于规则给出的" in page
    assert "关阀并派人看守" in page
    assert 'value="张老板"' in page
    assert 'value="2026-12-31"' in page
    hazard.refresh_from_db()
    assert hazard.state == Hazard.State.FOUND


@pytest.mark.parametrize("due_on", ["0001-01-01", "9999-12-31", "2026-11-01", "31.12.2026"])
def test_a_day_that_cannot_be(signed_in: SignIn, hazard: Hazard, due_on: str) -> None:
    sent = {"control_measure": "停用", "answerable_person": "张老板", "due_on": due_on}
    assert signed_in("head").post(step_of(hazard, "order"), sent).status_code == 422


def test_an_empty_order_is_refused_field_by_field(signed_in: SignIn, hazard: Hazard) -> None:
    answer = signed_in("head").post(step_of(hazard, "order"), {"control_measure": " "})
    assert answer.status_code == 422
    assert answer.content.decode().count('aria-invalid="true"') == 2


def test_a_rectification_without_a_photo_keeps_its_note(signed_in: SignIn, ordered: Hazard) -> None:
    answer = signed_in("officer").post(step_of(ordered, "rectify"), {"note": "换成1.5米"})
    assert answer.status_code == 422
    assert "换成1.5米" in answer.content.decode()
    assert "照片" in answer.content.decode()


def test_whoever_rectified_is_told_that_another_has_to_look(signed_in: SignIn, town: Cast, rectified: Hazard) -> None:
    answer = signed_in("officer").post(step_of(rectified, "recheck"), {"passed": "yes", "note": "我自己看过"})
    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "复查须由另一个人来做" in page
    assert "我自己看过" in page


def test_sending_it_back_asks_why(signed_in: SignIn, rectified: Hazard) -> None:
    head = signed_in("head")
    answer = head.post(step_of(rectified, "recheck"), {"passed": "no"})
    assert answer.status_code == 422
    assert "请写明复查不合格的原因" in answer.content.decode()
    assert head.post(step_of(rectified, "recheck"), {"passed": "no", "note": "还是长"}).status_code == 302
    rectified.refresh_from_db()
    assert rectified.state == Hazard.State.ORDERED


def test_a_step_that_somebody_else_took_is_said_and_led_back(signed_in: SignIn, ordered: Hazard) -> None:
    sent = {"control_measure": "停用", "answerable_person": "张老板"}
    answer = signed_in("head").post(step_of(ordered, "order"), sent, follow=True)
    assert answer.redirect_chain == [(page_of(ordered), 302)]
    assert "可能别人刚刚已经处理过" in answer.content.decode()


def test_a_get_on_a_step_leads_to_the_page(signed_in: SignIn, hazard: Hazard) -> None:
    answer = signed_in("head").get(step_of(hazard, "order"))
    assert answer.status_code == 302
    assert answer["Location"] == page_of(hazard)


def test_a_step_that_does_not_exist(signed_in: SignIn, hazard: Hazard) -> None:
    assert signed_in("head").get(step_of(hazard, "forget")).status_code == 404
    assert signed_in("head").post(step_of(hazard, "forget")).status_code == 404


def test_the_auditor_takes_no_step(signed_in: SignIn, hazard: Hazard) -> None:
    signed_in("auditor").post(step_of(hazard, "order"), {"control_measure": "停用", "answerable_person": "张老板"})
    hazard.refresh_from_db()
    assert hazard.state == Hazard.State.FOUND


def test_the_head_voids_what_was_a_mistake(signed_in: SignIn, hazard: Hazard) -> None:
    head = signed_in("head")
    assert head.post(step_of(hazard, "void"), {"why": " "}).status_code == 422
    assert head.post(step_of(hazard, "void"), {"why": "量错了"}).status_code == 302
    page = head.get(page_of(hazard)).content.decode()
    assert "量错了" in page
    assert hazard.number not in head.get(reverse("hazard:hazards")).content.decode()


def test_photos_before_and_after_are_for_whoever_may_see_the_hazard(signed_in: SignIn, rectified: Hazard) -> None:
    digest = rectified.steps.exclude(photos=[]).values_list("photos", flat=True)[0][0]
    address = reverse("hazard:photo", args=[rectified.pk, digest])
    assert address in signed_in("grid").get(page_of(rectified)).content.decode()
    shown = signed_in("auditor").get(address)
    assert shown.status_code == 200
    assert b"".join(cast(StreamingHttpResponse, shown)) == JPEG
    for name in ("far_grid", "market", "admin"):
        assert signed_in(name).get(address).status_code == 404
    for wrong in ("0" * 64, "x"):
        assert signed_in("head").get(reverse("hazard:photo", args=[rectified.pk, wrong])).status_code == 404
    assert signed_in("head").get(reverse("hazard:photo", args=[UUID(int=7), digest])).status_code == 404


def test_an_address_with_a_null_is_no_address(signed_in: SignIn, hazard: Hazard) -> None:
    for address in ("/hazards/?q=%00", "/visits/?q=%00", "/coverage/?q=%00", "/hazards/?clause=%00", "/plan/%00/"):
        assert signed_in("head").get(address).status_code in {400, 404}, address
