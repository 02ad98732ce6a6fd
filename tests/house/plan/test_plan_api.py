"""A program does what the plan's pages do: hands in, corrects, confirms, sends, takes up, reports, decides."""

from io import BytesIO
from typing import Any

from django.test import Client
from tests.cast import Cast
from tests.house.calling import ROOT, Program, program_of
from tests.room.plan2.papers import HOSES
from tests.room.plan2.test_tasks import FUNDS, SOFT

from gasloop.plan.models import ClauseOffice, Extract, PlanDocument, Task


def handed_in(program: Program, text: str = SOFT) -> Any:
    file = BytesIO(text.encode())
    file.name = "方案.txt"
    answer = Client().post(f"{ROOT}/plan-drafts", {"file": file}, headers=program.headers)
    assert answer.status_code == 200, answer.content.decode()
    return answer.json()


def confirmed(cast: Cast) -> Any:
    clerk = program_of(cast, "clerk")
    return clerk.sent(f"/plan-drafts/{handed_in(clerk)['id']}/confirm", {})


def test_from_the_paper_to_the_plan_in_force(cast: Cast) -> None:
    clerk = program_of(cast, "clerk")
    draft = handed_in(clerk)
    change = {"offices": {HOSES: [{"name": "应急办", "role": "lead", "chief": True}]}}
    corrected = clerk.sent(f"/plan-drafts/{draft['id']}/correct", change)
    assert HOSES in corrected["corrections"]["offices"]
    plan = clerk.sent(f"/plan-drafts/{draft['id']}/confirm", {})
    assert plan["standing"] == "leading"
    assert [o.named for o in ClauseOffice.objects.filter(clause__ref=HOSES)] == ["应急办"]
    again = clerk.sent(f"/plan-drafts/{draft['id']}/confirm", {}, status=409)
    assert again["code"] == "plan.draft.closed"
    program_of(cast, "officer").sent(f"/plan-drafts/{draft['id']}/discard", {}, status=404)


def test_extracts_are_sent_received_and_objected_to(cast: Cast) -> None:
    clerk, plan = program_of(cast, "clerk"), confirmed(cast)
    sent = {each["office"]: each for each in clerk.sent(f"/plans/{plan['id']}/extracts", {})}
    assert len(clerk.got(f"/plans/{plan['id']}/extracts")) == len(sent)
    mine = program_of(cast, "head").sent(f"/extracts/{sent['应急办']['id']}/receive", {})
    assert mine["state"] == Extract.State.RECEIVED
    market = sent["市场监管所"]
    raised = program_of(cast, "market").sent(
        f"/extracts/{market['id']}/object", {"reasons": {market["clauses"][0]: "不属本所职责"}}
    )
    settled = clerk.sent(f"/objections/{raised[0]['id']}/settle", {"accepted": False, "answer": "职责分工已明确"})
    assert settled["state"] == "refused"


def test_duties_are_taken_up_reported_on_and_finished(cast: Cast) -> None:
    clerk, leader, plan = program_of(cast, "clerk"), program_of(cast, "leader"), confirmed(cast)
    proposed = clerk.got(f"/plans/{plan['id']}/task-proposals")
    keys = [each["key"] for each in proposed if FUNDS in each["words"] or "每个月要调度" in each["words"]]
    taken = {each["words"]: each for each in clerk.sent(f"/plans/{plan['id']}/tasks", {"keys": keys})}
    assert len(taken) == 2
    dispatch = next(each for words, each in taken.items() if "每个月" in words)
    assert (dispatch["often"], dispatch["stated"]) == ("monthly", "每个月")
    turn = dispatch["rounds"][0]["id"]
    refused = leader.sent(f"/task-rounds/{turn}/finish", {"text": "已调度"}, status=409)
    assert (refused["code"], refused["field"]) == ("plan.task.proof", "proof")
    done = leader.sent(f"/task-rounds/{turn}/finish", {"text": "已调度", "files": [leader.upload()]})
    assert done["state"] == "done"
    funds = taken[FUNDS]
    assert clerk.sent(f"/tasks/{funds['id']}/notes", {"text": "报了一个项目"})["state"] == "open"
    quarterly = clerk.sent(f"/tasks/{funds['id']}/term", {"often": "quarterly", "why": "会议定"})
    assert quarterly["proposed"]
    other = clerk.sent(f"/tasks/{funds['id']}/assign", {"office": str(cast.offices["应急办"].pk), "why": "职责调整"})
    assert other["office"] == "应急办"
    assert clerk.sent(f"/tasks/{funds['id']}/end", {"why": "已完成"})["state"] == Task.State.ENDED
    assert {each["id"] for each in leader.got("/tasks")["items"]} == {dispatch["id"], funds["id"]}
    assert leader.got(f"/tasks/{dispatch['id']}")["ref"] == dispatch["ref"]


def test_a_phase_is_decided(cast: Cast) -> None:
    leader, plan = program_of(cast, "leader"), confirmed(cast)
    first = leader.got(f"/plans/{plan['id']}/phases")[0]
    for kind in ("cause", "lesson"):
        leader.sent(f"/phases/{first['id']}/findings", {"kind": kind, "text": "示例"})
    body = {"passed": True, "why": "已完成", "files": [leader.upload()]}
    decided = leader.sent(f"/phases/{first['id']}/gate", body)
    assert decided["figures"]["found"] == 0
    assert leader.got(f"/plans/{plan['id']}/phases")[0]["passed"]
    program_of(cast, "clerk").sent(f"/phases/{first['id']}/gate", body, status=404)


def test_another_plan_may_lead(cast: Cast) -> None:
    clerk, plan = program_of(cast, "clerk"), confirmed(cast)
    beside = clerk.sent(f"/plan-drafts/{handed_in(clerk, SOFT.replace('8号', '9号'))['id']}/confirm", {})
    assert beside["standing"] == "beside"
    led = clerk.sent(f"/plans/{beside['id']}/standing", {"to": "lead", "why": "会议定"})
    assert led["leading"]
    assert not PlanDocument.objects.get(pk=plan["id"]).leading
    clause = PlanDocument.objects.get(pk=plan["id"]).clauses.get(ref=HOSES)
    answer = clerk.sent(f"/clauses/{clause.pk}/offices", {"offices": [{"name": "应急办"}], "why": "机构改革"})
    assert answer["offices"] == ["应急办"]
