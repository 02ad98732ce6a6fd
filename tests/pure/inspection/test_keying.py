"""Cells of a paper checklist as people key them in."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gasloop.inspection.keying import Keyed, read_cell, read_day, read_time
from gasloop.kernel.refusal import Refusal
from gasloop.rulebook.judging import AnswerKind, ItemSpec


def item(answer: AnswerKind, **more: str) -> ItemSpec:
    return ItemSpec(code="X", question="软管有多长？", answer=answer, condition=None, choices=more)


GOOD = [
    ("yes_no", "1", Keyed(True, "")),
    ("yes_no", "２　门口那根", Keyed(False, "门口那根")),
    ("yes_no", "是", Keyed(True, "")),
    ("number", "2.6 灶台 最里面", Keyed(2.6, "灶台 最里面")),
    ("number", "２．６", Keyed(2.6, "")),
    ("count", "0", Keyed(0.0, "")),
    ("date", "20261125", Keyed("2026-11-25", "")),
    ("date", "261125 标签", Keyed("2026-11-25", "标签")),
    ("date", "2026.11.25", Keyed("2026-11-25", "")),
    ("choice", "2", Keyed("metal", "")),
    ("photo", "1", Keyed(True, "")),
]


@pytest.mark.parametrize(("answer", "text", "read"), GOOD, ids=[f"{a} {t}" for a, t, _ in GOOD])
def test_what_is_keyed_is_read(answer: AnswerKind, text: str, read: Keyed) -> None:
    assert read_cell(item(answer, none="没有", metal="金属"), text) == read


BAD: list[tuple[AnswerKind, str]] = [
    ("yes_no", "3"),
    ("number", "两米"),
    ("count", "-"),
    ("choice", "3"),
    ("choice", "0"),
    ("date", "20261325"),
    ("date", "昨天"),
    ("photo", "2"),
]


@pytest.mark.parametrize(("answer", "text"), BAD)
def test_what_cannot_be_is_said_with_what_may(answer: AnswerKind, text: str) -> None:
    with pytest.raises(Refusal, match=r"visit\.keyed"):
        read_cell(item(answer, none="没有", metal="金属"), text)


@given(st.sampled_from(["yes_no", "number", "count", "date", "choice", "photo"]), st.text())
def test_any_text_is_an_answer_or_a_refusal(answer: AnswerKind, text: str) -> None:
    try:
        read = read_cell(item(answer, none="没有"), text)
    except Refusal:
        return
    assert (read is None) == (not text.split())


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_day_written_any_way(day: date) -> None:
    written = (f"{day:%Y%m%d}", f"{day:%y%m%d}", day.isoformat(), f"{day:%Y/%m/%d}")
    assert {read_day(text) for text in written} == {day}
    assert read_day(f"{day:%m%d}", this_year=day.year) == day


def test_times() -> None:
    assert read_time("0930") == read_time("930") == read_time("9:30") == time(9, 30)
    for text in ("2460", "9", "noon", "99999"):
        with pytest.raises(Refusal, match=r"visit\.keyed\.time"):
            read_time(text)
