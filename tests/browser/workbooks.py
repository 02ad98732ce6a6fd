"""Workbooks as offices keep them, made with what offices' programs do to them: merged heads, notes, old formats."""

import io
from collections.abc import Sequence

import xlsxwriter
import xlwt

HEAD = ("序号", "村（社区）", "店名", "类型", "详细地址", "用气种类")
SCALE = ("餐位数（个）", "建筑面积（㎡）", "地下用气")
ROWS = (
    ("灶台火锅店（示例）", "餐饮店", "正街３５号", "瓶装液化石油气", "24个", 120, "否"),
    ("小面馆二店（示例）", "餐饮店", "正街36号", "管道燃气", 20, 35.5, "×"),
    ("阳光幼儿园（示例）", "学校", "正街37号", "", "／", "1,200㎡", "无"),
)
WRONG = (
    ("夜宵摊（示例）", "大排档", "正街38号", "瓶装液化石油气", "很多", 15, "大概"),
    ("", "餐饮店", "正街39号", "", 10, 20, "否"),
)
MENDED = (
    ("夜宵摊（示例）", "餐饮店", "正街38号", "瓶装液化石油气", 12, 15, "否"),
    ("豆花馆（示例）", "餐饮店", "正街39号", "", 10, 20, "否"),
)


def messy_xlsx(rows: Sequence[Sequence[object]]) -> bytes:
    """A title over everything, two rows of head, one village for all rows, a total and a note below."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet("餐饮场所")
    width = len(HEAD) + len(SCALE)
    sheet.merge_range(0, 0, 0, width - 1, "群力镇餐饮场所燃气安全台账（示例）")
    sheet.write(1, 0, "填报单位：经发办　　填报日期：2026年11月2日")
    for column, words in enumerate(HEAD):
        sheet.merge_range(2, column, 3, column, words)
    sheet.merge_range(2, len(HEAD), 2, width - 1, "规模")
    sheet.write_row(3, len(HEAD), SCALE)
    sheet.merge_range(4, 1, 3 + len(rows), 1, "双堰社区")
    for number, row in enumerate(rows):
        sheet.write(4 + number, 0, number + 1)
        sheet.write_row(4 + number, 2, row)
    sheet.write(4 + len(rows), 0, "合计")
    sheet.merge_range(5 + len(rows), 0, 5 + len(rows), width - 1, "注：面积以营业执照为准，用气种类不清楚的留空。")
    book.close()
    return target.getvalue()


def old_xls(rows: Sequence[Sequence[object]]) -> bytes:
    """The same in the format of 1997."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Sheet1")
    for column, words in enumerate((*HEAD, *SCALE)):
        sheet.write(0, column, words)
    for number, row in enumerate(rows, 1):
        for column, value in enumerate((number, "双堰社区", *row)):
            sheet.write(number, column, value)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def gb_csv(rows: Sequence[Sequence[object]]) -> bytes:
    """The same as a spreadsheet program in China saves it as text."""
    lines = [(*HEAD, *SCALE), *((number, "双堰社区", *row) for number, row in enumerate(rows, 1))]
    return "\r\n".join(",".join(str(cell).replace(",", "") for cell in line) for line in lines).encode("gb18030")
