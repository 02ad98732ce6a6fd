"""Plans that put their tasks into a table: 序号 | 重点任务 | 责任单位 | 完成时限."""

import re
from collections.abc import Callable
from pathlib import Path

from docx import Document

from gasloop.plan.compiler import Clause, Paper, parse, parse_file

HEAD = ["序号", "重点任务", "牵头单位", "配合单位", "完成时限"]
ROWS = [
    ["1", "对无证经营、超量储存的，依法取缔", "县应急局", "县公安局、县市场监管局", "2024年12月底前"],
    ["2", "开展零售点检查", "县应急局", "各乡镇", "长期坚持"],
    ["", "建立举报奖励制度", "县公安局", "", "6月30日前"],
]
BEFORE = ["某县烟花爆竹安全整治方案", "为加强监管，制定本方案。", "一、工作目标", "杜绝事故。", "二、重点任务"]
AFTER = ["三、工作要求", "各乡镇每月报送进展。"]

GetClause = Callable[[Paper, str], Clause]
Owners = Callable[[Clause], list[str]]


def checked(paper: Paper, clause: GetClause, owners: Owners) -> None:
    assert [item.id for item in paper.items] == ["二1", "二2"]
    first = clause(paper, "二1")
    assert owners(first) == ["县应急局:lead*", "县公安局:support", "县市场监管局:support"]
    assert first.text == "对无证经营、超量储存的，依法取缔"
    assert (first.situations, first.measures) == (("无证经营", "超量储存"), ("依法取缔",))
    assert first.deadlines == ("2024年12月底前",)
    assert clause(paper, "二2").deadlines == ("长期坚持",)
    assert owners(clause(paper, "二¶1")) == ["县公安局:lead*"]
    assert owners(clause(paper, "三¶1")) == ["各乡镇:lead"]


def test_a_table_in_a_word_file(tmp_path: Path, clause: GetClause, owners: Owners) -> None:
    document = Document()
    for line in BEFORE:
        document.add_paragraph(line)
    table = document.add_table(rows=1, cols=len(HEAD))
    for row in [HEAD, *ROWS]:
        cells = table.rows[0].cells if row is HEAD else table.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            cell.text = text
    for line in AFTER:
        document.add_paragraph(line)
    document.save(str(tmp_path / "plan.docx"))
    checked(parse_file(tmp_path / "plan.docx"), clause, owners)


def test_a_table_pasted_as_text_keeps_every_character(clause: GetClause, owners: Owners) -> None:
    text = "\n".join([*BEFORE, *("\t".join(row) for row in [HEAD, *ROWS]), *AFTER])
    paper = parse(text)
    checked(paper, clause, owners)
    assert re.sub(r"\s", "", paper.reassembled()) == re.sub(r"\s", "", text)


def test_an_office_merged_over_two_rows_answers_for_both(tmp_path: Path, clause: GetClause, owners: Owners) -> None:
    document = Document()
    for line in BEFORE:
        document.add_paragraph(line)
    table = document.add_table(rows=3, cols=3)
    for at, row in enumerate([["序号", "工作内容", "责任单位"], ["1", "排查底数", "县应急局"], ["2", "集中整治", ""]]):
        for cell, text in zip(table.rows[at].cells, row, strict=True):
            cell.text = text
    table.cell(1, 2).merge(table.cell(2, 2))
    document.save(str(tmp_path / "plan.docx"))
    paper = parse_file(tmp_path / "plan.docx")
    assert owners(clause(paper, "二1")) == owners(clause(paper, "二2")) == ["县应急局:lead"]


def test_a_table_of_figures_is_no_task_table() -> None:
    paper = parse("\n".join([*BEFORE, "年份\t事故起数\t死亡人数", "2022\t3\t1", *AFTER]))
    assert not paper.items
