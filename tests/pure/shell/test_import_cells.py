"""Cells as offices type them."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gasloop.shell.importing.cells import (
    CellError,
    as_code,
    as_day,
    as_number,
    as_text,
    as_yes_no,
    is_blank,
    same_words,
)
from gasloop.shell.importing.reading import Cell

DAY = date(2023, 9, 4)


@pytest.mark.parametrize(
    "cell",
    [
        DAY,
        datetime(2023, 9, 4, 12, 30),
        45173,
        45173.0,
        "45173",
        "2023.9.4",
        "2023-09-04",
        "2023/9/4",
        "2023年9月4日",
        "２０２３年９月４日",
        "2023年 9月 4号",
        "20230904",
        "2023-09-04 00:00:00",
        " 2023。9。4 ",
    ],
)
def test_days(cell: date | float | str) -> None:
    assert as_day(cell) == DAY


@pytest.mark.parametrize(
    "cell", ["2023年9月", "9.4", "4/9/23", "去年", "2023.13.4", "20231304", "፩", True, 3, -1.5, timedelta(1)]
)
def test_what_is_no_day(cell: float | str) -> None:
    with pytest.raises(CellError):
        as_day(cell)


@pytest.mark.parametrize(
    ("cell", "answer"),
    [("是", True), ("√", True), ("有", True), ("Ｙ", True), (True, True), (1, True), (1.0, True),
     ("否", False), ("无", False), ("×", False), ("没 有", False), (0, False), ("No", False)],
)  # fmt: skip
def test_yes_and_no(cell: bool | float | str, answer: bool) -> None:
    assert as_yes_no(cell) is answer


def test_yes_no_says_what_it_takes() -> None:
    with pytest.raises(CellError, match="是"):
        as_yes_no("大概")


@pytest.mark.parametrize(
    ("cell", "number"),
    [("１２０", "120"), ("1,200.5 ㎡", "1200.5"), ("35 个", "35"), (0.1 + 0.2, "0.3"), (7, "7"), ("120平方米", "120")],
)
def test_numbers(cell: float | str, number: str) -> None:
    assert as_number(cell, ("㎡", "个", "平方米")) == Decimal(number)


@pytest.mark.parametrize("cell", ["约20", "", "nan", "1.2.3", True, DAY])
def test_what_is_no_number(cell: bool | str | date) -> None:
    with pytest.raises(CellError):
        as_number(cell)


def test_words_and_codes() -> None:
    assert as_text("  老灶　 火锅店 ３５ 号 ") == "老灶 火锅店 35 号"
    assert as_text(12.0) == "12"
    assert as_code(" ｄ2026 - ０００12 ") == "D2026-00012"
    assert is_blank(" / ")
    assert is_blank("——")
    assert not is_blank(0)
    assert same_words("（示例） A", "(示例)A")


@given(st.dates(date(1920, 1, 1), date(2118, 12, 31)))
def test_every_way_to_write_a_day_is_that_day(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    for cell in (
        day,
        serial,
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}.{day.month}.{day.day}",
        day.isoformat(),
    ):
        assert as_day(cell) == day


@given(st.text() | st.floats() | st.integers() | st.booleans() | st.none() | st.dates() | st.timedeltas())
def test_any_cell_is_read_or_refused_and_nothing_else(cell: Cell) -> None:
    readers: tuple[Callable[[Cell], object], ...] = (as_day, as_number, as_yes_no, as_text, as_code)
    for read in readers:
        with suppress(CellError):
            read(cell)
