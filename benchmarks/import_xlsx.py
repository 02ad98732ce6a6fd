"""100,000 rows of 15 columns from .xlsx into the ledger of sites: from the bytes of the file to the committed rows.

In it: reading the workbook, finding its table, matching columns, reading and judging every cell and row (names, places,
offices, attributes, positions, scope, what is known already), numbers, search words, Chinese order, all indexes and
foreign keys, one evidence entry with a digest per row and their Merkle root, the event that tells of it, the commit.
Rows are judged once, under the locks they are written with. Names, addresses and positions differ from row to row;
kinds, divisions, gas, seats and the rest repeat as they do in a town. Not in it: the pages' dry run before (as long as
judging), sealing the entry (the worker's, seconds later).

The limit is calamine reading the same file and a bare COPY of its cells as text into a table without index, key or
check, in the same database; it judges nothing, makes no number, no search words, no evidence.
"""

import argparse
import io
import os
import time
from collections.abc import Sequence

import xlsxwriter

from benchmarks.furnishing import enter
from benchmarks.measuring import last_line, town

GOAL = 0.4
HEAD = ("名称", "类别", "辖区", "地址", "气源", "责任单位", "纬度", "经度")
COLUMNS = 15
KINDS = ("餐饮店", "单位食堂", "宾馆旅馆")
ROUNDS = 3


def workbook(count: int, round_: int) -> tuple[bytes, int]:
    """The file, and how many columns it has."""
    from gasloop.registry.attributes import attributes_of

    extra = attributes_of("restaurant")[: COLUMNS - len(HEAD)]
    titles = [*HEAD, *(each.title for each in extra)]
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"constant_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, titles)
    for n in range(count):
        common = (
            f"样例{round_}店{n}（示例）",
            KINDS[n % len(KINDS)],
            "双堰社区" if n % 3 else "示例一村",
            f"正街{n}号",
            "瓶装液化石油气" if n % 4 else "管道燃气",
            "应急办" if n % 2 else "",
            round(30.10 + n % 9973 / 100_000, 6),
            round(105.70 + n % 9967 / 100_000, 6),
        )
        more = ["是" if (n >> at) % 2 else "否" for at in range(len(extra))]
        counts = [n % 40 + at for at in range(len(extra))]
        more = [m if each.type == "yes_no" else c for m, c, each in zip(more, counts, extra, strict=True)]
        sheet.write_row(n + 1, 0, (*common, *more))
    book.close()
    return target.getvalue(), len(titles)


def bare(content: bytes) -> float:
    """Seconds of calamine and COPY."""
    from django.db import connection
    from python_calamine import CalamineWorkbook

    began = time.perf_counter()
    rows: Sequence[Sequence[object]] = (
        CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    )
    with connection.cursor() as cursor:
        columns = ", ".join(f"c{n} text" for n in range(len(rows[0])))
        cursor.execute(f"DROP TABLE IF EXISTS bare_rows; CREATE TABLE bare_rows ({columns})")
        with cursor.copy("COPY bare_rows FROM STDIN") as copy:
            for row in rows[1:]:
                copy.write_row(row)
    return time.perf_counter() - began


def ours(content: bytes, count: int) -> float:
    """Seconds of the import as the command line does it."""
    from gasloop.kernel.actor import system
    from gasloop.shell.importing.whole import bring_file

    began = time.perf_counter()
    brought = bring_file(system(), ledger="sites", content=content, filename="sites.xlsx")
    if brought.create != count:
        raise SystemExit(f"{brought.create} of {count} rows came in: {brought.problems[:3]}")
    return time.perf_counter() - began


def main() -> None:
    """Three rounds of each, alternating; the medians count."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--scale", type=float, default=1)
    count = int(100_000 * parser.parse_args().scale)
    with town() as there:
        enter(there)
        found, limits, width = [], [], 0
        for round_ in range(ROUNDS):
            content, width = workbook(count, round_)
            limits.append(bare(content))
            found.append(ours(content, count))
            print(f"  round {round_ + 1}: ours {found[-1]:.1f} s, calamine + COPY {limits[-1]:.1f} s")
    mine, limit = sorted(found)[1], sorted(limits)[1]
    last_line(
        name="import_xlsx",
        ours=round(count / mine),
        limit=round(count / limit),
        rival="python-calamine + COPY of text into a bare table, same process, same PostgreSQL",
        ratio=round(limit / mine, 3),
        unit="rows/s",
        goal=GOAL,
        met=limit / mine >= GOAL,
        load=f"{count} rows x {width} columns x3, load average {os.getloadavg()[0]:.1f}",
    )


if __name__ == "__main__":
    main()
