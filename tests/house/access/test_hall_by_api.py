"""The town hall by API, as its pages: the administrator's verbs, and nobody else's."""

from uuid import uuid4

import pytest
from tests.cast import COMMUNITY, TOWN, Cast
from tests.house.calling import Program, program_of

from gasloop.access.models import Post

OFFICE = {"name": "燃气专班（示例）", "level": "town", "territory": TOWN, "aliases": ["专班"]}


@pytest.fixture
def admin(cast: Cast) -> Program:
    return program_of(cast, "admin")


def test_from_an_office_to_somebody_on_a_post_and_away_again(admin: Program, cast: Cast) -> None:
    office = admin.sent("/offices", OFFICE, 201)
    cell = admin.sent("/divisions", {"parent": COMMUNITY, "code": "01", "name": "第一网格", "kind": "grid"}, 201)
    assert cell["path"] == f"{COMMUNITY}01/"
    wanted = {"office": office["id"], "title": "网格员", "role": "grid", "territory": cell["path"]}
    post = admin.sent("/posts", wanted, 201)
    assert post["account"] is None
    person = admin.sent("/accounts", {"username": "xinren", "name": "新人（示例）"}, 201)
    assert len(person["password"]) == 14
    held = admin.sent(f"/posts/{post['id']}/assign", {"account": person["id"]})
    assert held["account"] == person["id"]
    empty = admin.sent(f"/posts/{post['id']}/end", {"why": "调离（示例）"})
    assert (empty["account"], empty["id"] != post["id"]) == (None, True)
    renamed = admin.sent(f"/offices/{office['id']}/rename", {"name": "燃气工作专班（示例）"})
    assert admin.got(f"/offices/{office['id']}")["successor"] == renamed["id"]
    into = str(cast.offices["应急办"].pk)
    admin.sent(f"/offices/{renamed['id']}/merge", {"into": into})
    assert Post.objects.get(pk=empty["id"]).office_id == cast.offices["应急办"].pk


def test_an_account_is_closed_opened_and_has_its_password_reset(admin: Program, cast: Cast) -> None:
    key = str(cast.grid.account.pk)
    assert admin.got(f"/accounts/{key}")["username"] == "grid"
    assert admin.sent(f"/accounts/{key}/reset", {})["password"]
    assert admin.sent(f"/accounts/{key}/close", {"why": "离职（示例）"})["is_active"] is False
    assert admin.sent(f"/accounts/{key}/close", {"why": "离职（示例）"}, 409)["code"] == "access.account.closed"
    assert admin.sent(f"/accounts/{key}/reopen", {"why": "返岗（示例）"})["is_active"] is True


@pytest.mark.parametrize("who", ["clerk", "leader", "grid", "auditor"])
def test_nobody_else_finds_anything(cast: Cast, who: str) -> None:
    caller = program_of(cast, who)
    caller.sent("/offices", OFFICE, 404)
    caller.sent("/accounts", {"username": "xinren", "name": "新人"}, 404)
    caller.sent("/divisions", {"parent": COMMUNITY, "code": "01", "name": "网格", "kind": "grid"}, 404)
    caller.got(f"/accounts/{cast.clerk.account.pk}", 404)
    caller.sent(f"/accounts/{cast.clerk.account.pk}/reset", {}, 404)
    caller.sent(f"/offices/{cast.offices['经发办'].pk}/rename", {"name": "别名"}, 404)


def test_what_is_too_long_or_unknown_is_refused_in_words(admin: Program, cast: Cast) -> None:
    assert admin.sent("/offices", {**OFFICE, "name": "长" * 81}, 409)["field"] == "name"
    assert admin.sent("/offices", {**OFFICE, "aliases": ["长" * 81]}, 409)["field"] == "aliases"
    admin.sent("/offices", {**OFFICE, "level": "moon"}, 422)
    admin.sent("/offices", {**OFFICE, "valid_from": "0001-01-01"}, 422)
    assert admin.sent("/accounts", {"username": "xinren", "name": "长" * 61}, 409)["field"] == "name"
    division = {"parent": COMMUNITY, "kind": "grid"}
    assert admin.sent("/divisions", {**division, "code": "1" * 21, "name": "网格"}, 409)["field"] == "code"
    assert admin.sent("/divisions", {**division, "code": "01", "name": " "}, 409)["field"] == "name"
    admin.sent("/divisions", {**division, "parent": "不存在/", "code": "01", "name": "网格"}, 404)
    office = str(cast.offices["应急办"].pk)
    post = {"office": office, "title": "企业", "role": "enterprise", "territory": TOWN}
    admin.sent("/posts", post, 422)
    admin.sent("/posts", {**post, "role": "clerk", "office": str(uuid4())}, 404)
    admin.sent(f"/offices/{office}/rename", {"name": "新名", "day": "9999-12-31"}, 422)
