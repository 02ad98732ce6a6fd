"""Tasks numbered in words, tables copied out of a page, attachments, wide titles, stages without the word."""

import re

from gasloop.plan.compiler import Paper, Phase, parse


def owners(paper: Paper, name: str) -> list[str]:
    one = next(clause for clause in paper.clauses() if clause.id == name)
    return [f"{o.name}:{o.role}{'*' if o.chief else ''}" for o in one.offices]


def whole(paper: Paper, text: str) -> bool:
    """Nothing of the text is lost."""
    return re.sub(r"\s", "", paper.reassembled()) == re.sub(r"\s", "", text)


def test_tasks_numbered_in_words() -> None:
    text = """北山县安全整治方案
一、目标
动态清零。
二、任务
任务一：排查餐饮场所。发现软管超长、私接三通的，责令限期改正。
牵头单位：县城管局
配合单位：县商务局
完成时限：2024年9月底
任务二：查处不合格灶具。
牵头单位：县市场监管局
完成时限：长期坚持
三、保障
（一）加强领导。县政府成立领导小组。"""
    paper = parse(text)
    assert [item.id for item in paper.items] == ["二(一)", "二(二)", "三(一)"]
    assert owners(paper, "二(一)") == ["县城管局:lead*", "县商务局:support"]
    assert paper.items[0].situations == ("软管超长", "私接三通")
    assert [item.deadlines for item in paper.items] == [("2024年9月底",), ("长期坚持",), ()]
    assert whole(paper, text)


PLAN = "北山县安全整治方案\n一、目标\n动态清零。\n二、任务\n"
ROWS = [
    ("1", "检测消防设施", "县住建局", "6月底前"),
    ("2", "打通通道，施划标线", "县城管局、各街道", "8月底前"),
    ("3", "“九小场所”夜查", "各派出所", "每月不少于2次"),
]
HEAD = ("序号", "任务", "责任单位", "完成时限")


def checked(paper: Paper, text: str, prefix: str = "二{}") -> None:
    ids = [prefix.format(no) for no in (1, 2, 3)]
    assert [item.id for item in paper.items] == ids
    assert owners(paper, ids[1]) == ["县城管局:lead", "各街道:lead"]
    assert paper.items[1].text == "打通通道，施划标线"
    assert [item.deadlines for item in paper.items] == [("6月底前",), ("8月底前",), ("每月不少于2次",)]
    assert whole(paper, text)


def test_a_table_with_blanks_between_its_cells() -> None:
    text = PLAN + "\n".join(" ".join(row) for row in [HEAD, *ROWS]) + "\n三、要求\n加强宣传。"
    checked(parse(text), text)


def test_a_table_with_every_cell_on_its_own_line() -> None:
    text = PLAN + "\n".join("\n".join(row) for row in [HEAD, *ROWS]) + "\n三、要求\n加强宣传。"
    checked(parse(text), text)


def test_a_table_between_bars() -> None:
    text = PLAN + "\n".join(f"| {' | '.join(row)} |" for row in [HEAD, *ROWS]) + "\n三、要求\n加强宣传。"
    checked(parse(text), text)


def test_the_task_table_of_an_attachment() -> None:
    body = PLAN + "各乡镇要认真排查。\n三、要求\n加强宣传。\n\n附件１\n北山县任务分解表\n"
    text = body + "\n".join("\t".join(row) for row in [HEAD, *ROWS]) + "\n附件2\n检查表\n单位名称：    检查时间："
    paper = parse(text)
    checked(paper, text, "附件1({})")
    assert ("附件1", "北山县任务分解表") in [(section.no, section.title) for section in paper.sections]
    assert [paragraph.id for paragraph in paper.paragraphs] == ["二¶1", "三¶1"]


def test_cells_left_empty_and_tasks_with_blanks() -> None:
    rows = [("序号", "任务", "牵头单位", "配合单位", "完成时限"), ("1", "建立 台账", "县应急局", "县公安局", "3月底前")]
    text = PLAN + "\n".join(" ".join(row) for row in [*rows, ("2", "集中整治", "县住建局", "年底前")])
    paper = parse(text)
    assert (paper.items[0].text, owners(paper, "二1")) == ("建立 台账", ["县应急局:lead*", "县公安局:support"])
    assert (owners(paper, "二2"), paper.items[1].deadlines) == (["县住建局:lead*"], ("年底前",))


