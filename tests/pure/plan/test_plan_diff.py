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


def test_a_case_left_out_is_a_softening_and_the_subject_may_differ() -> None:
    old = parse("某方案\n一、任务\n1.对餐饮企业未装报警器、私接三通的，责令改正。\n2.对学校食堂无证经营的，取缔。")
    new = parse("某方案\n一、任务\n1.对养老机构未装报警器的，责令改正。\n2.对学校食堂无证经营的，取缔。")
    change = diff(old, new).changes[0]
    assert change.fate == "softened"
    assert change.words == ("删去情形：私接三通",)


def test_what_moved_to_another_clause_is_not_lost(founding: Paper, shanghai: Paper) -> None:
    changes = {change.old: change for change in diff(founding, shanghai).changes}
    assert changes["五(三)¶1"].fate == "kept"
    assert "移至六(四)¶1：严肃问责" in changes["五(三)¶1"].words
    assert changes["二(一)4"].fate == "softened"
    assert "未依法开展气瓶检验检测" in "".join(changes["二(一)4"].words)
    assert changes["二(三)1"].words == ("删去情形：燃气管道周边建设项目未落实燃气设施保护责任",)
    assert changes["二(一)3"].fate == "kept"


def test_of_an_added_clause_it_says_what_the_old_paper_had_elsewhere(founding: Paper, shanghai: Paper) -> None:
    added = {change.new: change.words for change in diff(founding, shanghai).of("added")}
    assert any(word.startswith("部分原在五(二)¶1：") for word in added["三(一)3"])
    assert added["五(四)36"] == ()


def test_of_a_dropped_clause_it_says_what_survives_and_where(founding: Paper, shanghai: Paper) -> None:
    changes = {change.old: change for change in diff(founding, shanghai).changes}
    assert changes["三(一)1"].fate == "dropped"
    assert changes["三(一)1"].words == ("部分见五(一)27：建立安全风险隐患台账清单并实行闭环管理",)
    assert any("充实基层燃气安全监管力量" in word for word in changes["六(一)¶1"].words)


def test_rectify_and_correct_are_one_word() -> None:
    old = parse("某方案\n一、任务\n1.对违规充电的，责令限期整改。\n2.乙要每月检查。")
    new = parse("某方案\n一、任务\n1.对违规充电的，责令限期改正。\n2.乙要每月检查。")
    assert {change.fate for change in diff(old, new).changes} == {"kept"}


def test_one_new_clause_may_hold_two_old_ones() -> None:
    old = parse(
        "某方案\n一、任务\n1.对占用消防车通道、堵塞安全出口的，依法责令改正，并处罚款。\n"
        "2.对电动自行车进楼入户、飞线充电的，当场责令改正。"
    )
    new = parse(
        "某方案\n一、任务\n1.对占用消防车通道、堵塞安全出口的，依法责令改正，并处罚款；"
        "对电动自行车进楼入户、飞线充电的，当场责令改正。\n2.各单位每月报送进展。"
    )
    changes = {change.old: change for change in diff(old, new).changes if change.old}
    assert (changes["一2"].new, changes["一2"].fate) == ("一1", "kept")
    assert "并入一1" in changes["一2"].words
