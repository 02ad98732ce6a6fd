"""`gasloop work`: one process for what happens after commit and when time passes.

Every worker carries jobs; the one that holds the leader's lock also runs the sweeps and feeds the bus. The lock lives
in a database session, so a killed leader loses it and another worker takes over within a second or two.
"""

import asyncio
import logging
import signal
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import nats
import psycopg
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import close_old_connections
from nats.aio.client import Client
from procrastinate.connector import BaseAsyncConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from gasloop.bus.address import servers
from gasloop.kernel import clock
from gasloop.relay.publishing import ensure_stream, publish_pending
from gasloop.relay.sweeps import Sweep, sweeps

log = logging.getLogger(__name__)
LEADER_LOCK = 0x6761736C  # "gasl"
PATIENCE = 2.0


async def work(*, concurrency: int = 4) -> None:
    """Run until SIGTERM or SIGINT; every part is restarted by itself when the database or the bus goes away."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    parts = [
        asyncio.create_task(_again_and_again("jobs", lambda: _carry_jobs(concurrency))),
        asyncio.create_task(_again_and_again("stalled", _retry_stalled)),
        asyncio.create_task(_again_and_again("leader", _lead)),
    ]
    if settings.CONFIG.demo and settings.CONFIG.fill:
        parts.append(asyncio.create_task(_fill_town()))
    await stop.wait()
    for part in parts:
        part.cancel()
    await asyncio.gather(*parts, return_exceptions=True)


async def _again_and_again(name: str, part: Callable[[], Awaitable[None]]) -> None:
    while True:
        try:
            await part()
        except asyncio.CancelledError:
            raise
        except Exception as error:  # noqa: BLE001 - the engine may be restarting; whatever it was, say it and go on
            log.warning("%s stopped (%s: %s), starting again", name, type(error).__name__, error)
        await asyncio.sleep(PATIENCE)


async def _fill_town() -> None:
    """The rest of the demonstration town, in a process of its own: it lives in the past, our clock must not."""
    while True:
        filler = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "gasloop", "demo", "fill", stdout=asyncio.subprocess.DEVNULL
        )
        try:
            if await filler.wait() == 0:
                return
        finally:
            if filler.returncode is None:
                filler.terminate()
                await filler.wait()
        log.warning("filling the demonstration town stopped (%s), starting again", filler.returncode)
        await asyncio.sleep(PATIENCE)


async def _carry_jobs(concurrency: int) -> None:
    ours = app.with_connector(_worker_connector())
    async with ours.open_async():
        await ours.run_worker_async(
            concurrency=concurrency,
            install_signal_handlers=False,
            fetch_job_polling_interval=2.0,
            shutdown_graceful_timeout=5.0,
        )


async def _retry_stalled() -> None:
    """Jobs whose worker was killed go back into the queue: listeners are idempotent."""
    ours = app.with_connector(_worker_connector())
    async with ours.open_async():
        while True:
            for job in await ours.job_manager.get_stalled_jobs():
                await ours.job_manager.retry_job(job)
            await asyncio.sleep(5)


def _worker_connector() -> BaseAsyncConnector:
    if not isinstance(app.connector, DjangoConnector):
        raise TypeError("jobs are deferred through Django's own connection")
    return app.connector.get_worker_connector()


async def _lead() -> None:
    """Hold the leader's lock and, while it is held, run the sweeps and publish the outbox."""
    async with await psycopg.AsyncConnection.connect(conninfo("gasloop-leader"), autocommit=True) as session:
        while not await _got_lock(session):
            await asyncio.sleep(1)
        bus: Client | None = None
        last: dict[str, datetime] = {}
        try:
            while True:
                await session.execute("select 1")  # a lost session is a lost lock
                for each in sweeps():
                    await _sweep_if_due(each, last)
                bus = await _publish(bus)
                await asyncio.sleep(1)
        finally:
            if bus is not None:
                await bus.close()


async def _got_lock(session: psycopg.AsyncConnection[tuple[bool]]) -> bool:
    cursor = await session.execute("select pg_try_advisory_lock(%s)", [LEADER_LOCK])
    row = await cursor.fetchone()
    return bool(row and row[0])


async def _sweep_if_due(each: Sweep, last: dict[str, datetime]) -> None:
    at = clock.now()
    # A clock that was moved back must not silence the sweeps.
    if each.name in last and timedelta(0) <= at - last[each.name] < each.every:
        return
    last[each.name] = at
    try:
        while await sync_to_async(_fresh)(each, at):
            pass
    except Exception:
        log.exception("sweep %s failed and is tried again", each.name)


def _fresh(each: Sweep, at: datetime) -> int:
    close_old_connections()
    return each.step(at)


async def _publish(bus: Client | None) -> Client | None:
    """Feed the bus; while it is away the outbox simply waits."""
    if not settings.CONFIG.nats_url:
        return None
    try:
        if bus is None:
            bus = await nats.connect(servers(settings.CONFIG.nats_url), max_reconnect_attempts=2, name="gasloop-worker")
            await ensure_stream(bus)
        while await publish_pending(bus):
            pass
    except Exception as error:  # noqa: BLE001 - any failure of the bus means: later
        log.warning("the bus does not take events now (%s: %s); they wait", type(error).__name__, error)
        if bus is not None:
            await bus.close()
        return None
    return bus


def conninfo(application: str) -> str:
    """The database's address for a connection of one's own, outside of Django."""
    database = settings.DATABASES["default"]
    return psycopg.conninfo.make_conninfo(
        "",
        dbname=str(database["NAME"]),
        user=str(database["USER"]),
        password=str(database["PASSWORD"]),
        host=str(database["HOST"]),
        port=str(database["PORT"]),
        application_name=application,
    )
