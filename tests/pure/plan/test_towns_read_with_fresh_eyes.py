"""Papers written to try the compiler, the first ten before looking at it: what it first got wrong in them."""

from collections.abc import Callable

from gasloop.plan.compiler import Clause, Paper, Phase

Get = Callable[[str], Paper]
GetClause = Callable[[Paper, str], Clause]
Owners = Callable[[Clause], list[str]]


def lint(paper: Paper, code: str) -> list[str]:
    return [remark.where for remark in paper.lint if remark.code == code]


def test_articles_that_are_only_titles_head_parts(synthetic: Get, clause: GetClause, owners: Owners) -> None:
    paper = synthetic("cylinder_articles")
    assert [section.title for section in paper.sections] == ["工作目标", "整治重点", "实施步骤", "工作要求"]
    assert [item.id for item in paper.items] == ["二(一)", "二(二)", "二(三)", "四(一)", "四(二)", "四(三)"]
    assert owners(clause(paper, "二(一)")) == ["应急消防办:lead*", "市场监管所:lead", "各社区:lead"]
    assert clause(paper, "二(二)").deadlines == ("2024年4月30日前", "6月15日前", "12月底前")
    assert paper.phases == (
        Phase("动员部署", "2024-03-11", "2024-03-31"),
        Phase("集中攻坚", "2024-04-01", "2024-10-31"),
        Phase("巩固提升", "2024-11-01", "2024-12-31"),
    )


def test_points_below_3_dot_1_opened_by_one_office_each(synthetic: Get, clause: GetClause, owners: Owners) -> None:
    paper = synthetic("fire_in_decimals")
    assert [item.id for item in paper.items] == ["3(1)", "3(2)", "3(3)"]
    assert owners(clause(paper, "3(1)")) == ["住建局:lead", "消防救援大队:lead"]
    assert owners(clause(paper, "3(3)")) == ["各乡镇（街道）:lead", "公安局:support"]
    assert lint(paper, "number_gap") == []


def test_stages_in_one_sentence_and_faults_behind_a_comma(synthetic: Get, clause: GetClause, owners: Owners) -> None:
    paper = synthetic("town_chemicals")
    assert [(phase.name, phase.start) for phase in paper.phases] == [
        ("宣传发动", "2022-07-04"),
        ("排查整治", "2022-07-11"),
        ("总结验收", "2022-10-01"),
    ]
    assert "三¶1" not in [duty.id for duty in paper.paragraphs]
    assert clause(paper, "二2").situations == ("无证经营", "超量储存", "混存混放")
    assert clause(paper, "四¶1").deadlines == ("周调度", "月通报")
    assert "镇安委办:lead" in owners(clause(paper, "四¶1"))


def test_a_table_of_blanks_whose_cells_run_on(synthetic: Get, clause: GetClause, owners: Owners) -> None:
    paper = synthetic("winter_task_table")
    assert [item.id for item in paper.items] == ["1", "2", "3"]
    assert clause(paper, "1").situations == ("软管私接三通", "未装报警器")
    assert owners(clause(paper, "2")) == ["城市建设办公室:lead*", "各社区:support", "燃气公司:support"]
    assert clause(paper, "3").deadlines == ("每月开展1次", "长期坚持")


def test_stages_dated_below_their_titles_in_thirds_of_a_month(synthetic: Get) -> None:
    paper = synthetic("fireworks_by_tens")
    assert paper.phases == (
        Phase("自查自纠阶段", "2024-12-01", "2024-12-10"),
        Phase("集中整治阶段", "2024-12-11", "2025-02-20"),
        Phase("总结评估阶段", "2025-02-21", "2025-02-28"),
    )
    assert not any(duty.text.startswith(("副组长", "成  员")) for duty in paper.paragraphs)


def test_stages_that_say_no_more_than_their_dates_are_no_duties(synthetic: Get, clause: GetClause) -> None:
    paper = synthetic("self_built_in_steps")
    assert [phase.name for phase in paper.phases] == ["动员阶段", "排查阶段", "整治阶段"]
    assert [duty.id for duty in paper.paragraphs] == ["三¶1", "三¶2", "三¶3", "三¶4"]
    assert len(clause(paper, "二(二)").situations) == 3
    assert clause(paper, "三¶4").deadlines == ("每月月底前",)


