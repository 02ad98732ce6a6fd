"""How many JT/T 808 frames a second are acknowledged after they were durably stored, on 500 connections.

Ours: the gateway process as `gasloop up` runs it, a NATS with JetStream on files beside it, trucks in a process of
their own. Limit: the same gateway, answering without storing anything. Rival: batches of the same bytes, already
encoded, published to the same stream by nats-py with as many in flight, nothing else. After each run of ours the
stream's frames are counted: acknowledged and missing are printed.

Three rounds, each limit and ours once a round, median; then a run at the goal's rate, for the time an answer takes.
`--scale` stretches the seconds of a run. Client, gateway and NATS share the machine's cores; the CPU of each is
printed, and how long the gateway stood in line for one: on a machine that others use, that and nothing else decides the
time an answer takes. The last line is one JSON object.
"""

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nats
from tests.wire.gateways.broker import Broker, own_broker
from tests.wire.gateways.running_gateway import Gateway, enrol

from benchmarks.decode_jt808 import town_frame
from benchmarks.measuring import cpu_seconds, last_line, waited_seconds
from benchmarks.trucks_808 import register
from gasloop.bus.devices import (
    DEVICE_STREAM,
    DeviceBatch,
    Frame,
    Keeping,
    batch_subject,
    decode_batch,
    encode_batch,
    ensure_device_stream,
)
from gateways.jt808.framing import unwrap
from gateways.serving.settings import Settings

GOAL = 10_000
CONNECTIONS = 500
ROUNDS = 3
SECONDS = 8.0
ROOM = 8 << 30
OPEN = ("rate=1e9", "address_rate=1e9", "address_connections=100000", "address_opens=1e6", f"stream_bytes={ROOM}")


