"""The generator of `ingest_808`: trucks on 500 connections, in a process of its own, whose CPU it reports itself.

    python -m benchmarks.trucks_808 PORT CONNECTIONS SECONDS RATE        RATE 0: as fast as the answers come

Each truck authenticates, then keeps a window of frames open (closed loop) or is given its share of RATE (open loop). An
answer counts when it says 0; after the run it waits for what is open. Prints one JSON line.
"""

import asyncio
import json
import resource
import sys
import time
from collections import deque
from uuid import UUID

from benchmarks.decode_jt808 import town_frame
from gasloop.bus.devices import RegisteredDevice, auth_code, jt808_key
from gateways.jt808.codec import encode
from gateways.jt808.framing import Framer
from gateways.jt808.header import Header, Version

AUTH = 0x0102
CYCLE = 256
WINDOW = 32


def phone_of(truck: int) -> str:
    """A number for each truck."""
    return f"13{truck:09d}"


def device_of(truck: int) -> RegisteredDevice:
    """The register's entry for it."""
    return RegisteredDevice(UUID(int=truck + 1), truck.to_bytes(32, "big"))


def register(trucks: int) -> dict[str, RegisteredDevice]:
    """All of them."""
    return {jt808_key(phone_of(truck)): device_of(truck) for truck in range(trucks)}


def sign_in_of(truck: int) -> bytes:
    """The truck's 0x0102."""
    version = Version.V2019 if truck % 3 else Version.V2013
    digits = 20 if version is Version.V2019 else 12
    header = Header(AUTH, phone_of(truck).rjust(digits, "0"), 0, version=version)
    return b"".join(encode(header, {"auth_code": auth_code(device_of(truck))}))


class Line(asyncio.Protocol):
    """One truck's connection. `lags`: seconds from each send to its answer."""

    def __init__(self, truck: int, window: int) -> None:
        self.truck = truck
        self.wire = [town_frame(truck, serial) for serial in range(CYCLE)]
        self.window, self.open = window, 0
        self.acknowledged = self.refused = self._next = 0
        self.lags: list[float] = []
        self.signed_in: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self.going = False
        self._framer = Framer()
        self._sent: deque[float] = deque()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(sign_in_of(self.truck))

    def data_received(self, data: bytes) -> None:
        results = [piece[-1] for piece in self._framer.feed(data) if isinstance(piece, bytes)]
        if not self.signed_in.done():
            self.signed_in.set_result(results.pop(0))
        if not results:
            return
        now = time.perf_counter()
        good = results.count(0)
        self.acknowledged += good
        self.refused += len(results) - good
        self.open -= len(results)
        for _ in results:
            self.lags.append(now - self._sent.popleft())
        if self.going and self.window:
            self.send(self.window - self.open)

    def send(self, count: int) -> None:
        """The next frames, in one write."""
        at = self._next % CYCLE
        frames = self.wire[at : at + count]
        while len(frames) < count:
            frames += self.wire[: count - len(frames)]
        self._next += count
        self.open += count
        now = time.perf_counter()
        self._sent.extend([now] * count)
        self._transport.write(b"".join(frames))


async def paced(lines: list[Line], seconds: float, rate: float) -> None:
    """Open loop: every hundredth of a second some trucks report."""
    began, sent, turn = time.perf_counter(), 0, 0
    while (passed := time.perf_counter() - began) < seconds:
        owed = int(passed * rate) - sent
        for _ in range(owed):
            lines[turn % len(lines)].send(1)
            turn += 1
        sent += owed
        await asyncio.sleep(0.01)


async def run(port: int, connections: int, seconds: float, rate: float) -> dict[str, object]:
    loop = asyncio.get_running_loop()
    lines: list[Line] = []
    for truck in range(connections):
        line = Line(truck, 0 if rate else WINDOW)
        await loop.create_connection(lambda line=line: line, "127.0.0.1", port)  # type: ignore[misc]
        lines.append(line)
    results = await asyncio.gather(*(line.signed_in for line in lines))
    assert not any(results), results
    cpu, began = time.process_time(), time.perf_counter()
    for line in lines:
        line.going = True
        if not rate:
            line.send(WINDOW)
    if rate:
        await paced(lines, seconds, rate)
    else:
        await asyncio.sleep(seconds)
    took, used = time.perf_counter() - began, time.process_time() - cpu
    acknowledged = sum(line.acknowledged for line in lines)
    for line in lines:
        line.going = False
    limit = time.perf_counter() + 30
    while any(line.open for line in lines) and time.perf_counter() < limit:
        await asyncio.sleep(0.02)
    lags = sorted(lag for line in lines for lag in line.lags)
    return {
        "rate": acknowledged / took,
        "acknowledged": sum(line.acknowledged for line in lines),
        "refused": sum(line.refused for line in lines),
        "unanswered": sum(line.open for line in lines),
        "p50_ms": lags[len(lags) // 2] * 1000,
        "p99_ms": lags[int(len(lags) * 0.99)] * 1000,
        "cpu_share": used / took,
    }


def main() -> None:
    port, connections, seconds, rate = sys.argv[1:]
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(65_536, hard) if hard > 0 else 65_536, hard))
    print(json.dumps(asyncio.run(run(int(port), int(connections), float(seconds), float(rate)))))


if __name__ == "__main__":
    main()
