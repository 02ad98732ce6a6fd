"""Task tables (序号 | 重点任务 | 责任单位 | 完成时限): rows are lines with tabs; the head says what each cell is.

Word tables come with tabs. Copied out of a page or a PDF a table has blanks between its cells, or every cell on a line
of its own: `folded` puts tabs where the cells end, which changes blanks only.
"""

import re
from collections.abc import Sequence

import msgspec

from gasloop.plan.compiler.deadlines import deadlines_in, is_term
from gasloop.plan.compiler.lines import Line
from gasloop.plan.compiler.numerals import narrow
from gasloop.plan.compiler.offices import LABEL_LINE, NOTE_LINE

_TASK = re.compile(r"任务|内容|措施|事项|工作|问题|项目|目标|要求")
_NUMBER = re.compile(r"^(?:序\s*号|编\s*号|No\.?)$")
_WHEN = re.compile(r"时限|时间|节点|进度")
_MOST_LINES = 40


def cells_of(line: str) -> list[str]:
    """The cells of a row, blanks around them gone."""
    cells = line.split("\t") if "\t" in line else line.strip().strip("|").split("|")
    return [re.sub(r"\s+", " ", cell).strip() for cell in cells]


def is_row(line: str) -> bool:
    """Does the line have cells at all?"""
    return "\t" in line or line.count("|") >= 2


def head_of(line: str) -> list[str] | None:
    """The names of the columns when the line is the head of a task table; None for any other line."""
    return _head(cells_of(line)) if is_row(line) else None


def _head(cells: list[str]) -> list[str] | None:
    if len(cells) < 3 or any(len(cell) > 12 for cell in cells):
        return None
    tasks = any(_TASK.search(cell) and not _says_who(cell) for cell in cells)
    return cells if tasks and any(_says_who(cell) for cell in cells) else None


def number_of(columns: Sequence[str], line: str) -> int | None:
    """The number in a row's first cell where the table numbers its rows."""
    first = narrow(cells_of(line)[0]).rstrip(".、")
    return int(first) if _NUMBER.match(columns[0]) and first.isascii() and first.isdigit() else None


def row_of(columns: Sequence[str], line: str) -> tuple[str, list[str]]:
    """A row's own text and its notes (`责任单位：市应急局`). Cells merged away are missing on the left."""
    cells = _aligned(columns, cells_of(line))
    notes = [f"{name}：{cell}" for name, cell in zip(columns, cells, strict=False) if cell and _is_note(name)]
    own = [
        cell
        for name, cell in zip([*columns, *[""] * len(cells)], cells, strict=False)
        if cell and not _is_note(name) and not _NUMBER.match(name)
    ]
    return "\t".join(own), notes


def runs_on(columns: Sequence[str], line: str) -> bool:
    """Is the row the rest of the one above it? Its number is missing and most of its cells are empty."""
    return line.startswith("\t") and sum(map(bool, cells_of(line))) * 2 <= len(columns)


def merged_away(columns: Sequence[str], line: str) -> list[str]:
    """The columns on the left whose cell is shared with the row above (`牵头单位` printed once for several tasks)."""
    cells = _aligned(columns, cells_of(line))
    first = next((at for at, cell in enumerate(cells) if cell), 0)
    return [name for name in columns[:first] if _is_note(name)]


def _aligned(columns: Sequence[str], cells: list[str]) -> list[str]:
    """As many cells as columns: a task with blanks in it is put together, an empty cell before the term is put back."""
    if (more := len(cells) - len(columns)) > 0:
        task = next((at for at, name in enumerate(columns) if _TASK.search(name) and not _says_who(name)), 0)
        return [*cells[:task], " ".join(cells[task : task + more + 1]), *cells[task + more + 1 :]]
    if more == 0:
        return cells
    empty = [""] * -more
    if not (_NUMBER.match(columns[0]) and narrow(cells[0]).isdigit()):
        return [*empty, *cells]
    dated = _WHEN.search(columns[-1]) and (is_term(cells[-1]) or deadlines_in(cells[-1]))
    return [*cells[:-1], *empty, cells[-1]] if dated else [*cells, *empty]


