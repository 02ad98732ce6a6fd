"""Files as offices have them: .xlsx, .xls, .ods and .csv in UTF-8 or GB18030, as rows of cells with row numbers."""

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, ZipError

from gasloop.kernel.refusal import Refusal, sentence

Cell = str | int | float | bool | date | datetime | time | timedelta | None
LARGEST_FILE = 30 * 1024 * 1024
LARGEST_UNPACKED = 600 * 1024 * 1024
MOST_CELLS = 12_000_000
BROKEN = sentence("这个文件打不开，可能没有传完整或设有密码。请用 Excel 打开后另存再试。")
BOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. Row `at` of the file (counted from 1, as Excel shows it) is `rows[at - first]`.

    `merged` are areas as (top, left, bottom, right), both ends included, counted like the indices of `rows`.
    """

    name: str
    first: int
    rows: Sequence[Sequence[Cell]]
    merged: Sequence[tuple[int, int, int, int]] = ()


def read_sheets(content: bytes, filename: str) -> list[Sheet]:
    """The sheets with anything in them, in their order; Refusal in words when the file is none we can read."""
    if len(content) > LARGEST_FILE:
        raise _unreadable(sentence("文件太大（超过30兆）。请分成几个文件，或删去图片后再导入。"))
    if content.startswith(BOOKS):
        sheets = _book(content)
    elif filename.lower().endswith((".xlsx", ".xls", ".ods", ".et")):
        raise _unreadable(BROKEN)
    else:
        sheets = [_text(content)]
    found = [sheet for sheet in sheets if any(cell not in (None, "") for row in sheet.rows for cell in row)]
    if not found:
        raise _unreadable(sentence("文件里没有内容。请检查是不是选错了文件。"))
    return found


def _unreadable(text: str) -> Refusal:
    return Refusal("shell.import.unreadable", text, field="file")


def _book(content: bytes) -> list[Sheet]:
    broken = _unreadable(BROKEN)
    try:
        _unpacks_modestly(content)
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return [_sheet(book.get_sheet_by_name(name)) for name in book.sheet_names]
    except (CalamineError, ZipError, zipfile.BadZipFile, OSError, ValueError) as error:
        raise broken from error


def _unpacks_modestly(content: bytes) -> None:
    """A small file that unpacks to gigabytes is no ledger."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST_UNPACKED:
                raise _unreadable(sentence("文件解开后太大。请删去图片和多余的工作表后再导入。"))


def _sheet(sheet: CalamineSheet) -> Sheet:
    if sheet.height * sheet.width > MOST_CELLS:
        raise _unreadable(sentence("表格太大。请分成几个文件，或删去空白的行和列后再导入。"))
    top, left = sheet.start or (0, 0)
    merged = [
        (first_row - top, first_column - left, last_row - top, last_column - left)
        for (first_row, first_column), (last_row, last_column) in sheet.merged_cell_ranges or ()
        if first_row >= top and first_column >= left
    ]
    return Sheet(sheet.name, top + 1, sheet.to_python(skip_empty_area=True), merged)


def _text(content: bytes) -> Sheet:
    text = _decoded(content)
    head = text[:4096]
    delimiter = max("\t;,", key=head.count)
    # What spreadsheets export may begin a text with an apostrophe, so that it is not run as a formula.
    try:
        rows = [[_bare(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    except csv.Error as error:  # one quote too many makes a single cell of all the rest
        raise _unreadable(BROKEN) from error
    return Sheet("CSV", 1, rows)


def _bare(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell.lstrip("'")[:1] in ("=", "+", "@", "-", "\t", "\r") else cell


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise _unreadable(sentence("认不出文件的编码。请用 Excel 打开，另存为 .xlsx 后再导入。"))
