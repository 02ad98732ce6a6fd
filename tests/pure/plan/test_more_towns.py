"""More synthetic papers: offices as heads, notes in every bracket, tables of words, phases over the year's end."""

from collections.abc import Callable

import pytest

from gasloop.plan.compiler import Clause, Paper, Phase

Get = Callable[[str], Paper]
GetClause = Callable[[Paper, str], Clause]
Owners = Callable[[Clause], list[str]]


def lint(paper: Paper, code: str) -> list[str]:
    return [remark.where for remark in paper.lint if remark.code == code]


def test_offices_before_a_colon_and_phases_from_today(synthetic: Get, clause: GetClause, owners: Owners) -> None:
    paper = synthetic("fire_lanes")
    assert [item.id for item in paper.items][:4] == ["二(一)", "二(二)", "二(三)", "二(四)"]
    assert clause(paper, "二(四)").situations == ("消防控制室无人值守", "值班人员未持证上岗")
    assert owners(clause(paper, "三¶4")) == ["消防救援大队:lead*"]
    assert clause(paper, "三¶4").deadlines == ("每半月通报一次", "每季度组织一次")
    assert clause(paper, "三¶5").deadlines == ("4月20日前", "11月15日前")
    assert paper.phases == (
        Phase("第一阶段：动员部署", "2024-03-22", "2024-04-15"),
        Phase("第二阶段：集中整治", "2024-04-16", "2024-10-31"),
        Phase("第三阶段：巩固提升", "2024-11-01", "2024-12-31"),
    )
    assert lint(paper, "promised_but_absent") == []


def test_tortoise_shell_notes_and_a_case_answered_in_plain_words(
    synthetic: Get, clause: GetClause, owners: Owners
) -> None:
    paper = synthetic("campus_food")
    assert [item.id for item in paper.items] == [
        "二(一)1",
        "二(一)2",
        "二(一)3",
        "二(二)4",
        "二(二)5",
        "二(三)6",
    ]
    assert owners(clause(paper, "二(一)2")) == ["市教育局:lead", "市公安局:support", "市市场监管局:support"]
    assert clause(paper, "二(一)2").situations == ("未取得食品经营许可的承包企业", "招投标弄虚作假")
    assert clause(paper, "二(一)2").measures == ("依法取缔", "取消资格并通报")
    assert clause(paper, "二(三)6").situations == ("截留、挤占、挪用膳食经费",)
    assert clause(paper, "二(二)5").deadlines == ("年内",)
    assert owners(clause(paper, "三(一)¶1")) == ["各中小学校:lead", "幼儿园:lead"]
    assert owners(clause(paper, "三(二)¶1")) == ["县级市场监管:lead", "教育部门:lead"]
    assert (paper.issuer or "").count("、") == 3


def test_articles_below_chapters_with_offices_in_the_sentence(
    synthetic: Get, clause: GetClause, owners: Owners
) -> None:
    paper = synthetic("mines")
    assert [item.id for item in paper.items] == ["一1", "一2", "二3", "二4", "二5", "二6", "三7", "三8"]
    assert owners(clause(paper, "二3")) == ["县自然资源局:lead*", "县应急管理局:support", "县发展改革局:support"]
    assert owners(clause(paper, "二4"))[0] == "县应急管理局:lead"
    assert owners(clause(paper, "二5")) == ["县应急管理局:lead"]
    assert clause(paper, "二5").measures == ("责令停产整顿", "提请县人民政府依法予以关闭")
    assert owners(clause(paper, "二6")) == ["矿山企业主要负责人:lead", "县应急管理局:lead"]
    assert [phase.end for phase in paper.phases] == ["2024-12-31", "2025-12-31", "2026-12-31"]
    assert "一1" not in lint(paper, "no_owner")


def test_label_lines_with_terms_in_words(synthetic: Get, clause: GetClause, owners: Owners) -> None:
    paper = synthetic("e_bike_chain")
    assert [item.id for item in paper.items] == ["二(一)1", "二(一)2", "二(二)3", "二(三)4"]
    assert clause(paper, "一¶1").deadlines == ("利用一年左右时间",)
    assert clause(paper, "二(三)4").deadlines == ("2025年6月底前", "新建小区同步建设")
    assert owners(clause(paper, "二(三)4"))[-1] == "各县区政府:support"
    assert clause(paper, "二(二)3").situations == (
        "销售无合格证",
        "篡改参数",
        "拼装加装改装的电动自行车",
        "伪造变造合格证",
    )


