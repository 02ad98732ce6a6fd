"""Extracts go out to offices and villages; they receive or object; overdue ones climb; objections are settled."""

from datetime import timedelta
from io import BytesIO
from uuid import UUID

import pytest
from docx import Document

from gasloop.evidence.models import Entry
from gasloop.kernel import clock
from gasloop.kernel.actor import system
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.plan.actions import (
    Assigned,
    Settlement,
    assign_clause,
    climb,
    object_to_extract,
    receive_extract,
    send_extracts,
    settle_objection,
)
from gasloop.plan.duty_pages import page_of
from gasloop.plan.extract_paper import extract_paper
from gasloop.plan.models import ClauseOffice, Duty, Extract, Objection, PlanDocument
from gasloop.plan.queries import duties_of
from gasloop.plan.responsibility import portions, problems
from tests.cast import COMMUNITY, TOWN, Cast
from tests.room.plan2.papers import ALARMS, CORRECTED, HOSES, HOUSEHOLDS, in_force


@pytest.fixture
def plan(cast: Cast) -> PlanDocument:
    return in_force(cast.actor("clerk"))


@pytest.fixture
def extracts(cast: Cast, plan: PlanDocument) -> dict[str, Extract]:
    """What was sent, by office."""
    return {each.office.name: each for each in send_extracts(cast.actor("clerk"), document_id=plan.pk)}


def objected(cast: Cast, extract: Extract, ref: str = ALARMS) -> Objection:
    return object_to_extract(cast.actor("market"), extract_id=extract.pk, reasons={ref: "报警装置由应急办负责"})[0]


def test_every_office_with_a_part_and_every_village_gets_its_clauses(extracts: dict[str, Extract]) -> None:
    refs = {name: [line["ref"] for line in each.clauses] for name, each in extracts.items()}
    assert refs == {
        "应急办": [ALARMS],
        "市场监管所": [ALARMS],
        "经发办": [HOSES],
        "群力派出所": [HOSES],
        "双堰社区居委会": [HOUSEHOLDS],
        "渡头村委会（示例）": [HOUSEHOLDS],
    }
    assert extracts["双堰社区居委会"].territory == COMMUNITY


def test_five_working_days_and_the_worklist_leads_to_the_extract(cast: Cast, extracts: dict[str, Extract]) -> None:
    mine = extracts["应急办"]
    assert clock.legal_day(mine.due_at) == clock.today() + timedelta(days=7)
    duty = duties_of(cast.actor("head")).get(about_id=mine.pk)
    assert duty.kind == Duty.Kind.RECEIVE
    assert page_of(duty) == f"/extracts/{mine.pk}/"
    assert not duties_of(cast.actor("far_grid")).filter(about_id=mine.pk).exists()


def test_receiving_ends_the_duty_and_is_in_the_log(cast: Cast, extracts: dict[str, Extract]) -> None:
    mine = receive_extract(cast.actor("grid"), extract_id=extracts["双堰社区居委会"].pk)
    assert (mine.state, mine.answered_by_name) == (Extract.State.RECEIVED, "王芳")
    assert Duty.objects.get(about_id=mine.pk).state == Duty.State.DONE
    assert Entry.objects.get(subject_id=mine.pk, act="plan_extract.received").body["by"] == "王芳"
    with pytest.raises(Refusal) as refused:
        receive_extract(cast.actor("grid"), extract_id=mine.pk)
    assert refused.value.code == "plan.extract.answered"


def test_whoever_is_of_another_office_does_not_answer_for_it(cast: Cast, extracts: dict[str, Extract]) -> None:
    with pytest.raises(Refusal) as refused:
        receive_extract(cast.actor("market"), extract_id=extracts["应急办"].pk)
    assert refused.value.code == "plan.extract.not_yours"
    with pytest.raises(NotFound):
        receive_extract(cast.actor("far_grid"), extract_id=extracts["双堰社区居委会"].pk)
    with pytest.raises(NotFound):
        receive_extract(cast.actor("admin"), extract_id=extracts["应急办"].pk)
    with pytest.raises(Refusal):
        receive_extract(cast.actor("auditor"), extract_id=extracts["应急办"].pk)


def test_paper_counts_when_the_sender_says_who_signed(cast: Cast, extracts: dict[str, Extract]) -> None:
    empty = extracts["群力派出所"]
    with pytest.raises(Refusal) as refused:
        receive_extract(cast.actor("clerk"), extract_id=empty.pk)
    assert refused.value.field == "signed_by"
    signed = receive_extract(cast.actor("clerk"), extract_id=empty.pk, signed_by="民警老黄（示例）")
    assert signed.answered_by_name == "民警老黄（示例）"


