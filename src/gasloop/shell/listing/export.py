"""Exports: exactly the rows and columns on the page, with the list's sentence on top, in bounded memory."""

import csv
import io
import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import IO, TypeVar

import xlsxwriter
from django.db import models
from django.http import QueryDict
from xlsxwriter.worksheet import Worksheet

from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.shell.listing.asked import Ledger
from gasloop.shell.listing.cells import Plain, csv_text, plain_value
from gasloop.shell.mounted import listing_of, mounted

M = TypeVar("M", bound=models.Model)
CHUNK = 2000
WIDTHS = {"text": 22, "code": 18, "date": 13, "due": 13, "datetime": 17, "status": 12, "risk": 10, "yesno": 8}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
TITLE_ROWS = 2


def rows_to_write(ledger: Ledger[M]) -> Iterator[list[Plain | None]]:
    """The rows' values, read in chunks through a server-side cursor."""
    columns, desk = ledger.columns, ledger.desk
    for row in ledger.all_rows().iterator(chunk_size=CHUNK):
        yield [plain_value(column, row, desk) for column in columns]


def write_xlsx(ledger: Ledger[M], target: IO[bytes]) -> int:
    """Write the workbook; title, sentence, header, rows. Returns how many rows. Text is never read as a formula."""
    book = xlsxwriter.Workbook(
        target,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True},
    )
    sheet = book.add_worksheet()
    title = book.add_format({"bold": True, "font_size": 14})
    head = book.add_format({"bold": True, "bg_color": "#EAF0F2", "border": 1, "text_wrap": True})
    formats = {"date": book.add_format({"num_format": "yyyy-mm-dd"}),
               "datetime": book.add_format({"num_format": "yyyy-mm-dd hh:mm"})}  # fmt: skip
    for index, column in enumerate(ledger.columns):
        sheet.set_column(index, index, 32 if column.column.wide else WIDTHS.get(column.column.kind, 14))
    sheet.write_string(0, 0, str(ledger.listing.title), title)
    sheet.write_string(1, 0, ledger.sentence())
    for index, column in enumerate(ledger.columns):
        sheet.write_string(TITLE_ROWS, index, column.title, head)
    number = TITLE_ROWS
    for number, values in enumerate(rows_to_write(ledger), TITLE_ROWS + 1):
        for index, value in enumerate(values):
            if value is not None:
                _write(sheet, number, index, value, formats)
    sheet.freeze_panes(TITLE_ROWS + 1, 0)
    sheet.autofilter(TITLE_ROWS, 0, number, max(len(ledger.columns) - 1, 0))
    book.close()
    return number - TITLE_ROWS


def _write(sheet: Worksheet, row: int, index: int, value: Plain, formats: dict[str, object]) -> None:
    match value:
        case datetime():
            # The last instant of a day would be rounded to the next day: what is due on the 9th would read the 10th.
            sheet.write_datetime(row, index, value.replace(tzinfo=None, microsecond=0), formats["datetime"])
        case date():
            sheet.write_datetime(row, index, datetime(value.year, value.month, value.day), formats["date"])
        case int() | float() | Decimal():
            sheet.write_number(row, index, value)
        case _:
            sheet.write_string(row, index, value)


def write_csv(ledger: Ledger[M], target: IO[bytes]) -> int:
    """Write UTF-8 with a byte-order mark, which Excel needs to read Chinese: header and rows. Returns how many rows."""
    text = io.TextIOWrapper(target, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow([column.title for column in ledger.columns])
    number = 0
    for values in rows_to_write(ledger):
        writer.writerow([csv_text(value) for value in values])
        number += 1
    text.flush()
    text.detach()
    return number


def export_all(actor: Actor, ledger: str, kind: str, target: IO[bytes]) -> int:
    """Write a ledger with every column it has, as far as the actor reaches; how many rows. Refusal in words."""
    if ledger not in mounted() or kind not in FORMATS:
        raise Refusal(
            "shell.export.unknown",
            sentence("没有台账“{ledger}”，或不能导出成“{kind}”。台账有：{known}；格式有 xlsx、csv。"),
            params={"ledger": ledger, "kind": kind, "known": "、".join(mounted())},
        )
    listing = listing_of(ledger)
    write, _content_type = FORMATS[kind]
    return write(Ledger(listing, actor, QueryDict(), tuple(listing.bound)), target)


FORMATS = {"xlsx": (write_xlsx, XLSX), "csv": (write_csv, CSV)}


def exported(ledger: Ledger[M], kind: str) -> tuple[IO[bytes], str]:
    """A temporary file with the export, at its beginning, and its content type; KeyError for a kind that is none."""
    write, content_type = FORMATS[kind]
    target = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it after sending
    write(ledger, target)
    target.seek(0)
    return target, content_type
