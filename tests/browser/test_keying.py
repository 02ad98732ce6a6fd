"""A filled sheet keyed in by keyboard alone, in under two minutes at an ordinary clerk's speed."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.people import a_photo, register_restaurant
from tests.browser.running import Town, context, sign_in

# A slow typist: two keys a second. What a clerk reads off the paper meanwhile is in that.
KEYS_A_SECOND = 2
SECONDS = 120


class Keyboard:
    """Presses keys and counts them; nothing here touches the mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pressed = 0

    def cell(self, text: str) -> None:
        """Type a cell and go on with Enter."""
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")
        self.pressed += len(text) + 1


def key_in(page: Page, answers: dict[str, str]) -> int:
    """Key in the sheet that is open, all cells of it; the number of keys pressed."""
    keyboard = Keyboard(page)
    codes = page.locator(".keying-cell input").evaluate_all("cells => cells.map(cell => cell.name)")
    for _head in ("result", "day", "at", "companions"):
        keyboard.cell("")
    kinds = dict(zip(codes, page.locator(".keying-cell small").all_inner_texts(), strict=True))
    for code in codes:
        expect(page.locator(f"input[name='{code}']")).to_be_focused()
        keyboard.cell(answers.get(code, _usual(kinds[code])))
    for cell in ("", "1", "张三", "1"):  # note, inspector, the person there, their signature
        keyboard.cell(cell)
    expect(page.locator("input[name=scan]")).to_be_focused()
    page.set_input_files("input[name=scan]", [a_photo()])  # the dialog is the system's, one key opens it
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    return keyboard.pressed + 3


def _usual(hint: str) -> str:
    """A cell as most are filled."""
    if re.match(r"\d{8}", hint):
        return "20270901"
    return "1" if hint.startswith("1") else "0"


def test_a_sheet_is_keyed_in_by_keyboard_alone(running: Town, browser: Browser) -> None:
    with context(browser) as made:
        page = made.new_page()
        sign_in(page, running, "officer")
        register_restaurant(page, running, "键盘录入店（示例）")
        page.click("a:has-text('打印检查表')")
        page.goto(f"{running.url}{page.locator('.sheet-code').get_attribute('href')}")
        pressed = key_in(page, {"HOSE-LENGTH": "2.6 最里面的灶"})
        expect(page.locator(".message")).to_contain_text("检查已登记")
        assert pressed / KEYS_A_SECOND < SECONDS, f"{pressed} keys"
