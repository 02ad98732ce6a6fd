"""The month's table as a workbook: by office, by village, and what each column means."""

from collections.abc import Sequence
from typing import IO

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from gasloop.oversight.month.figures import FIGURES, RATES
from gasloop.oversight.month.table import Line, MonthTable
from gasloop.shell.dates import day_words

TOP = 2


def write_workbook(table: MonthTable, target: IO[bytes]) -> None:
    """Write the book to `target`."""
    book = xlsxwriter.Workbook(target, {"strings_to_formulas": False, "strings_to_urls": False})
    formats = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format({"bold": True, "bg_color": "#EAF0F2", "border": 1, "text_wrap": True, "valign": "top"}),
        "name": book.add_format({"bold": True}),
        "percent": book.add_format({"num_format": "0%"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    for name, lines in ((_("按单位"), table.offices), (_("按辖区"), table.places)):
        _sheet(book.add_worksheet(name), table, [*lines, table.total], formats, name)
    _meanings(book.add_worksheet(_("怎么算")), formats)
    book.close()


def _sheet(sheet: Worksheet, table: MonthTable, lines: Sequence[Line], formats: dict[str, Format], by: str) -> None:
    columns = _columns(table)
    until = _("统计到%(day)s。") % {"day": day_words(table.month.last)}
    sheet.write_string(0, 0, f"{table.month.words} · {by} · {until}", formats["title"])
    sheet.write_string(TOP, 0, by, formats["head"])
    for at, (_key, title, _whole) in enumerate(columns, 1):
        sheet.write_string(TOP, at, title, formats["head"])
    for row, line in enumerate(lines, TOP + 1):
        sheet.write_string(row, 0, line.name, formats["name"])
        for at, (key, _title, whole) in enumerate(columns, 1):
            _write(sheet, (row, at), line, (key, whole), formats)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, len(columns), 11)
    sheet.freeze_panes(TOP + 1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _columns(table: MonthTable) -> list[tuple[str, str, str]]:
    """Key, title, and for a share the key of what it is a share of; both of its numbers stand before it."""
    found: dict[str, tuple[str, str, str]] = {}
    for head in table.heads:
        rate = RATES.get(head.key)
        for key in (rate.whole, rate.part) if rate else (head.key,):
            found.setdefault(key, (key, str(FIGURES[key].name), ""))
        if rate:
            found[rate.key] = (rate.part, str(rate.name), rate.whole)
    return list(found.values())


def _write(
    sheet: Worksheet, at: tuple[int, int], line: Line, keys: tuple[str, str], formats: dict[str, Format]
) -> None:
    key, whole = keys
    if not whole:
        sheet.write_number(*at, line.counts[key])
    elif line.counts[whole]:
        sheet.write_number(*at, line.counts[key] / line.counts[whole], formats["percent"])
    else:
        sheet.write_string(*at, "—")


def _meanings(sheet: Worksheet, formats: dict[str, Format]) -> None:
    for at, title in enumerate((_("指标"), _("怎么算"))):
        sheet.write_string(0, at, title, formats["head"])
    for row, each in enumerate(_meant(), 1):
        sheet.write_string(row, 0, each[0])
        sheet.write_string(row, 1, each[1], formats["wrap"])
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 70)


def _meant() -> list[tuple[str, str]]:
    figures = [(str(figure.name), str(figure.meaning)) for figure in FIGURES.values()]
    return figures + [(str(rate.name), str(rate.meaning)) for rate in RATES.values()]
