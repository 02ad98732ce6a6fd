"""Two papers side by side: kept, softened, dropped, added — and the words that show it."""

from gasloop.plan.compiler import Paper, parse
from gasloop.plan.compiler.diff import diff

OLD = """某市消防安全整治方案
一、重点任务
1.餐饮场所必须安装可燃气体报警装置，2024年底前全部完成。（市住建局牵头，各区政府落实）
2.对占用消防车通道的，依法责令限期改正，处以罚款。（市消防支队）
3.各街道要每月组织一次夜间巡查。（各街道）
4.对学校食堂开展全面检查，建立台账。（市教育局）
"""
NEW = """某区消防安全整治方案
一、工作安排
（一）场所治理
1.鼓励餐饮场所安装可燃气体报警装置，逐步推开。
（二）执法
2.对占用消防车通道的，加强教育引导。（区消防大队）
3.各街道要每月组织一次夜间巡查。（各街道）
4.推广使用智能水表，降低管网漏损。（区水务局）
"""


def test_the_four_fates() -> None:
    comparison = diff(parse(OLD), parse(NEW))
    fates = {(change.old, change.new): change.fate for change in comparison.changes}
    assert fates == {
        ("一1", "一(一)1"): "softened",
        ("一2", "一(二)2"): "softened",
        ("一3", "一(二)3"): "kept",
        ("一4", None): "dropped",
        (None, "一(二)4"): "added",
    }


def test_the_words_that_show_it() -> None:
    changes = {change.old: change for change in diff(parse(OLD), parse(NEW)).changes}
    words = "；".join(changes["一1"].words)
    assert "鼓励" in words
    assert "删去时限：2024年底前" in words
    assert "删去责任单位：市住建局" in words
    assert any("罚款" in word for word in changes["一2"].words)
    assert changes["一3"].words == ()


def test_a_changed_figure_is_shown() -> None:
    old = parse("某方案\n一、任务\n1.气瓶总重量超过100kg应设专用气瓶间。\n2.乙。")
    new = parse("某方案\n一、任务\n1.气瓶总重量超过60kg应设专用气瓶间。\n2.乙。")
    change = diff(old, new).changes[0]
    assert change.fate == "kept"
    assert change.words == ("100kg → 60kg",)


def test_a_paper_against_itself(founding: Paper) -> None:
    comparison = diff(founding, founding)
    assert {change.fate for change in comparison.changes} == {"kept"}
    assert all(change.old == change.new and change.likeness == 1.0 for change in comparison.changes)


def test_the_town_against_the_city(founding: Paper, shanghai: Paper) -> None:
    comparison = diff(founding, shanghai)
    pairs = {change.old: change.new for change in comparison.changes if change.old and change.new}
    assert pairs["二(一)1"] == "四(一)1"
    assert pairs["二(四)2"] == "四(四)16"
    assert pairs["三(四)5"] == "五(六)45"
    figure = next(change for change in comparison.changes if change.old == "二(四)2")
    assert "100kg → 60kg" in figure.words
    assert any(change.old == "三(一)10" for change in comparison.of("dropped"))
    assert any(change.new == "五(三)34" for change in comparison.of("added"))
    every = [change.old for change in comparison.changes if change.old]
    assert sorted(every) == sorted(clause.id for clause in founding.clauses())