def test_a_number_before_a_date() -> None:
    paper = parse(PLAN + "1.加强监管。\n2.4月底前安装护栏。\n3.24小时值守。\n三、要求\n加强宣传。")
    assert [(item.id, item.deadlines) for item in paper.items][1] == ("二2", ("4月底前",))
    assert [item.id for item in paper.items] == ["二1", "二2", "二3"]


def test_titles_printed_wide() -> None:
    paper = parse(
        "北山县安全整治方案\n一 、总 体 要 求\n坚持人民至上，全面消除隐患。\n二 、任　务\n（一）排查。各村要排查。"
    )
    assert [section.title for section in paper.sections] == ["总体要求", "任务"]
    assert not paper.paragraphs


def test_stages_that_are_a_date_and_stages_without_the_word() -> None:
    first = parse(
        "北山县2024年整治方案\n一、任务\n（一）排查。各村要排查。\n二、步骤\n（一）部署阶段。4月上旬。\n（二）总结阶段。12月。"
    )
    assert first.phases == (
        Phase("部署阶段", "2024-04-01", "2024-04-10"),
        Phase("总结阶段", "2024-12-01", "2024-12-31"),
    )
    second = parse(
        "北山县2024年整治方案\n一、任务\n1.排查。各村要排查。\n二、安排\n2024年4月至12月，分为：自查（4月—5月）、执法（6月—12月）两个阶段。"
    )
    assert second.phases == (Phase("自查", "2024-04-01", "2024-05-31"), Phase("执法", "2024-06-01", "2024-12-31"))


def test_what_others_do_about_a_case_is_no_part_of_it() -> None:
    paper = parse(
        PLAN
        + "1.对已形成的占压，由区政府组织清理；对新发生的违法占压，自然资源、综合执法等部门依法拆除。"
        + "\n三、要求\n加强宣传。"
    )
    assert paper.items[0].situations == ("已形成的占压", "新发生的违法占压")
    assert paper.items[0].measures == ("依法拆除",)
    paper = parse(
        PLAN + "1.严禁在未取得许可的情况下，擅自经营燃气。\n2.以整治私搭乱建为突破，加强巡查。\n三、要求\n加强宣传。"
    )
    assert paper.items[0].situations == ("在未取得许可的情况下，擅自经营燃气",)
    assert paper.items[1].situations == ()


def test_points_of_a_list_of_faults_are_situations_each() -> None:
    paper = parse(
        "北山县安全整治方案\n一、整治内容\n（一）未设置警示标志的。\n（二）未配备检测装备的。\n二、分工\n（1）企业由应急部门负责；"
    )
    assert [one.situations for one in paper.clauses()[:2]] == [("未设置警示标志",), ("未配备检测装备",)]


def test_points_of_one_printed_line_share_the_note_at_its_end() -> None:
    paper = parse(
        PLAN
        + "（一）餐饮环节。重点查处：1.使用来源不明的原料；2.超限量使用添加剂；3.从业人员无健康证明。（餐饮股牵头）"
        "\n（二）流通环节。严查过期食品。（流通股牵头）\n三、要求\n加强宣传。"
    )
    assert [owners(paper, f"二(一){no}") for no in (1, 2, 3)] == [["餐饮股:lead*"]] * 3
    assert [item.situations for item in paper.items][:3] == [
        ("使用来源不明的原料",),
        ("超限量使用添加剂",),
        ("从业人员无健康证明",),
    ]
    assert owners(paper, "二(二)") == ["流通股:lead*"]


def test_a_paper_that_assigns_part_by_part() -> None:
    paper = parse(
        "北山县行动方案\n一、大检查\n（一）对象。燃气、建筑企业。\n（二）方式。企业自查。\n牵头单位：县应急局；责任单位：县住建局\n"
        "二、大执法\n（一）打击。严查无证生产。\n（二）停产。对拒不整改的，停产整顿。\n牵头单位：县公安局\n三、保障\n加强宣传。"
    )
    assert owners(paper, "一(一)") == owners(paper, "一(二)") == ["县应急局:lead*", "县住建局:lead"]
    assert owners(paper, "二(一)") == ["县公安局:lead*"]


def test_points_in_brackets_that_no_title_heads() -> None:
    paper = parse(
        "北山县行动方案\n一、整治内容：\n（1）未设置安全员的；\n（2）超期未检的。\n二、分工：\n1、县住建局负责协调；\n2、各乡镇负责登记。"
    )
    assert [(item.id, item.situations) for item in paper.items][:2] == [
        ("一(1)", ("未设置安全员",)),
        ("一(2)", ("超期未检",)),
    ]


