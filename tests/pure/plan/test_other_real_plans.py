"""Two real plans that are built quite differently."""

from collections.abc import Callable

from gasloop.plan.compiler import Clause, Office, Paper, Phase

GetClause = Callable[[Paper, str], Clause]
Owners = Callable[[Clause], list[str]]


def test_shanghai_head_and_numbers_running_through(shanghai: Paper) -> None:
    assert (shanghai.title, shanghai.doc_no) == ("上海市城镇燃气安全专项整治实施方案", None)
    assert (shanghai.issuer, shanghai.date) == ("上海市安全生产委员会", "2023-08-23")
    ids = [item.id for item in shanghai.items]
    assert len(ids) == 52
    assert ids[:4] == [f"三(一){no}" for no in range(1, 5)]
    assert {"四(一)7", "四(二)8", "四(五)26", "五(一)27", "五(四)38", "五(八)48"} <= set(ids)
    assert not [remark for remark in shanghai.lint if remark.code == "number_gap"]


def test_shanghai_chiefs_and_those_who_carry_out(shanghai: Paper, clause: GetClause, owners: Owners) -> None:
    assert owners(clause(shanghai, "四(一)6")) == [
        "市公安局:lead*",
        "市市场监管局:lead",
        "市住房城乡建设管理委:lead",
        "各区政府:lead",
    ]
    assert owners(clause(shanghai, "五(四)38")) == ["市住房城乡建设管理委:lead*", "市财政局:lead*", "市民政局:support"]
    assert owners(clause(shanghai, "三(一)2")) == ["各市级专项整治工作牵头负责部门:lead", "各区政府:lead"]
    assert owners(clause(shanghai, "四(五)19")) == ["各部门:lead*", "各区政府:lead"]


def test_shanghai_office_variants(shanghai: Paper) -> None:
    assert Office("市房屋管理局", ("市房管局",)) in shanghai.offices
    assert Office("市应急管理局", ("市应急局",)) in shanghai.offices
    assert Office("市公安局") in shanghai.offices
    assert Office("市公安局交警总队") in shanghai.offices


def test_shanghai_phases_have_names_but_no_printed_span(shanghai: Paper, clause: GetClause) -> None:
    assert [phase.name for phase in shanghai.phases] == [
        "第一阶段：集中攻坚",
        "第二阶段：全面巩固提升",
        "第三阶段：建立长效机制",
    ]
    assert {(phase.start, phase.end) for phase in shanghai.phases} == {(None, None)}
    assert clause(shanghai, "三(一)¶1").deadlines == ("2023年9月底前", "2023年11月底前")


def test_shanghai_several_deadlines_in_one_item(shanghai: Paper, clause: GetClause) -> None:
    assert clause(shanghai, "五(三)34").deadlines == ("2023年第三季度", "2024年底", "2025年底")


def test_fengxian_headings_without_numbers(fengxian: Paper) -> None:
    assert [(s.no, s.title) for s in fengxian.sections] == [
        ("一", "总体要求"),
        ("二", "重点整治内容"),
        ("三", "工作安排"),
        ("四", "工作要求"),
    ]
    assert [item.id for item in fengxian.items] == ["二1", "二2", "二3", "二4"]
    assert fengxian.title == "奉贤区养老服务机构燃气安全专项整治工作方案"
    assert (fengxian.doc_no, fengxian.issuer, fengxian.date) == (None, "上海市奉贤区民政局", "2023-09-04")
    assert fengxian.phases == (
        Phase("集中攻坚阶段", None, None),
        Phase("巩固提升阶段", None, None),
        Phase("建立长效机制", None, None),
    )


def test_fengxian_who_reports_by_when(fengxian: Paper, clause: GetClause, owners: Owners) -> None:
    reporting = clause(fengxian, "四(四)¶1")
    assert owners(reporting) == ["各养老服务机构:lead"]
    assert reporting.deadlines == ("每月15日前", "2024年3月底前")
    assert all(not item.offices for item in fengxian.items)
    assert {"二1", "二4"} <= {remark.where for remark in fengxian.lint if remark.code == "no_owner"}
