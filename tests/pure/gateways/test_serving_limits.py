"""Allowances and addresses: nobody spends more than their rate and what they saved."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateways.serving.limits import Addresses, Allowance
from gateways.serving.settings import Settings, changed


@given(st.floats(1, 1000), st.floats(1, 100), st.lists(st.tuples(st.floats(0, 1), st.floats(0, 50)), max_size=50))
def test_nobody_spends_more_than_the_rate_and_what_was_saved(
    rate: float, most: float, spent: list[tuple[float, float]]
) -> None:
    allowance, now, total = Allowance(rate, most, 0.0), 0.0, 0.0
    for passed, cost in spent:
        now += passed
        wait = allowance.spend(cost, now)
        total += cost
        now += wait  # whoever waits as told
        assert total <= most + rate * now + 1e-6 * (1 + total)


def test_a_debt_takes_the_time_to_make_it_good() -> None:
    allowance = Allowance(10, 10, 0.0)
    assert allowance.spend(10, 0.0) == 0
    assert allowance.spend(5, 0.0) == 0.5
    assert allowance.spend(0, 0.5) == 0


def test_what_cannot_be_afforded_costs_nothing() -> None:
    allowance = Allowance(1, 2, 0.0)
    assert allowance.afford(2, 0.0)
    assert not allowance.afford(1, 0.5)
    assert allowance.afford(1, 1.0)


def test_an_address_has_so_many_connections_and_is_forgotten_when_quiet() -> None:
    addresses = Addresses(replace(Settings(), address_connections=2, address_opens=100))
    one, two = addresses.enter("a", 0.0), addresses.enter("a", 0.0)
    assert one is not None
    assert one is two
    assert addresses.enter("a", 0.0) is None
    assert addresses.enter("b", 0.0) is not None
    addresses.leave(one)
    assert addresses.enter("a", 0.0) is one
    addresses.leave(one)
    addresses.leave(one)
    addresses.forget_quiet(1000.0)
    assert len(addresses) == 1, "b is still here"


def test_an_address_that_comes_too_often_is_turned_away_for_a_while() -> None:
    addresses = Addresses(replace(Settings(), address_opens=1, burst_s=3))
    assert [addresses.enter("a", 0.0) is not None for _ in range(5)] == [True, True, True, False, False]
    assert addresses.enter("a", 1.0) is not None


def test_settings_are_changed_by_name_and_nothing_else() -> None:
    assert changed(Settings(), ["idle_s=1.5", "tries=5"]) == replace(Settings(), idle_s=1.5, tries=5)
    with pytest.raises(ValueError, match="is no setting"):
        changed(Settings(), ["nonsense=1"])
    with pytest.raises(ValueError, match="invalid literal"):
        changed(Settings(), ["tries=many"])
