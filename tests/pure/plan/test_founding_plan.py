"""The founding plan, read to the letter."""

from collections.abc import Callable
from itertools import chain

from gasloop.plan.compiler import Clause, Office, Paper, Phase

GetClause = Callable[[Paper, str], Clause]
Owners = Callable[[Clause], list[str]]
SECTIONS = {
    "二(一)": 7,
    "二(二)": 3,
    "二(三)": 3,
    "二(四)": 3,
    "三(一)": 10,
    "三(二)": 4,
    "三(三)": 4,
    "三(四)": 5,
    "三(五)": 3,
}


def test_its_head(founding: Paper) -> None:
    assert founding.is_plan
    assert founding.reason is None
    assert founding.title == "重庆市潼南区群力镇燃气油气安全专项整治方案"
    assert founding.doc_no == "群力府〔2023〕102号"
    assert founding.issuer == "重庆市潼南区群力镇人民政府"
    assert founding.date == "2023-09-04"


def test_its_parts(founding: Paper) -> None:
    titles = {section.no: section.title for section in founding.sections}
    assert titles == {
        "一": "总体要求",
        "二": "重点任务",
        "三": "综合施策提升本质安全水平",
        "四": "实施步骤",
        "五": "保障措施",
        "六": "工作要求",
    }


def test_forty_eight_items(founding: Paper) -> None:
    wanted = [f"{section}{no}" for section, count in SECTIONS.items() for no in range(1, count + 1)]
    wanted[16:16] = [f"二(五){no}" for no in (1, 3, 4, 5, 6, 7)]
    assert [item.id for item in founding.items] == wanted
    assert len(founding.items) == 48
    assert (founding.items[0].section, founding.items[0].subsection, founding.items[0].no) == ("二", "一", "1")


def test_three_phases(founding: Paper) -> None:
    assert founding.phases == (
        Phase("集中攻坚阶段", "2023-08-01", "2023-11-30"),
        Phase("全面巩固提升阶段", "2023-12-01", "2024-06-30"),
        Phase("建立长效机制阶段", "2024-07-01", "2025-12-31"),
    )


def test_offices_and_their_roles(founding: Paper, clause: GetClause, owners: Owners) -> None:
    assert owners(clause(founding, "二(一)1")) == ["经发办:lead", "区经济信息委:counterpart"]
    assert owners(clause(founding, "二(一)5")) == [
        "应急办:lead",
        "市场监管所:lead",
        "区应急局:counterpart*",
        "潼南市场监管局:counterpart",
    ]
    assert owners(clause(founding, "三(一)7")) == ["各科室:lead", "区直各行业部门:counterpart"]
    assert owners(clause(founding, "三(一)10")) == ["各社区:lead", "各科室:lead", "镇直各单位:lead"]
    assert owners(clause(founding, "三(五)2")) == ["经发办:lead", "应急办:lead"]
    assert owners(clause(founding, "六(一)¶1")) == ["镇主要负责人:lead", "各分管领导:lead"]


def test_nobody_is_said_to_support(founding: Paper) -> None:
    roles = {office.role for one in founding.clauses() for office in one.offices}
    assert roles == {"lead", "counterpart"}
    assert all(item.offices for item in founding.items)


def test_the_office_register(founding: Paper) -> None:
    assert Office("群力派出所", ("派出所",)) in founding.offices
    assert Office("潼南市场监管局", ("潼南市场监管",)) in founding.offices
    assert len({office.name for office in founding.offices}) == len(founding.offices)


def test_situations_of_part_two(founding: Paper, clause: GetClause) -> None:
    part_two = [item for item in founding.items if item.section == "二"]
    assert 80 <= sum(len(item.situations) for item in part_two) <= 92
    assert clause(founding, "二(四)2").situations == (
        "餐饮企业在地下或半地下空间使用瓶装液化石油气（二甲醚）",
        "存放气瓶总重量超过100kg但未设置专用气瓶间",
        "在用气瓶和备用气瓶未分开放置",
        "连接软管长度超过2米",
        "私接“三通”",
        "穿越墙体、门窗、顶棚和地面",
        "未规范安装、使用可燃气体探测器及燃气紧急切断阀",
    )
    assert [item.id for item in part_two if not item.situations] == ["二(五)3"]


def test_measures(founding: Paper, clause: GetClause) -> None:
    assert clause(founding, "二(一)1").measures == (
        "依法责令关停",
        "依法责令限期改正",
        "吊销燃气经营许可证",
        "对企业及主要负责人、相关责任人等依法从重处罚",
    )
    assert "可以并处罚款" in clause(founding, "二(四)2").measures


def test_deadlines_and_frequencies(founding: Paper, clause: GetClause) -> None:
    assert clause(founding, "一(三)¶1").deadlines == ("用3个月左右时间", "再用半年左右时间", "2025年底前")
    assert clause(founding, "六(一)¶1").deadlines == ("每个月", "每个季度")
    assert "按月" in clause(founding, "三(五)1").deadlines


def test_paragraphs_that_state_duties(founding: Paper) -> None:
    ids = [paragraph.id for paragraph in founding.paragraphs]
    assert ids == [
        *("一(三)¶1", "二(四)¶1", "二(五)¶1", "四(一)¶1", "四(二)¶1", "四(三)¶1"),
        *("五(一)¶1", "五(二)¶1", "五(三)¶1", "六(一)¶1", "六(二)¶1"),
    ]


def test_what_is_wrong_with_it(founding: Paper) -> None:
    found = {(remark.code, remark.where) for remark in founding.lint if remark.code != "no_deadline"}
    assert found == {
        ("number_gap", "二(五)2"),
        ("office_variant", "二(二)1、二(二)2、二(二)3"),
        ("office_truncated", "三(一)4"),
        ("no_owner", "一(三)¶1"),
        ("no_owner", "五(三)¶1"),
        ("no_owner", "六(二)¶1"),
        ("phase_before_issue", "集中攻坚阶段"),
        ("promised_but_absent", "五(一)¶1"),
        ("promised_but_absent", "六(一)¶1"),
        ("promised_but_absent", "六(二)¶1"),
        ("term_variant", "三(四)3"),
        ("term_variant", "二(五)5"),
    }
    unmeasured = {remark.where for remark in founding.lint if remark.code == "no_deadline"}
    assert "三(四)4" in unmeasured
    assert not unmeasured & {"一(三)¶1", "三(五)1", "四(三)¶1", "六(一)¶1"}


def test_the_remarks_are_plain_chinese(founding: Paper) -> None:
    assert all(remark.message.endswith("。") for remark in founding.lint)
    promised = "".join(remark.message for remark in founding.lint if remark.code == "promised_but_absent")
    assert all(word in promised for word in ("举报电话", "责任清单", "工作专班"))


def test_every_clause_is_in_the_paper_word_for_word(founding: Paper, real_texts: dict[str, str]) -> None:
    text = real_texts["qunli-2023-102"]
    for one in founding.clauses():
        assert one.text in text
        for words in chain(one.situations, one.measures):
            assert words.replace(" ", "") in text.replace(" ", "")
