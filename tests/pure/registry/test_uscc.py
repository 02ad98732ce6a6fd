"""The unified social credit code, GB 32100-2015."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gasloop.kernel.refusal import Refusal
from gasloop.registry.uscc import ALPHABET, check_character, checked_old_number, checked_uscc

KNOWN = ("91350100M000100Y43", "91330106673959654P", "91110000802100433B", "9144030071526726XG")
bodies = st.text(ALPHABET, min_size=17, max_size=17)


@pytest.mark.parametrize("code", KNOWN)
def test_published_codes_pass(code: str) -> None:
    assert checked_uscc(code) == code


def test_a_code_is_tidied_before_it_is_checked() -> None:
    assert checked_uscc(" ９１３３０１０６-673959654p ") == "91330106673959654P"


@given(bodies, st.integers(0, 16), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_found(body: str, place: int, other: str) -> None:
    code = body + check_character(body)
    slip = code[:place] + other + code[place + 1 :]
    if slip == code:
        assert checked_uscc(slip) == code
    else:
        with pytest.raises(Refusal, match="check"):
            checked_uscc(slip)


@given(st.text())
def test_any_text_is_a_code_or_refused(text: str) -> None:
    try:
        code = checked_uscc(text)
    except Refusal:
        return
    assert len(code) == 18
    assert check_character(code[:-1]) == code[-1]


def test_an_old_number_has_fifteen_digits() -> None:
    assert checked_old_number("５００２２３０００００１２３４") == "500223000001234"
    with pytest.raises(Refusal, match="shape"):
        checked_old_number("5002230000")
