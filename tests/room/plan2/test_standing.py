"""Several plans side by side: one of them is meant by clause numbers, the others are there to be read."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from gasloop.access.actions import create_post, merge_office
from gasloop.access.models import Office
from gasloop.access.roles import Role
from gasloop.evidence.models import Entry
from gasloop.kernel import clock
from gasloop.kernel.actor import system
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.oversight.trace import trace_clause, trace_plan
from gasloop.plan.actions import Taken, end_plan, import_plan, lead_plan, send_extracts, take_up_tasks
from gasloop.plan.models import Duty, PlanDocument, Standing
from gasloop.plan.offices import Directory
from gasloop.plan.proposing import proposals
from gasloop.plan.queries import answerable_office, plan_in_force, plans_for, readable_plans
from gasloop.plan.responsibility import portions, problems
from tests.cast import COMMUNITY, TOWN, VILLAGE, Cast
from tests.room.plan2.papers import CORRECTED, HOSES, HOUSEHOLDS, PAPER, in_force

OTHER = PAPER.replace("8号", "9号").replace("燃气安全", "消防安全").replace("（经发办、派出所）", "（市场监管所）")


@pytest.fixture
def plan(cast: Cast) -> PlanDocument:
    return in_force(cast.actor("clerk"))


@pytest.fixture
def other(cast: Cast, plan: PlanDocument, hands: clock.Hands) -> PlanDocument:
    hands.move(timedelta(hours=1))
    return in_force(cast.actor("clerk"), OTHER)


def test_another_paper_stands_beside_and_does_not_take_over_the_numbers(
    cast: Cast, plan: PlanDocument, other: PlanDocument
) -> None:
    assert (plan.standing, other.standing) == (Standing.LEADING, Standing.BESIDE)
    assert plan_in_force(COMMUNITY) == plan
    found = answerable_office([HOSES], COMMUNITY)
    assert found is not None
    assert found.name == "经发办"
    assert list(plans_for(cast.actor("clerk"))) == [plan, other]


def test_somebody_says_which_one_leads_and_why(cast: Cast, plan: PlanDocument, other: PlanDocument) -> None:
    with pytest.raises(Refusal) as refused:
        lead_plan(cast.actor("clerk"), document_id=other.pk, why=" ")
    assert refused.value.field == "why"
    with pytest.raises(NotFound):
        lead_plan(cast.actor("officer"), document_id=other.pk, why="会议决定")
    lead_plan(cast.actor("clerk"), document_id=other.pk, why="镇长办公会议定")
    found = answerable_office([HOSES], COMMUNITY)
    assert found is not None
    assert found.name == "市场监管所"
    plan.refresh_from_db()
    assert plan.standing == Standing.BESIDE
    assert Entry.objects.get(act="plan.leads").body["why"] == "镇长办公会议定"
    assert trace_clause(system(), ref=HOSES).clause.document_id == other.pk


def test_the_leading_one_does_not_end_before_another_leads(cast: Cast, plan: PlanDocument, other: PlanDocument) -> None:
    with pytest.raises(Refusal) as refused:
        end_plan(cast.actor("clerk"), document_id=plan.pk, why="到期")
    assert refused.value.code == "plan.leading_cannot_end"
    ended = end_plan(cast.actor("clerk"), document_id=other.pk, why="已废止", day=date(2026, 11, 2))
    assert ended.standing == Standing.ENDED
    with pytest.raises(Refusal) as refused:
        lead_plan(cast.actor("clerk"), document_id=other.pk, why="再用")
    assert refused.value.code == "plan.ended"


def test_a_corrected_paper_leads_as_the_one_before_did(cast: Cast, plan: PlanDocument, hands: clock.Hands) -> None:
    hands.move(timedelta(hours=1))
    again = in_force(cast.actor("clerk"), CORRECTED)
    assert again.leading
    assert list(plans_for(cast.actor("clerk"))) == [again]
    assert plan in list(readable_plans(cast.actor("clerk")))
    plan.refresh_from_db()
    assert plan.standing == Standing.SUPERSEDED


def test_two_plans_never_lead_in_one_place(plan: PlanDocument, other: PlanDocument) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanDocument.objects.filter(pk=other.pk).update(leading=True)


def test_a_plan_beside_shows_no_figures_of_the_leading_one(plan: PlanDocument, other: PlanDocument) -> None:
    for traced in trace_plan(system(), other):
        assert not traced.rules
        assert not any(figure.value for figure in traced.figures)


def test_where_the_paper_says_each_community_the_own_one_answers(plan: PlanDocument) -> None:
    answering = {place: answerable_office([HOUSEHOLDS], place) for place in (COMMUNITY, VILLAGE, TOWN)}
    assert {place: office.name if office else None for place, office in answering.items()} == {
        COMMUNITY: "双堰社区居委会",
        VILLAGE: "渡头村委会（示例）",
        TOWN: None,
    }


def test_an_office_that_was_merged_answers_through_its_successor(cast: Cast, plan: PlanDocument) -> None:
    merge_office(system(), office=cast.offices["经发办"], into=cast.offices["应急办"])
    found = answerable_office([HOSES], COMMUNITY)
    assert found is not None
    assert found.name == "应急办"
    offices = {portion.office.name: portion for portion in portions(plan)}
    assert "经发办" not in offices
    assert HOSES in [share.clause.ref for share in offices["应急办"].shares]


POSTS = PAPER.replace("（各社区）", "（镇主要负责人、各分管领导、各部门、镇街）")


def test_the_command_line_registers_offices_and_no_posts_or_collectives(cast: Cast) -> None:
    before = set(Office.objects.values_list("name", flat=True))
    import_plan(system(), content=POSTS.encode(), filename="plan.txt", territory=TOWN)
    assert set(Office.objects.values_list("name", flat=True)) == before


def test_posts_are_found_by_role_and_title_and_missing_ones_are_said(cast: Cast) -> None:
    document = import_plan(system(), content=POSTS.encode(), filename="plan.txt", territory=TOWN)
    assert [office.name for office in Directory(TOWN).members("各分管领导")] == ["群力镇人民政府"]
    shares = {portion.office.name: [s.named for s in portion.shares] for portion in portions(document)}
    assert "各分管领导" in shares["群力镇人民政府"]
    found = problems(document, portions(document))
    assert [name for name, _ in found.posts] == ["镇主要负责人"]
    assert {name for name, _ in found.vague} == {"各单位", "各部门", "镇街"}
    assert found.unmatched == []
    office = cast.offices["群力镇人民政府"]
    create_post(system(), office=office, title="镇长", role=Role.LEADER, territory=TOWN, lines=None)
    found = problems(document, portions(document))
    assert found.posts == []
    assert [str(post) for post in found.empty_posts] == ["群力镇人民政府 · 镇长"]


def test_what_only_an_ended_plan_asked_for_is_not_owed_any_more(
    cast: Cast, plan: PlanDocument, other: PlanDocument
) -> None:
    clerk = cast.actor("clerk")
    for document in (plan, other):
        send_extracts(clerk, document_id=document.pk)
        ready = [each for each in proposals(document) if each.office][:1]
        taken = [Taken(each.ref, each.words, each.office) for each in ready]
        take_up_tasks(clerk, document_id=document.pk, taken=taken)
    end_plan(clerk, document_id=other.pk, why="已废止")
    still = Duty.objects.filter(state=Duty.State.OPEN)
    assert not still.filter(about_id__in=other.extracts.values("pk")).exists()
    assert still.filter(about_id__in=plan.extracts.values("pk")).exists()
    assert set(other.tasks.values_list("state", "ended_why")) == {("ended", "已废止")}
    assert set(plan.tasks.values_list("state", flat=True)) == {"open"}
    assert still.filter(kind=Duty.Kind.STATEMENT).count() + still.filter(kind=Duty.Kind.TASK).count() == 1
