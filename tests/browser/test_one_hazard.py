"""One hazard closed with proof: the clerk, the officer, the leader and a stranger, each in a browser of their own."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import people
from tests.browser.running import PHONE, Town, context, sign_in

NAME = "老灶火锅店（示例）"
ADDRESSES = ("/", "/plan/", "/hazards/", "/visits/", "/sites/", "/coverage/", "/rules/", "/evidence/", "/account/")
VERIFIER = Path(__file__).parents[2] / "tools" / "gasverify.py"


@pytest.fixture
def clerk(browser: Browser, running: Town) -> Page:
    page = context(browser).new_page()
    sign_in(page, running, "clerk")
    return page


@pytest.fixture
def officer(browser: Browser, running: Town) -> Page:
    page = context(browser).new_page()
    sign_in(page, running, "officer")
    return page


def figure(page: Page, town: Town, name: str) -> int:
    """The number beside `name` on the page of clause 二(四)2."""
    page.goto(f"{town.url}/plan/")
    page.click(".clause-tree a:has-text('二(四)2')")
    stat = page.locator("#clause .stat", has_text=name)
    expect(stat).to_be_visible()
    return int(re.sub(r"\D", "", stat.locator(".stat-number").inner_text()))


def test_one_hazard_is_found_ordered_overdue_rectified_closed_and_proved(
    running: Town, browser: Browser, clerk: Page, officer: Page, tmp_path: Path
) -> None:
    closed_before = figure(officer, running, "已销号")

    # The clerk registers the restaurant; the officer measures 2.6 m of hose there.
    site = people.register_restaurant(clerk, running, NAME)
    officer.goto(site)
    people.measure_hose(officer, "2.6")
    officer.click("main table a:has-text('YH')")
    hazard = officer.url
    expect(officer.locator("main")).to_contain_text("2.6")
    expect(officer.locator("main")).to_contain_text("二(四)2")
    expect(officer.locator("main")).to_contain_text("应急办")
    expect(officer.locator("main")).to_contain_text("工作日")

    # The clerk orders it. Twenty days go by; the leader finds it on the worklist without asking anybody.
    clerk.goto(hazard)
    people.order(clerk)
    number = clerk.locator(".lead-line").inner_text().split(" ")[0]
    running.move_clock(20)
    leader = context(browser, size=PHONE).new_page()
    sign_in(leader, running, "leader")
    expect(leader.locator("main")).to_contain_text("已逾期")
    leader.goto(f"{running.url}/hazards/?stage=overdue&q={number}")
    expect(leader.locator("main")).to_contain_text(number)
    leader.goto(hazard)
    expect(leader.locator("main")).to_contain_text("逾期")

    # Rectified with a photo by the clerk, who may not re-check it; the officer does.
    people.rectify(clerk)
    assert clerk.locator("form[action$='/recheck/']").count() == 1
    clerk.locator("form[action$='/recheck/'] input[value=yes]").check()
    clerk.locator("form[action$='/recheck/'] button[type=submit]").click()
    expect(clerk.locator("main")).to_contain_text("整改是您登记的")
    officer.goto(hazard)
    people.recheck(officer)
    assert figure(officer, running, "已销号") == closed_before + 1

    # The number leads to its rows.
    officer.locator("#clause .stat", has_text="已销号").click()
    expect(officer.locator("main")).to_contain_text(number)

    # A stranger checks the proof without any of our software.
    officer.goto(hazard)
    officer.click(".page-actions a:has-text('存证')")
    officer.locator("a:has-text('打印证明')").first.click()
    with officer.expect_download() as download:
        officer.click("a:has-text('下载证明')")
    proof = tmp_path / "proof.json"
    download.value.save_as(proof)
    checked = subprocess.run(
        [sys.executable, "-I", "-S", str(VERIFIER), str(proof)], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_another_line_of_trade_does_not_learn_that_it_exists(running: Town, browser: Browser, officer: Page) -> None:
    officer.goto(f"{running.url}/hazards/")
    hazard = officer.locator("main table a[href*='/hazards/']").first.get_attribute("href")
    market = context(browser).new_page()
    sign_in(market, running, "market")
    answer = market.goto(f"{running.url}{hazard}")
    assert answer is not None
    assert answer.status == 404
    market.goto(f"{running.url}/hazards/")
    assert market.locator("main table a[href*='/hazards/']").count() == 0


def test_the_same_page_in_english_on_a_phone(running: Town, browser: Browser) -> None:
    page = context(browser, language="en-US", size=PHONE).new_page()
    sign_in(page, running, "leader")
    expect(page.locator("h1")).to_have_text("Worklist")
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"]


def test_every_page_of_the_leader_is_free_of_script_errors(running: Town, browser: Browser) -> None:
    page = context(browser).new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    sign_in(page, running, "leader")
    for address in ADDRESSES:
        answer = page.goto(f"{running.url}{address}")
        assert answer is not None
        assert answer.status == 200, address
    assert errors == []
