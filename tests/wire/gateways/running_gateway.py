"""A gateway process of one's own, a register it reads, and what it stored."""

import asyncio
import os
import re
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import httpx
import nats
from nats.aio.client import Client

from gasloop.bus.address import servers
from gasloop.bus.devices import (
    DEVICE_STREAM,
    DeviceBatch,
    Frame,
    RegisteredDevice,
    decode_batch,
    encode_device,
    ensure_device_register,
)
from gasloop.project.runtime.nats import LOOPBACK, free_port, listening
from gasloop.project.runtime.processes import wait_until

T = TypeVar("T")


def device(number: int, **more: object) -> RegisteredDevice:
    """Device `number` of the tests."""
    return RegisteredDevice(UUID(int=number), bytes([number % 256]) * 32, **more)  # type: ignore[arg-type]


def on_bus(url: str, story: Callable[[Client], Awaitable[T]]) -> T:
    """Run something against the bus."""

    async def run() -> T:
        bus = await nats.connect(servers(url))
        try:
            return await story(bus)
        finally:
            await bus.close()

    return asyncio.run(run())


def enrol(url: str, devices: dict[str, RegisteredDevice | None]) -> None:
    """Write the register; None takes a device out."""

    async def write(bus: Client) -> None:
        bucket = await ensure_device_register(bus.jetstream())
        for key, one in devices.items():
            await (bucket.delete(key) if one is None else bucket.put(key, encode_device(one)))

    on_bus(url, write)


def stored(url: str) -> list[DeviceBatch]:
    """Every batch in the stream, without consuming it."""

    async def read(bus: Client) -> list[DeviceBatch]:
        js = bus.jetstream()
        state = (await js.stream_info(DEVICE_STREAM)).state
        if not state.messages:
            return []
        found = [await js.get_msg(DEVICE_STREAM, seq) for seq in range(state.first_seq, state.last_seq + 1)]
        return [decode_batch(one.data) for one in found if one.data]

    return on_bus(url, read)


def frames(url: str) -> list[Frame]:
    """Every frame in the stream."""
    return [frame for batch in stored(url) for frame in batch.frames]


class Gateway:
    """`python -m gateways` on free ports."""

    module = "gateways"

    def __init__(self, url: str, place: Path, settings: tuple[str, ...] = ()) -> None:
        self.jt808, self.gb26875, self.metrics_port = free_port(), free_port(), free_port()
        self._url, self._log = url, place / "gateway.log"
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *, wait: bool = True) -> None:
        """Until both ports are open."""
        command = [sys.executable, "-m", self.module, "--jt808", str(self.jt808), "--gb26875", str(self.gb26875)]
        command += ["--metrics", str(self.metrics_port), "--held", str(self._log.parent / "held")]
        for one in self._settings:
            command += ["--set", one]
        with self._log.open("ab") as log:
            env = {**os.environ, "NATS_URL": self._url}
            self._process = subprocess.Popen(command, stdout=log, stderr=log, env=env)
        if wait:
            assert wait_until(lambda: listening(LOOPBACK, self.metrics_port), 30), self.said()

    def said(self) -> str:
        """Its log."""
        return self._log.read_text()

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Signal it and wait; its exit code."""
        assert self._process is not None
        self._process.send_signal(number)
        return self._process.wait(30)

    def metric(self, name: str, protocol: str = "jt808") -> int:
        """One of its counters, now."""
        page = httpx.get(f"http://{LOOPBACK}:{self.metrics_port}/metrics", trust_env=False).text
        found = re.search(
            rf'^gasloop_gateway_{name}(?:_total)?\{{protocol="{protocol}".*?\}} (\d+)', page, re.MULTILINE
        )
        return int(found[1]) if found else 0

    @property
    def pid(self) -> int:
        """Its process."""
        assert self._process is not None
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None


@contextmanager
def own_gateway(url: str, place: Path, *settings: str) -> Iterator[Gateway]:
    """A running gateway, ended in the end."""
    gateway = Gateway(url, place, settings)
    gateway.start()
    try:
        yield gateway
    finally:
        if gateway.running:
            gateway.end(signal.SIGKILL)
