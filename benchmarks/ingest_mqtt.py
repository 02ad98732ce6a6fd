"""How many readings a second come from MQTT QoS 1 publishes into committed rows, in the house as it runs.

Ours: `gasloop up --demo`; 200 detectors of the register publish to its MQTT listener, each message one moment with
three quantities; the clock runs from the first publish until the intake has committed and acknowledged the last of
them.
Rival: the same rows, formatted beforehand, by COPY into an empty table with the same columns and key, as many rows a
transaction as the intake takes; nothing is decoded, no duplicate looked for, no projection kept.

Three rounds, median. The generator is a process of its own whose CPU is printed beside that of NATS, intake and
PostgreSQL. `--scale` changes the number of messages. The last line is one JSON object.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import nats
import psycopg
from tests.browser.running import Town

from benchmarks.detectors_mqtt import QUANTITIES
from benchmarks.measuring import cpu_by_part, last_line, token, town
from gasloop.bus.mqtt import MQTT_CONSUMER, MQTT_STREAM
from gasloop.project.runtime.running import environment
from gateways.simulate import prepare

GOAL = 10_000
DETECTORS = 200
MESSAGES = 60_000
ROUNDS = 3
TERRITORY = "50/500152/500152109/001/"
A_TRANSACTION = 2000 * QUANTITIES
LIMIT_S = 300.0
COLUMNS = "entity_id, occurred_at, event_id, received_at, value, channel, state, quantity"


def registered(of: Town) -> Path:
    """The detectors in the register; the file with their passwords."""
    rows = list(prepare.rows(TERRITORY, detectors=DETECTORS))
    secrets = prepare.Town(of.url, token(of, "clerk")).register(rows)
    file = of.path.parent / "secrets.json"
    file.write_text(json.dumps(secrets))
    return file


async def _open_messages(url: str) -> int:
    bus = await nats.connect(url)
    try:
        info = await bus.jetstream().consumer_info(MQTT_STREAM, MQTT_CONSUMER)
        return (info.num_pending or 0) + (info.num_ack_pending or 0)
    finally:
        await bus.close()


def committed(places: dict[str, str]) -> float:
    """When the intake had committed and acknowledged everything (seconds since 1970)."""
    limit = time.monotonic() + LIMIT_S
    while asyncio.run(_open_messages(places["NATS_URL"])):
        assert time.monotonic() < limit, f"not everything was committed within {LIMIT_S} s"
        time.sleep(0.05)
    return time.time()


def one_round(of: Town, secrets: Path, messages: int) -> dict[str, float]:
    """Publish all, wait for the last commit, count."""
    places = environment(of.path)
    before, rows_before = cpu_by_part(of), _count(places)
    command = [
        sys.executable,
        "-m",
        "benchmarks.detectors_mqtt",
        places["GASLOOP_MQTT_PORT"],
        str(messages),
        str(secrets),
    ]
    said = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    took = committed(places) - said["began_at"]
    used = {name: seconds - before[name] for name, seconds in cpu_by_part(of).items()}
    stored = _count(places) - rows_before
    found = {
        "rate": stored / took,
        "acknowledged": said["acknowledged"] * QUANTITIES,
        "stored": stored,
        "acknowledged_a_second": said["acknowledged"] * QUANTITIES / said["took_s"],
        "generator": said["cpu_s"] / said["took_s"],
        **{part: used[part] / took for part in ("nats", "intake", "postgres")},
    }
    by_broker = f"{found['acknowledged_a_second']:,.0f}/s acknowledged by the broker"
    print(f"  {found['rate']:,.0f} readings/s committed, {by_broker}")
    print(f"    acknowledged {found['acknowledged']:,.0f}, stored {stored:,}; CPU cores: {_cores(found)}")
    return found


def _cores(found: dict[str, float]) -> str:
    return ", ".join(f"{part} {found[part]:.2f}" for part in ("generator", "nats", "intake", "postgres"))


def _count(places: dict[str, str]) -> int:
    with psycopg.connect(places["DATABASE_URL"]) as database:
        row = database.execute("SELECT count(*) FROM sensing_reading").fetchone()
        return int(row[0]) if row else 0


def bare_copy(places: dict[str, str], rows: int) -> float:
    """Rows a second of the same rows by COPY."""
    with psycopg.connect(places["DATABASE_URL"], autocommit=True) as database:
        database.execute("DROP TABLE IF EXISTS bare_reading")
        database.execute("CREATE TABLE bare_reading (LIKE sensing_reading INCLUDING ALL)")
        lines = list(_lines(database, rows))
        lots = ["".join(lines[at : at + A_TRANSACTION]) for at in range(0, len(lines), A_TRANSACTION)]
        began = time.perf_counter()
        for lot in lots:
            with database.cursor().copy(f"COPY bare_reading ({COLUMNS}) FROM STDIN") as copy:
                copy.write(lot)
        took = time.perf_counter() - began
        database.execute("DROP TABLE bare_reading")
        return len(lines) / took


def _lines(database: "psycopg.Connection[tuple[object, ...]]", rows: int) -> Iterator[str]:
    """The newest rows in COPY's text."""
    newest = f"SELECT {COLUMNS} FROM sensing_reading ORDER BY received_at DESC LIMIT {rows:d}"  # noqa: S608 - numbers
    query = f"COPY ({newest}) TO STDOUT"
    with database.cursor().copy(query) as copy:
        text = b"".join(bytes(block) for block in copy).decode()
    return (f"{line}\n" for line in text.splitlines())


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--scale", type=float, default=1)
    messages = max(DETECTORS, round(MESSAGES * parser.parse_args().scale))
    with town() as of:
        secrets, places = registered(of), environment(of.path)
        time.sleep(2)  # the broker reads its new users upon a signal; there is nothing to wait for but that
        rounds = [one_round(of, secrets, messages) for _ in range(ROUNDS)]
        rivals = sorted(bare_copy(places, messages * QUANTITIES) for _ in range(ROUNDS))
    rival = rivals[ROUNDS // 2]
    middle = sorted(rounds, key=lambda one: one["rate"])[ROUNDS // 2]
    missing = sum(one["acknowledged"] - one["stored"] for one in rounds)
    print(f"  bare COPY of the same rows: {rival:,.0f}/s; load average {os.getloadavg()[0]:.1f}")
    last_line(
        name="ingest_mqtt",
        ours=round(middle["rate"]),
        rival=round(rival),
        ratio=round(middle["rate"] / rival, 3),
        unit="readings/s, MQTT QoS 1 to committed",
        goal=GOAL,
        met=middle["rate"] >= GOAL and not missing,
        missing=missing,
        acknowledged_by_the_broker=round(middle["acknowledged_a_second"]),
        cpu_cores={part: round(middle[part], 2) for part in ("generator", "nats", "intake", "postgres")},
        generator="benchmarks/detectors_mqtt.py, a process of its own",
        rival_is=f"psycopg COPY of the same rows, {A_TRANSACTION} a transaction, same columns and key, same PostgreSQL",
        load=f"{DETECTORS} detectors, {messages} messages a round, load average {os.getloadavg()[0]:.1f}",
    )


if __name__ == "__main__":
    main()
