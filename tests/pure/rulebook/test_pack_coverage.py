"""A pack against its plan: every situation answered; a changed paper or a thinner pack does not pass."""

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gasloop.oversight.pack_coverage import Coverage, cover, uncovered
from gasloop.plan.compiler import parse
from gasloop.project.cli.pack_report import run_check
from gasloop.rulebook.packs.checking import required_by
from gasloop.rulebook.packs.reading import Read, read_pack

PACKS = Path(__file__).parents[3] / "packs"
NAMES = ("national", "chongqing", "qunli")
PLAN = Path(__file__).parents[4] / "shared" / "plan" / "qunli-2023-102.txt"
pytestmark = pytest.mark.skipif(not PLAN.is_file(), reason="the founding plan lies beside the checkout")


@pytest.fixture(scope="module")
def paper() -> str:
    return PLAN.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def qunli() -> Read:
    return read_pack(PACKS / "qunli")


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The packs in a place where a test may change them."""
    shutil.copytree(PACKS, tmp_path / "packs")
    return tmp_path / "packs"


def covered(text: str, read: Read) -> Coverage:
    return cover(parse(text), read, required_by(read, PACKS / "qunli"))


def rewritten(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_the_founding_plan_is_answered_to_the_last_situation(paper: str, qunli: Read) -> None:
    found = covered(paper, qunli)
    assert list(found.holes) == []
    counts = found.counts()
    assert counts["unanswered"] == 0
    assert counts["clauses"] == counts["clauses_answered"]
    part_two = [each for each in found.clauses if each.clause.id.startswith("二") and each.clause.no]
    assert len(part_two) == 22
    assert sum(len(each.situations) for each in part_two) == 86
    duties = [each for each in found.clauses if each.clause.id.startswith("三(一)")]
    assert len(duties) == 10
    assert all(entry.rules for each in duties for entry in each.entries[:1])


def test_the_item_the_paper_lost_is_a_gap_and_nobody_invents_it(paper: str, qunli: Read) -> None:
    found = covered(paper, qunli)
    assert [where for where, _message in found.gaps] == ["二(五)2"]
    assert not [entry for entry in qunli.pack.situations if entry.clause == "二(五)2"]


@pytest.mark.parametrize("name", NAMES)
def test_pack_check_passes_on_our_packs(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_check(PACKS / name, PLAN, as_json=True) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["ok"] is True
    assert run_check(PACKS / name, PLAN, as_json=False) == 0
    if name == "qunli":
        (hose,) = [each for each in printed["clauses"] if each["clause"] == "二(四)2"]
        assert hose["situations"][3]["text"] == "连接软管长度超过2米"
        assert hose["situations"][3]["rules"] == ["R-CAT-HOSE-LENGTH"]
        assert hose["situations"][3]["items"] == ["HOSE-LENGTH"]
        (den,) = [each for each in printed["clauses"] if each["clause"] == "二(一)6"]
        assert den["situations"][0]["functions"] == ["H1", "D6", "E2"]
        assert printed["gaps"][0]["clause"] == "二(五)2"
        assert "缺项 二(五)2" in capsys.readouterr().out


def test_without_any_one_entry_of_part_two_the_check_finds_the_hole(paper: str, qunli: Read) -> None:
    parsed = parse(paper)
    situated = {clause.id for clause in parsed.items if clause.situations and clause.section == "二"}
    required = required_by(qunli, PACKS / "qunli")
    entries = qunli.pack.situations
    # What the paper tells to do besides its situations is the pack's own addition.
    added = {"二(五)6:c"}
    for entry in list(entries):
        if entry.clause in situated and entry.code not in added:
            entries.remove(entry)
            try:
                holes = cover(parsed, qunli, required).holes
                assert {hole.clause for hole in holes} == {entry.clause}, entry.code
            finally:
                entries.insert(0, entry)


def test_a_situation_taken_out_of_the_files_fails_the_command(copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = copied / "qunli" / "situations.yaml"
    rewritten(file, '    quotes: ["连接软管长度超过2米"]\n', '    quotes: ["在用气瓶和备用气瓶未分开放置"]\n')
    assert run_check(copied / "qunli", PLAN, as_json=True) == 1
    printed = json.loads(capsys.readouterr().out)
    assert [(hole["kind"], hole["text"]) for hole in printed["holes"]] == [
        ("situation_unanswered", "连接软管长度超过2米")
    ]
    assert run_check(copied / "qunli", PLAN, as_json=False) == 1
    assert "缺口" in capsys.readouterr().out


def test_a_rule_taken_out_of_the_files_fails_the_command(copied: Path) -> None:
    rewritten(copied / "national" / "rules" / "catering.yaml", "code: R-CAT-HOSE-TEE", "code: R-CAT-HOSE-OTHER")
    assert run_check(copied / "qunli", PLAN, as_json=True) == 1


CHANGES = [
    ("another length", "连接软管长度超过2米", "连接软管长度超过3米", "quote_not_in_clause"),
    ("words put in", "私接“三通”", "在夜间私接“三通”", "situation_unanswered"),
    ("another weight", "总重量超过100kg", "总重量超过50kg", "situation_unanswered"),
    ("another number", "群力府〔2023〕102号", "群力府〔2026〕7号", "other_plan"),
]


def test_a_clause_added_to_the_paper_is_a_hole(paper: str, qunli: Read) -> None:
    after = "各社区、各科室、镇直各单位配合"
    assert after in paper
    clause = "8．对夜市摊位使用瓶装液化石油气未登记的，要依法责令限期改正。（应急办配合区商务委）"
    longer = paper.replace(after, f"{clause}\n\n{after}", 1)
    found = covered(longer, qunli)
    assert {hole.clause for hole in found.holes} == {"二(五)8"}
    assert {hole.kind for hole in found.holes} == {"clause_unanswered", "situation_unanswered"}


def test_a_clause_taken_out_of_the_paper_leaves_rules_without_a_clause(paper: str, qunli: Read) -> None:
    start, end = paper.index("3．对餐饮企业等人员密集场所"), paper.index("镇直各单位应参照餐饮企业")
    found = covered(paper[:start] + paper[end:], qunli)
    assert {(hole.kind, hole.clause) for hole in found.holes} == {("clause_unknown", "二(四)3")}


@pytest.mark.parametrize(
    ("old", "new", "kind"), [change[1:] for change in CHANGES], ids=[change[0] for change in CHANGES]
)
def test_a_changed_paper_does_not_pass(paper: str, qunli: Read, old: str, new: str, kind: str) -> None:
    assert old in paper
    assert kind in {hole.kind for hole in covered(paper.replace(old, new), qunli).holes}


def test_another_paper_is_no_answer_to_the_question(qunli: Read) -> None:
    assert next(hole.kind for hole in covered("关于召开会议的通知\n请参会。", qunli).holes) == "no_plan"


def test_a_pack_that_answers_a_plan_wants_to_see_it(copied: Path, tmp_path: Path) -> None:
    missing = tmp_path / "nowhere.txt"
    assert run_check(copied / "qunli", missing, as_json=True) == 1


@given(st.text(alphabet="甲乙丙丁的等、", max_size=12), st.data())
def test_what_is_quoted_in_pieces_is_covered_and_what_is_left_out_is_named(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=4)))
    pieces = list(zip([0, *cuts], [*cuts, len(text)], strict=True))
    assert uncovered(text, (0, len(text)), pieces) == ""
    left = uncovered(text, (0, len(text)), pieces[1:])
    start, end = pieces[0]
    assert left == "".join(sign for sign in text[start:end] if sign not in "的等、")