def test_an_extract_nobody_answers_climbs_to_the_leader(
    cast: Cast, extracts: dict[str, Extract], hands: clock.Hands
) -> None:
    hands.move(timedelta(days=11))
    while climb(at=clock.now()):
        pass
    assert duties_of(cast.actor("leader")).filter(about_id=extracts["群力派出所"].pk).exists()
    found = problems(extracts["应急办"].document, [])
    assert {each.office.name for each in found.overdue} == set(extracts)


def test_an_objection_needs_a_reason_and_a_clause_of_ones_own(cast: Cast, extracts: dict[str, Extract]) -> None:
    mine = extracts["市场监管所"]
    for reasons, code in (({ALARMS: "  "}, "plan.objection.reason"), ({HOSES: "不归我们"}, "plan.objection.ref")):
        with pytest.raises(Refusal) as refused:
            object_to_extract(cast.actor("market"), extract_id=mine.pk, reasons=reasons)
        assert refused.value.code == code
    assert Objection.objects.count() == 0


def test_an_objection_becomes_a_duty_of_the_sender(cast: Cast, extracts: dict[str, Extract]) -> None:
    raised = objected(cast, extracts["市场监管所"])
    assert raised.extract.state == Extract.State.OBJECTED
    kinds = dict(Duty.objects.filter(about_id=raised.extract_id).values_list("kind", "state"))
    assert kinds == {Duty.Kind.RECEIVE: Duty.State.DONE, Duty.Kind.SETTLE: Duty.State.OPEN}
    assert duties_of(cast.actor("clerk")).filter(about_id=raised.extract_id, kind=Duty.Kind.SETTLE).exists()
    assert problems(raised.extract.document, []).objections == [raised]


def test_accepting_hands_the_clause_over_and_only_the_concerned_get_new_extracts(
    cast: Cast, plan: PlanDocument, extracts: dict[str, Extract]
) -> None:
    raised = objected(cast, extracts["市场监管所"])
    settlement = Settlement(accepted=True, answer="改由派出所协助", instead=cast.offices["群力派出所"])
    settle_objection(cast.actor("clerk"), objection_id=raised.pk, settlement=settlement)
    parts = ClauseOffice.objects.filter(clause__document=plan, clause__ref=ALARMS)
    assert [(p.named, p.role, p.chief) for p in parts] == [("应急办", "lead", True), ("群力派出所", "support", False)]
    entry = Entry.objects.get(subject_id=plan.pk, act="plan.clause_assigned")
    assert [each["named"] for each in entry.body["before"]] == ["应急办", "市场监管所"]
    raised.extract.refresh_from_db()
    assert raised.extract.state == Extract.State.SETTLED
    assert not Duty.objects.filter(about_id=raised.extract_id, state=Duty.State.OPEN).exists()
    again = send_extracts(cast.actor("clerk"), document_id=plan.pk)
    assert [each.office.name for each in again] == ["群力派出所"]
    assert again[0].count == 2
    old = Extract.objects.get(pk=extracts["群力派出所"].pk)
    assert old.voided_why == "superseded"
    assert Duty.objects.get(about_id=old.pk).state == Duty.State.DROPPED
    with pytest.raises(Refusal) as refused:
        receive_extract(cast.actor("clerk"), extract_id=old.pk, signed_by="老黄")
    assert refused.value.code == "plan.extract.replaced"


def test_refusing_leaves_the_clause_and_says_why(cast: Cast, plan: PlanDocument, extracts: dict[str, Extract]) -> None:
    raised = objected(cast, extracts["市场监管所"])
    with pytest.raises(Refusal) as refused:
        settle_objection(cast.actor("clerk"), objection_id=raised.pk, settlement=Settlement(False, " "))
    assert refused.value.field == "answer"
    settled = settle_objection(
        cast.actor("clerk"), objection_id=raised.pk, settlement=Settlement(False, "职责分工已明确")
    )
    assert settled.state == Objection.State.REFUSED
    assert ClauseOffice.objects.filter(clause__document=plan, named="市场监管所").exists()
    with pytest.raises(Refusal) as refused:
        settle_objection(cast.actor("head"), objection_id=raised.pk, settlement=Settlement(False, "再说一遍"))
    assert refused.value.code == "plan.objection.settled"


def test_nobody_settles_the_objection_of_their_own_office(cast: Cast, extracts: dict[str, Extract]) -> None:
    raised = object_to_extract(cast.actor("clerk"), extract_id=extracts["经发办"].pk, reasons={HOSES: "应归应急办"})[0]
    with pytest.raises(Refusal) as refused:
        settle_objection(cast.actor("clerk"), objection_id=raised.pk, settlement=Settlement(True, "同意自己"))
    assert refused.value.code == "plan.objection.own"
    settle_objection(cast.actor("head"), objection_id=raised.pk, settlement=Settlement(False, "仍由经发办负责"))


