"""Phases: the paper's own goals, figures that lead to their rows, causes and lessons, and a gate that is decided."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.room.plan2.papers import PAPER, in_force
from tests.stories import Hose, photo, restaurant

from gasloop.evidence.models import Entry
from gasloop.inspection.actions import record_visit
from gasloop.kernel import clock
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.oversight.phases import Span, decide_phase, figures_of, measured, mechanism_of
from gasloop.plan.actions import record_phase_finding
from gasloop.plan.models import Phase, PhaseFinding, PhaseGate, PlanDocument

SignIn = Callable[[str], Client]


@pytest.fixture
def plan(town: Cast) -> PlanDocument:
    return PlanDocument.objects.get(voided_at__isnull=True)


@pytest.fixture
def first(plan: PlanDocument) -> Phase:
    return plan.phases.all()[0]


def concluded(cast: Cast, phase: Phase) -> None:
    """Causes and lessons of a phase recorded."""
    for kind in PhaseFinding.Kind:
        record_phase_finding(cast.actor("clerk"), phase_id=phase.pk, kind=kind, text="软管老化无人更换（示例）")


def test_each_phase_has_the_goals_of_the_paper(signed_in: SignIn, plan: PlanDocument) -> None:
    page = unescape(signed_in("leader").get(reverse("oversight:phases", args=[plan.pk])).content.decode())
    for words in (
        "集中攻坚阶段",
        "用3个月左右时间开展集中攻坚",
        "做到全覆盖、无死角",
        "还没有决定是否通过",
        "长效机制",
    ):
        assert words in page
    english = signed_in("leader").get(reverse("oversight:phases", args=[plan.pk]), headers={"Accept-Language": "en"})
    assert "还没有决定" not in english.content.decode()


def test_the_figures_are_those_of_its_days_and_lead_to_their_rows(
    town: Cast, plan: PlanDocument, signed_in: SignIn
) -> None:
    officer = town.actor("officer")
    site = restaurant(town.actor("clerk"))
    record_visit(officer, report=Hose(site, photos=[photo(officer)]).report())
    today = clock.today()
    counted = {f.key: f for f in figures_of(town.actor("leader"), Span(today, today))}
    assert [counted[key].value for key in ("covered", "visits", "found", "open", "closed")] == [1, 1, 1, 1, 0]
    before = figures_of(town.actor("leader"), Span(None, today - timedelta(days=1)))
    assert {f.key: f.value for f in before}["found"] == 0
    leader = signed_in("leader")
    for key in ("covered", "visits", "found", "open"):
        page = leader.get(counted[key].url)
        assert page.status_code == 200
        assert "共 1 条" in page.content.decode(), counted[key].url


def test_all_phases_over_the_mechanism_runs(town: Cast, plan: PlanDocument) -> None:
    running = mechanism_of(town.actor("leader"), plan)
    assert running is not None
    assert running.since.isoformat() == "2026-01-01"
    assert [each.state for each in measured(town.actor("leader"), plan)] == ["done", "done", "done"]


def test_no_mechanism_while_a_phase_runs(cast: Cast) -> None:
    assert mechanism_of(cast.actor("leader"), in_force(cast.actor("clerk"), PAPER)) is None


def test_a_phase_passes_with_causes_lessons_and_proof_and_in_order(
    town: Cast, plan: PlanDocument, first: Phase
) -> None:
    leader, proof = town.actor("leader"), photo(town.actor("leader"))
    for files, code in (((), "plan.gate.findings"), ((proof,), "plan.gate.findings")):
        with pytest.raises(Refusal) as refused:
            decide_phase(leader, phase_id=first.pk, passed=True, why="已完成", files=files)
        assert refused.value.code == code
    held = decide_phase(leader, phase_id=first.pk, passed=False, why="隐患未清零")
    assert not held.passed
    concluded(town, first)
    with pytest.raises(Refusal) as refused:
        decide_phase(leader, phase_id=first.pk, passed=True, why="已完成")
    assert refused.value.code == "plan.gate.proof"
    second = plan.phases.all()[1]
    concluded(town, second)
    with pytest.raises(Refusal) as refused:
        decide_phase(leader, phase_id=second.pk, passed=True, why="已完成", files=[proof])
    assert refused.value.code == "plan.gate.order"
    passed = decide_phase(leader, phase_id=first.pk, passed=True, why="已完成", files=[proof])
    assert passed.figures.keys() >= {"in_scope", "covered", "found", "open", "overdue", "rebounded", "on_time"}
    assert Entry.objects.get(act="phase_gate.passed").attachments == [proof]
    with pytest.raises(Refusal) as refused:
        decide_phase(leader, phase_id=first.pk, passed=False, why="再想想")
    assert refused.value.code == "plan.gate.passed_already"


def test_only_a_leader_decides(town: Cast, first: Phase) -> None:
    for name in ("clerk", "head", "officer", "auditor"):
        with pytest.raises(NotFound):
            decide_phase(town.actor(name), phase_id=first.pk, passed=False, why="隐患未清零")
    with pytest.raises(NotFound):
        record_phase_finding(town.actor("auditor"), phase_id=first.pk, kind=PhaseFinding.Kind.CAUSE, text="原因")


def test_what_was_decided_stays_when_the_paper_is_imported_again(cast: Cast, hands: clock.Hands) -> None:
    document = in_force(cast.actor("clerk"), PAPER)
    phase = document.phases.all()[0]
    decide_phase(cast.actor("leader"), phase_id=phase.pk, passed=False, why="还没有查完")
    hands.move(timedelta(hours=1))
    again = in_force(cast.actor("clerk"), PAPER.replace("全面排查", "全面排查隐患"))
    assert [len(each.end.gates) for each in measured(cast.actor("leader"), again)] == [1, 0]


def test_decided_on_the_page(town: Cast, plan: PlanDocument, first: Phase, signed_in: SignIn) -> None:
    leader = signed_in("leader")
    finding, gate = (reverse(f"oversight:phase-{name}", args=[first.pk]) for name in ("finding", "gate"))
    for kind in PhaseFinding.Kind.values:
        assert leader.post(finding, {"kind": kind, "text": "示例原因"}).status_code == 302
    refused = leader.post(gate, {"passed": "yes", "why": "已完成"})
    assert refused.status_code == 422
    assert "请附上会议记录或验收材料" in refused.content.decode()
    minutes = SimpleUploadedFile("会议记录.txt", "记录".encode(), content_type="text/plain")
    assert leader.post(gate, {"passed": "yes", "why": "已完成", "proof": minutes}).status_code == 302
    page = unescape(leader.get(reverse("oversight:phases", args=[plan.pk])).content.decode())
    assert "当时：对象" in page
    sha = PhaseGate.objects.get().files[0]
    assert leader.get(reverse("oversight:phase-file", args=[plan.pk, "0" * 64])).status_code == 404
    kept = leader.get(reverse("oversight:phase-file", args=[plan.pk, sha]))
    assert b"".join(kept) == "记录".encode()
    assert leader.get(reverse("oversight:plan-document", args=[plan.pk])).status_code == 200
