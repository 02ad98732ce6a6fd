"""Synthetic papers of other towns and trades: other numbers, other ways to say who and when."""

from collections.abc import Callable

from gasloop.plan.compiler import Clause, Paper, Phase, parse

Get = Callable[[str], Paper]
GetClause = Callable[[Paper, str], Clause]
Owners = Callable[[Clause], list[str]]


def test_wide_digits_and_points_on_one_line(synthetic: Get, clause: GetClause, owners: Owners) -> None:
    paper = synthetic("e_bikes")
    assert [item.id for item in paper.items] == ["三(一)1", "三(一)2", "三(二)1", "三(二)2", "三(二)3", "三(三)4"]
    shared = ["市市场监管局:lead", "市工业和信息化局:support", "市商务局:support"]
    assert owners(clause(paper, "三(一)1")) == owners(clause(paper, "三(一)2")) == shared
    assert owners(clause(paper, "三(二)1"))[0] == "市消防救援支队:lead*"
    assert owners(clause(paper, "三(二)1"))[-1] == "各县（市、区）政府:lead"
    assert clause(paper, "三(二)2").deadlines == ("6月底前", "9月底前", "12月底前")
    assert clause(paper, "三(三)4").situations == ("占用、堵塞、封闭疏散通道和消防车通道",)


def test_days_without_a_year_take_it_from_the_papers_date(synthetic: Get) -> None:
    assert synthetic("e_bikes").phases == (
        Phase("动员部署阶段", "2024-03-10", "2024-03-31"),
        Phase("集中整治阶段", "2024-04-01", "2024-10-31"),
        Phase("总结提升阶段", "2024-11-01", "2024-12-20"),
    )


def test_articles_chapters_and_themed_years(synthetic: Get, clause: GetClause, owners: Owners) -> None:
    paper = synthetic("rural_roads")
    assert paper.title == "平陶县农村道路交通安全三年行动计划（2024—2026年）"
    assert (paper.doc_no, paper.date) == ("陶政办发〔2024〕12号", "2024-02-18")
    assert [item.id for item in paper.items] == ["一1", "一2", "二3", "二4", "二5", "二7", "三8", "三9"]
    assert [phase.name for phase in paper.phases] == ["夯基础年", "强治理年", "建长效年"]
    assert paper.phases[1] == Phase("强治理年", "2025-01-01", "2025-12-31")
    assert owners(clause(paper, "二4")) == ["交通运输局:lead", "公路中心:lead"]
    assert clause(paper, "二3").situations == ("酒驾醉驾", "超员超载", "无证驾驶", "农用车违法载人")
    assert "（三）劝导情况每日登记。" in clause(paper, "二5").text
    assert ("number_gap", "二6") in {(remark.code, remark.where) for remark in paper.lint}


def test_labels_below_a_title(synthetic: Get, clause: GetClause, owners: Owners) -> None:
    paper = synthetic("school_canteens")
    assert [item.id for item in paper.items] == ["二1", "二2", "二3", "三1", "三2", "三3"]
    assert owners(clause(paper, "二2")) == ["区市场监管局:lead*", "区教育局:support", "区卫生健康局:support"]
    assert clause(paper, "二1").deadlines == ("日管控", "周排查", "月调度", "4月30日前")
    assert "采购超过保质期" in clause(paper, "二2").situations
    assert "无健康证明上岗" in clause(paper, "二2").situations
    assert paper.phases[1] == Phase("集中检查", "2024-04-01", "2024-09-30")
    assert (paper.issuer, paper.date) == ("临湖区食品安全委员会办公室", "2024-02-26")


def test_assigned_sections_are_items(synthetic: Get, clause: GetClause, owners: Owners) -> None:
    houses, month = synthetic("self_built_houses"), synthetic("safety_month")
    assert [item.id for item in houses.items] == ["二(一)", "二(二)", "二(三)"]
    assert owners(clause(houses, "二(二)")) == ["村建办:lead", "综合执法队:support", "派出所:support"]
    assert [item.id for item in month.items] == ["三(一)", "三(二)", "三(三)"]
    assert owners(clause(month, "三(二)"))[0] == "镇应急办:lead*"
    assert month.phases == ()


