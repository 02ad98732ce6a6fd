"""Where a sheet's table begins and ends: titles above, one or two header rows, merged cells, totals and notes below."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from gasloop.kernel.refusal import Refusal, sentence
from gasloop.shell.importing.reading import Cell, Sheet

HEAD_WITHIN = 30
TOTALS = frozenset({"合计", "总计", "小计", "共计", "合计:", "总计:", "total"})
NOTES = ("注", "备注:", "说明", "填表", "填报", "制表", "审核", "单位负责人", "联系人:", "联系电话:", "统计时间")
NUMBERING = re.compile(r"[(]?([0-9]{1,2}|[a-z]|[甲乙丙丁])[)]?")

NOTE, TOTAL, AGAIN, COUNTING = sentence("说明文字"), sentence("合计行"), sentence("重复的表头"), sentence("栏次行")


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet's table: a title per column (empty for none), rows with their numbers, and what was left out and why."""

    sheet: str
    titles: tuple[str, ...]
    head: tuple[int, ...]
    rows: Sequence[tuple[int, Sequence[Cell]]]
    left_out: Sequence[tuple[int, str]] = field(default_factory=tuple)


def normal_title(text: object) -> str:
    """A heading without blanks, width, stars and colons: `名 称＊` and `名称` are one."""
    wide = unicodedata.normalize("NFKC", str(text if text is not None else ""))
    return "".join(wide.split()).strip("*:").replace("*", "").lower()


def bare_title(text: object) -> str:
    """A heading without what stands in brackets: `建筑面积(㎡)` is `建筑面积`."""
    return re.sub(r"[(\[][^)\]]*[)\]]", "", normal_title(text))


def find_table(sheets: Sequence[Sheet], known: Collection[str]) -> Table:
    """The table among the sheets whose headings fit best; `known` are normal titles. Refusal when there is none."""
    wanted = {*known, *(bare_title(title) for title in known)}
    best, chosen = -1, None
    for sheet in sheets:
        head, score = _head(_with_merged_head(sheet), wanted)
        if head and score > best:
            best, chosen = score, (sheet, head)
    if chosen is None:
        raise Refusal(
            "shell.import.no_head",
            sentence("没有找到表头。表头应有一行写着各列名称（如“名称”“地址”），请核对或下载模板。"),
            field="file",
        )
    return _table(*chosen)


def _with_merged_head(sheet: Sheet) -> list[list[Cell]]:
    """The first rows, merged cells filled: a group's heading stands above each of its columns."""
    rows = [list(row) for row in sheet.rows[:HEAD_WITHIN]]
    for top, left, bottom, right in sheet.merged:
        if top < len(rows) and left < len(rows[top]):
            for row in rows[top : bottom + 1]:
                row[left : right + 1] = [rows[top][left]] * len(row[left : right + 1])
    return rows


def _head(rows: Sequence[Sequence[Cell]], wanted: Collection[str]) -> tuple[tuple[int, ...], int]:
    """The header row, or two of them, that names most of what is wanted; else the first row that looks like one."""
    best: tuple[int, ...] = ()
    score = 0
    # Two rows only where they name more than each of them alone: above most tables stands a merged title.
    for head in (*((at,) for at in range(len(rows))), *((at, at + 1) for at in range(len(rows) - 1))):
        hits = len({t for t in map(normal_title, _titles(rows, head)) if t in wanted or bare_title(t) in wanted})
        if hits > score:
            best, score = head, hits
    if score >= 2 or (score == 1 and len(wanted) == 1):
        return best, score
    for at, row in enumerate(rows):
        texts = {normal_title(cell) for cell in row if isinstance(cell, str) and cell.strip()}
        if len(texts) >= 2:
            return (at,), 0
    return best, score


