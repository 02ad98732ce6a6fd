"""`python -m tests.torture --n 200 --seed 1`: exit code 0 only when nothing was lost and nothing stands there twice."""

import argparse
import json
import shutil
import sys
import tempfile
import time
from pathlib import Path

from gasloop.project.runtime.nats import free_port
from tests.torture import devices, house, straw
from tests.torture.rounds import Experiment
from tests.torture.town import VICTIMS


def main() -> int:
    """Read the arguments, torture, print the result as JSON."""
    parser = argparse.ArgumentParser(prog="tests.torture")
    parser.add_argument("--n", type=int, default=20, help="how many kills")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--clients", type=int, default=3)
    parser.add_argument("--what", choices=("visits", "devices"), default="visits", help="who sends")
    parser.add_argument("--straw", action="store_true", help="a stand-in application instead of ours")
    parser.add_argument(
        "--broken", choices=("lose", "double"), default="", help="a house that breaks its promise (straw)"
    )
    parser.add_argument("--victim", action="append", choices=VICTIMS, help="only these (repeatable)")
    parser.add_argument("--keep", action="store_true", help="keep the data directory")
    chosen = parser.parse_args()
    if chosen.broken and not (chosen.straw and chosen.what == "devices"):
        parser.error("--broken goes with --what devices --straw")
    place = Path(tempfile.mkdtemp(prefix="gasloop-torture-"))
    place.chmod(0o755)
    result: dict[str, object] = {"n": chosen.n, "seed": chosen.seed, "straw": chosen.straw, "place": str(place)}
    began = time.monotonic()
    good = (_devices if chosen.what == "devices" else _torture)(chosen, place, result)
    result["seconds"] = round(time.monotonic() - began, 1)
    sys.stdout.write(json.dumps(result, ensure_ascii=False, indent=2) + "\n")
    if good and not chosen.keep:
        shutil.rmtree(place, ignore_errors=True)
    return 0 if good else 1


def _torture(chosen: argparse.Namespace, place: Path, result: dict[str, object]) -> bool:
    kind = straw if chosen.straw else house
    town = kind.town(place, free_port())
    try:
        result["start_s"] = round(town.start(), 2)
        api = kind.api(town)
        experiment = Experiment(town, api, place / "ledger", seed=chosen.seed, clients=chosen.clients)
        try:
            experiment.run(chosen.n, chosen.victim or VICTIMS, tell=_tell)
        finally:
            result |= experiment.result()
        result |= kind.verify(town, api, experiment.acknowledged())
    except Exception as problem:  # noqa: BLE001 - the result is to say it, with the counts so far
        result["problem"] = f"{type(problem).__name__}: {problem}"
    result["stopped_with"] = town.stop()
    wanted = {"missing": 0, "double": 0, "hazards_missing": 0, "evidence_ok": True, "stopped_with": 0}
    return "problem" not in result and all(result.get(name) == value for name, value in wanted.items())


def _devices(chosen: argparse.Namespace, place: Path, result: dict[str, object]) -> bool:
    try:
        return devices.torture(place, chosen.n, chosen.seed, _tell, result, bare=chosen.straw, broken=chosen.broken)
    except Exception as problem:  # noqa: BLE001 - the result is to say it, with the counts so far
        result["problem"] = f"{type(problem).__name__}: {problem}"
        return False


def _tell(line: str) -> None:
    sys.stderr.write(line + "\n")


if __name__ == "__main__":
    raise SystemExit(main())
