"""The two places batches come from: the stream of the gateways, and what NATS stored for its MQTT devices."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol as Interface

import msgspec
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig
from nats.js.errors import NotFoundError

from gasloop.bus.devices import DEVICE_STREAM, DeviceBatch, decode_batch, ensure_device_stream
from gasloop.bus.mqtt import MQTT_CONSUMER, MQTT_STREAM, ensure_mqtt_intake, key_of
from gasloop.relay.event_tables.partitions import oldest_kept
from gasloop.sensing.event_tables import POSITIONS, READINGS
from gasloop.sensing.intake.belated import recognise
from gasloop.sensing.intake.directory import Directory
from gasloop.sensing.intake.payloads import Payload, decode_payloads
from gasloop.sensing.intake.terminals import decode_terminals
from gasloop.sensing.intake.transmitters import decode_transmitters
from gasloop.sensing.intake.writing import Writer
from gasloop.sensing.payloads.rows import Aside, Decoded, Window

CONSUMER = "gasloop-intake"


class Source(Interface):
    """Where messages come from and how they are read."""

    name: str
    most: int

    async def subscribe(self, bus: Client) -> JetStreamContext.PullSubscription:
        """Stream and consumer made if need be; a place to pull from."""

    async def decode(self, messages: Sequence[Msg], writer: Writer, now: datetime) -> Decoded:
        """All of them as rows; what cannot be read is set aside in it."""


def arrival_us(message: Msg) -> int:
    """When JetStream stored it: the same however often it is delivered. Out of the reply subject, field by field."""
    parts = message.reply.split(".")
    return int(parts[7] if len(parts) == 9 else parts[9]) // 1000


def windows(now: datetime) -> tuple[Window, Window]:
    """What readings and positions may say of their time."""
    readings, positions = (oldest_kept(table, now) for table in (READINGS, POSITIONS))
    return Window(_us(readings.isoformat())), Window(_us(positions.isoformat()))


def _us(day: str) -> int:
    return round(datetime.fromisoformat(f"{day}T00:00:00+00:00").timestamp()) * 1_000_000


class Gateways:
    """The stream `DEVICES`: batches of frames of several protocols."""

    name = "gateways"
    most = 64

    async def subscribe(self, bus: Client) -> JetStreamContext.PullSubscription:
        js = bus.jetstream()
        await ensure_device_stream(js)
        try:
            await js.consumer_info(DEVICE_STREAM, CONSUMER)
        except NotFoundError:
            await js.add_consumer(
                DEVICE_STREAM,
                ConsumerConfig(
                    durable_name=CONSUMER,
                    ack_policy=AckPolicy.EXPLICIT,
                    ack_wait=60.0,
                    max_deliver=-1,
                    max_ack_pending=2000,
                ),
            )
        return await js.pull_subscribe_bind(CONSUMER, DEVICE_STREAM)

    async def decode(self, messages: Sequence[Msg], writer: Writer, now: datetime) -> Decoded:
        found, batches = Decoded(), []
        for message in messages:
            try:
                batches.append(decode_batch(message.data))
            except msgspec.DecodeError as wrong:
                why = f"no batch: {wrong}"
                found.aside.append(Aside("?", message.subject, None, arrival_us(message), message.data, why))
        return found.join(decode_batches(await recognise(writer.connection, batches), now))


def decode_batches(batches: Sequence[DeviceBatch], now: datetime) -> list[Decoded]:
    """Frames of several batches, protocol by protocol, as rows."""
    readings, positions = windows(now)
    of = {name: [frame for batch in batches if batch.protocol == name for frame in batch.frames] for name in PROTOCOLS}
    payloads = [
        Payload(name, frame.key.partition(".")[2], frame.device, frame.version, frame.received_us, frame.raw)
        for name in ("http", "modbus")
        for frame in of[name]
    ]
    return [
        decode_terminals(of["jt808"], positions),
        decode_transmitters(of["gb26875"], readings),
        decode_payloads(payloads, readings),
    ]


PROTOCOLS = ("jt808", "gb26875", "http", "modbus")


class Mqtt:
    """`$MQTT_msgs`: one message a device's publish."""

    name = "mqtt"
    most = 2000

    def __init__(self) -> None:
        self._directory = Directory()

    async def subscribe(self, bus: Client) -> JetStreamContext.PullSubscription:
        js = bus.jetstream()
        await ensure_mqtt_intake(js)
        return await js.pull_subscribe_bind(MQTT_CONSUMER, MQTT_STREAM)

    async def decode(self, messages: Sequence[Msg], writer: Writer, now: datetime) -> Decoded:
        keys = [key_of(message.subject) for message in messages]
        await self._directory.refresh(writer.connection, keys)
        known = self._directory.known
        payloads = []
        for key, message in zip(keys, messages, strict=True):
            device, profile = known.get(key, (None, ""))
            payloads.append(Payload("mqtt", key, device, profile, arrival_us(message), message.data))
        return decode_payloads(payloads, windows(now)[0])
