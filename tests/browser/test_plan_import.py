"""The clerk hands in two papers, corrects one thing, confirms; extracts go out, are received and objected to."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.people import shot
from tests.browser.running import DESK, PHONE, Town, context, sign_in

PLANS = Path(__file__).parents[3] / "shared" / "plan"
QUNLI, FENGXIAN, SHANGHAI = (
    PLANS / f"{name}.txt" for name in ("qunli-2023-102", "fengxian-2023-42", "shanghai-2023-9")
)
ALBUM = Path(os.environ["GASLOOP_ALBUM"]) if os.environ.get("GASLOOP_ALBUM") else None


@pytest.fixture(scope="module")
def clerk(browser: Browser, running: Town) -> Page:
    page = context(browser).new_page()
    sign_in(page, running, "clerk")
    return page


def hand_in(page: Page, town: Town, paper: Path) -> None:
    """Upload a paper; the preview opens."""
    page.goto(f"{town.url}/plan/import/")
    page.set_input_files("input[name=file]", str(paper))
    page.click("main form button.btn-primary")
    expect(page.locator(".draft-sheet")).to_be_visible()


def in_every_look(browser: Browser, town: Town, page: Page, name: str) -> None:
    """The same address in both languages at both widths: no sideways scrolling, and a picture when one is wanted."""
    for language in ("zh-CN", "en-US"):
        for size, viewport in (("desk", DESK), ("phone", PHONE)):
            other = context(browser, language=language, size=viewport)
            session = [c for c in page.context.cookies() if "session" in c.get("name", "")]
            other.add_cookies([{"name": c["name"], "value": c["value"], "url": town.url} for c in session])
            seen = other.new_page()
            seen.goto(page.url.partition("#")[0])
            assert seen.evaluate("document.documentElement.scrollWidth") <= viewport["width"], (name, language, size)
            shot(seen, ALBUM, f"{name}.{language[:2]}-{size}")
            other.close()


def test_a_paper_from_elsewhere_is_corrected_and_put_in_force(browser: Browser, running: Town, clerk: Page) -> None:
    hand_in(clerk, running, FENGXIAN)
    expect(clerk.locator("h1")).to_contain_text("奉贤区养老服务机构燃气安全专项整治工作方案")
    expect(clerk.locator("main")).to_contain_text("本辖区已有施行中的方案")
    expect(clerk.locator("[id='c-二2'] .draft-remark").first).to_contain_text("没有写明责任单位")
    in_every_look(browser, running, clerk, "draft-fengxian")
    clerk.locator("[id='c-二2'] a", has_text="更正").click()
    clerk.fill("input[name=name_0]", "应急办")
    clerk.check("input[name=chief_0]")
    in_every_look(browser, running, clerk, "clause")
    clerk.click("button:has-text('保存更正')")
    expect(clerk.locator("[id='c-二2']")).to_contain_text("已更正；识别结果是")
    address = clerk.url.partition("#")[0]
    clerk.goto(f"{running.url}/plan/import/")
    in_every_look(browser, running, clerk, "imports")
    clerk.goto(address)
    clerk.click("#confirm-import button")
    expect(clerk.locator("main")).to_contain_text("已导入，原件已封存")
    expect(clerk.locator("h1")).to_contain_text("奉贤区")


def test_the_founding_plan_again_is_a_diff(browser: Browser, running: Town, clerk: Page) -> None:
    hand_in(clerk, running, QUNLI)
    expect(clerk.locator("main")).to_contain_text("与现行的一份相比")
    expect(clerk.locator("main")).to_contain_text("条款完全一致")
    expect(clerk.locator("[id='c-二(五)1']")).to_contain_text("缺少二(五)2")
    in_every_look(browser, running, clerk, "draft-qunli")
    clerk.click("#confirm-import button")
    expect(clerk.locator("main")).to_contain_text("已导入，原件已封存")


def test_extracts_go_out_are_received_and_objected_to(browser: Browser, running: Town, clerk: Page) -> None:
    clerk.goto(f"{running.url}/responsibility/")
    expect(clerk.locator(".problems")).to_contain_text("没有责任单位")
    in_every_look(browser, running, clerk, "responsibility")
    clerk.click("button:has-text('发送摘录')")
    clerk.click("dialog[open] [data-confirm-yes]")
    expect(clerk.locator("main")).to_contain_text("前签收或提出异议")
    in_every_look(browser, running, clerk, "extracts")
    market = context(browser).new_page()
    sign_in(market, running, "market")
    market.locator(".work-list a", has_text="责任摘录").first.click()
    expect(market.locator("h1")).to_contain_text("市场监管所责任摘录")
    in_every_look(browser, running, market, "extract")
    first = market.locator(".extract-line").first
    ref = first.locator(".clause-ref").inner_text()
    first.locator("summary").click()
    first.locator("textarea").fill("这一条应由经发办负责（示例）")
    market.click("button:has-text('提交异议')")
    expect(market.locator("main")).to_contain_text("已提出1条异议")
    clerk.goto(f"{running.url}/responsibility/")
    clerk.locator(".problems a", has_text="处理").first.click()
    expect(clerk.locator("h1")).to_contain_text(ref)
    in_every_look(browser, running, clerk, "objection")
    clerk.check("input[name=accepted][value=no]")
    clerk.fill("textarea[name=answer]", "职责分工已经镇政府明确（示例）")
    clerk.click("button:has-text('提交处理意见')")
    expect(clerk.locator("main")).to_contain_text("异议已处理")


def test_two_papers_are_compared_without_keeping_the_second(browser: Browser, running: Town, clerk: Page) -> None:
    clerk.goto(f"{running.url}/plan/compare/")
    choice = clerk.locator("select[name=old] option", has_text="群力府〔2023〕102号").get_attribute("value")
    clerk.select_option("select[name=old]", choice)
    clerk.set_input_files("input[name=new_file]", str(SHANGHAI))
    clerk.click("button:has-text('比较')")
    for word in ("弱化", "删去", "新增", "保留"):
        count = clerk.locator(".fate-counts li", has_text=word).inner_text()
        assert int(re.sub(r"\D", "", count)) > 0, word
    shot(clerk, ALBUM, "compare.zh-desk")
    clerk.goto(f"{running.url}/plan/import/")
    expect(clerk.locator("main")).not_to_contain_text("上海市")