def trucks(port: int, seconds: float, rate: float = 0) -> dict[str, float]:
    """Run the generator; what it says."""
    command = [sys.executable, "-m", "benchmarks.trucks_808", str(port), str(CONNECTIONS), str(seconds), str(rate)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


class AckOnly(Gateway):
    """The same process, its publisher replaced by one that stores nothing."""

    module = "benchmarks.ack_only_808"


@contextmanager
def measured(gateway: Gateway, broker: Broker, into: dict[str, float]) -> Iterator[None]:
    """CPU seconds of gateway and NATS during the block, and the seconds the gateway was ready but had no core."""
    before = cpu_seconds(gateway.pid), cpu_seconds(broker.pid), waited_seconds(gateway.pid)
    yield
    into["gateway_s"] = cpu_seconds(gateway.pid) - before[0]
    into["nats_s"] = cpu_seconds(broker.pid) - before[1]
    into["gateway_waited_s"] = waited_seconds(gateway.pid) - before[2]


def drive(kind: type[Gateway], broker: Broker, place: Path, seconds: float, rate: float = 0) -> dict[str, float]:
    """One run against a gateway of this kind."""
    gateway = kind(broker.url, place, OPEN)
    gateway.start()
    try:
        shares: dict[str, float] = {}
        with measured(gateway, broker, shares):
            said = trucks(gateway.jt808, seconds, rate)
        stored, batches = gateway.metric("stored"), max(1, gateway.metric("batches"))
        # Nearly all of it falls into the run: sign-ins and the last answers are a few milliseconds.
        shares |= {"gateway_cpu": shares["gateway_s"] / seconds, "nats_cpu": shares["nats_s"] / seconds}
        return said | shares | {"frames_a_batch": stored / batches}
    finally:
        gateway.end()


async def emptied(url: str) -> int:
    """How many location frames the stream held; it is empty afterwards."""
    bus = await nats.connect(url)
    js = bus.jetstream()
    try:
        await ensure_device_stream(js, Keeping(max_bytes=ROOM))
        reader = await js.pull_subscribe(batch_subject("jt808"), durable="count")
        held = 0
        while (await js.stream_info(DEVICE_STREAM)).state.messages:
            for message in await reader.fetch(200, timeout=10):
                held += sum(frame.raw[:2] == b"\x02\x00" for frame in decode_batch(message.data).frames)
                await message.ack_sync()
        await js.delete_consumer(DEVICE_STREAM, "count")
        return held
    finally:
        await bus.close()


async def bare(url: str, seconds: float, size: int) -> float:
    """Frames a second in batches of `size`, published as they are."""
    raws = [unwrap(town_frame(number % CONNECTIONS, number)) for number in range(size)]
    batch = DeviceBatch("jt808", "bare", "0" * 32, [Frame("jt808.13000000000", None, 1, raw, "2019") for raw in raws])
    data, subject = encode_batch(batch), batch_subject("jt808")
    bus = await nats.connect(url)
    js = bus.jetstream()
    await ensure_device_stream(js, Keeping(max_bytes=ROOM))
    until, sent = time.perf_counter() + seconds, 0

    async def publish(number: int) -> None:
        nonlocal sent
        count = 0
        while time.perf_counter() < until:
            await js.publish(subject, data, headers={"Nats-Msg-Id": f"{os.getpid()}-{number}-{count}-{until}"})
            count, sent = count + 1, sent + 1

    began = time.perf_counter()
    await asyncio.gather(*(publish(number) for number in range(Settings().in_flight)))
    took = time.perf_counter() - began
    await js.purge_stream(DEVICE_STREAM)
    await bus.close()
    return sent * size / took


def cores(found: dict[str, float]) -> str:
    """Who used how much of the machine."""
    named = {"trucks": "cpu_share", "gateway": "gateway_cpu", "NATS": "nats_cpu"}
    used = ", ".join(f"{name} {found[key]:.2f}" for name, key in named.items())
    return f"CPU cores: {used}; the gateway waited {found['gateway_waited_s']:.1f} s for one"


def one_round(broker: Broker, place: Path, seconds: float) -> dict[str, float]:
    """Ours, then both limits, under the same weather."""
    found = drive(Gateway, broker, place, seconds)
    held = asyncio.run(emptied(broker.url))
    limit = drive(AckOnly, broker, place, seconds)["rate"]
    size = max(1, round(found["frames_a_batch"]))
    rival = asyncio.run(bare(broker.url, seconds / 2, size))
    print(f"  {found['rate']:,.0f}/s ours, {limit:,.0f}/s acknowledging only, {rival:,.0f}/s bare batches of {size}")
    print(f"    acknowledged {found['acknowledged']:,.0f}, in the stream {held:,}, refused {found['refused']:.0f}")
    print(f"    {cores(found)}; load average {os.getloadavg()[0]:.1f}")
    return found | {"limit": limit, "rival": rival, "missing": max(0.0, found["acknowledged"] - held)}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--scale", type=float, default=1)
    seconds = SECONDS * parser.parse_args().scale
    with tempfile.TemporaryDirectory(prefix="gasloop-bench-") as name, own_broker(Path(name)) as broker:
        enrol(broker.url, dict(register(CONNECTIONS)))
        rounds = [one_round(broker, Path(name), seconds) for _ in range(ROUNDS)]
        steady = drive(Gateway, broker, Path(name), seconds, GOAL)
        missing = sum(one["missing"] for one in rounds)
        missing += max(0.0, steady["acknowledged"] - asyncio.run(emptied(broker.url)))
    print(f"  given {GOAL:,}/s: {steady['rate']:,.0f}/s acknowledged within the run, p50 {steady['p50_ms']:.0f} ms, ")
    print(f"    p99 {steady['p99_ms']:.0f} ms; {cores(steady)}; load average {os.getloadavg()[0]:.1f}")
    middle = sorted(rounds, key=lambda one: one["rate"])[ROUNDS // 2]
    limit, rival = (statistics.median(one[key] for one in rounds) for key in ("limit", "rival"))
    last_line(
        name="ingest_808",
        ours=round(middle["rate"]),
        limit=round(limit),
        rival=round(rival),
        ratio=round(middle["rate"] / rival, 3),
        ratio_to_limit=round(middle["rate"] / limit, 2),
        unit="frames/s acknowledged after durable store",
        goal=GOAL,
        met=middle["rate"] >= GOAL and steady["rate"] >= 0.99 * GOAL and not missing,
        best=round(max(one["rate"] for one in rounds)),
        missing=missing,
        a_gateway_core=round(middle["acknowledged"] / middle["gateway_s"]),
        at_goal={
            "given": GOAL,
            "acknowledged": round(steady["rate"]),
            "p50_ms": round(steady["p50_ms"], 1),
            "p99_ms": round(steady["p99_ms"], 1),
            "generator_cores": round(steady["cpu_share"], 2),
            "gateway_cores": round(steady["gateway_cpu"], 2),
            "gateway_waited_s": round(steady["gateway_waited_s"], 2),
        },
        cpu_cores={key: round(middle[key], 2) for key in ("cpu_share", "gateway_cpu", "nats_cpu")},
        generator="benchmarks/trucks_808.py, a process of its own: cpu_share",
        limit_is="the same gateway, answering without storing",
        rival_is="nats-py 2.16 publishing the same batches, already encoded, 4 in flight, to nats-server 2.15 "
        "with JetStream on files, sync_interval 1s",
        load=f"{CONNECTIONS} connections, {seconds:.0f} s a run, load average {os.getloadavg()[0]:.1f}",
    )


if __name__ == "__main__":
    main()
