"""100,000 rows of 15 columns from .xlsx into the ledger of sites: read, judged, written, with evidence.

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
ROUNDS = 3


def workbook(count: int, round_: int) -> tuple[bytes, int]:
    """The file, and how many columns it has."""
    from gasloop.registry.attributes import attributes_of

    extra = attributes_of("restaurant")[: COLUMNS - len(HEAD)]
    titles = [*HEAD, *(each.title for each in extra)]
    more = ["是" if each.type == "yes_no" else 20 for each in extra]
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"constant_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, titles)
    for n in range(count):
        common = (
            f"样例{round_}店{n}（示例）",
            "餐饮店",
            "双堰社区",
            f"正街{n}号",
            "瓶装液化石油气",
            "应急办",
            30.19,
            105.84,
        )
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
