"""All rows of a file read and judged: what each would do, and in words what is wrong with those that cannot come in."""

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from gasloop.kernel.actor import Actor
from gasloop.shell.desk import Desk
from gasloop.shell.errors import say
from gasloop.shell.importing.cells import CellError, is_blank, shown
from gasloop.shell.importing.declared import Importer, Judgement, Row, Verdict
from gasloop.shell.importing.layout import Table
from gasloop.shell.importing.matching import Columns
from gasloop.shell.importing.parsers import Read
from gasloop.shell.importing.reading import Cell

if TYPE_CHECKING:
    from gasloop.shell.listing.declared import Listing

PIECE = 5000
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one cell (or, without a column, with the row): rendered in the reader's language."""

    at: int
    column: int | None
    title: str
    expected: str
    got: str


@dataclass(frozen=True, slots=True)
class Examined:
    """The judgement of every row that could be read, and what is wrong with those that cannot come in."""

    judgement: Judgement
    problems: Sequence[Problem]

    def counts(self) -> dict[str, int]:
        """Rows by what would happen with them."""
        found = {"create": 0, "change": 0, "same": 0}
        for verdict in self.judgement.verdicts:
            if verdict.act != "refused":
                found[verdict.act] += 1
        return {**found, "refused": len({problem.at for problem in self.problems})}


@contextmanager
def uncollected() -> Iterator[None]:
    """No search for cycles while millions of values are made that have none: it would look at all of them each time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Reader:
    """The cells of a table, read as the fields they were matched with: column by column, each different cell once."""

    def __init__(
        self, importer: Importer, listing: "Listing[Any]", actor: Actor, columns: Columns, titles: Sequence[str]
    ) -> None:
        desk = Desk(actor, importer.capability, listing.model)
        self._columns = [
            _Column(column, name, importer.field(name).parser.prepare(desk)) for column, name in columns.items()
        ]
        self._names = tuple(each.name for each in self._columns)
        self._titles = titles

    def read(self, rows: Sequence[tuple[int, Sequence[Cell]]]) -> tuple[list[Row], list[Problem]]:
        """The rows without a bad cell, blank cells left out of them; and what is wrong with the others."""
        read = [column.read(rows) for column in self._columns]
        failed = {at for column in self._columns if column.failing for at, _cells in _failures(rows, column)}
        problems = [
            self._problem(at, column, cells)
            for column in self._columns
            if column.failing
            for at, cells in _failures(rows, column)
        ]
        found = []
        for (at, _cells), values in zip(rows, zip(*read, strict=True), strict=True):
            if at not in failed:
                found.append(Row(at, {n: v for n, v in zip(self._names, values, strict=True) if v is not BLANK}))
        return found, problems

    def _problem(self, at: int, column: "_Column", cells: Sequence[Cell]) -> Problem:
        cell = cells[column.at]
        error = column.of(cell)
        if not isinstance(error, CellError):
            raise TypeError("only a cell that could not be read is a problem")
        return Problem(at, column.at, self._titles[column.at], _(error.expected).format(**error.params), shown(cell))


class _Blank:
    """What stands for a cell with nothing in it."""


BLANK = _Blank()
TRUE, FALSE = object(), object()


class _Column:
    """One column and what its cells mean, each different cell read once."""

    def __init__(self, at: int, name: str, read: Read) -> None:
        self.at, self.name, self.failing = at, name, False
        self._read = read
        self._known: dict[object, object] = {}

    def read(self, rows: Sequence[tuple[int, Sequence[Cell]]]) -> list[object]:
        """What each row says in this column: a value, BLANK, or the error it gives."""
        at, known = self.at, self._known
        keys = [_key(cells[at]) if at < len(cells) else None for _at, cells in rows]
        for key in set(keys) - known.keys():
            known[key] = self._once(key)
        return [known[key] for key in keys]

    def of(self, cell: Cell) -> object:
        """What a cell that was read means."""
        return self._known[_key(cell)]

    def _once(self, key: object) -> object:
        cell: Cell = key is TRUE if key in (TRUE, FALSE) else key  # type: ignore[assignment]  # keys are cells but for these two
        if is_blank(cell):
            return BLANK
        try:
            return self._read(cell)
        except CellError as error:
            self.failing = True
            return error


def _key(cell: Cell) -> object:
    """What a cell is remembered by: true is 1 to Python, but another thing in a sheet."""
    return cell if cell is not True and cell is not False else TRUE if cell else FALSE


def _failures(rows: Sequence[tuple[int, Sequence[Cell]]], column: _Column) -> Iterator[tuple[int, Sequence[Cell]]]:
    """The rows whose cell of this column could not be read."""
    for at, cells in rows:
        if column.at < len(cells) and isinstance(column.of(cells[column.at]), CellError):
            yield at, cells


def examine(
    table: Table,
    columns: Columns,
    importer: Importer,
    listing: "Listing[Any]",
    actor: Actor,
    progress: Progress = lambda _n: None,
    *,
    hold: bool = False,
) -> Examined:
    """Read every row and have the room judge those that could be read; nothing is written. `progress` hears rows.

    `hold` keeps what the rows name as it is, so that the judgement may be carried out in the same transaction.
    """
    reader = Reader(importer, listing, actor, columns, table.titles)
    rows: list[Row] = []
    problems: list[Problem] = []
    for start in range(0, len(table.rows), PIECE):
        read, wrong = reader.read(table.rows[start : start + PIECE])
        rows += read
        problems += wrong
        progress(min(start + PIECE, len(table.rows)))
    judgement = importer.judge(actor, rows, hold=hold)
    problems += _refused(judgement.verdicts, table, columns)
    problems.sort(key=lambda problem: (problem.at, -1 if problem.column is None else problem.column))
    return Examined(judgement, problems)


def _refused(verdicts: Sequence[Verdict], table: Table, columns: Columns) -> Iterator[Problem]:
    """The room's refusals, beside the cells they are about."""
    where: Mapping[str, int] = {name: column for column, name in columns.items()}
    cells = dict(table.rows) if any(v.refusal for v in verdicts) else {}
    for verdict in verdicts:
        if verdict.refusal is None:
            continue
        column = where.get(verdict.refusal.field or "")
        row = cells[verdict.at]
        got = shown(row[column]) if column is not None and column < len(row) else ""
        title = table.titles[column] if column is not None else ""
        yield Problem(verdict.at, column, title, say(verdict.refusal), got)
