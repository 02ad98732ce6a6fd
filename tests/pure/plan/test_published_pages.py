"""Papers as government sites publish them: a card above, the title twice, a notice whose own title is missing."""

import pytest

from gasloop.plan.compiler import Paper, parse

BODY = """为规范燃气经营，制定本方案。
一、工作目标
2024年底前，隐患整改率达到100%。
二、工作任务
（一）排查
1.对无证经营的，依法取缔。（县住建局牵头，县公安局配合，2024年6月底前完成）
"""
TITLE = "青石县燃气安全整治工作方案"
NOTICE = f"青石县人民政府办公室关于印发《{TITLE}》的通知"
SENT = f"《{TITLE}》已经县政府同意，现印发给你们，请认真贯彻落实。"
SIGNED = "青石县人民政府办公室\n2024年3月1日"
ADDRESSED = "各乡镇人民政府，县直各部门："

NUMBER = "青政办发〔2024〕5号"
WHOLE = (NOTICE, ADDRESSED, SENT, SIGNED, TITLE, BODY)
PAGES = {
    "a card of labels": (
        *("索  引 号：1234/2024-001 主题分类：安全生产监管", "发布机构：青石县人民政府办公室", "成文日期：2024-03-01"),
        *(f"文号：{NUMBER}", *WHOLE),
    ),
    "a card of cells": (
        *("索引号：| A1/2024 | 主题分类：| 安全；监管 |", f"文 号：| {NUMBER} | 关 键 词：| 燃气；安全 |", *WHOLE),
    ),
    "labels above their values": (
        *("索引号", "1234/2024-001", "发文单位", "青石县人民政府办公室", "发文字号", NUMBER, "发布日期", "2024-06-30"),
        *WHOLE,
    ),
    "a site around it": (
        *("欢迎来到本站! 设为首页 收藏", "您现在所在的位置：首页>政策>规划计划", NOTICE, "下载", f"发文字号：{NUMBER}"),
        *WHOLE[1:],
    ),
    "no title above the notice": (NUMBER, *WHOLE[1:]),
    "the paper's title as the page's": (TITLE, "发布日期：2024-03-05 来源：县政府", TITLE, NUMBER, *WHOLE[1:]),
    "the number before the title": (f"{NUMBER}《{NOTICE}》", *WHOLE),
}


@pytest.mark.parametrize("page", PAGES)
def test_title_number_issuer_and_day_are_found(page: str) -> None:
    paper = parse("\n".join(PAGES[page]))
    assert (paper.title, paper.doc_no) == (TITLE, NUMBER)
    assert (paper.issuer, paper.date) == ("青石县人民政府办公室", "2024-03-01")
    assert [item.id for item in paper.items] == ["二(一)1"]
    assert [(o.name, o.role, o.chief) for o in paper.items[0].offices] == [
        ("县住建局", "lead", True),
        ("县公安局", "support", False),
    ]


def test_a_title_of_seventy_characters() -> None:
    title = "青石县贯彻落实省市城镇燃气安全能力提升三年行动计划（2024—2026年）工作方案及重点工作任务清单"
    paper = parse(f"青石县人民政府办公室关于印发{title}的通知\n{ADDRESSED}\n现印发给你们。\n{SIGNED}\n{title}\n{BODY}")
    assert paper.title == title
    assert paper.is_plan


def test_an_explanation_of_a_plan_with_the_plan_below_it() -> None:
    paper = parse(f"政策解读：{TITLE}\n{ADDRESSED}\n现将{SENT[:-1]}\n{SIGNED}\n{TITLE}\n{BODY}")
    assert (paper.title, paper.date) == (TITLE, "2024-03-01")


def test_a_notice_without_title_or_attachment_is_no_plan() -> None:
    paper: Paper = parse(f"{ADDRESSED}\n{SENT}\n{SIGNED}\n")
    assert (paper.is_plan, paper.title) == (False, TITLE)
    assert "没有附上" in (paper.reason or "")


def test_a_notice_that_only_lists_its_plan_as_attached() -> None:
    paper = parse(
        f"关于开展全县燃气整治的通知\n{ADDRESSED}\n经研究，决定开展整治，具体事项见附件，请抓好落实。\n附件：{TITLE}\n{SIGNED}\n"
        f"附件\n{TITLE}\n{BODY}"
    )
    assert (paper.title, paper.date, [item.id for item in paper.items]) == (TITLE, "2024-03-01", ["二(一)1"])
    own = parse(
        f"关于开展全县燃气整治的通知\n{ADDRESSED}\n一、任务\n（一）排查。各乡镇要排查。\n二、要求\n各乡镇每月报送。\n附件：检查表\n{SIGNED}"
    )
    assert own.title == "关于开展全县燃气整治的通知"
