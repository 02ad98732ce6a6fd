"""How many JT/T 808 location frames one core decodes: wire frames in, columns out.

Ours: `decode_locations` on frames with flags, escapes and check byte, a town's mix of 2013 and 2019 headers and of item
sets; every frame's check byte is verified and every known item read. Limit: nothing but `struct.unpack` of the same
bytes' fixed part. Rival: the same work done the usual way in Python, one frame at a time (unescape, XOR by `reduce`,
`struct`, a loop over the items, `datetime`), since no kept-up JT/T 808 library exists to measure against.

Three runs, median. `--frames`, `--batch` (frames in one call). The last line is one JSON object.
"""

import argparse
import json
import os
import platform
import random
import statistics
import struct
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import reduce
from operator import xor
from pathlib import Path

from gateways.jt808.batch import decode_locations
from gateways.jt808.bcd import write_time
from gateways.jt808.codec import decode, encode_raw
from gateways.jt808.framing import Framer
from gateways.jt808.header import Header, Version
from gateways.jt808.items import make_item
from gateways.jt808.location import Location, write_location

GOAL = 150_000
RUNS = 3
NIGHT = datetime(2026, 11, 22, 16, tzinfo=UTC)


def town(count: int, seed: int = 1) -> list[bytes]:
    """Frames of 500 trucks: two editions, three item sets, one in ten with a vendor's item, times within a day."""
    rng = random.Random(seed)  # noqa: S311 - a seeded town, no secret
    return [_frame(rng, rng.randrange(500), index) for index in range(count)]


def town_frame(truck: int, serial: int) -> bytes:
    """One frame of one of these trucks, the same at every call."""
    return _frame(random.Random(truck * 65_536 + serial), truck, serial)  # noqa: S311 - seeded, no secret


def _frame(rng: random.Random, truck: int, serial: int) -> bytes:
    items = [
        make_item("mileage_km", rng.randrange(2_000_000) / 10),
        make_item("fuel_l", rng.randrange(900) / 10),
        make_item("recorder_speed_kmh", rng.randrange(900) / 10),
        make_item("signal_strength", rng.randrange(32)),
        make_item("satellites", rng.randrange(24)),
    ][: (5, 5, 3, 2)[truck % 4]]
    if truck % 10 == 0:
        items.append((0xE1, rng.randbytes(8)))
    location = Location(
        alarm=0,
        status=0xC0003,
        lat_e6=30_000_000 + rng.randrange(400_000),
        lng_e6=105_600_000 + rng.randrange(400_000),
        altitude_m=rng.randrange(200, 500),
        speed_dkmh=rng.randrange(900),
        direction_deg=rng.randrange(360),
        time_raw=write_time(NIGHT + timedelta(seconds=rng.randrange(86_400))),
        items=tuple(items),
    )
    version = Version.V2019 if truck % 3 else Version.V2013
    return encode_raw(Header(0x0200, f"13{truck:09d}", serial & 0xFFFF, version=version), write_location(location))[0]


OLD = struct.Struct(">HH6sHIIIIHHH6s")
NEW = struct.Struct(">HHB10sHIIIIHHH6s")


def bare_unpack(payloads: list[tuple[struct.Struct, bytes]]) -> None:
    """The limit: the fixed part of frames already unescaped and known by edition, nothing else."""
    for shape, payload in payloads:
        shape.unpack_from(payload)


def one_by_one(frames: list[bytes]) -> list[tuple[object, ...]]:
    """The rival: what a straightforward server does with each frame."""
    rows: list[tuple[object, ...]] = []
    for frame in frames:
        data = frame[1:-1].replace(b"\x7d\x02", b"\x7e").replace(b"\x7d\x01", b"\x7d")
        if reduce(xor, data):
            continue
        new = data[2] & 0x40
        values = (NEW if new else OLD).unpack_from(data)
        at, end = (45 if new else 40), len(data) - 1
        items: dict[int, bytes] = {}
        while at + 2 <= end:
            size = data[at + 1]
            items[data[at]] = data[at + 2 : at + 2 + size]
            at += 2 + size
        digits = values[-1].hex()
        sent = datetime.strptime(digits, "%y%m%d%H%M%S").replace(tzinfo=UTC)
        alarm, status, lat, lng, altitude, speed, direction = values[-8:-1]
        phone = (values[3] if new else values[2]).hex()
        mileage = int.from_bytes(items[1], "big") / 10 if 1 in items else None
        rows.append((phone, alarm, status, lat, lng, altitude, speed, direction, sent.timestamp(), mileage, items))
    return rows


def rate(work: Callable[[], object], count: int) -> float:
    """Frames a second: median of three runs, by CPU time, so that neighbours on the machine count less."""
    rates: list[float] = []
    for _ in range(RUNS):
        began = time.process_time()
        work()
        rates.append(count / (time.process_time() - began))
    return statistics.median(rates)


def in_batches(frames: list[bytes], size: int) -> Callable[[], None]:
    batches = [frames[i : i + size] for i in range(0, len(frames), size)]

    def work() -> None:
        for batch in batches:
            decode_locations(batch)

    return work


def framed(frames: list[bytes]) -> Callable[[], None]:
    stream = b"".join(frames)

    def work() -> None:
        framer = Framer()
        for at in range(0, len(stream), 1460):
            framer.feed(stream[at : at + 1460])

    return work


def commit() -> str:
    root = Path(__file__).resolve().parents[1]
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=root, capture_output=True, text=True, check=False
    )
    return done.stdout.strip()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--frames", type=int, default=100_000)
    parser.add_argument("--batch", type=int, default=1_000)
    options = parser.parse_args()
    frames = town(options.frames)
    checked = decode_locations(frames)
    assert len(checked) == len(frames)
    assert not checked.faults
    shapes = [(NEW if f[3] & 0x40 else OLD, decoded) for f in frames for decoded in Framer().feed(f)]
    payloads = [(shape, payload) for shape, payload in shapes if isinstance(payload, bytes)]

    print(f"{len(frames)} frames, {sum(map(len, frames)) / len(frames):.0f} bytes on average, {platform.processor()}")
    for size in (50, 200, 1_000, 5_000):
        print(f"  batches of {size:>5}: {rate(in_batches(frames, size), len(frames)):>10,.0f} frames/s")
    framing = rate(framed(frames), len(frames))
    print(f"  framer alone, 1460-byte reads: {framing:,.0f} frames/s")
    tenth = frames[: max(1, len(frames) // 10)]
    single = rate(lambda: [decode(frame) for frame in tenth], len(tenth))
    print(f"  single decode to JSON bodies: {single:,.0f} frames/s")
    ours = rate(in_batches(frames, options.batch), len(frames))
    limit = rate(lambda: bare_unpack(payloads), len(frames))
    rival = rate(lambda: one_by_one(frames), len(frames))
    result = {
        "name": "decode_jt808",
        "ours": round(ours),
        "limit": round(limit),
        "rival": round(rival),
        "ratio": round(ours / rival, 2),
        "unit": "location frames/s/core",
        "goal": GOAL,
        "met": ours >= GOAL,
        "load": f"{len(frames)} frames in batches of {options.batch}, load average {os.getloadavg()[0]:.1f}",
        "rival_is": f"one frame at a time with struct, reduce and datetime; CPython {platform.python_version()}",
        "limit_is": "struct.unpack_from of the fixed part only, one frame at a time",
        "ratio_to_limit": round(ours / limit, 2),
        "commit": commit(),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
