"""`python -m tests.fuzz TARGET --seconds 60 --seed 1`: fuzz one target; exit code 0 when nothing was found.

What was found is named, with its input in hexadecimal, so that it can become an ordinary test.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

import atheris

from tests.fuzz.targets import TARGETS

MOST_BYTES = 4096
TIMEOUT_S = 10
MEMORY_MB = 2048


def main() -> None:
    """Make the seeds, instrument, fuzz. Never returns: the fuzzer ends the process."""
    parser = argparse.ArgumentParser(prog="tests.fuzz")
    parser.add_argument("target", choices=sorted(TARGETS))
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gasloop.project.settings")
    fuzzed = TARGETS[given.target]
    with atheris.instrument_imports(include=list(fuzzed.packages)):
        target = fuzzed.make()
    from tests.fuzz.seeds import seeds

    corpus = Path(tempfile.mkdtemp(prefix=f"gasloop-fuzz-{given.target}-"))
    for number, seed in enumerate(seeds(given.target)):
        (corpus / f"seed-{number}").write_bytes(seed)

    def one(data: bytes) -> None:
        try:
            target(data)
        except Exception:
            sys.stderr.write(f"FOUND {given.target} {data.hex()}\n")
            raise

    options = [f"-max_total_time={given.seconds}", f"-seed={given.seed}", f"-max_len={MOST_BYTES}"]
    options += [f"-timeout={TIMEOUT_S}", f"-rss_limit_mb={MEMORY_MB}", f"-artifact_prefix={corpus}/found-"]
    atheris.Setup([sys.argv[0], *options, str(corpus)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