def test_latin_stops(synthetic: Get, clause: GetClause, owners: Owners) -> None:
    paper = synthetic("flood_town")
    assert owners(clause(paper, "三(一)")) == ["应急办:lead"]
    assert owners(clause(paper, "三(五)")) == ["各村(社区):lead"]
    assert clause(paper, "三(二)").deadlines == ("每日巡查不少于1次",)
    assert clause(paper, "四2").situations == ("擅离职守", "迟报漏报险情")
    assert owners(clause(paper, "二¶1")) == []
    assert paper.date is None


def test_wide_digits_everywhere(synthetic: Get, clause: GetClause, owners: Owners) -> None:
    paper = synthetic("lorries")
    assert paper.title == "关于开展全市货运车辆突出违法行为专项整治的通知"
    assert (paper.doc_no, paper.date) == ("南交安办〔2024〕15号", "2024-04-03")
    assert paper.phases[1] == Phase("集中整治阶段", "2024-04-21", "2024-07-20")
    assert clause(paper, "一1").situations == ("货车超限超载", "非法改装", "疲劳驾驶")
    assert owners(clause(paper, "二3")) == ["宣传:lead", "网信部门:lead"]
    assert clause(paper, "二1").deadlines == ("第二季度",)
    assert clause(paper, "四¶1").deadlines == ("６月２０日", "７月２５日前")
    assert "超限超载车辆" in clause(paper, "二2").situations


def test_copied_from_a_web_page(synthetic: Get, clause: GetClause, owners: Owners) -> None:
    paper = synthetic("rented_houses_web")
    assert paper.title == "望江区经营性自建房安全专项整治“百日攻坚”行动方案"
    assert (paper.issuer, paper.date) == ("望江区人民政府", "2023-05-08")
    assert clause(paper, "二(二)").situations == (
        "违规加层",
        "擅自拆改承重结构",
        "违规用作经营场所",
        "不具备安全条件",
    )
    assert clause(paper, "二(二)").measures == ("依法责令限期整改", "停业")
    assert owners(clause(paper, "三¶1")) == ["区政府:lead", "各街镇:lead"]
    assert "每日17时前" in clause(paper, "三¶1").deadlines


def test_points_with_owners_and_stages_over_the_years_end(synthetic: Get, clause: GetClause, owners: Owners) -> None:
    paper = synthetic("chemical_park")
    assert [item.id for item in paper.items] == ["二1(1)", "二1(2)", "二2(1)", "二2(2)", "二3"]
    assert owners(clause(paper, "二1(2)")) == ["安全监管局:lead", "经济发展局:support"]
    assert clause(paper, "二2(2)").situations == ("外包施工队伍无资质", "以包代管")
    assert clause(paper, "二3").situations == ("未按要求开展全流程反应安全风险评估",)
    assert owners(clause(paper, "三(二)¶1")) == ["安全监管局:lead"]
    assert paper.phases[1:] == (
        Phase("专家核查阶段", "2023-11-21", "2024-01-31"),
        Phase("整改销号阶段", "2024-02-01", "2024-03-31"),
        Phase("总结评估阶段", "2024-04-01", "2024-04-20"),
    )


def test_headings_in_boxes_and_notes_that_end_in_a_date(synthetic: Get, clause: GetClause, owners: Owners) -> None:
    paper = synthetic("special_equipment")
    assert [section.title for section in paper.sections] == ["工作目标", "重点任务", "工作要求"]
    assert owners(clause(paper, "二¶1")) == ["特设股:lead", "各市场监管所:lead"]
    assert clause(paper, "二¶1").deadlines == ("6月底前",)
    assert owners(clause(paper, "二¶3")) == ["特设股:lead*", "文旅局:support"]
    assert paper.doc_no == "高市监发[2025]8号"


def test_enclosed_numbers_and_two_signatures(synthetic: Get, clause: GetClause, owners: Owners) -> None:
    paper = synthetic("care_homes")
    assert paper.issuer == "桐乡坝区民政局、桐乡坝区消防救援大队"
    assert [item.id for item in paper.items] == ["二(二)1", "二(二)2", "二(二)3", "二(三)1", "二(三)2"]
    assert clause(paper, "二(三)1").deadlines == ("每日", "每月开展1次", "每半年组织1次")
    assert paper.phases[2] == Phase("总结验收阶段", "2025-11-01", "2026-12-31")
    assert not any(one.section == "三" for one in paper.clauses())
    assert clause(paper, "四(二)¶1").measures == ("取消补贴", "暂停等级评定", "予以关停")
    assert owners(clause(paper, "四(一)¶1"))[-1] == "各镇（街道）:lead"


