"""李强 fills in the visit form at the restaurant; what he typed survives every refusal."""

from collections.abc import Callable
from html import unescape
from typing import cast
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import StreamingHttpResponse
from django.test import Client
from django.urls import reverse
from tests.cast import COMMUNITY, Cast
from tests.stories import JPEG, Hose, photo, restaurant

from gasloop.hazard.models import Hazard
from gasloop.inspection.actions import record_visit
from gasloop.inspection.models import Visit
from gasloop.kernel.ids import new_id
from gasloop.registry.actions import void_site
from gasloop.registry.models import Site

SignIn = Callable[[str], Client]
PNG = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
    "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def typed(**changed: object) -> dict[str, object]:
    """What stands in the form: 2.6 m of hose, both sides sign."""
    plain: dict[str, object] = {
        "id": str(new_id()),
        "visited_at": "2026-11-02T08:30",
        "result": "checked",
        "HOSE-LENGTH": "2.6",
        "HOSE-LENGTH.note": "灶台在最里面",
        "note": "老板在场",
        "inspector_png": PNG,
        "site_name": "张老板",
        "site_person_png": PNG,
    }
    return plain | changed


def camera(name: str = "photo.jpg", media_type: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, JPEG, media_type)


@pytest.fixture
def site(town: Cast) -> Site:
    return restaurant(town.officer.actor)


@pytest.fixture
def form(site: Site) -> str:
    return reverse("inspection:record", args=[site.pk])


def test_the_form_asks_what_applies_to_a_restaurant(signed_in: SignIn, form: str) -> None:
    page = signed_in("officer").get(form).content.decode()
    assert 'name="HOSE-LENGTH"' in page
    assert "二(四)2" in page
    english = signed_in("officer").get(form, headers={"Accept-Language": "en"}).content.decode()
    assert "Signature" in english or "signature" in english


def test_a_visit_with_photos_and_signatures_becomes_a_visit_and_a_hazard(signed_in: SignIn, form: str) -> None:
    browser = signed_in("officer")
    answer = browser.post(form, typed(**{"HOSE-LENGTH.photos": camera(), "photos": [camera("a.jpg"), camera("b.jpg")]}))
    visit, hazard = Visit.objects.get(), Hazard.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == reverse("inspection:visit", args=[visit.pk])
    page = unescape(browser.get(answer["Location"]).content.decode())
    assert "检查已登记，发现隐患1处" in page
    assert hazard.number in page
    assert visit.inspector_signature
    assert visit.site_signature
    assert not visit.site_unsigned
    assert "灶台在最里面" in hazard.description


def test_the_send_button_pressed_twice_is_one_visit(signed_in: SignIn, form: str) -> None:
    browser, sent = signed_in("officer"), typed()
    first, second = browser.post(form, sent), browser.post(form, sent)
    assert first["Location"] == second["Location"]
    assert Visit.objects.count() == Hazard.objects.count() == 1


def test_a_hose_of_ninety_metres_is_refused_beside_its_field_and_everything_stays(signed_in: SignIn, form: str) -> None:
    answer = signed_in("officer").post(form, typed(**{"HOSE-LENGTH": "90"}))
    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "应在" in page
    for kept in ("90", "灶台在最里面", "老板在场", "张老板", PNG):
        assert kept in page
    assert not Visit.objects.exists()


MISSING: list[tuple[str, dict[str, object], str]] = [
    ("nobody signed for us", {"inspector_png": ""}, "请在签名框内签名"),
    ("a name without a reason", {"inspector_png": "", "inspector_name": "李强"}, "请写明原因"),
    ("half a signature", {"inspector_png": "data:image/png;base64,AAAA"}, "签名图像没有完整传送"),
    ("nobody signed for the shop", {"site_person_png": ""}, "对象在场人须签名"),
    ("nothing was looked at", {"HOSE-LENGTH": ""}, "请至少回答一个检查项"),
    ("tomorrow", {"visited_at": "2026-11-03T09:00"}, "检查时间晚于现在"),
    ("no number", {"HOSE-LENGTH": "两米"}, "两米"),
    ("the shop was shut but the hose was measured", {"result": "nobody"}, "没有检查成，就不能有检查项的结果"),
    ("a result that is none", {"result": "maybe"}, "maybe"),
    ("a form that lost its number", {"id": ""}, ""),
    ("a colleague with an endless name", {"companions": "王" * 61}, "太长"),
    ("an endless reason", {"inspector_png": "", "inspector_name": "李强", "inspector_why": "忙" * 121}, "太长"),
]


