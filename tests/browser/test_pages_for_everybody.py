"""The pages everybody works on: by keyboard, by screen reader, on a phone, in English, and when something is wrong."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from playwright.sync_api import Browser, Page, expect

from tests.browser import people
from tests.browser.running import PHONE, Town, context, sign_in

ROOT = Path(__file__).parents[2]
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
PAGES = (
    "/",
    "/plan/",
    "/hazards/",
    "/visits/",
    "/sites/",
    "/parties/",
    "/coverage/",
    "/rules/",
    "/sources/",
    "/evidence/",
    "/account/",
)
DATA = {"可燃气体探测器"}  # what a standard is called, and a kind of installation too
ALIKE = {"/visits/", "/sites/", "/parties/", "/coverage/", "/sources/"}  # ledgers are built alike: one is enough
CHINESE = re.compile(r"[\u3400-\u9fff]")
RUN_AXE = """async () => (await axe.run({runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})).violations
  .map(found => `${found.id}: ${found.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(" | ")}`)"""


@pytest.fixture(scope="module")
def addresses(running: Town, browser: Browser) -> list[str]:
    """The main pages, and one page of each record."""
    page = context(browser).new_page()
    sign_in(page, running, "officer")
    found = list(PAGES)
    for ledger in ("/hazards/", "/sites/", "/visits/", "/rules/"):
        page.goto(f"{running.url}{ledger}")
        found.append(page.locator("main table a.row-link").first.get_attribute("href") or "")
    page.goto(f"{running.url}/plan/")
    found.append(page.locator(".clause-tree a", has_text="二(四)2").first.get_attribute("href") or "")
    site = next(each for each in found if re.fullmatch(r"/sites/[0-9a-f-]{36}/", each))
    return [*found, f"{site}visit/"]


@pytest.fixture
def english(running: Town, browser: Browser) -> Iterator[Page]:
    """The officer on an English phone."""
    made = context(browser, language="en-US", size=PHONE)
    page = made.new_page()
    sign_in(page, running, "officer")
    yield page
    made.close()


def ui_words() -> set[str]:
    """Every Chinese text of the house that has an English one: none of them may stand on an English page."""
    words = set()
    for path in (ROOT / "src" / "gasloop").glob("*/locale/en/LC_MESSAGES/django.po"):
        with path.open("rb") as file:
            for message in read_po(file, locale="en"):
                source = message.id if isinstance(message.id, str) else message.id[0]
                if len(source) > 1 and CHINESE.search(source) and not CHINESE.search(str(message.string)):
                    words.add(source)
    return words


def test_no_page_is_wider_than_a_phone_and_none_forgets_its_english(
    running: Town, english: Page, addresses: list[str]
) -> None:
    words, wide, chinese = ui_words(), [], []
    for address in addresses:
        answer = english.goto(f"{running.url}{address}")
        assert answer is not None
        assert answer.status == 200, address
        if english.evaluate("document.documentElement.scrollWidth") > PHONE["width"]:
            wide.append(address)
        lines = {line.strip() for line in english.locator("body").inner_text().splitlines()}
        chinese += [f"{address}: {word}" for word in sorted((lines & words) - DATA)]
    assert wide == []
    assert chinese == []


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed (npm ci in frontend)")
def test_a_screen_reader_finds_its_way(running: Town, browser: Browser, addresses: list[str]) -> None:
    made = browser.new_context(locale="zh-CN", bypass_csp=True)
    page = made.new_page()
    sign_in(page, running, "officer")
    found = []
    for address in (each for each in addresses if each not in ALIKE):
        page.goto(f"{running.url}{address}")
        page.add_script_tag(path=str(AXE))
        found += [f"{address} {violation}" for violation in page.evaluate(RUN_AXE)]
    made.close()
    assert found == []


def test_the_keyboard_all_the_way(running: Town, browser: Browser) -> None:
    page = context(browser).new_page()
    sign_in(page, running, "officer")
    page.goto(f"{running.url}/hazards/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("/")
    expect(page.locator("[data-search]")).to_be_focused()
    page.keyboard.type("YH")
    expect(page.locator("#listing-sentence")).to_contain_text("YH")
    page.keyboard.press("Tab")
    page.keyboard.press("j")
    page.keyboard.press("j")
    row = page.locator(".listing-table tr.row-at")
    second = page.locator(".listing-table tbody tr").nth(1)
    expect(row).to_have_count(1)
    assert row.inner_text() == second.inner_text()
    page.keyboard.press("k")
    number = row.locator(".row-link").first.inner_text()
    page.keyboard.press("Enter")
    expect(page.locator(".lead-line")).to_contain_text(number)
    page.keyboard.press("?")
    expect(page.locator("dialog#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog#keys")).to_be_hidden()
    page.keyboard.press("g")
    page.keyboard.press("w")
    expect(page.locator("h1")).to_have_text("工作台")


def test_nothing_typed_is_lost_by_a_reload_nor_by_a_refusal(running: Town, browser: Browser) -> None:
    page = context(browser).new_page()
    sign_in(page, running, "clerk")
    page.goto(f"{running.url}/sites/new/")
    page.fill("input[name=name]", "写到一半的饭店（示例）")
    kept = "() => Object.entries(localStorage).some(([key, text]) => /site-new/.test(key) && /写到一半/.test(text))"
    page.wait_for_function(kept)
    page.reload()
    expect(page.locator("input[name=name]")).to_have_value("写到一半的饭店（示例）")

    page.fill("input[name=address]", "双堰街1号（示例）")
    page.click("main form button.btn-primary")
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.locator("input[name=address]")).to_have_value("双堰街1号（示例）")
    page.go_back()
    expect(page.locator("input[name=name]")).to_have_value("写到一半的饭店（示例）")
    expect(page.locator("input[name=address]")).to_have_value("双堰街1号（示例）")


def test_the_leaders_open_worklist_hears_of_a_visit(running: Town, browser: Browser) -> None:
    leader = context(browser).new_page()
    sign_in(leader, running, "leader")
    expect(leader.locator("[data-live-url]")).to_have_attribute("data-state", "open")
    figure = leader.locator(".stat", has_text="未闭环隐患").locator(".stat-number")
    before = int(figure.inner_text())

    clerk = context(browser).new_page()
    sign_in(clerk, running, "clerk")
    site = people.register_restaurant(clerk, running, "听得见的面馆（示例）")
    officer = context(browser).new_page()
    sign_in(officer, running, "officer")
    officer.goto(site)
    people.measure_hose(officer, "2.4")

    expect(figure).to_have_text(str(before + 1))
