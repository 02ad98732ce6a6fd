"""Start times: `gasloop up --demo` on an empty directory and again; the quick commands; the limit is bare Python."""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

from tests.browser.running import running_town
from tests.wire.straw_town import open_place

from benchmarks.measuring import last_line

FIRST_GOAL, LATER_GOAL, QUICK_GOAL = 60.0, 10.0, 0.3
PLAN = Path(__file__).parents[2] / "shared" / "plan" / "qunli-2023-102.txt"


def until_usable(place: Path) -> float:
    """Seconds until `up` answers on /readyz."""
    began = time.perf_counter()
    with running_town(place / "data"):
        return time.perf_counter() - began


def command(*arguments: str) -> float:
    """Seconds of a whole command, the best of five."""
    program = [sys.executable, *arguments]
    found = []
    for _ in range(5):
        began = time.perf_counter()
        subprocess.run(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        found.append(time.perf_counter() - began)
    return min(found)


def main() -> None:
    """Measure here and now."""
    argparse.ArgumentParser().add_argument("--scale")
    with open_place() as place:
        first, later = until_usable(place), sorted(until_usable(place) for _ in range(3))[1]
    quick = {"--help": command("-m", "gasloop", "--help"), "decode": command("-m", "gasloop", "decode", "jt808", "7e")}
    if PLAN.is_file():
        quick["plan parse"] = command("-m", "gasloop", "plan", "parse", str(PLAN), "--json")
    bare = command("-c", "pass")
    print(f"  first start {first:.1f} s, later starts {later:.1f} s")
    print(
        "  " + ", ".join(f"{name} {seconds:.2f} s" for name, seconds in quick.items()) + f", bare Python {bare:.2f} s"
    )
    worst = max(quick.values())
    last_line(
        name="start",
        ours=round(later, 1),
        limit=round(bare, 3),
        rival=None,
        ratio=round(worst / bare, 1),
        unit="s (a later start until /readyz answers)",
        goal=LATER_GOAL,
        met=first < FIRST_GOAL and later < LATER_GOAL and worst < QUICK_GOAL,
        first_s=round(first, 1),
        quick_s={name: round(seconds, 2) for name, seconds in quick.items()},
        limit_is="`python -c pass`, against the slowest quick command",
        load=f"demonstration town, load average {os.getloadavg()[0]:.1f}",
    )


if __name__ == "__main__":
    main()
