"""`python -m gateways`: both listeners in one process, beside any number of its like.

The ports open once the device register has been read. SIGTERM stops accepting, stores and answers what was read, and
ends. The address of the bus comes from NATS_URL.
"""

import argparse
import asyncio
import contextlib
import logging
import math
import os
import resource
import signal
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import nats
from nats.aio.client import Client
from nats.errors import Error as NatsError

from gasloop.bus.address import servers
from gasloop.bus.devices import Keeping, Protocol, ensure_device_stream
from gasloop.bus.held import Held
from gateways.serving.connection import Connection
from gateways.serving.downlinks import Downlinks
from gateways.serving.listener import Listener
from gateways.serving.metrics import exposition
from gateways.serving.register import Register
from gateways.serving.settings import Settings, changed
from gateways.serving.store import Publish, Store, jetstream_publisher
from gateways.serving.terminal import Editions, Terminal
from gateways.serving.transmitter import Transmitter

log = logging.getLogger("gateways")
COMPLAIN_S = 10.0


@dataclass(frozen=True, slots=True)
class Doors:
    """Where to listen. A port of None stays closed; 0 takes any."""

    host: str = "127.0.0.1"
    jt808: int | None = 7611
    gb26875: int | None = 7612
    metrics: int | None = None


class Gateway:
    """Everything between the sockets and the bus."""

    def __init__(self, bus: Client, settings: Settings, name: str, spool: Path | None = None) -> None:
        self.bus, self.settings, self.name = bus, settings, name
        self.keeping = Keeping(settings.stream_bytes, settings.replicas)
        self.register = Register()
        self.listeners: dict[str, Listener] = {}
        self._downlinks = Downlinks(bus)
        self._js = bus.jetstream()
        self._held = Held(self._js, self.keeping, settings.held_bytes, timeout=settings.publish_s, spool=spool)
        self._following: list[asyncio.Task[None]] = []

    async def open(self, doors: Doors) -> None:
        """Read the register, then listen. OSError when a port is taken."""
        self._following.append(asyncio.create_task(self.register.follow(self._js, self.keeping)))
        await self._make_stream()
        self._following.append(asyncio.create_task(self._held.watch()))
        await self.register.loaded.wait()
        editions = Editions()
        makers: tuple[tuple[Protocol, int | None, Callable[[Listener], Connection]], ...] = (
            ("jt808", doors.jt808, lambda of: Terminal(of, editions)),
            ("gb26875", doors.gb26875, Transmitter),
        )
        for protocol, port, make in makers:
            if port is None:
                continue
            store = Store(protocol, self.name, self.publisher(protocol), self.settings)
            listener = Listener(make, store, self.register, self._downlinks, self.settings)
            await listener.open(doors.host, port)
            self.listeners[protocol] = listener
            log.info("%s listens on %s:%s", protocol, doors.host, listener.ports)

    def publisher(self, protocol: Protocol) -> Publish:
        """How batches of this protocol are stored."""
        return jetstream_publisher(self._held, protocol, lambda: self.bus.is_connected)

    async def _make_stream(self) -> None:
        while True:
            try:
                await ensure_device_stream(self._js, self.keeping)
                await self._held.look()
            except (TimeoutError, NatsError, OSError) as error:
                log.warning("the stream of devices cannot be made (%s: %s)", type(error).__name__, error)
                await asyncio.sleep(1)
            else:
                return

    def metrics(self) -> str:
        """Prometheus text."""
        for listener in self.listeners.values():
            listener.count()
        return exposition({protocol: listener.metrics for protocol, listener in self.listeners.items()})

    async def close(self) -> None:
        """Drain: nothing that was acknowledged is lost, nothing that was read is forgotten in silence."""
        await asyncio.gather(*(listener.drain() for listener in self.listeners.values()))
        for task in self._following:
            task.cancel()
        await asyncio.gather(*self._following, return_exceptions=True)
        self._held.close()


