"""What people do on pages, in their own words: every step of a story is one of these."""

from pathlib import Path

from playwright.sync_api import FilePayload, Page, expect

from gasloop.project.demo import pictures
from tests.browser.running import Town


def a_photo(*, wrong: bool = False) -> FilePayload:
    """A picture as the phone's camera hands it over."""
    return {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": pictures.photo(wrong=wrong)}


def register_restaurant(page: Page, town: Town, name: str) -> str:
    """Register a restaurant with bottled gas in 双堰社区; the address of its file."""
    page.goto(f"{town.url}/sites/new/")
    page.fill("input[name=name]", name)
    page.select_option("select[name=kind]", "restaurant")
    page.select_option("select[name=territory]", label=_option(page, "territory", "双堰社区"))
    page.fill("input[name=address]", "双堰街12号（示例）")
    page.select_option("select[name=gas_source]", "lpg_cylinder")
    page.click("main form button.btn-primary")
    expect(page.locator("h1")).to_contain_text(name)
    return page.url


def _option(page: Page, name: str, text: str) -> str:
    return page.locator(f"select[name={name}] option", has_text=text).first.inner_text()


def sign(page: Page, name: str) -> None:
    """Draw a signature on the pad of field `name`."""
    pad = page.locator(f"[data-signature]:has(input[name^='{name}_']) canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 40)
    page.mouse.down()
    for dx, dy in ((60, 20), (90, 60), (140, 25), (180, 55)):
        page.mouse.move(box["x"] + dx, box["y"] + dy, steps=4)
    page.mouse.up()


def measure_hose(page: Page, metres: str) -> None:
    """Record a visit in which the hose was measured, with a photo and both signatures."""
    page.click("a:has-text('开始检查')")
    page.fill("input[name='HOSE-LENGTH']", metres)
    asked = page.locator(".asked", has=page.locator("input[name='HOSE-LENGTH']"))
    asked.locator("summary").click()
    asked.locator("input[type=file]").set_input_files([a_photo(wrong=True)])
    page.fill("input[name=site_name]", "张老板（示例）")
    sign(page, "inspector")
    sign(page, "site_person")
    page.click("button:has-text('提交检查')")
    expect(page.locator("h1")).to_contain_text("检查")


def order(page: Page) -> None:
    """Order the rectification."""
    page.fill("textarea[name=control_measure]", "更换前停用该灶具，关闭瓶阀")
    page.fill("input[name=answerable_person]", "张老板（示例）")
    page.click("button:has-text('下达')")
    expect(page.locator(".message")).to_contain_text("整改中")


def rectify(page: Page) -> None:
    """Record the rectification with a photo."""
    form = page.locator("form[action$='/rectify/']")
    form.locator("input[type=file]").set_input_files([a_photo()])
    form.locator("textarea[name=note]").fill("换成1.5米的专用软管")
    form.locator("button[type=submit]").click()
    expect(page.locator(".message")).to_contain_text("待复查")


def recheck(page: Page) -> None:
    """Re-check it and close it."""
    form = page.locator("form[action$='/recheck/']")
    form.locator("input[name=passed][value=yes]").check()
    form.locator("input[type=file]").set_input_files([a_photo()])
    form.locator("button[type=submit]").click()
    expect(page.locator(".message")).to_contain_text("已销号")


def shot(page: Page, place: Path | None, name: str) -> None:
    """A picture for the story's folder, when the story is being written down."""
    if place is not None:
        place.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(place / f"{name}.png"))