def rest_of(columns: Sequence[str], line: str) -> tuple[str, list[tuple[str, str]]]:
    """Of a row that runs on: the text, and what belongs behind which note."""
    cells = list(zip(columns, cells_of(line), strict=False))
    text = "".join(cell for name, cell in cells if cell and not _is_note(name))
    return text, [(name, cell) for name, cell in cells if cell and _is_note(name)]


def _says_who(name: str) -> bool:
    return bool(LABEL_LINE.match(f"{name}："))


def _is_note(name: str) -> bool:
    return bool(NOTE_LINE.match(f"{name}："))


def folded(lines: list[Line]) -> list[Line]:
    """The lines with one line for each row of a table that was printed otherwise."""
    found: list[Line] = []
    at = 0
    while at < len(lines):
        rows, at_next = _in_blanks(lines, at) or _in_lines(lines, at) or ([lines[at]], at + 1)
        found.extend(rows)
        at = at_next
    return found


def _in_blanks(lines: list[Line], at: int) -> tuple[list[Line], int] | None:
    """A head such as `序号 任务 责任单位 完成时限` and the numbered rows below it, cells between blanks."""
    head = lines[at].text.split()
    if "\t" in lines[at].text or not _NUMBER.match(head[0]) or not _head(head):
        return None
    rows, row = [_tabbed(lines[at], head)], lines[at]
    for line in lines[at + 1 :]:
        cells = line.text.split()
        if len(cells) >= 3 and narrow(cells[0]).rstrip(".、").isdigit():
            row = line
        elif (
            len(rows) > 1 and len(cells) < len(head) and (_still_open(row) is not None or _indent(line) > _indent(row))
        ):
            cells = _below(row, line)
        else:
            break
        rows.append(_tabbed(line, cells))
    return (rows, at + len(rows)) if len(rows) > 1 else None


def _still_open(row: Line) -> int | None:
    return next((at for at, cell in enumerate(row.text.split()) if cell.endswith(("，", "、", "（", "(", ","))), None)


def _below(row: Line, line: Line) -> list[str]:
    """What runs on below a row, as cells: a piece stands below the cell that is still open, else as it is printed."""
    cells, starts, at = row.text.split(), [], 0
    for cell in cells:
        at = row.text.index(cell, at)
        starts.append(_columns(row.text[:at]))
        at += len(cell)
    still_open = _still_open(row)
    found = [""] * len(cells)
    for piece in line.text.split():
        stands = _indent(line) - _indent(row) + _columns(line.text[: line.text.index(piece)])
        under = min(range(len(starts)), key=lambda cell: abs(starts[cell] - stands))
        found[under if still_open is None else still_open] += piece
    return found


def _indent(line: Line) -> int:
    return line.width - len(line.text)


def _columns(text: str) -> int:
    """How wide a text is printed, a Chinese character taking two columns."""
    return sum(2 if ord(char) > 0x2E80 else 1 for char in text)


def _in_lines(lines: list[Line], at: int) -> tuple[list[Line], int] | None:
    """The names of the columns and then the cells, each on a line of its own; a number alone begins a row."""
    if not _NUMBER.match(lines[at].text):
        return None
    numbers = [i for i in range(at, len(lines)) if narrow(lines[i].text).isdigit()]
    if not numbers or narrow(lines[numbers[0]].text) != "1" or not 3 <= numbers[0] - at <= 9:
        return None
    columns = [line.text for line in lines[at : numbers[0]]]
    if not _head(columns):
        return None
    rows = [_tabbed(lines[at], columns)]
    start = numbers[0]
    for count, number in enumerate(numbers, 1):
        if narrow(lines[number].text) != str(count) or number - start > _MOST_LINES:
            break
        end = numbers[count] if count < len(numbers) else min(len(lines), number + len(columns))
        end = end if end - number <= _MOST_LINES else number + len(columns)
        rows.append(_tabbed(lines[number], [line.text for line in lines[number:end]]))
        start = end
    return rows, start


def _tabbed(line: Line, cells: Sequence[str]) -> Line:
    return msgspec.structs.replace(line, text="\t".join(cells))