@asynccontextmanager
async def connected(url: str, back: Callable[[], None]) -> AsyncIterator[Client]:
    """A client that waits for the bus as long as it takes, at the start and later; `back` when it has returned."""

    async def returned() -> None:
        back()

    last_said = -math.inf

    async def said(error: Exception) -> None:
        """It is tried five times a second; it is said every ten."""
        nonlocal last_said
        now = asyncio.get_running_loop().time()
        if now - last_said >= COMPLAIN_S:
            last_said = now
            log.warning("the bus is away (%s: %s)", type(error).__name__, error)

    bus = await nats.connect(
        servers(url),
        name="gasloop-gateways",
        max_reconnect_attempts=-1,
        reconnect_time_wait=0.2,
        connect_timeout=2,
        ping_interval=5,
        max_outstanding_pings=2,
        reconnected_cb=returned,
        error_cb=said,
    )
    try:
        yield bus
    finally:
        with contextlib.suppress(NatsError, OSError, asyncio.TimeoutError):
            await bus.close()


def _page(text: Callable[[], str]) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
    """A page over HTTP for a monitor on this machine: whatever is asked for, the metrics are the answer."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 5)
            body = text().encode()
            head = f"HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4\r\nContent-Length: {len(body)}\r\n"
            writer.write(f"{head}Connection: close\r\n\r\n".encode() + body)
            await asyncio.wait_for(writer.drain(), 5)
        writer.close()

    return answer


async def serve(doors: Doors, settings: Settings, url: str, name: str, spool: Path | None = None) -> None:
    """Until SIGTERM or SIGINT."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    waiting = asyncio.create_task(stop.wait())
    opened = asyncio.Event()
    running = asyncio.create_task(_run(doors, settings, url, name, spool, stop, opened))
    await asyncio.wait({waiting, running}, return_when=asyncio.FIRST_COMPLETED)
    if not running.done() and opened.is_set():
        await asyncio.wait({running}, timeout=settings.drain_s + 5)
    running.cancel()
    waiting.cancel()
    (ended, _) = await asyncio.gather(running, waiting, return_exceptions=True)
    if isinstance(ended, Exception):
        raise ended


async def _run(
    doors: Doors,
    settings: Settings,
    url: str,
    name: str,
    spool: Path | None,
    stop: asyncio.Event,
    opened: asyncio.Event,
) -> None:
    gateway: Gateway | None = None

    def back() -> None:
        if gateway is not None:
            gateway.register.read_again()

    async with connected(url, back) as bus:
        gateway = Gateway(bus, settings, name, spool)
        await gateway.open(doors)
        opened.set()
        page = None
        if doors.metrics is not None:
            page = await asyncio.start_server(_page(gateway.metrics), "127.0.0.1", doors.metrics, limit=8192)
        await stop.wait()
        await gateway.close()
        if page is not None:
            page.close()


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0 after an orderly end, 1 when a port is taken, 2 for arguments that make no sense."""
    parser = argparse.ArgumentParser(prog="python -m gateways", description="JT/T 808 and GB/T 26875.3 servers")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--jt808", type=int, default=7611, help="port, -1 for none")
    parser.add_argument("--gb26875", type=int, default=7612, help="port, -1 for none")
    parser.add_argument("--metrics", type=int, default=-1, help="port of the metrics page on loopback")
    parser.add_argument("--name", default=f"{socket.gethostname()}-{os.getpid()}", help="what batches are signed with")
    parser.add_argument("--held", type=Path, help="directory for batches that were stored and not yet taken in")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a limit or time")
    given = parser.parse_args(arguments)
    try:
        settings = changed(Settings(), given.set)
    except ValueError as error:
        parser.error(str(error))
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    _allow_files(settings.connections + 256)
    ports = [None if port < 0 else port for port in (given.jt808, given.gb26875, given.metrics)]
    url = os.environ.get("NATS_URL") or "nats://127.0.0.1:4222"
    try:
        asyncio.run(serve(Doors(given.host, *ports), settings, url, given.name, given.held))
    except OSError as error:
        log.error("cannot listen: %s", error)
        return 1
    return 0


def _allow_files(wanted: int) -> None:
    """A socket is a file, and 1,024 of them are soon used up."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
