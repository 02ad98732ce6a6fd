"""How often a paper asks, and the periods that follow."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gasloop.plan.periods import Asked, Often, asked_by, following, period_at

RECURRING = [often for often in Often if often != Often.ONCE]


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("每个月", Asked(Often.MONTHLY)),
        ("每个季度", Asked(Often.QUARTERLY)),
        ("按月", Asked(Often.MONTHLY)),
        ("中长期和年度、月度", Asked(Often.MONTHLY)),
        ("每半年", Asked(Often.HALF_YEARLY)),
        ("每年", Asked(Often.YEARLY)),
        ("每周", Asked(Often.WEEKLY)),
        ("2025年底前", Asked(Often.ONCE, date(2025, 12, 31))),
        ("2023年9月底前", Asked(Often.ONCE, date(2023, 9, 30))),
        ("2024年3月31日前", Asked(Often.ONCE, date(2024, 3, 31))),
        ("6月15日前", Asked(Often.UNSTATED)),
        ("用3个月左右时间", Asked(Often.UNSTATED)),
        ("定期", Asked(Often.UNSTATED)),
        ("", Asked(Often.UNSTATED)),
    ],
)
def test_what_words_ask_for(words: str, asked: Asked) -> None:
    assert asked_by(words) == asked


@pytest.mark.parametrize(
    ("often", "key", "last"),
    [
        (Often.WEEKLY, "2026W48", date(2026, 11, 29)),
        (Often.MONTHLY, "2026-11", date(2026, 11, 30)),
        (Often.QUARTERLY, "2026Q4", date(2026, 12, 31)),
        (Often.HALF_YEARLY, "2026H2", date(2026, 12, 31)),
        (Often.YEARLY, "2026", date(2026, 12, 31)),
        (Often.UNSTATED, "2026", date(2026, 12, 31)),
    ],
)
def test_the_period_of_a_day(often: Often, key: str, last: date) -> None:
    found = period_at(often, date(2026, 11, 25))
    assert (found.key, found.last) == (key, last)


@given(st.sampled_from(RECURRING), st.dates(date(2000, 1, 10), date(2199, 1, 1)))
def test_periods_follow_each_other_without_gap_or_overlap(often: Often, day: date) -> None:
    here = period_at(often, day)
    assert here.first <= day <= here.last
    after = following(often, here)
    assert after.first == here.last + timedelta(days=1)
    assert after.key > here.key
    assert period_at(often, here.last) == here


@given(st.text(max_size=30))
def test_any_words_are_read_without_error(words: str) -> None:
    asked = asked_by(words)
    assert (asked.by is not None) == (asked.often == Often.ONCE)