def test_the_list_of_attachments_says_nothing_about_the_body(synthetic: Get, clause: GetClause, owners: Owners) -> None:
    paper = synthetic("village_water")
    assert [item.id for item in paper.items] == ["二(一)", "二(二)", "二(三)", "二(四)", "四(一)", "四(二)"]
    assert owners(clause(paper, "二(二)")) == ["县卫生健康局:lead*", "县水务局:support", "县疾控中心:support"]
    assert clause(paper, "二(一)").situations == ("水量水压不足", "季节性缺水")
    assert clause(paper, "四(二)").situations == ("进度滞后", "弄虚作假")
    assert paper.phases[2] == Phase("“回头看”", "2024-11-01", "2024-11-30")


def test_by_whom_and_until_when(synthetic: Get, clause: GetClause, owners: Owners) -> None:
    paper = synthetic("holiday_lake")
    assert owners(clause(paper, "二(一)")) == ["运营企业:lead", "安全科:lead", "市场监管分局:lead"]
    assert clause(paper, "二(一)").deadlines == ("4月25日前", "4月28日前")
    assert owners(clause(paper, "一¶1")) == []
    assert clause(paper, "三¶1").deadlines == ("30分钟内", "1小时内")


def test_decimals(synthetic: Get, clause: GetClause, owners: Owners) -> None:
    paper = synthetic("building_decimals")
    assert owners(clause(paper, "2(4)")) == ["建设局:lead", "城管局:lead", "水务局:lead"]
    assert clause(paper, "2(3)").situations == ("支撑体系搭设不符合方案要求",)
    assert clause(paper, "2(3)").deadlines == ("长期坚持",)
    assert paper.phases[3] == Phase("总结提高", "2024-12-01", "2024-12-31")


def test_a_forwarding_notice_with_the_plan_behind_it(synthetic: Get, clause: GetClause, owners: Owners) -> None:
    paper = synthetic("forwarded_with_plan")
    assert paper.title == "冬春火灾防控工作方案"
    assert paper.doc_no is None
    assert owners(clause(paper, "三(二)")) == ["县消防救援大队:lead"]
    assert clause(paper, "二(三)").deadlines == ("春节、元宵节、全国“两会”前",)
    assert len(owners(clause(paper, "二(一)"))) == 5


def test_stages_that_only_end_and_an_attached_table(synthetic: Get, clause: GetClause, owners: Owners) -> None:
    paper = synthetic("major_hazards_2023")
    assert paper.phases[0] == Phase("动员部署", None, "2023-05-31")
    assert clause(paper, "二(二)3").situations == ("未开展排查或查出隐患未整改",)
    assert owners(clause(paper, "二(三)4")) == ["县委:lead", "县政府主要负责人:lead"]
    assert owners(clause(paper, "四¶1"))[-1] == "县交通局:lead"
    assert paper.blocks[-1].kind == "tail"


def test_articles_alone(synthetic: Get, clause: GetClause, owners: Owners) -> None:
    paper = synthetic("gas_hundred_days")
    assert paper.is_plan
    assert owners(clause(paper, "2")) == ["应急办:lead*", "经发办:support", "市场监管所:support"]
    assert clause(paper, "1").deadlines == ("用100天时间",)
    assert clause(paper, "3").situations == ("非法储存", "倒卖“黑气瓶”")
    assert clause(paper, "5").deadlines == ("每周五前",)
    assert lint(paper, "no_owner") == ["1"]


def test_points_in_circles_and_offices_between_semicolons(synthetic: Get, clause: GetClause, owners: Owners) -> None:
    paper = synthetic("small_kitchens")
    assert clause(paper, "三¶1").situations[1:] == ("存放气瓶超过3只", "液化气瓶与明火同室", "无证无照经营")
    assert owners(clause(paper, "四¶1"))[:2] == ["应急办:lead*", "市场监管所:lead"]
    assert owners(clause(paper, "四¶1"))[-1] == "各村居:lead"
    assert lint(paper, "number_gap") == []


def test_offices_as_items_with_points_below(synthetic: Get, clause: GetClause, owners: Owners) -> None:
    paper = synthetic("nine_small")
    assert [item.id for item in paper.items] == ["一(一)1", "一(一)2", "一(一)3", "一(二)1"]
    assert owners(clause(paper, "一(一)1")) == ["公安机关:lead"]
    assert owners(clause(paper, "一(一)3"))[:2] == ["教育:lead", "民政:lead"]
    assert clause(paper, "一(一)1").measures == ("依法给予警告", "罚款")


