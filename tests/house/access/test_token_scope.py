"""A token may less than its account: it only reads, or only in some rooms; and an administrator can end it."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.cast import COMMUNITY, Cast
from tests.house.calling import Program

from gasloop.access.actions import issue_token
from gasloop.access.models import ApiToken
from gasloop.access.tokens import actor_for_token
from gasloop.kernel import clock
from gasloop.kernel.refusal import Refusal
from gasloop.project.api import api
from gasloop.shell.mounted import mounted

PARTY = {"name": "接口单位（示例）", "kind": "unit", "territory": COMMUNITY, "no_uscc_reason": "示例"}


def program(cast: Cast, read_only: bool = False, rooms: list[str] | None = None) -> Program:
    clerk = cast.clerk
    return Program(
        issue_token(clerk.actor, account=clerk.account, label="台账同步", read_only=read_only, rooms=rooms).secret
    )


def test_a_token_that_only_reads_reads_and_writes_nothing(town: Cast) -> None:
    reader = program(town, read_only=True)
    assert reader.got("/parties") == {"items": [], "next": None}
    refused = reader.sent("/parties", PARTY, 403)
    assert (refused["code"], "只能查询" in refused["message"]) == ("token.read_only", True)
    assert reader.got("/parties")["items"] == []
    assert program(town).sent("/parties", PARTY, 201)["name"] == PARTY["name"]


def test_a_token_for_one_room_is_refused_in_the_others_ledgers_included(town: Cast) -> None:
    hazards = program(town, rooms=["hazard"])
    hazards.got("/hazards")
    hazards.got("/ledgers/hazards")
    hazards.got("/ledgers")
    assert hazards.got("/parties", 403)["code"] == "token.room"
    assert "登记台账" in hazards.got("/ledgers/parties", 403)["message"]
    assert hazards.sent("/parties", PARTY, 403)["code"] == "token.room"


def test_a_room_is_known_for_every_operation(town: Cast) -> None:
    """Or a token for one room could call it. The rulebook has ledgers and no operation besides."""
    rules = program(town, rooms=["rulebook"])
    reached = set()
    for path, methods in api.get_openapi_schema()["paths"].items():
        if "get" in methods and "{" not in path:
            short = path.removeprefix("/api/v1")
            if rules.ask(short).status_code == 200:
                reached.add(short)
    ledgers = [name for name, each in mounted().items() if type(each).__module__.startswith("gasloop.rulebook")]
    assert ledgers
    assert reached == {"/ledgers", *(f"/ledgers/{name}" for name in ledgers)}


def test_a_token_makes_no_token(cast: Cast) -> None:
    secret = issue_token(cast.clerk.actor, account=cast.clerk.account, label="只读", read_only=True).secret
    actor = actor_for_token(secret)
    assert actor is not None
    with pytest.raises(Refusal, match=r"access\.token\.by_token"):
        issue_token(actor, account=cast.clerk.account, label="另一个")


def test_an_act_names_the_token_it_came_by(cast: Cast) -> None:
    actor = actor_for_token(issue_token(cast.clerk.actor, account=cast.clerk.account, label="台账同步").secret)
    assert actor is not None
    assert actor.snapshot()["token"] == "台账同步"


@pytest.mark.parametrize("rooms", [[], ["nowhere"]])
def test_a_room_that_there_is_not_is_refused(cast: Cast, rooms: list[str]) -> None:
    with pytest.raises(Refusal, match=r"access\.token\.rooms"):
        issue_token(cast.clerk.actor, account=cast.clerk.account, label="错", rooms=rooms)


def browser(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.people[who].account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_account_page_issues_what_was_ticked_and_reading_is_what_it_offers(cast: Cast) -> None:
    page = browser(cast, "clerk")
    assert '<option value="read" selected>' in page.get("/account/").content.decode()
    asked = {"label": "隐患大屏", "days": "30", "access": "read", "rooms": ["hazard", "oversight"]}
    shown = page.post("/account/tokens/issue/", asked).content.decode()
    token = ApiToken.objects.get()
    assert (token.read_only, token.rooms) == (True, ["hazard", "oversight"])
    assert token.expires_at is not None
    assert timedelta(days=29) < token.expires_at - clock.now() <= timedelta(days=30)
    assert "只能查询" in shown
    assert "隐患闭环、" in shown


def test_an_administrator_sees_the_tokens_of_the_town_and_ends_one(town: Cast) -> None:
    sync = program(town)
    token = ApiToken.objects.get()
    admin = browser(town, "admin")
    assert "台账同步" in admin.get("/tokens/").content.decode()
    assert admin.get(f"/tokens/{token.pk}/").status_code == 200
    assert sync.ask("/parties").status_code == 200
    answer = admin.post(f"/tokens/{token.pk}/revoke/", {"why": "程序停用（示例）"})
    assert answer.status_code == 302
    assert sync.ask("/parties").status_code == 401
    assert browser(town, "clerk").get("/tokens/").status_code == 404


def test_tokens_by_api_one_s_own_and_those_one_administers(town: Cast) -> None:
    clerk, other, admin = (
        Program(issue_token(town.people[who].actor, account=town.people[who].account, label=who).secret)
        for who in ("clerk", "grid", "admin")
    )
    key = str(ApiToken.objects.get(label="clerk").pk)
    assert clerk.got(f"/tokens/{key}")["label"] == "clerk"
    other.got(f"/tokens/{key}", 404)
    other.sent(f"/tokens/{key}/revoke", {"why": "试试"}, 404)
    assert admin.sent(f"/tokens/{key}/revoke", {"why": "不再用"})["revoked_at"] is not None
    assert clerk.ask(f"/tokens/{key}").status_code == 401
