"""The table as HTML, made by Python: a template per cell would cost more than the query."""

from collections.abc import Iterable
from html import escape
from typing import TypeVar

from django.db import models
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from gasloop.shell.listing.asked import Ledger
from gasloop.shell.listing.cells import cell_printer, linked
from gasloop.shell.listing.columns import BoundColumn
from gasloop.shell.marks import icon_html

M = TypeVar("M", bound=models.Model)
SWAP = mark_safe('hx-target="#listing" hx-swap="outerHTML" hx-push-url="true"')


def table_html(ledger: Ledger[M], rows: Iterable[M], *, sortable: bool = True, choosing: bool = False) -> SafeString:
    """The whole table. `sortable` False for print; `choosing` puts a box before each row, for bulk acts."""
    head = "".join(_head_cell(ledger, column, sortable=sortable) for column in ledger.columns)
    if choosing:
        head = format_html('<th scope="col" role="columnheader" class="cell-choice">{}</th>', _choose_all()) + head
    body = "".join(_body(ledger, rows, choosing=choosing))
    caption = conditional_escape(str(ledger.listing.title))
    # Every part is escaped where it is made.
    return mark_safe(  # noqa: S308
        f'<table class="listing-table" role="table"><caption class="visually-hidden">{caption}</caption>'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead><tbody role="rowgroup">{body}</tbody></table>'
    )


def _head_cell(ledger: Ledger[M], column: BoundColumn, *, sortable: bool) -> SafeString:
    kind = f"cell-{column.column.kind}"
    if not sortable or not column.sort_path:
        return format_html('<th scope="col" role="columnheader" class="{}">{}</th>', kind, column.title)
    current, down = ledger.sort.lstrip("-") == column.name, ledger.sort.startswith("-")
    address = ledger.address(sort=column.name if not current or down else f"-{column.name}")
    state = format_html(' aria-sort="{}"', "descending" if down else "ascending") if current else ""
    mark = icon_html(("arrow-down" if down else "arrow-up") if current else "arrows-sort")
    return format_html(
        '<th scope="col" role="columnheader" class="{}"{}><a href="{}" hx-get="{}" {} title="{}">{}{}</a></th>',
        kind, state, address, address, SWAP, _("点击排序"), column.title, mark,
    )  # fmt: skip


def _choose_all() -> SafeString:
    return format_html(
        '<input type="checkbox" class="form-check-input only-scripted" data-choose-all aria-label="{}">', _("选中本页")
    )


def _choice(row: models.Model, words: str) -> str:
    """The box that chooses a row; it belongs to the form of the bulk acts."""
    return (
        '<td role="cell" class="cell-choice"><input type="checkbox" class="form-check-input" name="row" '
        f'value="{row.pk}" form="listing-bulk" data-choose aria-label="{escape(words % {"name": row})}"></td>'
    )


def _body(ledger: Ledger[M], rows: Iterable[M], *, choosing: bool) -> Iterable[str]:
    printers = [
        (cell_printer(column, ledger.desk), column.column.link, *_cell_open(ledger, column))
        for column in ledger.columns
    ]
    link, choose = ledger.listing.link, _("选中%(name)s")
    for row in rows:
        address = link(row)
        cells = [_choice(row, choose)] if choosing else []
        for print_cell, leads, opening, opening_empty in printers:
            html = print_cell(row)
            if leads:
                html = linked(html, address)
            cells.append(f"{opening}{html}</td>" if html else opening_empty)
        yield f'<tr role="row">{"".join(cells)}</tr>'


def _cell_open(ledger: Ledger[M], column: BoundColumn) -> tuple[str, str]:
    """The opening tag of a column's cells, and a whole cell where there is no value."""
    classes = [f"cell-{column.column.kind}"]
    if column.column.wide:
        classes.append("cell-wide")
    if column is _lead(ledger):
        classes.append("cell-lead")
    elif column is _badge(ledger):
        classes.append("cell-badge")
    names = " ".join(classes)
    label = conditional_escape(column.title)
    opening = f'<td role="cell" class="{names}" data-label="{label}">'
    nothing = f'<td role="cell" class="{names} cell-empty" data-label="{label}"><span class="none">—</span></td>'
    return opening, nothing


def _lead(ledger: Ledger[M]) -> BoundColumn:
    """The column that heads a row's card on a phone: the linked one, or the first."""
    return next((column for column in ledger.columns if column.column.link), ledger.columns[0])


def _badge(ledger: Ledger[M]) -> BoundColumn | None:
    """The first status, which stands in the corner of the card."""
    return next((column for column in ledger.columns if column.column.kind in ("status", "risk")), None)
