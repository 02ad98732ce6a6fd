"""What the benchmarks share: a town of their own, CPU by part (the operating system's accounting), the last line."""

import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.browser.running import Town, running_town
from tests.wire.straw_town import open_place

from gasloop.project.runtime.processes import all_pids, command_line, recorded, session_members

TICKS = os.sysconf("SC_CLK_TCK")
PARTS = ("web", "worker", "live", "nats", "intake", "gateway")


@contextmanager
def town() -> Iterator[Town]:
    """A demonstration town on a fresh directory, or the one that GASLOOP_RUNNING_TOWN names."""
    if there := os.environ.get("GASLOOP_RUNNING_TOWN"):
        url, _, path = there.partition(" ")
        yield Town.at(url, Path(path))
        return
    with open_place() as place, running_town(place / "data") as started:
        yield started


def token(of: Town, user: str) -> str:
    """A fresh API token."""
    made = of.command("token", "create", user, "--json")
    return str(json.loads(made.stdout)["token"])


def cpu_by_part(of: Town) -> Mapping[str, float]:
    """CPU seconds used so far by each part of the running town (user and system, children included)."""
    found = {}
    for part in PARTS:
        leader = recorded(of.path / "run" / f"{part}.pid")
        pids = {member.pid for member in session_members(leader)} | {leader.pid} if leader else set()
        found[part] = sum(_cpu(pid) for pid in pids)
    title = f"postgres: gasloop-{(of.path / 'id').read_text().strip()}: "
    cluster = [pid for pid in all_pids() if (command_line(pid) or [""])[0].startswith(title)]
    postmaster = recorded(of.path / "run" / "postgres.pid")
    # A backend that ended is counted in its postmaster's children, a living one in itself.
    found["postgres"] = sum(map(_cpu, cluster)) + (_cpu(postmaster.pid, children=True) if postmaster else 0.0)
    return found


def cpu_seconds(pid: int) -> float:
    """CPU seconds one process has used (user and system, all threads)."""
    return _cpu(pid)


def waited_seconds(pid: int) -> float:
    """Seconds one process was ready to run and had no core (the scheduler's accounting): the machine's fault, not its.

    0 where the kernel keeps no such account.
    """
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[1]) / 1e9
    except (OSError, IndexError, ValueError):
        return 0.0


def _cpu(pid: int, *, children: bool = False) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    used = sum(map(int, fields[11:15] if children else fields[11:13]))
    return used / TICKS


def percentile(values: list[float], share: float) -> float:
    """The value below which `share` of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def commit() -> str:
    """The commit that was measured."""
    said = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return said.stdout.strip()


def last_line(**result: object) -> None:
    """The one JSON line a benchmark ends in."""
    print(json.dumps({**result, "commit": commit()}, ensure_ascii=False))
