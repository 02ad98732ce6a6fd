"""`gasloop simulate`: devices that do not exist send real bytes; what was sent and what was acknowledged is printed."""

import argparse
import asyncio
import json
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gateways.simulate.journal import Journal
from gateways.simulate.run import Play, Report
from gateways.simulate.scenario import Scenario, ScenarioError, read


def parser() -> argparse.ArgumentParser:
    """The command's arguments; what is not given is as the scenario says."""
    made = argparse.ArgumentParser(prog="gasloop simulate", description=__doc__)
    made.add_argument("scenario", nargs="?", type=Path, help="YAML file; without one, the defaults")
    made.add_argument("--devices", type=int, help="gas detectors over MQTT; half as many over GB/T 26875.3 devices")
    made.add_argument("--trucks", type=int, help="LPG trucks over JT/T 808, three editions in turn")
    made.add_argument("--webhooks", type=int, help="gas detectors over HTTP")
    made.add_argument("--for", dest="duration_s", type=float, metavar="SECONDS", help="how long (60)")
    made.add_argument("--speed", type=float, help="simulated seconds in one (60)")
    made.add_argument("--rate", type=float, help="messages a second at most")
    made.add_argument("--network", help="good or bad")
    made.add_argument("--seed", type=int, help="the same seed and --start: the same traffic")
    made.add_argument("--start", help="where simulated time begins, ISO 8601; by default so that it ends now")
    for name in ("jt808", "gb26875", "mqtt", "http"):
        made.add_argument(f"--{name}", metavar="HOST:PORT", help=f"where {name} listens; empty leaves it out")
    made.add_argument("--credentials", help="JSON file of passwords by device key (`simulate prepare`)")
    made.add_argument("--journal", type=Path, help="file of what was sent and acknowledged, for a checker")
    made.add_argument("--json", action="store_true")
    return made


def changes_of(given: argparse.Namespace) -> dict[str, Any]:
    """What the command line says differently from the scenario."""
    names = ("trucks", "webhooks", "duration_s", "speed", "rate", "network", "seed", "start", "credentials")
    found: dict[str, Any] = {name: getattr(given, name) for name in names if getattr(given, name) is not None}
    if given.devices is not None:
        found |= {"detectors": given.devices, "transmitters": -(-given.devices // 2) if given.devices else 0}
    targets = {name: getattr(given, name) for name in ("jt808", "gb26875", "mqtt", "http")}
    if any(target is not None for target in targets.values()):
        found["targets"] = {name: target for name, target in targets.items() if target is not None}
    if given.network == "bad":
        found["strangers"] = {"floods_a_second": 2.0, "slow": 4}
    return found


def run(arguments: Sequence[str]) -> int:
    """Exit code 0 when everything was acknowledged, 1 when something still waits, 2 for a scenario that is none."""
    if arguments[:1] == ["prepare"]:
        from gateways.simulate.prepare import run as prepare

        return prepare(arguments[1:])
    given = parser().parse_args(arguments)
    try:
        scenario = read(given.scenario, changes_of(given))
    except ScenarioError as wrong:
        sys.stderr.write(f"{wrong}\n")
        return 2
    journal = Journal(given.journal)
    try:
        report = asyncio.run(_play(scenario, journal))
    finally:
        journal.close()
    sys.stdout.write(json.dumps(report.to_json(), ensure_ascii=False) + "\n" if given.json else as_text(report))
    return 1 if report.waiting else 0


async def _play(scenario: Scenario, journal: Journal) -> Report:
    play = Play(scenario, journal, lambda line: print(line, file=sys.stderr, flush=True))  # noqa: T201 - progress
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, play.stop)
    return await play.run()


def as_text(report: Report) -> str:
    """For people: a table by protocol, then what happened."""
    columns = ("messages", "acknowledged", "waiting", "resent", "refused", "connections", "lost", "broken", "orders")
    rows = [["", *columns]]
    rows += [[name, *(str(getattr(tally, column)) for column in columns)] for name, tally in report.protocols.items()]
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = ["  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    for title, counts in (("happened", report.happened), ("network", report.network)):
        if counts:
            lines.append(f"{title}: " + ", ".join(f"{name} {count}" for name, count in counts.items()))
    lines.append(f"seed {report.seed}, from {report.start}, {report.simulated_s:.0f} simulated seconds")
    lines.append(f"{report.seconds} s, {report.cpu_s} s of processor; traffic {report.traffic[:16]}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    raise SystemExit(run(sys.argv[1:]))
