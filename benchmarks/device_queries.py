"""How long the questions about devices take when the event tables are large: a device's day, a truck's day, the newest
values of 500 devices, who is online by village.

`--scale 1` is 10^8 readings (1,000 detectors, one a minute) and 2 x 10^7 positions (100 trucks, two a minute) over
69 days, with 20,000 further devices in the register; the scale changes how many devices there are. Filled set-based
in a demonstration town whose engines are set up as ever. Asked of devices and days drawn at random: in this process
(scope, ORM and SQL of `gasloop.sensing.queries`), and over the API as a caller sees it.

Limit: the day's rows read as they are with psycopg, nothing thinned. The last line is one JSON object.
"""

import argparse
import os
import random
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import psycopg
from tests.browser.running import Town

from benchmarks.measuring import last_line, percentile, token, town
from gasloop.project.runtime.running import environment

GOAL_MS = 100.0
DETECTORS, TRUCKS, QUIET = 1_000, 100, 20_000
READINGS_EACH, POSITIONS_EACH = 100_000, 200_000
ASKED = 300
LOT = 1_000
TERRITORIES = ("50/500152/500152109/001/", "50/500152/500152109/002/", "50/500152/500152109/003/")
RAW_DAY = """SELECT occurred_at, value, state FROM sensing_reading
    WHERE entity_id = %s AND occurred_at >= %s AND occurred_at < %s AND quantity = 1 AND channel = 0"""


class Devices:
    """The town's register, filled by its own verb. `detectors` and `trucks` have a history."""

    def __init__(self, scale: float) -> None:
        from gasloop.access.actors import actor_of
        from gasloop.access.models import Account, Territory

        self.clerk = actor_of(Account.objects.get(username="clerk"))
        there = set(Territory.objects.filter(path__in=TERRITORIES).values_list("path", flat=True))
        self._places = sorted(there)
        self.trucks = self._register("terminal", "jt808", max(3, round(TRUCKS * scale)), 13_900_000_000)
        self.detectors = self._register("detector", "http", max(5, round(DETECTORS * scale)))
        self._register("detector", "http", round(QUIET * scale), name="quiet")

    def _register(self, kind: str, protocol: str, count: int, first: int = 0, name: str = "bench") -> list[UUID]:
        from gasloop.sensing.actions import import_devices
        from gasloop.sensing.facts import DeviceFacts

        rows = [
            DeviceFacts(
                name=f"示例{number}",
                kind=kind,
                protocol=protocol,
                key=str(first + number) if first else f"{name}-{number}",
                territory=self._places[number % len(self._places)],
            )
            for number in range(count)
        ]
        made = []
        for start in range(0, count, LOT):
            made += [each.device.pk for each in import_devices(self.clerk, rows=rows[start : start + LOT])]
        return made


def timed(ask: Callable[[], object], times: int) -> list[float]:
    """Milliseconds of each asking."""
    found = []
    for _ in range(times):
        began = time.perf_counter()
        ask()
        found.append((time.perf_counter() - began) * 1000)
    return found


def in_process(devices: Devices, days: list[datetime], chance: random.Random) -> dict[str, Callable[[], object]]:
    """The four questions as the pages and the API ask them."""
    from gasloop.sensing import queries

    clerk, every = devices.clerk, devices.detectors + devices.trucks
    return {
        "device_day": lambda: queries.device_day(
            clerk, device_id=chance.choice(devices.detectors), day=chance.choice(days).date(), quantity=1
        ),
        "truck_day": lambda: queries.truck_day(
            clerk, device_id=chance.choice(devices.trucks), day=chance.choice(days).date()
        ),
        "latest_500": lambda: queries.latest_of(clerk, chance.sample(every, min(500, len(every)))),
        "online_by_village": lambda: queries.online_by_village(clerk),
    }


