"""General duties: proposed from the paper's own sentences, owed by whom it names, coming round by themselves."""

from datetime import date, timedelta

import pytest

from gasloop.evidence import attachments
from gasloop.evidence.models import Entry
from gasloop.kernel import clock
from gasloop.kernel.actor import system
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.plan.actions import (
    Taken,
    assign_task,
    begin_due_rounds,
    climb,
    end_task,
    finish_round,
    note_progress,
    set_task_term,
    take_up_tasks,
)
from gasloop.plan.duty_pages import page_of
from gasloop.plan.models import Duty, PlanDocument, Task, TaskRound
from gasloop.plan.periods import Often
from gasloop.plan.proposing import Proposal, proposals
from gasloop.plan.queries import duties_of
from tests.cast import TOWN, Cast
from tests.room.plan2.papers import PAPER, in_force
from tests.stories import load_packs, load_plan

STUDY = "镇主要负责人要定期研究燃气安全。"
DISPATCH = "各分管领导每个月要调度一次燃气安全工作，每个季度向工作专班汇报一次。"
FUNDS = "积极争取老旧管道改造资金。"
REPORT = "2026年11月20日前报送总结。"
STUDY = "镇主要负责人要定期研究燃气安全。各分管领导要抓好具体落实。"
DISPATCH = "各分管领导每个月要调度一次燃气安全工作，每个季度向工作专班汇报一次。"
FUNDS = "要积极争取老旧管道改造资金。"
REPORT = "要在2026年11月20日前报送总结。"
SOFT = PAPER.replace(
    "（一）加强宣传。",
    f"（一）组织领导\n{STUDY}{DISPATCH}\n（二）资金保障\n1.{FUNDS}（经发办、应急办）\n2.{REPORT}（应急办）\n（三）加强宣传。",
)


@pytest.fixture
def plan(cast: Cast) -> PlanDocument:
    return in_force(cast.actor("clerk"), SOFT)


@pytest.fixture
def proposed(plan: PlanDocument) -> dict[str, Proposal]:
    return {each.words: each for each in proposals(plan)}


def taken(each: Proposal) -> Taken:
    return Taken(
        each.ref, each.words, each.office, each.post, each.partners, each.stated, each.asked.often, each.due_on
    )


def one(cast: Cast, plan: PlanDocument, words: str) -> Task:
    """The task made of the sentence (or part) that begins like that."""
    wanted = [taken(each) for each in proposals(plan) if words in each.words]
    return take_up_tasks(cast.actor("clerk"), document_id=plan.pk, taken=wanted)[0]


def minutes(cast: Cast) -> str:
    return attachments.store(cast.actor("leader"), content="会议记录".encode(), filename="会议记录.txt").sha256


def test_the_paper_says_how_often_and_who(proposed: dict[str, Proposal], cast: Cast) -> None:
    dispatch = proposed["各分管领导每个月要调度一次燃气安全工作"]
    assert dispatch.asked.often == Often.MONTHLY
    assert (dispatch.stated, str(dispatch.post)) == ("每个月", "群力镇人民政府 · 分管领导")
    report = proposed["每个季度向工作专班汇报一次"]
    assert (report.asked.often, str(report.post)) == (Often.QUARTERLY, "群力镇人民政府 · 分管领导")
    funds = proposed[FUNDS] if FUNDS in proposed else next(p for w, p in proposed.items() if FUNDS in w)
    assert (funds.office, list(funds.partners)) == (cast.offices["经发办"], ["应急办"])
    assert funds.asked.often == Often.UNSTATED
    total = next(p for w, p in proposed.items() if "2026年11月20日前" in w)
    assert (total.asked.often, total.due_on) == (Often.ONCE, date(2026, 11, 20))


def test_a_person_the_paper_names_and_nobody_registered_is_no_owner(proposed: dict[str, Proposal]) -> None:
    study = next(p for w, p in proposed.items() if "定期研究" in w)
    assert (study.office, study.post) == (None, None)


