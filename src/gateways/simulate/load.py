"""A load generator: many senders, all frames encoded before the clock starts, acknowledgements counted.

`python -m gateways.simulate.load jt808 --port 7611 --connections 500 --frames 200000 --json` runs in a process of its
own and says how much processor time it took itself. `in_process` does the same from a benchmark.
"""

import argparse
import asyncio
import dataclasses
import json
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from gateways.jt808.header import Version
from gateways.simulate.journal import Journal
from gateways.simulate.line import Line, Tally
from gateways.simulate.outbox import Parcel, Patience
from gateways.simulate.terminal import Terminal
from gateways.simulate.truck import LOCATION, Habits, Truck

VERSIONS = (Version.V2011, Version.V2013, Version.V2019)
STEADY = Habits(interval_s=1, dead_zones_a_day=0, sensors_every_s=10**9)
EPOCH = 1_790_000_000
"""Where the load's own time begins unless told otherwise: 2026-09-21, so that equal seeds give equal bytes."""
READY_SECONDS = 120.0
PACE_S = 0.01


@dataclass(frozen=True, slots=True)
class Order:
    """What to send.

    `rate`: messages a second over all, 0 for as fast as the windows allow; `window`: unanswered messages a sender;
    `first`: number of the first device; `start`: seconds since 1970 where the messages' own time begins.
    """

    protocol: str = "jt808"
    host: str = "127.0.0.1"
    port: int = 7611
    connections: int = 500
    frames: int = 100_000
    window: int = 32
    rate: float = 0.0
    seed: int = 1
    start: int = EPOCH
    limit_s: float = 300.0
    first: int = 0
    journal: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """`seconds` from the first frame to the last acknowledgement; `cpu_s` of the generator in that time, both kinds."""

    protocol: str
    connections: int
    frames: int
    acknowledged: int
    seconds: float
    per_second: float
    cpu_s: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    max_ms: float
    resent: int
    refused: int
    lost: int
    encode_s: float
    peak_mb: float


def trucks(order: Order) -> list[Truck]:
    """The order's trucks, editions in turn. Their phones have to stand in the register."""
    numbers = range(order.first, order.first + order.connections)
    return [Truck(order.seed, number, VERSIONS[number % len(VERSIONS)], STEADY) for number in numbers]


