"""The harness of the devices must find what it looks for: a house that loses, and one that counts twice."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.torture import devices


@pytest.fixture
def place() -> Iterator[Path]:
    """As the harness itself makes it: short, and open to the database's user."""
    made = Path(tempfile.mkdtemp(prefix="gasloop-torture-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made, ignore_errors=True)


def counted(place: Path, broken: str) -> dict[str, object]:
    found: dict[str, object] = {}
    found["good"] = devices.torture(place, 1, 5, lambda _: None, found, bare=True, broken=broken)
    return found


@pytest.mark.long
def test_an_honest_house_is_found_honest(place: Path) -> None:
    found = counted(place, "")
    assert (found["good"], found["missing"], found["double"], found["unknown"]) == (True, 0, 0, 0)


@pytest.mark.long
@pytest.mark.parametrize(("broken", "what"), [("lose", "missing"), ("double", "double")])
def test_a_house_that_breaks_its_promise_is_found_out(place: Path, broken: str, what: str) -> None:
    found = counted(place, broken)
    assert found["good"] is False
    assert int(str(found[what])) > 0