def test_words_that_the_paper_does_not_have_are_no_duty(cast: Cast, plan: PlanDocument) -> None:
    invented = Taken("三(二)1", "每天开会。", cast.offices["经发办"])
    with pytest.raises(Refusal) as refused:
        take_up_tasks(cast.actor("clerk"), document_id=plan.pk, taken=[invented])
    assert refused.value.code == "plan.task.words"
    with pytest.raises(NotFound):
        take_up_tasks(cast.actor("officer"), document_id=plan.pk, taken=[])


def test_monthly_comes_round_by_itself_and_each_month_is_owed(
    cast: Cast, plan: PlanDocument, hands: clock.Hands
) -> None:
    task = one(cast, plan, "每个月要调度")
    duty = duties_of(cast.actor("leader")).get(clause_ref=task.ref)
    assert (duty.kind, clock.legal_day(duty.due_at)) == (Duty.Kind.TASK, date(2026, 11, 30))
    assert "每个月" in duty.due_sentence
    assert page_of(duty) == f"/tasks/rounds/{duty.about_id}/"
    assert not duties_of(cast.actor("head")).filter(pk=duty.pk).exists()
    assert begin_due_rounds(at=clock.now()) == 0
    hands.move(timedelta(days=65))  # the machine was off over two turns of the month
    while begin_due_rounds(at=clock.now()):
        pass
    periods = list(task.rounds.order_by("due_at").values_list("period", "state"))
    assert periods == [("2026-11", "open"), ("2026-12", "open"), ("2027-01", "open")]
    while climb(at=clock.now()):
        pass
    assert Duty.objects.get(pk=duty.pk).level == 3


def test_done_needs_words_and_a_file_and_only_once(cast: Cast, plan: PlanDocument) -> None:
    turn = one(cast, plan, "每个月要调度").rounds.get()
    with pytest.raises(Refusal) as refused:
        finish_round(cast.actor("leader"), round_id=turn.pk, text="已调度")
    assert refused.value.field == "proof"
    with pytest.raises(Refusal) as refused:
        finish_round(cast.actor("leader"), round_id=turn.pk, text=" ", files=[minutes(cast)])
    assert refused.value.field == "text"
    with pytest.raises(Refusal) as refused:
        finish_round(cast.actor("officer"), round_id=turn.pk, text="已调度", files=[minutes(cast)])
    assert refused.value.code == "plan.task.not_yours"
    done = finish_round(cast.actor("leader"), round_id=turn.pk, text="11月调度会已开", files=[minutes(cast)])
    assert done.state == TaskRound.State.DONE
    assert Duty.objects.get(about_id=turn.pk).state == Duty.State.DONE
    assert Entry.objects.get(act="plan_round.done").attachments == [minutes(cast)]
    with pytest.raises(Refusal) as refused:
        finish_round(cast.actor("leader"), round_id=turn.pk, text="再办一次", files=[minutes(cast)])
    assert refused.value.code == "plan.task.done_already"


def test_what_has_no_date_shows_so_and_proposes_a_yearly_statement(cast: Cast, plan: PlanDocument) -> None:
    task = one(cast, plan, FUNDS)
    assert task.unstated
    turn = task.rounds.get()
    assert (turn.kind, turn.period, clock.legal_day(turn.due_at)) == ("statement", "2026", date(2026, 12, 31))
    assert "没有写明期限" in turn.due_sentence
    note_progress(cast.actor("clerk"), task_id=task.pk, text="已报项目一个")
    finish_round(cast.actor("clerk"), round_id=turn.pk, text="全年争取项目一个")
    task.refresh_from_db()
    assert task.state == Task.State.OPEN
    assert [note.kind for note in task.notes.all()] == ["statement", "progress"]