class _Terminals:
    """Terminals of one order, with everything they will send."""

    def __init__(self, order: Order, journal: Journal, latencies: list[float]) -> None:
        patience = Patience(first_s=10.0, resends=3, grows=True)
        self.senders: list[Terminal] = []
        self.parcels: list[tuple[Terminal, Parcel]] = []
        each = -(-order.frames // order.connections)
        loads: list[list[tuple[Terminal, Parcel]]] = []
        for truck in trucks(order):
            terminal = Terminal(
                truck,
                (order.host, order.port),
                journal,
                patience=patience,
                window=order.window,
                first_serial=truck.number * 977 & 0xFFFF,
                latencies=latencies,
            )
            deeds = islice((deed for deed in truck.life(order.start) if deed.msg_id == LOCATION), each)
            loads.append([(terminal, terminal.parcel(deed)) for deed in deeds])
            self.senders.append(terminal)
        self.parcels = [one for turn in zip(*loads, strict=True) for one in turn][: order.frames]


async def _online(senders: Sequence[Terminal]) -> None:
    """Until every sender has been let in; RuntimeError when one is not."""
    limit = time.monotonic() + READY_SECONDS
    while missing := sum(not sender.online for sender in senders):
        if time.monotonic() > limit:
            raise RuntimeError(f"{missing} of {len(senders)} senders were not let in: are they in the register?")
        await asyncio.sleep(0.05)


async def _tick(senders: Sequence[Line]) -> None:
    while True:
        await asyncio.sleep(0.25)
        now = asyncio.get_running_loop().time()
        for sender in senders:
            sender.tick(now)


async def _release(order: Order, parcels: Sequence[tuple[Terminal, Parcel]]) -> None:
    """Hand the parcels to their senders, all at once or at the order's rate."""
    loop = asyncio.get_running_loop()
    if not order.rate:
        for sender, parcel in parcels:
            sender.outbox.put(parcel)
        for sender in dict.fromkeys(sender for sender, _ in parcels):
            sender.flow(loop.time())
        return
    began, done = loop.time(), 0
    while done < len(parcels):
        await asyncio.sleep(PACE_S)
        until = min(len(parcels), int((loop.time() - began) * order.rate))
        for sender, parcel in parcels[done:until]:
            sender.outbox.put(parcel)
            sender.flow(loop.time())
        done = until


async def run(order: Order) -> Result:
    """Send it all, wait for the acknowledgements (`limit_s` at most), say how it went."""
    if order.protocol != "jt808":
        raise ValueError(f"no load for {order.protocol!r}")
    latencies: list[float] = []
    journal = Journal(Path(order.journal) if order.journal else None)
    encoding = time.perf_counter()
    load = _Terminals(order, journal, latencies)
    encoding = time.perf_counter() - encoding
    for sender in load.senders:
        sender.start()
    ticking = asyncio.create_task(_tick(load.senders))
    try:
        await _online(load.senders)
        began, cpu = time.perf_counter(), _cpu_s()
        await _release(order, load.parcels)
        while any(len(sender.outbox) for sender in load.senders) and time.perf_counter() - began < order.limit_s:
            await asyncio.sleep(0.005)
        seconds, cpu = time.perf_counter() - began, _cpu_s() - cpu
    finally:
        ticking.cancel()
        await asyncio.gather(*(sender.hang_up() for sender in load.senders))
        journal.close()
    tally = Tally()
    for sender in load.senders:
        tally.add(sender.counted().tally)
    return _result(order, tally, sorted(latencies), seconds, cpu, encoding)


def _result(order: Order, tally: Tally, latencies: list[float], seconds: float, cpu: float, encoding: float) -> Result:
    def at(share: float) -> float:
        return round(latencies[min(len(latencies) - 1, int(share * len(latencies)))] * 1000, 2) if latencies else 0.0

    return Result(
        protocol=order.protocol,
        connections=order.connections,
        frames=order.frames,
        acknowledged=tally.acknowledged,
        seconds=round(seconds, 3),
        per_second=round(tally.acknowledged / seconds, 1),
        cpu_s=round(cpu, 3),
        p50_ms=at(0.50),
        p95_ms=at(0.95),
        p99_ms=at(0.99),
        max_ms=at(1.0),
        resent=tally.resent,
        refused=tally.refused,
        lost=tally.lost,
        encode_s=round(encoding, 3),
        peak_mb=round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    )


def _cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def in_process(order: Order) -> Result:
    """`run` in a process of its own, so that its processor time is not the caller's. RuntimeError with what it said."""
    command = [sys.executable, "-m", "gateways.simulate.load", order.protocol, "--json", *_arguments(order)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own module
    if ran.returncode:
        raise RuntimeError(f"the load generator ended with {ran.returncode}: {ran.stderr[-2000:]}")
    return Result(**json.loads(ran.stdout))


def _arguments(order: Order) -> list[str]:
    given: list[str] = []
    for each in dataclasses.fields(order):
        if each.name != "protocol" and (value := getattr(order, each.name)) != each.default:
            given += [f"--{each.name.replace('_', '-')}", str(value)]
    return given


def main(arguments: Sequence[str]) -> int:
    """The module's command line; exit code 1 when something was not acknowledged."""
    parser = argparse.ArgumentParser(prog="gateways.simulate.load", description=__doc__)
    parser.add_argument("protocol")
    for each in dataclasses.fields(Order):
        if each.name != "protocol":
            kind = type(each.default)
            parser.add_argument(f"--{each.name.replace('_', '-')}", type=kind, default=each.default)
    parser.add_argument("--json", action="store_true")
    given = vars(parser.parse_args(arguments))
    as_json = given.pop("json")
    result = asyncio.run(run(Order(**given)))
    shown = dataclasses.asdict(result)
    text = json.dumps(shown) if as_json else "\n".join(f"{name}: {value}" for name, value in shown.items())
    sys.stdout.write(text + "\n")
    return 0 if result.acknowledged == result.frames else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
