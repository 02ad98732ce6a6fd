"""The sentences that say what a phase is for."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gasloop.plan.compiler import parse
from gasloop.plan.goals import Passage, goals_of

PLAN = Path(__file__).parents[4] / "shared" / "plan" / "qunli-2023-102.txt"


@pytest.mark.skipif(not PLAN.is_file(), reason="the founding plan lies beside the checkout")
def test_the_founding_plan_has_goals_for_each_phase() -> None:
    paper = parse(PLAN.read_text(encoding="utf-8"))
    headings = {"一(三)¶1": "（三）工作目标", "四(一)¶1": "（一）集中攻坚阶段（2023年8月至11月）"}
    headings |= {"四(二)¶1": "（二）全面巩固提升阶段", "四(三)¶1": "（三）建立长效机制阶段"}
    passages = [Passage(each.id, headings.get(each.id, ""), each.text) for each in paper.clauses()]
    found = goals_of([phase.name for phase in paper.phases], passages)
    first, second, third = ([goal.text for goal in goals] for goals in found)
    assert first[0].startswith("用3个月左右时间开展集中攻坚")
    assert any("做到全覆盖、无死角" in text for text in first)
    assert second[0].startswith("再用半年左右时间巩固提升集中攻坚成效")
    assert any("回头看" in text for text in second[1:])
    assert third[0].startswith("到2025年底前")
    assert any("基本建立燃气油气安全管理长效机制" in text for text in third[1:])
    assert {goal.ref for goals in found for goal in goals} == {"一(三)¶1", "四(一)¶1", "四(二)¶1", "四(三)¶1"}


def test_parts_that_speak_of_no_phase_are_nobodys_goal() -> None:
    passage = Passage("一(一)¶1", "（一）工作目标", "实现零事故。排查攻坚要见底。")
    assert goals_of(["排查攻坚阶段"], [Passage("x", "原则", "排查攻坚")]) == [[]]
    found = goals_of(["排查攻坚阶段", "提升阶段", "总结阶段"], [passage])
    assert [[goal.text for goal in goals] for goals in found] == [["排查攻坚要见底。"], [], []]


@given(st.lists(st.text(max_size=8), max_size=4), st.text(max_size=40), st.text(max_size=60))
def test_any_paper_shares_out_without_error(phases: list[str], subsection: str, text: str) -> None:
    found = goals_of(phases, [Passage("一", subsection, text)])
    assert len(found) == len(phases)
    assert all(goal.text in text for goals in found for goal in goals)