def test_cooperating_upwards_inside_a_sentence(synthetic: Get, clause: GetClause, owners: Owners) -> None:
    paper = synthetic("gas_street")
    assert owners(clause(paper, "一(一)1")) == ["经济发展岗:lead", "区经信委:counterpart"]
    assert clause(paper, "一(一)1").situations == ("无证经营", "充装不合格气瓶", "掺混二甲醚")
    assert owners(clause(paper, "一(三)1"))[-1] == "区消防救援支队:counterpart"
    assert clause(paper, "一(三)1").situations == ("餐饮场所地下室使用瓶装气", "燃气间违规住人", "通风不良")
    assert owners(clause(paper, "三¶1")) == ["街道:lead", "各科室:lead", "各社区:lead"]
    assert paper.phases[0] == Phase("部署阶段", None, "2023-09-10")


def test_short_closed_sentences_are_tasks(synthetic: Get, clause: GetClause, owners: Owners) -> None:
    paper = synthetic("summary_and_plan")
    assert owners(clause(paper, "二(二)")) == ["应急办:lead"]
    assert clause(paper, "二(三)").deadlines == ("每季度入户宣传1次",)


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("cylinder_regulation", "法规"),
        ("law", "法规"),
        ("minutes", "纪要"),
        ("training_notice", "会议"),
        ("news_web", "新闻"),
        ("reply", "答复"),
    ],
)
def test_what_else_is_no_plan(name: str, word: str, synthetic: Get) -> None:
    paper = synthetic(name)
    assert not paper.is_plan
    assert word in (paper.reason or "")
    assert paper.clauses() == () == paper.phases


def test_stages_printed_date_first(synthetic: Get, clause: GetClause, owners: Owners) -> None:
    paper = synthetic("tall_buildings")
    assert paper.phases[1] == Phase("集中治理", "2025-03-21", "2025-09-30")
    assert not any(one.section == "三" for one in paper.clauses())
    assert owners(clause(paper, "四(二)")) == ["管委会督查室:lead", "消防救援支队:support"]


def test_points_behind_a_list_of_offices_and_a_year_behind_the_number(
    synthetic: Get, clause: GetClause, owners: Owners
) -> None:
    paper = synthetic("quarries")
    assert [item.id for item in paper.items] == ["二(一)1", "二(一)2", "二(二)1", "二(二)2"]
    assert clause(paper, "二(一)2").deadlines == ("2025年6月底前",)
    assert owners(clause(paper, "二(一)1"))[0] == "县自然资源和规划局:lead*"
    assert owners(clause(paper, "二(二)2")) == ["县应急管理局:lead*", "县公安局:lead"]
    assert [phase.name for phase in paper.phases] == ["集中整治年", "巩固提升年", "总结固化年"]


def test_lettered_points_and_stage_titles_alone(synthetic: Get, clause: GetClause, owners: Owners) -> None:
    paper = synthetic("confined_spaces")
    assert clause(paper, "二¶1").situations == ("未建立有限空间管理台账", "未设置明显警示标志")
    assert [phase.start for phase in paper.phases] == ["2024-04-01", "2024-04-21", "2024-06-01"]
    assert owners(clause(paper, "三¶3")) == ["安监分局:lead", "环保分局:support", "消防大队:support"]


def test_whom_a_notice_addresses_owes_nothing_by_that(synthetic: Get, clause: GetClause) -> None:
    paper = synthetic("tourist_places")
    assert [one.id for one in paper.clauses()] == ["1", "2", "3", "4"]
    assert clause(paper, "3").deadlines == ("11月15日前", "12月10日前", "12月中下旬")


def test_points_in_enclosed_brackets_and_tasks_in_words(synthetic: Get, clause: GetClause, owners: Owners) -> None:
    waters, waste = synthetic("summer_waters"), synthetic("hazardous_waste")
    assert owners(clause(waters, "一3")) == ["派出所:lead", "农业服务中心:lead", "水利站:lead"]
    assert clause(waters, "三¶1").situations == ("巡查不到位", "警示设施缺失", "瞒报迟报")
    assert owners(clause(waste, "一(二)")) == ["区生态环境局:lead", "区应急管理局:support", "各镇街:support"]
    assert len(clause(waste, "二¶1").deadlines) == 5
    assert owners(clause(synthetic("yearly_inspections"), "三(一)¶1")) == []
