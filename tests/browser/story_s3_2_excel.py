"""S3 item 2: the office's Excel goes in on day one and comes out the same."""

from pathlib import Path

from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from tests.browser.album import CHINESE_DESK, LOOKS, Album
from tests.browser.workbooks import MENDED, ROWS, WRONG, gb_csv, messy_xlsx, old_xls

TITLE = "S3.2 Excel in and out"
PATIENCE = 60_000


def tell(album: Album) -> None:
    page = album.page("clerk")
    page.goto(f"{album.town.url}/sites/")
    page.click("a:has-text('从 Excel 导入')")
    upload(page, "餐饮台账.xlsx", messy_xlsx([*ROWS, *WRONG]))
    expect(page.locator("select[name=column-2]")).to_have_value("name")
    expect(page.locator("select[name=column-5]")).to_have_value("gas_source")
    page.select_option("select[name=column-8]", "attributes.basement")
    album.take(page, "columns", CHINESE_DESK, whole=True)
    album.note("columns", "Columns as proposed from two header rows; one is corrected and remembered", (CHINESE_DESK,))
    page.click("button:has-text('逐行核对')")
    expect(page.locator(".listing-sentence")).to_contain_text("新登记 3 条", timeout=PATIENCE)
    expect(page.locator(".listing-sentence")).to_contain_text("还不能导入 2 行")
    checked = page.url
    _workbook_comes_back(page)
    album.see(
        "clerk", checked, "checked", "Every row checked: where, what is expected, what stands there",
        whole=True, looks=(LOOKS[0], LOOKS[3]),
    )  # fmt: skip
    _mended_goes_in(page, album)
    _same_again_changes_nothing(page, album)
    _is_taken_back(page, album, checked)


def upload(page: Page, name: str, content: bytes) -> None:
    """Choose the file and send it."""
    page.set_input_files("input[type=file]", {"name": name, "mimeType": "application/octet-stream", "buffer": content})
    page.click("button:has-text('上传并核对')")
    expect(page.locator("#import-run")).to_be_visible()


def _workbook_comes_back(page: Page) -> None:
    """The same rows at the same places, the reasons beside them."""
    with page.expect_download() as started:
        page.click("a:has-text('下载标明原因的原表')")
    rows = CalamineWorkbook.from_path(Path(started.value.path())).get_sheet_by_index(0).to_python()
    assert rows[7][2] == "夜宵摊（示例）"
    assert "大排档" in str(rows[7][-1])
    assert "很多" in str(rows[7][-1])
    assert "必须填写" in str(rows[8][-1])
    assert rows[4][-1] == ""


def _mended_goes_in(page: Page, album: Album) -> None:
    """What was mended comes as a new file: its columns are known, all of it goes in."""
    page.click("a:has-text('改好后重新上传')")
    upload(page, "餐饮台账（改）.xlsx", messy_xlsx([*ROWS, *MENDED]))
    expect(page.locator("select[name=column-8]")).to_have_value("attributes.basement")
    page.click("button:has-text('逐行核对')")
    page.click("button:has-text('全部导入（5 条）')", timeout=PATIENCE)
    expect(page.locator(".listing-sentence")).to_contain_text("已导入：新登记 5 条", timeout=PATIENCE)
    album.take(page, "written", CHINESE_DESK, whole=True)
    album.note("written", "In the ledger, as one act; it can be taken back as one", (CHINESE_DESK,))
    page.click(".import-acts a:has-text('查看对象台账')")
    page.fill("#listing-q", "ztHGD")
    expect(page.locator(".listing-table tbody tr")).to_have_count(1)
    expect(page.locator(".listing-table tbody")).to_contain_text("灶台火锅店（示例）")


def _same_again_changes_nothing(page: Page, album: Album) -> None:
    """The same rows as .xls of 1997 and as GB18030 text."""
    for name, content in (("台账.xls", old_xls([*ROWS, *MENDED])), ("台账.csv", gb_csv([*ROWS, *MENDED]))):
        page.goto(f"{album.town.url}/sites/import/")
        upload(page, name, content)
        page.click("button:has-text('逐行核对')")
        expect(page.locator(".listing-sentence")).to_contain_text("与登记一致 5 条", timeout=PATIENCE)
    album.see("clerk", "/sites/import/", "start", "Where it begins: a file, a template, one's own imports", looks=LOOKS)


def _is_taken_back(page: Page, album: Album, checked: str) -> None:
    """Left and found again, then the whole import undone."""
    assert checked
    page.goto(f"{album.town.url}/sites/import/")
    page.click("a:has-text('餐饮台账（改）.xlsx')")
    page.click("button:has-text('撤销这次导入')")
    page.click("[data-confirm-yes]")
    expect(page.locator(".listing-sentence")).to_contain_text("已撤销：恢复 5 条", timeout=PATIENCE)
    page.goto(f"{album.town.url}/sites/?q=ztHGD")
    expect(page.locator(".listing-table tbody tr")).to_have_count(0)
