"""The whole house as its verbs build it: whatever the other rooms write, the log knows of it."""

import pytest
from tests.cast import Cast

from gasloop.evidence import records
from gasloop.evidence.sealing import seal_all
from gasloop.evidence.verify import verify


@pytest.mark.usefixtures("keys_apart")
def test_the_town_as_the_verbs_built_it_verifies(cast: Cast) -> None:
    assert cast.people
    seal_all()
    report = verify(read_files=False)
    assert [finding.text for finding in report.findings] == []
    assert report.counts["records"] > 0


def test_every_record_kind_seals_something() -> None:
    assert [kind for kind, model in records.kinds().items() if not model.SEALED] == []