def test_a_roster_is_no_duty() -> None:
    paper = parse(
        "北山县行动方案\n一、组织\n组长：张三（副县长）\n副组长：李四\n成员：各乡镇书记\n领导小组设在县应急局。\n二、任务\n1.各乡镇要排查。"
    )
    assert not [one for one in paper.paragraphs if "长：" in one.text or "成员：" in one.text]
    assert not [remark for remark in paper.lint if remark.code == "promised_but_absent"]


def test_all_on_one_line_and_signed_on_one_line() -> None:
    paper = parse(
        "新港街道整治方案\n一、标准。（一）未采用实体墙分隔的，限期整改；（二）违规使用气瓶的，移交城管部门。"
        "二、步骤。（一）排查登记（4月1日至4月20日），由各社区网格员逐户登记。（二）验收（4月21日至6月20日），由街道安委会逐户验收。"
        "\n新港街道办事处  2023年3月28日"
    )
    assert (paper.issuer, paper.date) == ("新港街道办事处", "2023-03-28")
    assert paper.phases == (Phase("排查登记", "2023-04-01", "2023-04-20"), Phase("验收", "2023-04-21", "2023-06-20"))
    assert owners(paper, "二(一)¶1") == ["各社区网格员:lead"]


def test_a_note_line_at_the_end_of_every_section_and_faults_below_the_part_that_says_so() -> None:
    paper = parse(
        "荆山县行动方案\n一、攻坚重点\n（一）工程。\n1.未编制专项方案；\n2.验收不合格进入下道工序。\n责任单位：质安站\n"
        "（二）机械。\n1.超期未检；\n2.安拆人员无证上岗。\n责任单位：建管股\n二、要求\n加强宣传。"
    )
    assert [owners(paper, f"一({part}){no}") for part in "一二" for no in (1, 2)] == [
        ["质安站:lead"],
        ["质安站:lead"],
        ["建管股:lead"],
        ["建管股:lead"],
    ]
    assert [item.situations for item in paper.items] == [
        ("未编制专项方案",),
        ("验收不合格进入下道工序",),
        ("超期未检",),
        ("安拆人员无证上岗",),
    ]


def test_firstly_at_the_head_of_a_line_is_a_number() -> None:
    paper = parse(
        "北山市更新方案\n一、内容\n第一，摸底评估。3月底前，由市住建局完成评估。\n第二，竣工验收。15日内移交档案。\n二、保障\n加强领导。"
    )
    assert [item.id for item in paper.items] == ["一(一)", "一(二)"]
    assert (owners(paper, "一(一)"), paper.items[1].measures) == (["市住建局:lead"], ())


def test_stages_date_first_and_a_title_that_speaks_of_persons_in_charge() -> None:
    paper = parse(
        "北山市2024年方案\n一、任务\n（一）开展主要负责人培训。\n1.县应急局组织培训。\n二、时间安排\n"
        "8月25日—9月10日  学校自查\n9月11日—10月20日  联合检查\n三、要求\n加强领导。"
    )
    assert paper.phases == (
        Phase("学校自查", "2024-08-25", "2024-09-10"),
        Phase("联合检查", "2024-09-11", "2024-10-20"),
    )
    assert [one.id for one in paper.clauses() if one.section in ("一", "二")] == ["一(一)1"]


def test_a_forwarded_plan_has_its_own_title() -> None:
    paper = parse(
        "北山区应急局关于转发市应急局《加油站检查方案》的通知\n各镇：\n现将市应急局《加油站检查方案》转发给你们。\n北山区应急局\n"
        "2024年6月3日\n加油站检查方案\n一、内容\n（一）储罐区。报警是否投用。\n二、要求\n各镇于9月5日前报送总结。"
    )
    assert (paper.title, paper.is_plan) == ("加油站检查方案", True)
    assert owners(paper, "一(一)") == []


def test_a_whole_notice_in_one_paragraph() -> None:
    paper = parse(
        "关于开展施工消防整治的通知\n各市住建局:\n现将有关事项通知如下:一、整治重点施工现场消防安全。二、实施步骤(一)自查阶段(7月-8月)。"
        "各地要制定方案,并于7月15日前报送。(二)检查阶段(9月-11月)。各地要全面检查。三、工作要求(一)加强领导。各地要落实责任。"
        "(二)加强宣传。各地要组织培训。\n省住建厅\n2024年6月20日"
    )
    assert paper.is_plan
    assert paper.phases == (
        Phase("自查阶段", "2024-07-01", "2024-08-31"),
        Phase("检查阶段", "2024-09-01", "2024-11-30"),
    )
    assert owners(paper, "三(二)") == ["各地:lead"]
