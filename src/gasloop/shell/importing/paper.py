"""Workbooks that go back to the office: the same rows with a reason beside them, and a template to fill."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import IO

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from gasloop.shell.desk import Desk
from gasloop.shell.importing.declared import Importer
from gasloop.shell.importing.reading import Cell, Sheet

FILLED_ROWS = 5000
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True}


def write_reasons(
    target: IO[bytes], sheet: Sheet, head: int, reasons: Mapping[int, str], marked: Mapping[int, Sequence[int]]
) -> None:
    """The sheet as it came, every row at its place, with the reason behind its last column and the cells marked.

    `head` is the number of the (last) header row; `reasons` and `marked` (columns from 0) go by row number.
    """
    book = xlsxwriter.Workbook(target, {"constant_memory": True, **OPTIONS})
    page = book.add_worksheet(sheet.name[:31] if sheet.name != "CSV" else None)
    bad = {
        kind: book.add_format({"bg_color": "#F8D7CF", "border": 1, **number})
        for kind, number in (("text", {}), ("day", {"num_format": "yyyy-mm-dd"}))
    }
    plain = {"text": book.add_format(), "day": book.add_format({"num_format": "yyyy-mm-dd"})}
    bold = book.add_format({"bold": True, "bg_color": "#EAF0F2", "border": 1})
    said = book.add_format({"font_color": "#9A2F12", "text_wrap": True})
    width = max(len(row) for row in sheet.rows)
    page.set_column(0, max(width - 1, 0), 16)
    page.set_column(width, width, 60)
    for at, row in enumerate(sheet.rows, sheet.first):
        columns = marked.get(at, ())
        for column, cell in enumerate(row):
            _write(page, at - 1, column, cell, bad if column in columns else plain)
        if at == head:
            page.write_string(at - 1, width, _("核对结果（重新导入时不必删去这一列）"), bold)
        elif at in reasons:
            page.write_string(at - 1, width, reasons[at], said)
    page.freeze_panes(head, 0)
    page.autofilter(head - 1, 0, sheet.first + len(sheet.rows) - 2, width)
    book.close()


def _write(page: Worksheet, row: int, column: int, cell: Cell, formats: Mapping[str, Format]) -> None:
    match cell:
        case None | "":
            if "border" in formats:
                page.write_blank(row, column, None, formats["text"])
        case datetime() | date():
            page.write_datetime(row, column, cell, formats["day"])
        case bool():
            page.write_boolean(row, column, cell, formats["text"])
        case int() | float():
            page.write_number(row, column, cell, formats["text"])
        case time() | timedelta():
            page.write_string(row, column, str(cell), formats["text"])
        case _:
            page.write_string(row, column, str(cell), formats["text"])


def write_template(target: IO[bytes], importer: Importer, desk: Desk, title: str) -> None:
    """An empty workbook for the ledger: lists to choose from, and a sheet that explains each column."""
    book = xlsxwriter.Workbook(target, OPTIONS)
    page, notes, lists = (
        book.add_worksheet(title[:31]),
        book.add_worksheet(_("填写说明")),
        book.add_worksheet(_("可选内容")),
    )
    must = book.add_format({"bold": True, "bg_color": "#FCE9C8", "border": 1})
    may = book.add_format({"bold": True, "bg_color": "#EAF0F2", "border": 1})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for column, heading in enumerate((_("列"), _("必填"), _("怎么填"), _("例子"))):
        notes.write_string(0, column, heading, may)
        notes.set_column(column, column, (24, 8, 60, 30)[column])
    for column, field in enumerate(importer.fields):
        heading = str(field.title)
        page.write_string(0, column, heading, must if field.required else may)
        page.set_column(column, column, max(12, 2 * len(heading) + 4))
        words = " ".join(filter(None, (str(field.parser.expects), str(field.note))))
        for at, text in enumerate((heading, _("是") if field.required else "", words, field.sample)):
            notes.write_string(column + 1, at, text, wrapped)
        _offer(page, lists, column, heading, field.parser.offers(desk))
    notes.write_string(
        len(importer.fields) + 2, 0, _("空白的单元格不改动已登记的内容。标题上方可以加大标题，表尾可以有合计和说明。")
    )
    page.freeze_panes(1, 0)
    book.close()


def _offer(page: Worksheet, lists: Worksheet, column: int, heading: str, offers: Sequence[str]) -> None:
    """A list to choose from, kept on the sheet of lists: Excel takes no more than 255 characters in the cell itself."""
    if not offers:
        return
    lists.write_string(0, column, heading)
    for row, words in enumerate(offers, 1):
        lists.write_string(row, column, words)
    letter = xlsxwriter.utility.xl_col_to_name(column)
    source = f"='{lists.get_name()}'!${letter}$2:${letter}${len(offers) + 1}"
    page.data_validation(1, column, FILLED_ROWS, column, {
        "validate": "list", "source": source, "error_type": "warning",
        "error_title": heading, "error_message": _("不在可选范围内，请从列表中选择。"),
    })  # fmt: skip
