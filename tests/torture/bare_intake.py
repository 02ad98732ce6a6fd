"""The barest intake: reads the gateways' batches, writes what is inside by COPY, acknowledges after the commit.

It stands in for the house's own where gateway and bus are tortured alone: DATABASE_URL and NATS_URL say where.
"""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from uuid import UUID

import nats
import nats.errors
import psycopg
from nats.aio.msg import Msg
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig
from nats.js.errors import NotFoundError

from gasloop.bus.devices import DEVICE_STREAM, Frame, Protocol, decode_batch, ensure_device_stream, event_id
from gateways.gb26875.objects import read_adu
from gateways.gb26875.packet import SEND, read_packet
from gateways.gb26875.profile import PROFILES
from gateways.jt808.location import position_bodies, read_location
from gateways.jt808.stored import read_stored
from gateways.simulate.journal import Item

CONSUMER = "bare-intake"
TABLE = """create table if not exists bare_item (
    kind text not null, entity text not null, at_ms bigint not null, event uuid not null, part int not null,
    primary key (entity, at_ms, event, part))"""
ACK_WAIT = 10.0
ANALOG = 3
identified: Callable[[UUID, Protocol, bytes], UUID] = event_id
"""How an event is known again."""


def items_of(frame: Frame) -> Iterator[tuple[Item, bytes, int]]:
    """What a known device said, as the simulator's journal names it, with the event's body and the part of it."""
    if frame.device is None:
        return
    name = frame.key.partition(".")[2]
    if frame.key.startswith("jt808."):
        header, body = read_stored(frame.raw, frame.version)
        if header.package is None:
            for each in {0x0200: [body], 0x0704: position_bodies(body) if header.msg_id == 0x0704 else []}.get(
                header.msg_id, []
            ):
                at = read_location(each).time
                assert at is not None
                yield ("position", name, round(at.timestamp() * 1000)), each, 0
        return
    profile = PROFILES[frame.version]
    packet = read_packet(frame.raw, profile)
    adu = read_adu(packet.adu, profile)
    if packet.command == SEND and adu and adu.type == ANALOG:
        for part, item in enumerate(adu.objects):
            at_ms = round(datetime.fromisoformat(str(item["time"])).timestamp() * 1000)
            yield ("reading", f"{name}#{item['number']}", at_ms), packet.adu, part


def rows_of(messages: Iterable[Msg]) -> list[tuple[object, ...]]:
    """Every item of these batches, as rows."""
    rows: list[tuple[object, ...]] = []
    for message in messages:
        batch = decode_batch(message.data)
        for frame in batch.frames:
            for (kind, entity, at), body, part in items_of(frame):
                assert frame.device is not None
                rows.append((kind, entity, at, identified(frame.device, batch.protocol, body), part))
    return rows


async def _subscribe(js: JetStreamContext) -> JetStreamContext.PullSubscription:
    await ensure_device_stream(js)
    try:
        await js.consumer_info(DEVICE_STREAM, CONSUMER)
    except NotFoundError:
        wanted = ConsumerConfig(
            durable_name=CONSUMER,
            ack_policy=AckPolicy.EXPLICIT,
            ack_wait=ACK_WAIT,
            max_deliver=-1,
            max_ack_pending=2000,
        )
        await js.add_consumer(DEVICE_STREAM, wanted)
    return await js.pull_subscribe_bind(CONSUMER, DEVICE_STREAM)


async def _take(database: psycopg.AsyncConnection, messages: list[Msg]) -> None:
    """One transaction, then the acknowledgements."""
    async with database.transaction(), database.cursor() as cursor:
        await cursor.execute("create temp table if not exists came (like bare_item) on commit delete rows")
        async with cursor.copy("copy came from stdin") as copy:
            for row in rows_of(messages):
                await copy.write_row(row)
        await cursor.execute("insert into bare_item select * from came on conflict do nothing")
    for message in messages:
        await message.ack()


async def _work(stop: asyncio.Event) -> None:
    database = await psycopg.AsyncConnection.connect(os.environ["DATABASE_URL"], autocommit=True, connect_timeout=5)
    bus = await nats.connect(os.environ["NATS_URL"].split(","), allow_reconnect=False, connect_timeout=2)
    try:
        await database.execute(TABLE)
        pulled = await _subscribe(bus.jetstream())
        while not stop.is_set() and bus.is_connected:
            try:
                messages = await pulled.fetch(64, timeout=0.5)
            except (nats.errors.TimeoutError, TimeoutError):
                await pulled.consumer_info()  # gone with its stream? then everything is made anew
                continue
            await _take(database, messages)
    finally:
        await database.close()
        await bus.close()


async def main() -> None:
    """Until SIGTERM; whatever breaks is said, and begun again."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    while not stop.is_set():
        try:
            await _work(stop)
        except (psycopg.Error, nats.errors.Error, OSError, TimeoutError) as away:
            sys.stderr.write(f"bare intake: {type(away).__name__}: {away}\n")
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), 0.3)


if __name__ == "__main__":
    asyncio.run(main())