def test_three_bureaus_together(synthetic: Get, clause: GetClause, owners: Owners) -> None:
    paper = synthetic("three_problems_zeroed")
    assert owners(clause(paper, "二(二)2")) == ["乡镇街道:support"]
    assert owners(clause(paper, "二(三)¶1")) == ["市场监督管理部门:lead", "城市管理部门:support"]


def test_a_blank_behind_the_title_and_dotted_days(synthetic: Get, clause: GetClause, owners: Owners) -> None:
    paper = synthetic("nine_small_titled_by_blanks")
    assert clause(paper, "三2").situations == ("瓶灶同室", "超量存瓶", "气液混用")
    assert owners(clause(paper, "三3"))[0] == "综合执法局:lead*"
    assert owners(clause(paper, "三4")) == ["大数据局:lead"]
    assert [(phase.start, phase.end) for phase in paper.phases] == [
        ("2023-07-01", "2023-07-10"),
        ("2023-07-11", "2023-09-20"),
        ("2023-09-21", "2023-10-08"),
    ]
    assert [duty.id for duty in paper.paragraphs] == ["二¶1", "五¶1"]


def test_what_is_forbidden_and_a_part_that_is_one_sentence(synthetic: Get, clause: GetClause, owners: Owners) -> None:
    paper = synthetic("ten_measures")
    assert clause(paper, "四3").situations == ("将燃气管道作为负重支架",)
    assert owners(clause(paper, "一¶1")) == ["乡镇党委:lead", "政府:lead", "村“两委”:lead"]
    assert owners(clause(paper, "五¶1")) == ["县应急管理局:lead"]
    assert clause(paper, "五¶1").deadlines == ("2022年12月31日前",)


def test_a_place_before_the_colon_and_then_who_answers(synthetic: Get, clause: GetClause, owners: Owners) -> None:
    paper = synthetic("places_then_offices")
    assert owners(clause(paper, "¶2")) == ["各社区:lead", "物业公司:support"]
    assert owners(clause(paper, "¶4")) == ["民政科:lead"]


def test_a_forwarding_notice_with_demands_says_that_they_stay_behind(synthetic: Get) -> None:
    paper = synthetic("forwarded_with_demands")
    assert not paper.is_plan
    assert paper.reason is not None
    assert "自己另提的要求" in paper.reason


def test_a_season_of_every_year_and_a_year_within(synthetic: Get, clause: GetClause) -> None:
    paper = synthetic("bottles_with_leaders")
    assert clause(paper, "二4").deadlines == ("每周一上午9点前", "每年汛期前")
    assert clause(paper, "一¶1").deadlines == ("2023年年内",)


def test_the_last_of_five_tasks_is_a_task_though_it_is_only_a_title(
    synthetic: Get, clause: GetClause, owners: Owners
) -> None:
    paper = synthetic("five_without_exception")
    assert [item.no for item in paper.items] == ["一", "二", "三", "四", "五"]
    assert owners(clause(paper, "三")) == ["餐饮企业:lead", "住建部门:lead"]
    assert lint(paper, "no_owner") == ["五"]


def test_a_leader_printed_once_for_several_rows(synthetic: Get, clause: GetClause, owners: Owners) -> None:
    paper = synthetic("task_table_shared_lead")
    assert owners(clause(paper, "¶2")) == ["应急管理局:lead*", "第三方机构:lead"]


def test_a_letter_to_residents_is_no_plan(synthetic: Get) -> None:
    assert not synthetic("letter_to_residents").is_plan


def test_what_stands_below_a_list_is_not_its_last_point(synthetic: Get, clause: GetClause, owners: Owners) -> None:
    paper = synthetic("school_gas_notice")
    assert clause(paper, "2(3)").text == "检查操作人员是否培训上岗。"
    assert clause(paper, "2¶1").deadlines == ("3月22日前", "3月25日前")
    assert owners(clause(paper, "1¶1")) == ["各校校长:lead"]
    assert owners(clause(paper, "3¶1")) == ["各校:lead", "县教体局:lead"]


def test_circled_numbers_number_tasks_that_have_owners(synthetic: Get, clause: GetClause, owners: Owners) -> None:
    paper = synthetic("pipelines_in_circles")
    assert [item.id for item in paper.items] == ["三1", "三2", "三3", "三4"]
    assert owners(clause(paper, "三4")) == ["管道企业:lead", "各村（居）:lead"]
