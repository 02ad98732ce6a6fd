"""Coverage-guided fuzzing, some seconds a target (`make test-long`): GASLOOP_FUZZ_SECONDS says how many."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.fuzz.seeds import seeds
from tests.fuzz.targets import TARGETS

REPOSITORY = Path(__file__).parents[3]
SECONDS = os.environ.get("GASLOOP_FUZZ_SECONDS", "30")


@pytest.mark.long
@pytest.mark.parametrize("target", sorted(TARGETS))
def test_nothing_is_found(target: str) -> None:
    command = [sys.executable, "-m", "tests.fuzz", target, "--seconds", SECONDS]
    ran = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    found = [line for line in ran.stderr.splitlines() if line.startswith("FOUND")]
    assert ran.returncode == 0, "\n".join(found) or ran.stderr[-2000:]
    assert "Done " in ran.stderr


@pytest.mark.parametrize("target", sorted(TARGETS))
def test_every_seed_goes_through(target: str) -> None:
    """The targets themselves in seconds, without instrumentation."""
    run = TARGETS[target].make()
    made = seeds(target)
    assert len(made) > 2
    for seed in made:
        run(seed)
