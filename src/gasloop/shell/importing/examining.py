"""All rows of a file read and judged: what each would do, and in words what is wrong with those that cannot come in."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from gasloop.kernel.actor import Actor
from gasloop.shell.desk import Desk
from gasloop.shell.errors import say
from gasloop.shell.importing.cells import CellError, is_blank, shown
from gasloop.shell.importing.declared import Importer, Row, Verdict
from gasloop.shell.importing.layout import Table
from gasloop.shell.importing.matching import Columns
from gasloop.shell.importing.parsers import Read
from gasloop.shell.importing.reading import Cell

if TYPE_CHECKING:
    from gasloop.shell.listing.declared import Listing

PIECE = 2000
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one cell (or, without a column, with the row): rendered in the reader's language."""

    at: int
    column: int | None
    title: str
    expected: str
    got: str


@dataclass(slots=True)
class Examined:
    """The rows that may come in, a verdict for every row that could be read, and the problems of the others."""

    rows: list[Row] = field(default_factory=list)
    verdicts: Sequence[Verdict] = ()
    problems: list[Problem] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """Rows by what would happen with them."""
        found = {"create": 0, "change": 0, "same": 0}
        for verdict in self.verdicts:
            if verdict.act != "refused":
                found[verdict.act] += 1
        return {**found, "refused": len({problem.at for problem in self.problems})}


class Reader:
    """The cells of a table, read as the fields they were matched with."""

    def __init__(
        self, importer: Importer, listing: "Listing[Any]", actor: Actor, columns: Columns, titles: Sequence[str]
    ) -> None:
        desk = Desk(actor, importer.capability, listing.model)
        self._columns: list[tuple[int, str, Read]] = [
            (column, name, importer.field(name).parser.prepare(desk)) for column, name in columns.items()
        ]
        self._titles = titles

    def read(self, at: int, cells: Sequence[Cell]) -> tuple[Row, list[Problem]]:
        """One row; blank cells are left out of it."""
        values: dict[str, object] = {}
        problems: list[Problem] = []
        width = len(cells)
        for column, name, read in self._columns:
            if column >= width or is_blank(cells[column]):
                continue
            try:
                values[name] = read(cells[column])
            except CellError as error:
                expected = _(error.expected).format(**error.params)
                problems.append(Problem(at, column, self._titles[column], expected, shown(cells[column])))
        return Row(at, values), problems


def examine(
    table: Table,
    columns: Columns,
    importer: Importer,
    listing: "Listing[Any]",
    actor: Actor,
    progress: Progress = lambda _n: None,
) -> Examined:
    """Read every row and have the room judge those that could be read; nothing is written. `progress` hears rows."""
    reader = Reader(importer, listing, actor, columns, table.titles)
    found = Examined()
    for number, (at, cells) in enumerate(table.rows, 1):
        row, problems = reader.read(at, cells)
        if problems:
            found.problems += problems
        else:
            found.rows.append(row)
        if number % PIECE == 0:
            progress(number)
    found.verdicts = importer.judge(actor, found.rows)
    found.problems += _refused(found.verdicts, table, columns)
    found.problems.sort(key=lambda problem: (problem.at, -1 if problem.column is None else problem.column))
    refused = {verdict.at for verdict in found.verdicts if verdict.act == "refused"}
    found.rows = [row for row in found.rows if row.at not in refused]
    return found


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