def _titles(rows: Sequence[Sequence[Cell]], head: Sequence[int]) -> list[str]:
    """A title per column: the lower heading, or the upper one where it stands alone."""
    upper, lower = rows[head[0]], rows[head[-1]]
    width = max(len(upper), len(lower))
    titles = []
    for column in range(width):
        above = _words(upper[column] if column < len(upper) else None)
        below = _words(lower[column] if column < len(lower) else None)
        titles.append(below or above)
    return titles


def _words(cell: Cell) -> str:
    return " ".join(str(cell).split()) if cell is not None else ""


def _table(sheet: Sheet, head: tuple[int, ...]) -> Table:
    titles = _titles(_with_merged_head(sheet), head)
    rows: list[tuple[int, Sequence[Cell]]] = []
    left_out: list[tuple[int, str]] = []
    again = [normal_title(title) for title in titles]
    plainly = _Plainly(titles)
    for at, row in _with_merged_column(sheet, head[-1] + 1):
        if rows and plainly.data(row):
            rows.append((sheet.first + at, row))
            continue
        if not any(cell is not None and cell != "" and str(cell).strip() for cell in row):
            continue
        # A head merged downwards leaves empty rows before the row that counts the columns.
        why = _no_data(row, again, next_to_head=not rows and not left_out)
        if why:
            left_out.append((sheet.first + at, why))
        else:
            rows.append((sheet.first + at, row))
    return Table(sheet.name, tuple(titles), tuple(sheet.first + at for at in head), rows, left_out)


class _Plainly:
    """Tells most rows of data at a glance, so that only the odd ones are looked at cell by cell."""

    LOOKED_AT = 4
    HINT = re.compile("[计tTｔＴ]")

    def __init__(self, titles: Sequence[str]) -> None:
        self._begin = tuple(
            {words[:1] for words in (title, normal_title(title)) if words} for title in titles[: self.LOOKED_AT]
        )

    def data(self, row: Sequence[Cell]) -> bool:
        """Several cells, and none of the first that could begin a total, a note or the head once more."""
        said = 0
        for cell, begin in zip(row, self._begin, strict=False):
            if cell is None or cell == "":
                continue
            said += 1
            # A total's word may be stretched with blanks, a heading may begin with a star.
            if isinstance(cell, str) and (
                cell[0] in begin or cell[0] in "*＊" or cell[0].isspace() or self.HINT.search(cell)
            ):
                return False
        return said >= 3


def _with_merged_column(sheet: Sheet, start: int) -> Iterator[tuple[int, Sequence[Cell]]]:
    """The rows below the head; a cell merged downwards (one village for ten shops) stands in each of its rows."""
    filled: dict[int, list[tuple[int, Cell]]] = {}
    for top, left, bottom, _right in sheet.merged:
        if top >= start and bottom > top and left < len(sheet.rows[top]):
            for at in range(top + 1, min(bottom + 1, len(sheet.rows))):
                filled.setdefault(at, []).append((left, sheet.rows[top][left]))
    for at in range(start, len(sheet.rows)):
        row = sheet.rows[at]
        if at in filled:
            row = list(row)
            for column, cell in filled[at]:
                row[column] = cell
        yield at, row


def _no_data(row: Sequence[Cell], again: Sequence[str], *, next_to_head: bool) -> str:
    """Why a row is no data; empty when it is."""
    said = [normal_title(cell) for cell in row if cell not in (None, "")]
    said = [text for text in said if text]
    if any(text in TOTALS for text in said[:3]):
        return TOTAL
    if len(said) <= 2 and said[0].startswith(tuple(map(normal_title, NOTES))):
        return NOTE
    if len(said) == 1 and len(said[0]) > 20 and len(again) > 2:
        return NOTE
    if len(said) > 1 and [normal_title(c) for c in row[: len(again)]] == again[: len(row)]:
        return AGAIN
    if (
        next_to_head
        and len(said) > 2
        and all(NUMBERING.fullmatch(text) for text in said)
        and len(set(said)) == len(said)
    ):
        return COUNTING
    return ""
