"""The keys that `up` makes are the keys the evidence room reads."""

from pathlib import Path

import pytest
from django.test import override_settings

from gasloop.evidence import keys
from gasloop.project.runtime.datadir import DataDir


def test_the_master_key_of_a_fresh_directory_wraps_personal_data(tmp_path: Path) -> None:
    data = DataDir.open(tmp_path / "data")
    try:
        data.make_keys()
        with override_settings(EVIDENCE_KEY_DIR=data.path / "keys"):
            assert len(keys.master_key(create=False)) == keys.KEY_BYTES
    finally:
        data.close()


def test_a_missing_master_key_is_said_in_a_sentence(tmp_path: Path) -> None:
    with override_settings(EVIDENCE_KEY_DIR=tmp_path), pytest.raises(keys.KeyProblem, match="missing"):
        keys.master_key(create=False)