def test_only_clerk_and_head_send_and_settle(cast: Cast, plan: PlanDocument, extracts: dict[str, Extract]) -> None:
    raised = objected(cast, extracts["市场监管所"])
    for name in ("leader", "officer", "grid", "market", "auditor", "admin"):
        with pytest.raises(NotFound):
            send_extracts(cast.actor(name), document_id=plan.pk)
        with pytest.raises(NotFound):
            settle_objection(cast.actor(name), objection_id=raised.pk, settlement=Settlement(False, "不"))


def test_sending_again_without_news_is_refused(cast: Cast, plan: PlanDocument, extracts: dict[str, Extract]) -> None:
    with pytest.raises(Refusal) as refused:
        send_extracts(cast.actor("head"), document_id=plan.pk)
    assert refused.value.code == "plan.extract.nothing"
    with pytest.raises(NotFound):
        send_extracts(cast.actor("head"), document_id=UUID(int=7))


def test_a_corrected_paper_replaces_the_extracts_of_the_first(cast: Cast, extracts: dict[str, Extract]) -> None:
    second = in_force(cast.actor("clerk"), CORRECTED)
    sent = send_extracts(cast.actor("clerk"), document_id=second.pk)
    assert {each.office.name for each in sent} == set(extracts)
    assert Extract.objects.filter(voided_at__isnull=True).count() == len(sent)


def test_a_collective_name_is_not_taken_apart_by_an_objection(cast: Cast, extracts: dict[str, Extract]) -> None:
    raised = object_to_extract(
        cast.actor("grid"), extract_id=extracts["双堰社区居委会"].pk, reasons={HOUSEHOLDS: "我社区没有燃气用户"}
    )[0]
    with pytest.raises(Refusal) as refused:
        settle_objection(cast.actor("clerk"), objection_id=raised.pk, settlement=Settlement(True, "同意"))
    assert refused.value.code == "plan.objection.collective"


def test_a_clause_nobody_owns_gets_an_office_with_a_reason(cast: Cast, plan: PlanDocument) -> None:
    clause = plan.clauses.get(ref="三(一)¶1")
    assert clause in problems(plan, portions(plan)).unowned
    office = cast.offices["经发办"]
    given = [Assigned("经发办", ClauseOffice.Role.LEAD, office=office)]
    with pytest.raises(Refusal) as refused:
        assign_clause(cast.actor("clerk"), clause_id=clause.pk, offices=given, why="")
    assert refused.value.field == "why"
    with pytest.raises(NotFound):
        assign_clause(cast.actor("officer"), clause_id=clause.pk, offices=given, why="理由")
    assign_clause(cast.actor("clerk"), clause_id=clause.pk, offices=given, why="镇长办公会议定")
    assert clause not in problems(plan, portions(plan)).unowned
    with pytest.raises(Refusal) as refused:
        assign_clause(cast.actor("clerk"), clause_id=clause.pk, offices=given, why="再来一次")
    assert refused.value.code == "plan.assign.same"


def test_the_list_says_what_is_wrong_with_it(plan: PlanDocument) -> None:
    found = portions(plan)
    wrong = problems(plan, found)
    assert [portion.office.name for portion in wrong.empty] == ["群力派出所"]
    assert [name for name, _clauses in wrong.vague] == ["各单位"]
    assert [clause.ref for clause in wrong.unowned] == ["三(一)¶1"]
    assert [(p.office.name, p.leads, p.supports) for p in found if p.office.name == "应急办"] == [("应急办", 1, 0)]


def test_an_office_of_the_plan_that_nobody_registered_is_listed(cast: Cast) -> None:
    from tests.room.plan2.papers import PAPER

    document = in_force(cast.actor("clerk"), PAPER.replace("（经发办、派出所）", "（规划办、派出所）"))
    assert [name for name, _clauses in problems(document, portions(document)).unmatched] == ["规划办"]


def test_the_paper_extract_holds_the_words_and_a_receipt(extracts: dict[str, Extract]) -> None:
    mine = extracts["应急办"]
    paper = Document(extract_paper(mine.document, mine.office.name, mine.clauses, mine))
    text = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    for words in (
        "责任摘录",
        "应急办：",
        "一、本单位为责任单位的条款",
        "一(一)1（牵头）",
        "2026年12月底前",
        "回执",
        "签收人",
        "11月9日前",
    ):
        assert words in text
    fonts = {
        font
        for paragraph in paper.paragraphs
        for run in paragraph.runs
        for font in run._element.xpath("./w:rPr/w:rFonts/@w:eastAsia")
    }
    assert fonts == {"方正小标宋简体", "黑体", "仿宋_GB2312"}
    assert isinstance(extract_paper(mine.document, "应急办", []), BytesIO)


def test_the_system_may_send_for_a_town(cast: Cast, plan: PlanDocument) -> None:
    assert {each.sender_office for each in send_extracts(system(), document_id=plan.pk)} == {None}
    assert plan.territory == TOWN