def test_points_with_owners_below_a_title(synthetic: Get, clause: GetClause, owners: Owners) -> None:
    paper = synthetic("building_sites")
    assert [item.id for item in paper.items] == ["二1(1)", "二1(2)", "二2", "二3", "二5"]
    assert owners(clause(paper, "二1(2)")) == ["区质监站:lead*", "各街镇:support"]
    assert owners(clause(paper, "二3")) == ["区应急局:lead*", "区住建局:support", "区总工会:support"]
    assert clause(paper, "二5").situations == ("转包", "违法分包", "挂靠")
    assert ("number_gap", "二4") in {(remark.code, remark.where) for remark in paper.lint}
    assert paper.issuer == "江墩区住房和城乡建设局、江墩区应急管理局"


def test_phases_inside_a_sentence(synthetic: Get) -> None:
    assert synthetic("winter_fires").phases == (
        Phase("动员部署阶段", "2024-11-01", "2024-11-30"),
        Phase("集中整治阶段", "2024-12-01", "2025-02-28"),
        Phase("总结验收阶段", "2025-03-01", "2025-03-31"),
    )
    assert synthetic("lifts").phases[1] == Phase("实施阶段", "2024-10-01", "2025-05-31")


def test_offices_as_headings_and_years_as_phases(synthetic: Get, clause: GetClause, owners: Owners) -> None:
    paper = synthetic("small_vendors")
    assert owners(clause(paper, "四(二)")) == ["市城管局:lead"]
    assert clause(paper, "四(二)").situations == ("占道经营", "油烟扰民", "乱倒垃圾")
    assert paper.phases[0] == Phase("集中整治年", "2024-01-01", "2024-12-31")
    assert owners(clause(synthetic("small_places"), "三1")) == ["平安办:lead*"]


def test_chapters_over_sections_and_two_issuers_on_one_line(synthetic: Get) -> None:
    paper = synthetic("hazardous_chemicals")
    assert [item.id for item in paper.items] == ["二(一)1", "二(一)2", "二(二)3", "二(二)4"]
    assert paper.issuer == "滨湖新区安委会办公室、滨湖新区应急管理局"
    assert paper.phases[2] == Phase("巩固提升", "2026-07-01", "2026-12-31")


def test_a_notice_that_orders_directly_is_a_plan(synthetic: Get, clause: GetClause, owners: Owners) -> None:
    paper = synthetic("flood_season")
    assert paper.is_plan
    assert owners(clause(paper, "三¶1")) == ["村书记:lead", "自然资源所:lead"]
    assert clause(paper, "一¶1").deadlines == ("每天巡查不少于2次",)


def test_from_today_and_first_third_of_a_month(synthetic: Get) -> None:
    assert synthetic("small_places").phases == (
        Phase("动员阶段", "2024-04-28", "2024-05-10"),
        Phase("实施阶段", "2024-05-11", "2024-07-31"),
        Phase("验收阶段", "2024-08-01", "2024-08-10"),
    )


def test_what_is_no_plan(synthetic: Get) -> None:
    reasons = {
        "forwarding_notice": "转发",
        "regulation": "法规",
        "news": "新闻",
        "news_of_a_plan": "新闻",
        "meeting_notice": "会议",
    }
    for name, word in reasons.items():
        paper = synthetic(name)
        assert not paper.is_plan, name
        assert word in (paper.reason or ""), name
        assert paper.clauses() == ()


def test_two_issuers_above_a_notice_without_about(synthetic: Get, clause: GetClause, owners: Owners) -> None:
    paper = synthetic("house_safety")
    assert paper.title == "关于进一步加强房屋建筑安全管理的实施方案"
    assert paper.issuer == "中共临潭市委办公室、临潭市人民政府办公室"
    assert owners(clause(paper, "二(二)3")) == ["市城市管理局:lead*", "市住房城乡建设局:support", "市公安局:support"]
    assert clause(paper, "二(二)3").situations == ("擅自变动建筑主体和承重结构", "违规加层", "未经许可改变用途")
    unowned = {remark.where for remark in paper.lint if remark.code == "no_owner"}
    assert {"二(二)4", "二(三)5"} <= unowned
    assert not any("电话" in remark.message for remark in paper.lint)


