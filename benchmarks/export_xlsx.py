"""500,000 hazards out as .xlsx, in a process of its own: how fast, and by how much its memory grows while it writes."""

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

from tests.browser.running import Town

from benchmarks.furnishing import enter, many_hazards
from benchmarks.measuring import last_line, town
from gasloop.project.runtime.running import environment

GOAL_MB = 150.0


def carry_out(file: str) -> None:
    """In the process that is measured: a small export first, then the whole; memory before it and at its peak."""
    import tempfile

    import django

    django.setup()
    from gasloop.kernel.actor import system
    from gasloop.shell.listing.export import export_all

    with tempfile.TemporaryFile() as small:
        export_all(system(), "offices", "xlsx", small)
    before = _status("VmRSS")
    began = time.perf_counter()
    with Path(file).open("wb") as target:
        rows = export_all(system(), "hazards", "xlsx", target)
    seconds = time.perf_counter() - began
    print(json.dumps({"rows": rows, "seconds": seconds, "growth_mb": (_status("VmHWM") - before) / 1024}))


def _status(name: str) -> int:
    """A figure of this process in KiB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(name)).split()[1])


def exported(there: Town, file: Path) -> dict[str, float]:
    """One export in a fresh process."""
    code = f"from benchmarks.export_xlsx import carry_out; carry_out({str(file)!r})"
    surroundings = {**os.environ, **environment(there.path), "DJANGO_SETTINGS_MODULE": "gasloop.project.settings"}
    done = subprocess.run([sys.executable, "-c", code], env=surroundings, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Three exports; the medians count, and the largest growth."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--scale", type=float, default=1)
    count = int(500_000 * parser.parse_args().scale)
    with town() as there:
        enter(there)
        many_hazards(count)
        rounds = [exported(there, there.path.parent / "export.xlsx") for _ in range(3)]
    seconds = sorted(each["seconds"] for each in rounds)[1]
    growth = max(each["growth_mb"] for each in rounds)
    last_line(
        name="export_xlsx",
        ours=round(growth, 1),
        limit=None,
        rival=None,
        ratio=None,
        unit="MB grown at the peak, largest of three",
        goal=GOAL_MB,
        met=growth < GOAL_MB,
        rows_per_s=round(rounds[0]["rows"] / seconds),
        load=f"{int(rounds[0]['rows'])} rows, all columns, x3, load average {os.getloadavg()[0]:.1f}",
    )


if __name__ == "__main__":
    main()