@pytest.mark.parametrize(("changed", "words"), [e[1:] for e in MISSING], ids=[e[0] for e in MISSING])
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    signed_in: SignIn, form: str, changed: dict[str, object], words: str
) -> None:
    answer = signed_in("officer").post(form, typed(**changed))
    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert words in page
    assert "老板在场" in page
    assert 'role="alert"' in page
    assert not Visit.objects.exists()


def test_a_reason_stands_for_a_signature(signed_in: SignIn, form: str) -> None:
    why = {"site_person_png": "", "site_person_name": "张老板", "site_person_why": "拒签（示例）"}
    assert signed_in("officer").post(form, typed(**why)).status_code == 302
    visit = Visit.objects.get()
    assert (visit.site_person, visit.site_signature, visit.site_unsigned) == ("张老板", "", "拒签（示例）")


@pytest.mark.parametrize("result", ["nobody", "refused"])
def test_a_closed_door_is_a_visit_too(signed_in: SignIn, form: str, result: str) -> None:
    sent = typed(**{"result": result, "HOSE-LENGTH": "", "site_name": "", "site_person_png": ""})
    assert signed_in("officer").post(form, sent).status_code == 302
    visit = Visit.objects.get()
    assert (visit.result, visit.hazards_found) == (result, 0)
    page = signed_in("officer").get(reverse("inspection:visit", args=[visit.pk]))
    assert "没有检查项的结果" in page.content.decode()


def test_a_paper_is_no_photo(signed_in: SignIn, form: str) -> None:
    answer = signed_in("officer").post(form, typed(photos=camera("notes.pdf", "application/pdf")))
    assert answer.status_code == 422
    assert "不是照片" in answer.content.decode()
    disguised = SimpleUploadedFile("photo.jpg", b"MZ", "image/jpeg")
    assert signed_in("officer").post(form, typed(photos=disguised)).status_code in {409, 422}
    assert not Visit.objects.exists()


def test_whoever_is_elsewhere_finds_no_form(signed_in: SignIn, form: str) -> None:
    for name in ("far_grid", "market", "leader", "auditor", "admin"):
        assert signed_in(name).get(form).status_code == 404, name
        assert signed_in(name).post(form, typed()).status_code == 404, name
    assert not Visit.objects.exists()


def test_a_voided_object_has_no_form(town: Cast, signed_in: SignIn, site: Site, form: str) -> None:
    void_site(town.head.actor, site_id=site.pk, why="重复登记（示例）")
    assert signed_in("officer").get(form).status_code == 404


def test_photos_are_for_whoever_may_see_the_visit(town: Cast, signed_in: SignIn, site: Site) -> None:
    officer = town.officer.actor
    digest = photo(officer)
    visit = record_visit(officer, report=Hose(site, photos=[digest]).report()).visit
    address = reverse("inspection:photo", args=[visit.pk, digest])
    for name in ("officer", "grid", "head", "leader", "auditor", "clerk"):
        shown = signed_in(name).get(address)
        assert shown.status_code == 200
        assert shown["Content-Type"] == "image/jpeg"
        assert b"".join(cast(StreamingHttpResponse, shown)) == JPEG
    for name in ("far_grid", "market", "admin"):
        assert signed_in(name).get(address).status_code == 404
    other = photo(officer, JPEG + b"\x00")
    assert signed_in("officer").get(reverse("inspection:photo", args=[visit.pk, other])).status_code == 404
    assert signed_in("officer").get(reverse("inspection:photo", args=[UUID(int=7), digest])).status_code == 404
    assert Client().get(address).status_code == 302


def test_the_visit_list_shows_only_what_is_in_reach(town: Cast, signed_in: SignIn, site: Site) -> None:
    visit = record_visit(town.officer.actor, report=Hose(site).report()).visit
    assert visit.territory == COMMUNITY
    seen = {
        name: visit.number in signed_in(name).get(reverse("inspection:visits")).content.decode()
        for name in ("officer", "grid", "auditor", "far_grid", "market")
    }
    assert seen == {"officer": True, "grid": True, "auditor": True, "far_grid": False, "market": False}