def test_offices_before_a_colon_and_lists_of_faults(synthetic: Get, clause: GetClause, owners: Owners) -> None:
    paper = synthetic("fireworks")
    assert owners(clause(paper, "四¶3")) == ["市场监管所:lead", "综合执法办:lead"]
    assert owners(clause(paper, "五(二)¶1")) == ["各单位:lead"]
    assert "仓库未安装视频监控" in clause(paper, "三3").situations
    assert paper.phases == ()


def test_only_bracketed_numbers_and_circles(synthetic: Get, clause: GetClause, owners: Owners) -> None:
    paper = synthetic("shared_factories")
    assert [section.title for section in paper.sections] == ["摸清底数", "明确责任", "严格执法"]
    assert clause(paper, "一¶1").deadlines == ("3月底前", "每季度")
    assert len(clause(paper, "三¶1").situations) == 5
    assert owners(clause(paper, "二¶1"))[2] == "各市人民政府:lead"


def test_several_deadlines_in_one_breath(clause: GetClause) -> None:
    paper = parse(
        "某市方案\n一、任务\n1.各区县要在2024年3月底前完成摸底，4月15日前上报名单，5月至8月组织整改，此后每半年复查一次，"
        "重大隐患24小时内上报、3个工作日内挂牌，全年不少于4次督查。"
    )
    assert clause(paper, "一1").deadlines == (
        *("2024年3月底前", "4月15日前", "5月至8月", "每半年复查一次"),
        *("24小时内", "3个工作日内", "全年不少于4次"),
    )


def test_sections_headed_by_offices(clause: GetClause, owners: Owners) -> None:
    paper = parse(
        "某区方案\n一、部门职责\n（一）区公安分局\n1.查处非法运输。\n（二）区交通运输局、区城管局\n1.查处超载。\n"
        "二、镇街职责\n各镇街负责辖区排查。"
    )
    assert owners(clause(paper, "一(一)1")) == ["区公安分局:lead"]
    assert owners(clause(paper, "一(二)1")) == ["区交通运输局:lead", "区城管局:lead"]
    assert owners(clause(paper, "二¶1")) == ["各镇街:lead"]


def test_a_whole_paper_on_one_line() -> None:
    paper = parse(
        "某镇防汛方案\n一、工作目标。确保安全。二、主要任务。1.排查堤防（水利站）；2.储备物资（应急办）。三、工作要求。各村要报送。"
    )
    assert [section.title for section in paper.sections] == ["工作目标", "主要任务", "工作要求"]
    assert [item.id for item in paper.items] == ["二1", "二2"]


def test_numbers_printed_twice_and_parts_left_out() -> None:
    paper = parse(
        "某市方案\n一、目标\n全面落实。\n三、任务\n（一）排查\n1.各单位要排查。\n3.各单位要改。\n（三）整治\n2.巡查。\n2.值班。"
    )
    gaps = {remark.where for remark in paper.lint if remark.code == "number_gap"}
    assert {"二", "三(二)", "三(一)2", "三(三)1", "三(三)2#2"} <= gaps


def test_a_missing_year_stays_missing() -> None:
    paper = parse("某市方案\n一、步骤\n1.宣传发动阶段（2月底前）\n2.集中整治阶段（3月至9月）\n二、要求\n各单位要落实。")
    assert paper.phases == (Phase("宣传发动阶段", None, None), Phase("集中整治阶段", None, None))


def test_headlines_letters_and_summaries_are_no_plans() -> None:
    headline = "某市出台消防安全整治三年行动方案\n本报讯 记者从市应急局获悉，某市近日出台方案，要求各部门要加强检查。"
    texts = (
        headline,
        "致广大用户的一封信\n一、请使用合格灶具。\n二、请定期检查。",
        "某镇2023年消防工作总结\n一、工作开展情况\n1.开展排查。\n二、下步打算\n1.加强排查。",
        "《某市燃气整治方案》政策解读\n一、背景\n为了安全。\n二、主要内容\n1.明确任务。",
        "",
    )
    for text in texts:
        paper = parse(text)
        assert not paper.is_plan, text
        assert paper.reason
