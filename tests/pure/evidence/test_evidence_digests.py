"""Digests and masks."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from gasloop.evidence import digests, envelope


def test_sm3_is_the_digest_of_the_standard() -> None:
    """GB/T 32905, annex A.1."""
    assert digests.digest("sm3", b"abc").hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_a_digest_we_do_not_know_is_refused(settings: Settings) -> None:
    settings.EVIDENCE_HASH = "md5"
    with pytest.raises(ImproperlyConfigured, match="md5"):
        digests.algorithm()


def test_derived_salts_differ_by_label() -> None:
    salt = digests.new_salt()
    assert len({digests.derived(salt, label) for label in ("body", "state", "row:1", "row:2")}) == 4


@pytest.mark.parametrize(
    ("value", "shown"),
    [("500230199001011234", "500230********1234"), ("50023019900101123X", "500230********123X"), ("1234", "****")],
)
def test_identity_numbers_are_masked(value: str, shown: str) -> None:
    assert envelope.mask_id_number(value) == shown


@pytest.mark.parametrize(("value", "shown"), [("13800005678", "138****5678"), ("72345", "*****"), ("", "")])
def test_phones_are_masked(value: str, shown: str) -> None:
    assert envelope.mask_phone(value) == shown


@pytest.mark.parametrize("written", ["500230x", "５００２３０X", "500 230-x", " 500230X\n"])
def test_one_number_in_many_spellings(written: str) -> None:
    assert envelope.normalised(written) == "500230X"