def over_http(of: Town, devices: Devices, days: list[datetime], chance: random.Random) -> dict[str, Callable[[], Any]]:
    """The same over the API."""
    client = httpx.Client(
        base_url=f"{of.url}/api/v1", headers={"Authorization": f"Bearer {token(of, 'clerk')}"}, trust_env=False
    )

    def get(path: str, **asked: object) -> bytes:
        answer = client.get(path, params={name: str(value) for name, value in asked.items()})
        answer.raise_for_status()
        return answer.content

    return {
        "device_day": lambda: get(
            f"/devices/{chance.choice(devices.detectors)}/day", on=chance.choice(days).date(), quantity="concentration"
        ),
        "truck_day": lambda: get(f"/devices/{chance.choice(devices.trucks)}/track", on=chance.choice(days).date()),
        "online_by_village": lambda: get("/devices/online"),
    }


def raw_day(url: str, devices: Devices, days: list[datetime], chance: random.Random) -> list[float]:
    """The limit: a day's rows and nothing else."""
    with psycopg.connect(url, autocommit=True) as database:

        def ask() -> None:
            day = chance.choice(days).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(hours=8)
            found = database.execute(RAW_DAY, (chance.choice(devices.detectors), day, day + timedelta(days=1)))
            assert len(found.fetchall()) > 1000

        return timed(ask, ASKED)


def measure(of: Town, scale: float) -> dict[str, object]:
    """Fill, ask, tell."""
    os.environ.update(environment(of.path) | {"DJANGO_SETTINGS_MODULE": "gasloop.project.settings"})
    import django

    django.setup()
    from benchmarks.device_history import fill_positions, fill_readings

    devices = Devices(scale)
    until = datetime.now(UTC).replace(second=0, microsecond=0)
    url = os.environ["DATABASE_URL"]
    began = time.perf_counter()
    with psycopg.connect(url, autocommit=True) as database:
        readings = fill_readings(database, devices.detectors, until, READINGS_EACH)
        positions = fill_positions(database, devices.trucks, until, POSITIONS_EACH)
        filled = time.perf_counter() - began
        size = database.execute("SELECT pg_database_size(current_database())").fetchone()
    chance = random.Random(1)  # noqa: S311 - a seeded benchmark, no secret
    days = [until - timedelta(days=back) for back in range(2, 66)]
    inside = {name: timed(ask, ASKED) for name, ask in in_process(devices, days, chance).items()}
    outside = {name: timed(ask, ASKED) for name, ask in over_http(of, devices, days, chance).items()}
    bare = raw_day(url, devices, days, chance)
    print(f"  {readings:,} readings and {positions:,} positions, filled in {filled:.0f} s")
    for where, asked in (("in process", inside), ("API", outside)):
        for name, took in asked.items():
            print(f"  {where}: {name} p50 {percentile(took, 0.5):.1f} ms, p95 {percentile(took, 0.95):.1f} ms")
    worst = max(percentile(took, 0.95) for took in inside.values())
    return {
        "ours": round(worst, 1),
        "limit": round(percentile(bare, 0.95), 1),
        "ratio": round(worst / percentile(bare, 0.95), 2),
        "met": worst <= GOAL_MS and scale >= 1,
        "readings": readings,
        "positions": positions,
        "database_gb": round(int(str(size[0])) / 1e9, 1) if size else 0,
        "p95_ms": {name: round(percentile(took, 0.95), 1) for name, took in inside.items()},
        "p95_ms_api": {name: round(percentile(took, 0.95), 1) for name, took in outside.items()},
        "filled_s": round(filled),
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--scale", type=float, default=1)
    scale = parser.parse_args().scale
    with town() as of:
        found = measure(of, scale)
    last_line(
        name="device_queries",
        **found,
        unit="ms, the slowest question's p95 in process",
        goal=GOAL_MS,
        rival=None,
        limit_is="one device's day read row by row with psycopg, p95",
        load=f"scale {scale:g}, {ASKED} askings each, load average {os.getloadavg()[0]:.1f}",
    )


if __name__ == "__main__":
    main()
