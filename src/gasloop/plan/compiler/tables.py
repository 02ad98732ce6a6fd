"""Task tables (序号 | 重点任务 | 责任单位 | 完成时限): rows are lines with tabs; the head says what each cell is."""

import re
from collections.abc import Sequence

from gasloop.plan.compiler.offices import LABEL_LINE, NOTE_LINE

_TASK = re.compile(r"任务|内容|措施|事项|工作|问题|项目|目标|要求")
_NUMBER = re.compile(r"^(?:序\s*号|编\s*号|No\.?)$")


def cells_of(line: str) -> list[str]:
    """The cells of a row, blanks around them gone."""
    return [re.sub(r"\s+", " ", cell).strip() for cell in line.split("\t")]


def head_of(line: str) -> list[str] | None:
    """The names of the columns when the line is the head of a task table; None for any other line."""
    cells = cells_of(line)
    if len(cells) < 3 or any(len(cell) > 12 for cell in cells):
        return None
    tasks = any(_TASK.search(cell) and not _says_who(cell) for cell in cells)
    return cells if tasks and any(_says_who(cell) for cell in cells) else None


def row_of(columns: Sequence[str], line: str) -> tuple[str, list[str]]:
    """A row's own text and its notes (`责任单位：市应急局`). Cells merged away are missing on the left."""
    cells = cells_of(line)
    cells = [*([""] * (len(columns) - len(cells))), *cells]
    notes = [f"{name}：{cell}" for name, cell in zip(columns, cells, strict=False) if cell and _is_note(name)]
    own = [
        cell
        for name, cell in zip([*columns, *[""] * len(cells)], cells, strict=False)
        if cell and not _is_note(name) and not _NUMBER.match(name)
    ]
    return "\t".join(own), notes


def _says_who(name: str) -> bool:
    return bool(LABEL_LINE.match(f"{name}："))


def _is_note(name: str) -> bool:
    return bool(NOTE_LINE.match(f"{name}："))
