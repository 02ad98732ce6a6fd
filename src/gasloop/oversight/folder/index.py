"""index.xlsx: what is missing first, then clauses, objects, visits, hazards, referrals, photos; each with its file."""

import io
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

SHEETS = {
    "缺口": ("条款", "缺什么", "哪里", "说明"),
    "条款": ("条款", "内容", "检查规则", "对象", "检查到的对象", "检查次数", "隐患", "缺口", "目录"),
    "对象": ("条款", "编号", "名称", "辖区", "主管单位", "检查次数", "隐患", "文件"),
    "检查": ("条款", "编号", "对象", "时间", "结果", "在场人签名", "文件"),
    "隐患": ("条款", "编号", "对象", "隐患", "级别", "状态", "期限", "整改时间", "销号时间", "文件"),
    "移送": ("条款", "文号", "对象", "送达单位", "状态", "答复期限", "文件"),
    "照片": ("条款", "隐患", "第几张", "整改前", "整改后"),
    "证明": ("记录", "时间", "文件"),
}
LINKED = frozenset({"文件", "目录", "整改前", "整改后"})
MAX_LINKS = 60_000  # Excel takes 65,530 links a sheet; what comes after is written as text


class Index:
    """Rows are written as they come, in constant memory; `finished` gives the workbook."""

    def __init__(self, place: Path, head: list[str]) -> None:
        self._path = place
        self._book = xlsxwriter.Workbook(
            str(place), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        bold = self._book.add_format({"bold": True, "font_size": 14})
        heading = self._book.add_format({"bold": True, "bg_color": "#EAF0F2", "border": 1})
        self._sheets: dict[str, Worksheet] = {}
        self._rows = dict.fromkeys(SHEETS, len(head) + 1)
        for name, columns in SHEETS.items():
            sheet = self._book.add_worksheet(name)
            for row, line in enumerate(head):
                sheet.write_string(row, 0, line, bold if row == 0 else None)
            for at, column in enumerate(columns):
                sheet.write_string(len(head), at, column, heading)
                sheet.set_column(at, at, 40 if column in LINKED or column in ("内容", "说明", "哪里") else 16)
            sheet.freeze_panes(len(head) + 1, 0)
            self._sheets[name] = sheet

    def add(self, name: str, *values: object) -> None:
        """A row; the columns that name a file become links into the folder."""
        sheet, row = self._sheets[name], self._rows[name]
        for at, (column, value) in enumerate(zip(SHEETS[name], values, strict=True)):
            if isinstance(value, int):
                sheet.write_number(row, at, value)
            elif value and column in LINKED and row < MAX_LINKS:
                sheet.write_url(row, at, f"external:{value}", string=str(value)[-200:])
            else:
                sheet.write_string(row, at, str(value))
        self._rows[name] += 1

    def finished(self) -> io.BufferedReader:
        """The workbook, opened for reading."""
        self._book.close()
        return self._path.open("rb")
