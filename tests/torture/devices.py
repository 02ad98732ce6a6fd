"""`python -m tests.torture --what devices`: devices send and resend while gateway, bus, database and intake are killed.

What the devices were told is stored (their journal) is counted against the tables: acknowledged, missing, double.
"""

import random
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from gasloop.project.runtime import running
from tests.torture import stream_blows
from tests.torture.device_houses import DeviceHouse, RealHouse, StrawHouse
from tests.torture.town import ENDS_UP, Town
from tests.torture.traffic import Traffic

RECOVERY_SECONDS = 120.0
DRAIN_SECONDS = 120.0
ENOUGH = 20


def scenario(seed: int, sends: dict[str, object]) -> dict[str, object]:
    """An hour of traffic, far faster than life, through a bad network, with floods and slow senders."""
    start = datetime.now(UTC) - timedelta(days=20)
    told: dict[str, object] = {
        "seed": seed,
        "start": start.isoformat(),
        "speed": 150,
        "duration_s": 3600,
        "drain_s": 120,
        "network": "bad",
        "strangers": {"floods_a_second": 1, "slow": 2},
        "reply_s": 1,
        "window": 8,
    }
    return told | sends


@dataclass
class Blows:
    """Kills of one kind; `recoveries`: seconds from the blow until messages were acknowledged again."""

    kills: int = 0
    recoveries: list[float] = field(default_factory=list)

    def to_json(self) -> dict[str, object]:
        return {
            "kills": self.kills,
            "recovery_s_median": round(statistics.median(self.recoveries), 2),
            "recovery_s_max": round(max(self.recoveries), 2),
        }


def torture(
    place: Path,
    n: int,
    seed: int,
    tell: Callable[[str], None],
    result: dict[str, object],
    *,
    bare: bool,
    broken: str = "",
) -> bool:
    """`n` kills under load; True when nothing is missing and nothing doubled. The counts go into `result`.

    `bare`: straw and the barest intake, else the house itself. `broken` (straw only): `lose` or `double`, a house that
    breaks its promise, to see that it is found out.
    """
    house: DeviceHouse = StrawHouse(place, broken) if bare else RealHouse(place)
    chance = random.Random(seed)  # noqa: S311 - a seeded experiment, no secret
    blows: dict[str, Blows] = {}
    try:
        result["start_s"] = round(house.start(), 2)
        traffic = Traffic(place, scenario(seed, house.sends()))
        traffic.start()
        try:
            traffic.wait_for_more(ENOUGH, RECOVERY_SECONDS)
            for number in range(1, n + 1):
                time.sleep(chance.uniform(0.05, 1.5))
                victim, seconds = _blow(house.town, chance, traffic, house.victims)
                each = blows.setdefault(victim, Blows())
                each.kills += 1
                each.recoveries.append(seconds)
                tell(
                    f"{number}/{n} {victim}: answered again after {seconds:.2f} s, {traffic.acknowledged} acknowledged"
                )
            report = traffic.finish()
        finally:
            traffic.end()
        _wait_drained(house)
        counted = traffic.count(house.stored())
        protocols = report["protocols"]
        result |= {
            "kills": sum(each.kills for each in blows.values()),
            "messages_acknowledged": sum(each["acknowledged"] for each in protocols.values()),
            "messages_waiting": sum(each["waiting"] for each in protocols.values()),
            "resent": sum(each["resent"] for each in protocols.values()),
            "refused": sum(each["refused"] for each in protocols.values()),
            "acknowledged": counted.acknowledged,
            "stored": counted.stored,
            "missing": counted.missing,
            "double": counted.double,
            "unknown": counted.unknown,
            "examples": [list(item) for item in counted.examples],
            "by_victim": {name: each.to_json() for name, each in sorted(blows.items())},
            "network": report["network"],
        }
        return counted.good and counted.acknowledged > 0
    finally:
        result["stopped_with"] = house.town.stop()


def _blow(town: Town, chance: random.Random, traffic: Traffic, victims: tuple[str, ...]) -> tuple[str, float]:
    """Kill somebody who is there, or hurt the stream; until messages are acknowledged again."""
    limit = time.monotonic() + RECOVERY_SECONDS
    while not _hit(town, victim := chance.choice(victims), chance):
        if time.monotonic() > limit:
            raise AssertionError("nobody there to kill")
        time.sleep(0.05)
    began = time.monotonic()
    if victim in ENDS_UP:
        town.start()
    traffic.wait_for_more(ENOUGH, RECOVERY_SECONDS)
    return victim, time.monotonic() - began


def _hit(town: Town, victim: str, chance: random.Random) -> bool:
    if victim in stream_blows.BLOWS:
        return stream_blows.strike(running.environment(town.path).get("NATS_URL", ""), victim)
    return town.kill(victim, lambda found: chance.choice(list(found)))


def _wait_drained(house: DeviceHouse) -> None:
    limit = time.monotonic() + DRAIN_SECONDS
    while not house.drained():
        if time.monotonic() > limit:
            raise AssertionError(f"the intake has not taken everything in after {DRAIN_SECONDS} s")
        time.sleep(0.2)
