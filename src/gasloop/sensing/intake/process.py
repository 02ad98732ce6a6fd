"""`gasloop intake`: the process that takes in what devices said. One works, others wait to take over."""

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable

import nats
import psycopg
from asgiref.sync import sync_to_async
from django.db import close_old_connections
from nats.aio.client import Client

from gasloop.bus.address import servers
from gasloop.kernel import clock
from gasloop.sensing import mirror
from gasloop.sensing.intake.consuming import Consumer
from gasloop.sensing.intake.sources import Gateways, Mqtt

log = logging.getLogger(__name__)
INTAKE_LOCK = 0x67617369  # "gasi"
PATIENCE = 1.0
RESYNC_SECONDS = 60.0
SAY_SECONDS = 300.0


async def run(*, conninfo: str, nats_url: str) -> None:
    """Until SIGTERM or SIGINT; begins anew by itself when the database or the bus goes away."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    while not stop.is_set():
        try:
            await _while_leading(conninfo, nats_url, stop)
        except Exception as error:  # noqa: BLE001 - an engine may be restarting; whatever it was, say it and go on
            log.warning("the intake stopped (%s: %s), starting again", type(error).__name__, error)
            await _pause(stop, PATIENCE)


async def _while_leading(conninfo: str, nats_url: str, stop: asyncio.Event) -> None:
    async with await psycopg.AsyncConnection.connect(
        conninfo, autocommit=True, application_name="gasloop-intake-lock"
    ) as session:
        if not await _lead(session, stop):
            return
        bus = await nats.connect(
            servers(nats_url), name="gasloop-intake", max_reconnect_attempts=-1, reconnect_time_wait=0.5
        )
        consumers = [Consumer(source, conninfo, clock.now) for source in (Gateways(), Mqtt())]
        try:
            await _all_or_none(
                [
                    *(lambda c=consumer: c.run(bus, stop) for consumer in consumers),
                    lambda: _keep_lock(session, stop),
                    lambda: _resync(bus, stop),
                    lambda: _say(consumers, stop),
                ]
            )
        finally:
            await bus.close()


async def _all_or_none(parts: list[Callable[[], Awaitable[None]]]) -> None:
    """Run the parts side by side; when one ends or fails, the others are ended, too, and its error is raised."""
    tasks = [asyncio.ensure_future(part()) for part in parts]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _lead(session: psycopg.AsyncConnection, stop: asyncio.Event) -> bool:
    """Wait for the lock; False when asked to stop meanwhile."""
    while not stop.is_set():
        row = await (await session.execute("SELECT pg_try_advisory_lock(%s)", [INTAKE_LOCK])).fetchone()
        if row and row[0]:
            return True
        await _pause(stop, PATIENCE)
    return False


async def _keep_lock(session: psycopg.AsyncConnection, stop: asyncio.Event) -> None:
    """A lost session is a lost lock."""
    while not stop.is_set():
        await session.execute("SELECT 1")
        await _pause(stop, PATIENCE)


async def _resync(bus: Client, stop: asyncio.Event) -> None:
    """The register to gateways and broker, at the start and every minute: a lost bucket heals by itself."""
    while not stop.is_set():
        changed = await mirror.resync(bus)
        if changed:
            log.info("%d entries of the device register were brought in step", changed)
        await sync_to_async(close_old_connections)()
        await _pause(stop, RESYNC_SECONDS)


async def _say(consumers: list[Consumer], stop: asyncio.Event) -> None:
    """Every five minutes what came in, when something did."""
    last = 0
    while not stop.is_set():
        await _pause(stop, SAY_SECONDS)
        if (total := sum(consumer.counted.messages for consumer in consumers)) != last:
            last = total
            log.info("taken in: %s", {consumer.source.name: consumer.counted for consumer in consumers})


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