def test_once_is_done_for_good(cast: Cast, plan: PlanDocument) -> None:
    task = one(cast, plan, "2026年11月20日前")
    finish_round(cast.actor("head"), round_id=task.rounds.get().pk, text="已报送", files=[minutes(cast)])
    task.refresh_from_db()
    assert (task.state, task.next_at) == (Task.State.DONE, None)
    with pytest.raises(Refusal) as refused:
        note_progress(cast.actor("head"), task_id=task.pk, text="还有")
    assert refused.value.code == "plan.task.closed"


def test_the_town_may_set_a_term_where_the_paper_has_none(cast: Cast, plan: PlanDocument) -> None:
    task = one(cast, plan, FUNDS)
    with pytest.raises(Refusal) as refused:
        set_task_term(cast.actor("clerk"), task_id=task.pk, often=Often.ONCE, why="会议定")
    assert refused.value.field == "due_on"
    task = set_task_term(cast.actor("clerk"), task_id=task.pk, often=Often.QUARTERLY, why="镇长办公会议定")
    assert task.proposed
    assert [(turn.period, turn.state) for turn in task.rounds.order_by("id")] == [
        ("2026", "dropped"),
        ("2026Q4", "open"),
    ]
    assert Duty.objects.filter(clause_ref=task.ref, state=Duty.State.OPEN).count() == 1


def test_given_to_another_office_and_ended(cast: Cast, plan: PlanDocument) -> None:
    task = one(cast, plan, FUNDS)
    assign_task(cast.actor("clerk"), task_id=task.pk, office=cast.offices["应急办"], why="职责调整")
    assert duties_of(cast.actor("head")).filter(clause_ref=task.ref).exists()
    assert Duty.objects.filter(clause_ref=task.ref, state=Duty.State.OPEN).count() == 1
    end_task(cast.actor("clerk"), task_id=task.pk, why="项目已完成")
    assert not Duty.objects.filter(clause_ref=task.ref, state=Duty.State.OPEN).exists()


def test_the_same_sentence_is_taken_up_once(cast: Cast, plan: PlanDocument) -> None:
    one(cast, plan, FUNDS)
    assert next(p for p in proposals(plan) if FUNDS in p.words).taken
    with pytest.raises(Refusal) as refused:
        one(cast, plan, FUNDS)
    assert refused.value.code == "plan.task.nothing"


def test_a_corrected_paper_keeps_duties_whose_words_stand(cast: Cast, plan: PlanDocument, hands: clock.Hands) -> None:
    kept, gone = one(cast, plan, FUNDS), one(cast, plan, "2026年11月20日前")
    hands.move(timedelta(hours=1))
    again = in_force(cast.actor("clerk"), SOFT.replace("11月20日", "11月25日"))
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert kept.document == again
    assert gone.document == plan
    assert gone.state == Task.State.OPEN


def test_on_the_founding_plan_the_pack_says_which_sentences_nothing_else_answers(cast: Cast) -> None:
    load_packs()
    found = [each for each in proposals(load_plan()) if each.suggested]
    by_ref: dict[str, list[str]] = {}
    for each in found:
        by_ref.setdefault(each.ref, []).append(each.words)
    assert by_ref.keys() >= {"三(二)2", "三(二)3", "三(二)4", "三(四)4", "三(五)3", "六(一)¶1"}
    assert not any(ref.startswith("二") for ref in by_ref)
    assert all("科研攻关" in words for words in by_ref["三(二)2"])
    assert all("人才" in words for words in by_ref["三(五)3"])
    terms = {each.words: each.asked.often for each in found if each.ref == "六(一)¶1" and each.stated}
    assert sorted(terms.values()) == [Often.MONTHLY, Often.QUARTERLY]
    assert len([each for each in found if each.ref == "三(二)4"]) == 4


def test_the_founding_plan_is_taken_up_without_error(cast: Cast) -> None:
    load_packs()
    document = load_plan()
    every = [taken(each) for each in proposals(document)]
    made = take_up_tasks(system(), document_id=document.pk, taken=every)
    assert len(made) == len(proposals(document)) == TaskRound.objects.count()
    assert {task.territory.startswith(TOWN) for task in made} == {True}
