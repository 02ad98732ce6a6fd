"""Values as cells: HTML for the page, typed values for Excel, text for CSV."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from html import escape

from django.db import models
from django.utils.html import conditional_escape
from django.utils.translation import gettext as _

from gasloop.kernel import clock
from gasloop.shell.dates import when_words
from gasloop.shell.desk import Desk
from gasloop.shell.listing.columns import BoundColumn, path_reader
from gasloop.shell.looks import PLAIN, RISK, look_of
from gasloop.shell.marks import chip_html, due_html, time_html

Plain = str | int | float | Decimal | date | datetime
FORMULA_STARTS = ("=", "+", "@", "-", "\t", "\r")


def plain_value(column: BoundColumn, row: models.Model, desk: Desk) -> Plain | None:
    """The value as people name it: choices as their words, money in yuan, mass in kilograms, places by name."""
    value = column.read(row)
    kind = column.column.kind
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if column.labels:
        return str(column.labels.get(value, value))
    match kind, value:
        case "place", str():
            return desk.places.get(value, value)
        case "money", int():
            return Decimal(value) / 100
        case "mass", int():
            return Decimal(value) / 1000
        case _, datetime():
            return value.astimezone(clock.LEGAL_ZONE)
        case _, int() | float() | Decimal() | date():
            return value
        case _, list() | tuple():
            return _("、").join(str(part) for part in value) or None
    return str(value)


def text_of(value: Plain | None) -> str:
    """A value as text: for print, CSV and whatever has no types."""
    match value:
        case None:
            return ""
        case date():
            return when_words(value)
        case int() | float() | Decimal():
            return f"{value:,}"
    return value


def csv_text(value: Plain | None) -> str:
    """A value as a CSV cell: dates ISO, and no text that a spreadsheet would run as a formula."""
    match value:
        case None:
            return ""
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
        case str():
            # A text that looks escaped already is escaped once more, so that what comes back is what went out.
            return f"'{value}" if value.lstrip("'").startswith(FORMULA_STARTS) else value
    return str(value)


Printer = Callable[[models.Model], str]


def cell_printer(column: BoundColumn, desk: Desk) -> Printer:
    """How this column prints itself on the page, as HTML; the parts that repeat from row to row are made once."""
    kind = column.column.kind
    if kind in ("status", "risk"):
        return _chip_printer(column, desk)
    if kind == "due":
        return _due_printer(column)
    if kind in ("date", "datetime"):
        return _time_printer(column)
    return _word_printer(column, desk) if column.labels or kind == "place" else _plain_printer(column, desk)


def _plain_printer(column: BoundColumn, desk: Desk) -> Printer:
    read = column.read

    def print_plain(row: models.Model) -> str:
        value = read(row)
        if type(value) is str:  # and nothing that calls itself safe
            return escape(value)
        return conditional_escape(text_of(plain_value(column, row, desk)))

    return print_plain


def _word_printer(column: BoundColumn, desk: Desk) -> Printer:
    """Few values, many rows: each value's words are made once."""
    read = column.read
    made: dict[object, str] = {}

    def print_word(row: models.Model) -> str:
        value = read(row)
        if not isinstance(value, str):
            return conditional_escape(text_of(plain_value(column, row, desk)))
        if value not in made:
            made[value] = conditional_escape(text_of(plain_value(column, row, desk)))
        return made[value]

    return print_word


def _chip_printer(column: BoundColumn, desk: Desk) -> Printer:
    made: dict[object, str] = {}
    read, field = column.read, column.field
    name = field.name if field is not None else column.name

    def print_chip(row: models.Model) -> str:
        value = read(row)
        if value not in made:
            words = plain_value(column, row, desk)
            risk = column.column.kind == "risk"
            look = RISK.get(str(value), PLAIN) if risk else look_of(column.owner, name, value)
            made[value] = chip_html(text_of(words), look) if words is not None else ""
        return made[value]

    return print_chip


def _due_printer(column: BoundColumn) -> Printer:
    read, met = column.read, path_reader(column.column.met) if column.column.met else None

    def print_due(row: models.Model) -> str:
        value = read(row)
        if not isinstance(value, date):
            return ""
        return due_html(value, met=bool(met and met(row)))

    return print_due


def _time_printer(column: BoundColumn) -> Printer:
    read = column.read

    def print_time(row: models.Model) -> str:
        value = read(row)
        return time_html(value) if isinstance(value, date) else ""

    return print_time


def linked(html: str, address: str) -> str:
    """The cell (HTML) that opens the row."""
    return f'<a class="row-link" href="{escape(address)}">{html or "—"}</a>' if address else html
