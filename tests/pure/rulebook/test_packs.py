"""Packs as files: our own are sound; slips are named with file, line and field."""

from pathlib import Path

import pytest

from gasloop.rulebook.packs.changes import compare, specs_of
from gasloop.rulebook.packs.checking import VAGUE, check_directory
from gasloop.rulebook.packs.reading import PackRefused, Problem, read_pack

PACKS = Path(__file__).parents[3] / "packs"
NAMES = ("national", "chongqing", "qunli")

HEAD = "name: trial\ntitle: 示例包\nversion: '1'\nlevel: 50\n"
SOURCES = """\
sources:
  - {code: S, title: 示例, short: 示例, kind: standard, status: in_force, confidence: D}
constants:
  - {code: c, title: 示例, value: 2.0, unit: m, confidence: D, effective_from: 2026-01-01}
"""
RULE = """\
rules:
  - code: R-TRIAL
    title: 示例规则
    requirement: 示例
    applies_to: [restaurant]
    severity: general
    deadline: {amount: 3, unit: working_days}
    recheck: photo_other
    effective_from: 2026-01-01
    bases:
      - {source: S, article: '1', asks: 示例, confidence: D}
    items:
      - code: LENGTH
        place: stove
        question: 软管有多长？
        answer: number
        unit: m
        pass: {op: "<=", const: c}
        finding: 软管长{value} m
"""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A small sound pack."""
    (tmp_path / "pack.yaml").write_text(HEAD, encoding="utf-8")
    (tmp_path / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    (tmp_path / "rules.yaml").write_text(RULE, encoding="utf-8")
    return tmp_path


def problems(pack: Path) -> list[Problem]:
    try:
        return check_directory(pack)[1]
    except PackRefused as refused:
        return refused.problems


@pytest.mark.parametrize("name", NAMES)
def test_our_packs_are_sound(name: str) -> None:
    assert problems(PACKS / name) == []


def test_the_small_pack_is_sound(pack: Path) -> None:
    assert problems(pack) == []


@pytest.mark.parametrize(
    ("old", "new", "part", "says"),
    [
        ("软管有多长？", "软管是否规范？", "items.0.question", "规范"),
        ("软管有多长？", "软管长度是否符合要求？", "items.0.question", "符合要求"),
        ("severity: general", "severity: bad", "severity", "格式"),
        ("severity: general", "severity: major", "mh_code", "mh_code"),
        ("severity: general", "severity: general\n    serverity: general", "", "格式"),
        ("const: c}", "const: d}", "items.0.pass.const", "常数d"),
        ('op: "<="', 'op: "in"', "items.0.pass.op", "判定不了"),
        ("const: c}", "value: 两米}", "items.0.pass", "判定不了"),
        ("const: c}", "const: c, value: 2}", "items.0.pass", "判定不了"),
        ("{source: S,", "{source: T,", "bases.0.source", "T"),
        ("[restaurant]", "[spaceship]", "applies_to", "spaceship"),
        ("        unit: m\n", "", "items.0.unit", "单位"),
        ("        finding: 软管长{value} m\n", "", "items.0.finding", "finding"),
        ("{value} m", "{length} m", "items.0.finding", "length"),
        ('        pass: {op: "<=", const: c}\n', "", "items", "可以判定"),
        ("effective_from: 2026-01-01\n    bases", "effective_from: 昨天\n    bases", "effective_from", "格式"),
    ],
)
def test_a_slip_is_named_where_it_is(pack: Path, old: str, new: str, part: str, says: str) -> None:
    assert old in RULE
    (pack / "rules.yaml").write_text(RULE.replace(old, new), encoding="utf-8")
    (problem,) = problems(pack)
    assert (problem.file, problem.part) == ("rules.yaml", part)
    assert says in problem.sentence
    assert 2 <= problem.line <= 20


def test_an_item_code_stands_for_one_question_in_the_whole_pack(pack: Path) -> None:
    twin = RULE.replace("R-TRIAL", "R-TWIN").removeprefix("rules:\n")
    (pack / "rules.yaml").write_text(RULE + twin, encoding="utf-8")
    assert [problem.part for problem in problems(pack)] == ["items.0.code"] * 2


def test_a_key_written_twice_is_a_slip(pack: Path) -> None:
    (pack / "pack.yaml").write_text(HEAD + "level: 60\n", encoding="utf-8")
    (problem,) = problems(pack)
    assert (problem.line, problem.part) == (5, "level")


def test_yaml_that_cannot_be_read_says_where(pack: Path) -> None:
    (pack / "rules.yaml").write_text("rules:\n  - {code: [\n", encoding="utf-8")
    (problem,) = problems(pack)
    assert problem.file == "rules.yaml"
    assert problem.line >= 2


def test_no_pack_at_all(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path)
    assert "pack.yaml" in problem.sentence


@pytest.mark.parametrize(
    ("says", "answer"),
    [
        ("answered_by", "quotes: [示例]"),
        ("功能代号", "quotes: [示例], answered_by: 以后再说"),
        ("功能代号", "quotes: [示例], answered_by: 没有这样的功能（F9）"),
        ("quotes", "rules: [R-TRIAL]"),
        ("R-NONE", "quotes: [示例], rules: [R-NONE]"),
    ],
)
def test_a_situation_needs_words_and_an_answer(pack: Path, says: str, answer: str) -> None:
    (pack / "pack.yaml").write_text(HEAD + "plan: 示例府〔2026〕1号\n", encoding="utf-8")
    (pack / "situations.yaml").write_text(
        "situations:\n  - {clause: 二(四)2, letter: a, text: 示例, quotes: [示例], rules: [R-TRIAL]}\n"
        f"  - {{clause: 二(四)2, letter: b, text: 示例, {answer}}}\n",
        encoding="utf-8",
    )
    (problem,) = problems(pack)
    assert problem.line == 3
    assert says in problem.sentence


def test_situations_say_which_plan_they_answer(pack: Path) -> None:
    text = "situations:\n  - {clause: 二(四)2, letter: a, text: 示例, quotes: [示例], rules: [R-TRIAL]}\n"
    (pack / "situations.yaml").write_text(text, encoding="utf-8")
    (problem,) = problems(pack)
    assert "文号" in problem.sentence


@pytest.mark.parametrize(
    ("power", "says"),
    [
        ("grant: held, measures: [M]", "赋权清单"),
        ("grant: listed, measures: [M]", "生效日期"),
        ("grant: listed, measures: [N], source: S, article: '1', effective_from: 2026-01-01", "措施N"),
        ("grant: not_listed, source: T", "T"),
    ],
)
def test_a_fine_is_the_towns_only_by_a_list_with_its_day(pack: Path, power: str, says: str) -> None:
    (pack / "powers.yaml").write_text(
        "measures:\n  - {code: M, title: 罚款, what: 示例, taken_by: department, confidence: D}\n"
        f"powers:\n  - {{code: P, title: 示例, what: 示例, confidence: D, {power}}}\n",
        encoding="utf-8",
    )
    (problem,) = problems(pack)
    assert problem.line == 4
    assert says in problem.sentence


def test_every_basis_rests_on_a_source_that_is_there_and_general_confidence_is_kept() -> None:
    reads = [read_pack(PACKS / name) for name in NAMES]
    sources = {source.code: source for read in reads for source in read.pack.sources}
    for rule in (rule for read in reads for rule in read.pack.rules):
        assert rule.bases, rule.code
        assert {basis.source for basis in rule.bases} <= set(sources), rule.code
        assert any(item.condition for item in rule.items), rule.code
    # `reference/regulations.md` section 1: what was not read there may judge, but must not be printed.
    unread = {"第五条第三项", "第五条第四项", "第五条第五项", "第六条第二项", "第七条第二项", "第七条第三项", "第八条"}
    cited = [b for read in reads for rule in read.pack.rules for b in rule.bases if b.source == "CN-GAS-MAJOR"]
    assert {basis.article for basis in cited if basis.confidence == "K"} == unread
    assert all(basis.confidence == "V2" for basis in cited if basis.article not in unread)


def test_every_rule_names_what_is_demanded_and_not_only_what_it_costs() -> None:
    rules = [rule for name in NAMES for rule in read_pack(PACKS / name).pack.rules]
    bare = {rule.code for rule in rules if all(basis.role == "sanction" for basis in rule.bases)}
    assert bare == {"R-LPG-INDUSTRIAL"}  # the article that forbids it was not read: its note says so
    assert "条文未读到" in next(rule.note for rule in rules if rule.code == "R-LPG-INDUSTRIAL")


def test_major_hazards_are_those_of_the_standard_and_no_others() -> None:
    rules = [rule for name in NAMES for rule in read_pack(PACKS / name).pack.rules]
    codes = {rule.mh_code for rule in rules if rule.mh_code}
    assert codes == {
        *(f"MH-4-{n}" for n in range(1, 6)),
        *(f"MH-5-{n}" for n in range(1, 4)),
        *("MH-6-1", "MH-6-3", "MH-7-1", "MH-7-2"),
        *(f"MH-9-{n}" for n in range(1, 5)),
    }
    users = {"restaurant", "canteen", "hotel", "school", "hospital", "welfare_home", "scenic_spot", "market"}
    assert not any(rule.severity == "major" and users & set(rule.applies_to) for rule in rules)


def test_no_fine_is_offered_to_the_town() -> None:
    reads = [read_pack(PACKS / name) for name in NAMES]
    assert not [p.code for read in reads for p in read.pack.powers if p.grant == "listed"]
    by_town = [m for read in reads for m in read.pack.measures if m.taken_by == "town"]
    assert by_town
    assert not [m.code for m in by_town if "罚款" in m.title + m.what or "查封" in m.title + m.what]


def test_a_difference_names_the_fields(pack: Path) -> None:
    before = specs_of(read_pack(pack).pack)
    (pack / "rules.yaml").write_text(RULE.replace("amount: 3", "amount: 5"), encoding="utf-8")
    (change,) = compare(before, specs_of(read_pack(pack).pack))
    assert (change.list, change.code, change.what) == ("rules", "R-TRIAL", "changed")
    assert [field.name for field in change.fields] == ["deadline"]
    assert {c.what for c in compare({}, before)} == {"added"}
    assert [c.code for c in compare(before, {**before, "rules": {}})] == ["R-TRIAL"]


@pytest.mark.parametrize("text", ["有没有合格证？", "检验有效期到哪一天？", "有没有《城镇燃气设计规范》？"])
def test_words_that_name_a_thing_are_not_vague(text: str) -> None:
    assert VAGUE.search(text) is None
