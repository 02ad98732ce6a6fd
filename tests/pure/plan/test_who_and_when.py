"""Offices and terms in the ways that other towns print them."""

from gasloop.plan.compiler import Clause, parse


def only(task: str) -> Clause:
    """The one task of a small plan."""
    return parse(f"某县安全整治方案\n一、工作目标\n隐患动态清零。\n二、工作任务\n1.{task}\n三、要求\n加强宣传。").items[
        0
    ]


def offices(task: str) -> list[str]:
    return [f"{o.name}:{o.role}{'*' if o.chief else ''}" for o in only(task).offices]


def test_a_term_beside_the_offices_is_a_deadline_and_no_office() -> None:
    dated = only("摸清底数。（县应急局牵头，各乡镇按职责分工负责，2024年3月底前完成）")
    assert [office.name for office in dated.offices] == ["县应急局", "各乡镇"]
    assert dated.deadlines == ("2024年3月底前",)
    standing = only("共享信息。（各有关部门按职责分工负责，持续推进）")
    assert [office.name for office in standing.offices] == ["各有关部门"]
    assert standing.deadlines == ("持续推进",)


def test_a_comma_ends_a_group_of_names() -> None:
    assert offices("排查房屋。（责任单位：各乡镇政府，县住建局、县自然资源局配合）") == [
        "各乡镇政府:lead",
        "县住建局:support",
        "县自然资源局:support",
    ]


def test_lines_of_trade_instead_of_names() -> None:
    assert offices("住建、消防、城管等部门要开展联合检查。") == ["住建:lead", "消防:lead", "城管:lead"]
    assert offices("由商务、文旅、民政等行业主管部门牵头，对本行业场所开展排查。") == [
        "商务:lead*",
        "文旅:lead*",
        "民政:lead*",
    ]
    assert offices("7月1日至9月30日，交通、农业（农机）、公安等部门要各司其职。")[1] == "农业（农机）:lead"
    assert offices("市政、污水处理企业由住建（水务）部门负责；") == ["住建（水务）部门:lead"]


def test_those_who_host_and_those_who_take_part() -> None:
    assert offices("由乡农业服务中心承办，乡畜牧站、派出所配合。") == [
        "乡农业服务中心:lead",
        "乡畜牧站:support",
        "派出所:support",
    ]
    assert offices("建设交通局牵头，应急管理局、消防救援大队参加，组成3个检查组。")[1:] == [
        "应急管理局:support",
        "消防救援大队:support",
    ]


def test_the_paper_itself_is_no_office() -> None:
    assert offices("本方案由县消防安全委员会办公室负责解释。") == ["县消防安全委员会办公室:lead"]
    assert offices("各区县政府是清理的责任主体。") == ["各区县政府:lead"]


def test_blanks_and_quarters_in_terms() -> None:
    assert only("每月 25 日前报送进展。").deadlines == ("每月25日前",)
    assert only("每季度末月25日前报送情况。").deadlines == ("每季度末月25日前",)
    assert only("2024年4月至12月开展整治。").deadlines == ("2024年4月至12月",)
    assert only("2010年10月1日前形成的占压，2024年12月底前清理。").deadlines == ("2024年12月底前",)


def test_points_that_begin_with_firstly_are_situations_each() -> None:
    task = only("重点打击以下行为：一是非法充装；二是无证经营、超范围经营；三是在车库内储存。")
    assert task.situations == ("非法充装", "无证经营", "超范围经营", "在车库内储存")


def test_an_office_with_its_kinds_in_brackets_and_one_behind_a_colon() -> None:
    assert offices("各县（市、区）政府要加强领导。") == ["各县（市、区）政府:lead"]
    assert offices("检查阶段（6月1日至7月10日）：区市场监管局联合各街道检查。") == [
        "区市场监管局:lead",
        "各街道:support",
    ]


def test_terms_of_the_day_and_terms_that_go_on() -> None:
    assert only("各所每周五下午5点前报送动态。").deadlines == ("每周五下午5点前",)
    later = only("严把准入关。（县交通局负责，2024年6月底前完成，以后持续推进）")
    assert ([office.name for office in later.offices], later.deadlines) == (
        ["县交通局"],
        ("2024年6月底前", "以后持续推进"),
    )


def test_a_case_found_twice_is_no_situation() -> None:
    assert only("严禁充装报废气瓶，发现一次停业整顿，发现两次吊销许可。").situations == ("充装报废气瓶",)


def test_labels_without_the_word_unit() -> None:
    one = only("开展登记。牵头：镇应急办；配合：派出所、各村（居）。时限：4月30日前。")
    assert [f"{o.name}:{o.role}" for o in one.offices] == ["镇应急办:lead", "派出所:support", "各村（居）:support"]
    assert one.deadlines == ("4月30日前",)


def test_behind_the_one_that_leads_all_names_share_the_role_at_their_end() -> None:
    found = offices("治理尾矿库。（县应急局牵头，县水利局、县生态环境局，有关乡镇配合）")
    assert found == ["县应急局:lead*", "县水利局:support", "县生态环境局:support", "有关乡镇:support"]
    assert offices("查处越界开采。（县应急局、县自然资源局，县公安局督促指导）")[1:] == [
        "县自然资源局:lead",
        "县公安局:support",
    ]


def test_a_year_in_which_things_were_built_is_no_deadline() -> None:
    assert only("改造2000年以前建成的铸铁管、2003年以前建成的球墨铸铁管。").deadlines == ()


def test_questions_are_situations() -> None:
    assert only("用气安全。是否安装报警装置，是否使用不合格软管、灶具。").situations == (
        "是否安装报警装置",
        "是否使用不合格软管、灶具",
    )
    on_the_spot = only("对违规住人、安全出口锁闭的，当场责令整改。")
    assert (on_the_spot.situations, on_the_spot.measures) == (("违规住人", "安全出口锁闭"), ("当场责令整改",))
