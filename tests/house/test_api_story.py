"""The whole thin path by API with tokens: a restaurant, a visit with 2.6 m of hose, a hazard, its end, its proof."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from tests.cast import COMMUNITY, Cast
from tests.house.calling import ROOT, Program, program_of
from tests.stories import HOSE

from gasloop.access.actions import revoke_token
from gasloop.access.models import ApiToken
from gasloop.evidence.sealing import seal_all
from gasloop.evidence.verify import verify
from gasloop.hazard.models import Hazard
from gasloop.inspection.models import Visit
from gasloop.kernel import clock
from gasloop.kernel.ids import new_id
from gasloop.registry.actions import void_site
from gasloop.relay import jobs, sweeps
from gasloop.relay.listeners import listeners
from gasloop.relay.models import OutboxEvent

PLACE = {"territory": COMMUNITY, "address": "双堰街12号（示例）"}
RESTAURANT = {"name": "老灶火锅店（示例）", "kind": "restaurant", "gas_source": "lpg_cylinder", **PLACE}
ORDER: dict[str, object] = {"control_measure": "停用该灶台，关闭瓶阀", "answerable_person": "张老板"}

SIGNED = "post_readings"  # a device signs each request with its own credential; there is nobody to sign in


def visit_body(site: str, metres: float = 2.6, /, **changed: object) -> dict[str, object]:
    """A visit in which only the hose was measured."""
    plain: dict[str, object] = {
        "id": str(new_id()),
        "site": site,
        "effective_at": clock.now().isoformat(),
        "answers": [{"item": "HOSE-LENGTH", "value": metres}],
        "inspector": {"name": "李强", "reason": "用户现场演示，未带签字笔（示例）"},
        "site_person": {"name": "张老板", "reason": "拒签（示例）"},
    }
    return plain | changed


@pytest.fixture
def officer(town: Cast) -> Program:
    return program_of(town, "officer")


@pytest.fixture
def head(town: Cast) -> Program:
    return program_of(town, "head")


@pytest.fixture
def site(officer: Program) -> str:
    """The restaurant, registered by API."""
    made = officer.sent("/sites", RESTAURANT, 201)
    assert (made["line"], made["territory"], made["state"]) == ("catering", COMMUNITY, "open")
    found: str = made["id"]
    return found


@pytest.fixture
def hazard(officer: Program, site: str) -> str:
    """The hazard of the long hose."""
    photo = officer.upload()
    answers = [{"item": "HOSE-LENGTH", "value": 2.6, "photos": [photo]}]
    recorded = officer.sent("/visits", visit_body(site, answers=answers, photos=[photo]), 201)
    found: str = recorded["hazards"][0]
    return found


def step(program: Program, hazard: str, name: str, status: int = 200, /, **body: object) -> Any:
    return program.sent(f"/hazards/{hazard}/{name}", body, status)


def hear_everything() -> None:
    """What the worker does after commit: every listener hears its events."""
    for row in OutboxEvent.objects.order_by("id"):
        for heard in listeners():
            if heard.event.name == row.name:
                jobs.hear(str(row.pk), heard.name)


def figures(program: Program) -> dict[str, int]:
    found: dict[str, int] = program.got(f"/trace/{HOSE}")["figures"]
    return found


def test_from_the_register_to_the_proof(
    own_keys: None, officer: Program, head: Program, town: Cast, site: str, hands: clock.Hands
) -> None:
    checklist = officer.got(f"/sites/{site}/checklist")
    hose = next(item for item in checklist if item["code"] == "HOSE-LENGTH")
    assert (hose["answer"], hose["unit"], HOSE in hose["clauses"]) == ("number", "m", True)

    photo = officer.upload()
    visit = visit_body(site, answers=[{"item": "HOSE-LENGTH", "value": 2.6, "photos": [photo]}])
    recorded = officer.sent("/visits", visit, 201)
    key = recorded["hazards"][0]
    assert officer.got(f"/visits/{visit['id']}")["hazards"] == [key]
    found = officer.got(f"/hazards/{key}")
    assert (found["state"], found["owner"], found["clauses"]) == ("found", "应急办", [HOSE])
    assert "2.6" in found["measured"]
    assert "工作日" in found["due_sentence"]
    assert figures(officer) == _figures(in_scope=1, covered=1, open=1, visits=1, duties=1)

    ordered = step(head, key, "order", **ORDER)
    assert (ordered["state"], ordered["answerable_person"]) == ("ordered", "张老板")

    hands.move(timedelta(days=20))
    sweeps.run_all(clock.now())
    hear_everything()
    assert officer.got(f"/hazards/{key}")["supervision_level"] == 3
    assert figures(officer) == _figures(in_scope=1, covered=1, open=1, overdue=1, referred=1, visits=1, duties=1)
    assert [row["id"] for row in officer.got("/hazards", stage="overdue", clause=HOSE)["items"]] == [key]

    assert step(officer, key, "rectify", note="换成1.5米", photos=[officer.upload()])["state"] == "rectified"
    assert step(head, key, "recheck", passed=True, note="量过")["state"] == "closed"
    assert figures(officer) == _figures(in_scope=1, covered=1, closed=1, visits=1, duties=1)

    hands.move(timedelta(days=30))
    assert step(head, key, "look-back", rebounded=False)["state"] == "settled"
    seal_all()
    report = verify()
    assert [finding.text for finding in report.findings] == []


def _figures(**those: int) -> dict[str, int]:
    names = ["in_scope", "covered", "open", "overdue", "closed", "on_time", "rebounded", "referred"]
    names += ["visits", "referrals", "duties"]
    return {name: those.get(name, 0) for name in names}


def test_the_same_visit_again_is_answered_again_and_another_under_its_id_is_refused(
    officer: Program, site: str
) -> None:
    body = visit_body(site)
    first = officer.sent("/visits", body, 201)
    again = officer.sent("/visits", body, 200)
    assert again == first
    refused = officer.sent("/visits", {**body, "note": "另外一份"}, 409)
    assert refused["code"] == "visit.id_taken"
    assert Visit.objects.count() == Hazard.objects.count() == 1


def test_the_same_moment_written_in_another_zone_is_the_same_report(officer: Program, site: str) -> None:
    body = visit_body(site, effective_at="2026-11-02T08:30:00+08:00")
    officer.sent("/visits", body, 201)
    officer.sent("/visits", {**body, "effective_at": "2026-11-02T00:30:00Z"}, 200)


def test_somebody_else_cannot_take_an_id_that_is_there(officer: Program, head: Program, site: str) -> None:
    body = visit_body(site)
    officer.sent("/visits", body, 201)
    assert head.sent("/visits", body, 409)["code"] == "visit.id_taken"


def test_the_same_site_again_is_the_same_site(officer: Program) -> None:
    body = {**RESTAURANT, "id": str(new_id())}
    assert officer.sent("/sites", body, 201) == officer.sent("/sites", body, 201)


def test_whoever_rectified_may_not_re_check(head: Program, hazard: str) -> None:
    step(head, hazard, "order", **ORDER)
    step(head, hazard, "rectify", photos=[head.upload()])
    refused = step(head, hazard, "recheck", 409, passed=True)
    assert refused == {
        "code": "hazard.recheck.same_person",
        "message": "整改是您登记的，复查须由另一个人来做。",
        "basis": "五(二)¶1",
        "field": None,
    }


def test_refusals_speak_english_to_who_asks_for_it(town: Cast, officer: Program, hazard: str) -> None:
    english = program_of(town, "head", "en")
    refused = step(english, hazard, "rectify", 409, photos=[officer.upload()])
    assert refused["code"] == "hazard.rectify.state"
    assert refused["message"].isascii()
    gone = english.got(f"/hazards/{uuid4()}", 404)
    assert gone["message"].isascii()


def test_a_refusal_names_its_field(head: Program, hazard: str) -> None:
    refused = step(head, hazard, "order", 409, control_measure=" ", answerable_person="张老板")
    assert (refused["code"], refused["field"]) == ("hazard.order.no_control_measure", "control_measure")


def test_a_hazard_is_never_taken_two_steps_at_once(head: Program, hazard: str) -> None:
    step(head, hazard, "order", **ORDER)
    assert step(head, hazard, "order", 409, **ORDER)["code"] == "hazard.order.state"


@pytest.mark.parametrize("name", ["far_grid", "market", "admin"])
def test_who_is_elsewhere_finds_nothing(town: Cast, hazard: str, site: str, name: str) -> None:
    visit = Visit.objects.get()
    program = program_of(town, name)
    for path in (f"/hazards/{hazard}", f"/sites/{site}", f"/visits/{visit.pk}", f"/sites/{site}/checklist"):
        assert program.got(path, 404)["code"] == "not_found"
    assert program.got(f"/hazards/{hazard}", 404) == program.got(f"/hazards/{uuid4()}", 404)
    for path in ("/hazards", "/sites", "/visits", "/parties"):
        assert program.got(path) == {"items": [], "next": None}
    assert program.sent("/visits", visit_body(site), 404)["code"] == "not_found"
    assert step(program, hazard, "order", 404, **ORDER)["code"] == "not_found"


def test_the_auditor_reads_everything_and_writes_nothing(town: Cast, officer: Program, hazard: str, site: str) -> None:
    auditor = program_of(town, "auditor")
    assert auditor.got(f"/hazards/{hazard}")["state"] == "found"
    assert figures(auditor)["open"] == 1
    photo = officer.upload()
    auditor.sent("/visits", visit_body(site), 404)
    auditor.sent("/sites", RESTAURANT, 404)
    for name, body in (
        ("order", ORDER),
        ("fix", {"photos": [photo]}),
        ("rectify", {"photos": [photo]}),
        ("recheck", {"passed": True}),
        ("look-back", {"rebounded": False}),
    ):
        step(auditor, hazard, name, 404, **body)
    answer = Client().post(f"{ROOT}/attachments", {"file": b""}, headers=auditor.headers)
    assert answer.status_code in {404, 422}
    assert Hazard.objects.get().state == "found"


def test_without_a_token_with_a_wrong_one_and_with_a_revoked_one(town: Cast, officer: Program) -> None:
    turned_away = Program("").got("/sites", 401)
    assert turned_away["code"] == "request.who"
    assert "令牌" in turned_away["message"]
    assert Program("glp_wrong").ask("/sites").status_code == 401
    assert officer.ask("/sites").status_code == 200
    revoke_token(town.officer.actor, token=ApiToken.objects.get())
    assert officer.ask("/sites").status_code == 401


def test_a_token_of_a_page_needs_the_csrf_token_to_write(town: Cast) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(town.officer.account, backend="django.contrib.auth.backends.ModelBackend")
    assert browser.get(f"{ROOT}/sites").status_code == 200
    assert browser.post(f"{ROOT}/sites", RESTAURANT, content_type="application/json").status_code == 403


MALFORMED: list[tuple[str, dict[str, object], str]] = [
    ("no site", {"site": None}, "site"),
    ("a site that is no id", {"site": "老灶"}, "site"),
    ("a time without a zone", {"effective_at": "2026-11-02T09:00:00"}, "effective_at"),
    ("no time", {"effective_at": "昨天"}, "effective_at"),
    ("a result that is none", {"result": "maybe"}, "result"),
    ("a photo that is no digest", {"photos": ["photo.jpg"]}, "photos"),
    ("a latitude off the earth", {"position": {"lat": 91, "lng": 105}}, "lat"),
    ("a reason as long as a novel", {"inspector": {"reason": "长" * 121}}, "reason"),
]


@pytest.mark.parametrize(("changed", "field"), [each[1:] for each in MALFORMED], ids=[each[0] for each in MALFORMED])
def test_a_malformed_body_is_refused_with_the_field(
    officer: Program, site: str, changed: dict[str, object], field: str
) -> None:
    refused = officer.sent("/visits", visit_body(site, **changed), 422)
    assert field in str(refused["detail"])
    assert refused["code"] == "request.malformed"
    assert field in refused["message"]
    assert not Visit.objects.exists()


def test_what_is_no_json_is_said_to_be_none(officer: Program) -> None:
    for text in ('{"name": ', "", "[]", "\udcff".encode("utf-8", "surrogatepass")):
        answer = officer.send("/sites", text)
        assert answer.status_code in {400, 422}
        assert answer.json()["code"] in {"request.unreadable", "request.malformed"}


LONG = "一" * 400
TOO_LONG_OR_STRANGE: list[tuple[str, dict[str, object]]] = [
    ("a companion with an endless name", {"companions": [LONG]}),
    ("a shopkeeper with an endless name", {"site_person": {"name": LONG, "reason": "拒签"}}),
    ("a note with a null in it", {"note": "\x00"}),
    ("an answer with a null in it", {"answers": [{"item": "HOSE-LENGTH", "value": "\x00"}]}),
    ("an item that is a null", {"answers": [{"item": "\x00", "value": 1}]}),
    ("half a character", {"note": "\ud800"}),
    ("an answer that is no number", {"answers": [{"item": "HOSE-LENGTH", "value": float("nan")}]}),
    ("an endless answer", {"answers": [{"item": "HOSE-LENGTH", "value": 1e300}]}),
    ("an answer of nothing", {"answers": [{"item": "HOSE-LENGTH", "value": None}]}),
    ("an answer before the year one", {"effective_at": "0001-01-01T00:00:00+14:00"}),
    ("an answer after the last year", {"effective_at": "9999-12-31T23:59:59-12:00"}),
]


@pytest.mark.parametrize("changed", [each[1] for each in TOO_LONG_OR_STRANGE], ids=[e[0] for e in TOO_LONG_OR_STRANGE])
def test_nothing_that_is_sent_makes_the_house_stumble(officer: Program, site: str, changed: dict[str, object]) -> None:
    answer = officer.send("/visits", visit_body(site, **changed))
    assert answer.status_code in {400, 409, 422}, answer.content.decode()
    assert not Visit.objects.exists()


@pytest.mark.parametrize("path", ["/sites", "/parties"])
def test_nothing_that_is_searched_for_makes_the_house_stumble(officer: Program, path: str) -> None:
    for query in ("%", "\x00", "'", "一" * 3000):
        assert officer.ask(path, q=query).status_code in {200, 400, 422}
    assert officer.ask(path, limit="0").status_code == 200
    assert officer.ask(path, cursor="abc").status_code == 422


def test_a_stage_or_a_clause_that_does_not_exist(officer: Program, hazard: str) -> None:
    officer.got("/hazards", 422, stage="forgotten")
    assert officer.got("/hazards", clause="九(九)9")["items"] == []
    assert officer.ask("/hazards", clause="\x00").status_code in {200, 400, 422}
    assert officer.ask("/trace/九(九)9").status_code in {404, 409}
    assert officer.ask("/trace/\x00").status_code == 400


def test_pages_of_hazards_follow_the_cursor(officer: Program, site: str) -> None:
    made = [officer.sent("/visits", visit_body(site), 201)["hazards"][0] for _ in range(5)]
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = officer.ask("/hazards", limit="2", **cursor).json()
        seen += [row["id"] for row in page["items"]]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert seen == made[::-1]


def test_the_description_names_every_operation() -> None:
    described = Client().get(f"{ROOT}/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    named = {
        operation["operationId"]
        for methods in described["paths"].values()
        for method, operation in methods.items()
        if method in {"get", "post", "put", "patch", "delete"}
    }
    assert named >= {
        "list_sites",
        "register_site",
        "get_site",
        "get_checklist",
        "store_attachment",
        "record_visit",
        "list_visits",
        "get_visit",
        "list_hazards",
        "get_hazard",
        "order_rectification",
        "fix_on_spot",
        "rectify",
        "recheck",
        "look_back",
        "list_plans",
        "trace_plan",
        "trace_clause",
    }
    for methods in described["paths"].values():
        for operation in methods.values():
            if operation["operationId"] != SIGNED:
                assert operation["security"], "every operation asks who calls"
            assert operation["summary"]
    references = _references(described)
    known = {f"#/components/schemas/{name}" for name in described["components"]["schemas"]}
    assert references <= known


def _references(node: object) -> set[str]:
    if isinstance(node, dict):
        own = {node["$ref"]} if isinstance(node.get("$ref"), str) else set()
        return own.union(*(_references(each) for each in node.values()))
    if isinstance(node, list):
        return set().union(*(_references(each) for each in node))
    return set()


def test_the_plan_by_api_has_its_48_items_and_every_clause_its_figures(officer: Program, hazard: str) -> None:
    plans = officer.got("/plans")
    assert len(plans) == 1
    traced = officer.got(f"/plans/{plans[0]['id']}/trace")
    by_ref = {each["clause"]: each for each in traced}
    assert len(by_ref) >= 48
    assert by_ref[HOSE]["figures"].items() <= figures(officer).items()
    officer.got(f"/plans/{UUID(int=1)}/trace", 404)


def test_a_voided_object_is_not_visited_by_mistake(town: Cast, officer: Program, site: str) -> None:
    void_site(town.head.actor, site_id=UUID(site), why="重复登记（示例）")
    officer.sent("/visits", visit_body(site), 404)
    officer.got(f"/sites/{site}/checklist", 404)


STEPS_OUT_OF_TIME: list[tuple[str, dict[str, object]]] = [
    ("tomorrow", {"at": "2026-11-03T09:00:00+08:00"}),
    ("before it was found", {"at": "2026-11-01T09:00:00+08:00"}),
    ("the year one", {"at": "0001-01-01T00:00:00+14:00"}),
]


@pytest.mark.parametrize("changed", [each[1] for each in STEPS_OUT_OF_TIME], ids=[e[0] for e in STEPS_OUT_OF_TIME])
def test_a_step_is_taken_neither_tomorrow_nor_before_the_one_before(
    head: Program, hazard: str, changed: dict[str, object]
) -> None:
    """Or what was rectified late could be told as on time."""
    step(head, hazard, "order", **ORDER)
    answer = head.send(f"/hazards/{hazard}/rectify", {"photos": [head.upload()], **changed})
    assert answer.status_code in {409, 422}
    assert head.got(f"/hazards/{hazard}")["state"] == "ordered"


@pytest.mark.parametrize("due_on", ["0001-01-01", "2026-11-01", "2026-11-30", "9999-12-31", "昨天"])
def test_a_deadline_that_cannot_be_is_refused(head: Program, hazard: str, due_on: str) -> None:
    answer = head.send(f"/hazards/{hazard}/order", {**ORDER, "due_on": due_on})
    assert answer.status_code in {409, 422}
    assert "due_on" in answer.json()["field"]


def test_an_order_too_long_to_keep_is_refused(head: Program, hazard: str) -> None:
    refused = step(head, hazard, "order", 422, control_measure="停用", answerable_person="张" * 61)
    assert refused["field"] == "answerable_person"


def test_a_photo_nobody_stored_shows_nothing(head: Program, hazard: str) -> None:
    step(head, hazard, "order", **ORDER)
    refused = step(head, hazard, "rectify", 409, photos=["0" * 64])
    assert refused["message"]
    step(head, hazard, "rectify", 409, photos=[])
