"""MQTT on the bus: the topic a device publishes to, and the stream in which NATS keeps what it acknowledged (QoS 1, 2).

NATS stores QoS 1 publishes in its stream `$MQTT_msgs` before it acknowledges them, and keeps them as long as a
consumer is interested. So the stream and the intake's durable consumer are made before the listener opens.
"""

import contextlib

from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, DiscardPolicy, RetentionPolicy, StorageType, StreamConfig
from nats.js.errors import NotFoundError

from gasloop.bus.address import replicas

MQTT_STREAM = "$MQTT_msgs"
MQTT_CONSUMER = "gasloop-intake"
STORED = "$MQTT.msgs."
MOST_BYTES = 1 << 30


def mqtt_topic(key: str) -> str:
    """Where the device publishes: `device/<key>/up`."""
    return f"device/{key}/up"


def mqtt_subject(key: str) -> str:
    """The same as NATS calls it; its permission names exactly this."""
    return f"device.{key}.up"


def key_of(stored_subject: str) -> str:
    """The device's key out of a stored message's subject; empty when it is not of a device's topic."""
    parts = stored_subject.removeprefix(STORED).split(".")
    return parts[1] if len(parts) == 3 and parts[0] == "device" and parts[2] == "up" else ""


def stream_config(max_bytes: int = MOST_BYTES) -> StreamConfig:
    """As NATS itself makes it, but bounded: full means that devices are not acknowledged and send again."""
    return StreamConfig(
        name=MQTT_STREAM,
        subjects=["$MQTT.msgs.>"],
        retention=RetentionPolicy.INTEREST,
        storage=StorageType.FILE,
        discard=DiscardPolicy.NEW,
        max_bytes=max_bytes,
        num_replicas=replicas(),
    )


def consumer_config() -> ConsumerConfig:
    """The intake's: explicit acknowledgement, a minute to commit, as often as it takes."""
    return ConsumerConfig(
        durable_name=MQTT_CONSUMER,
        ack_policy=AckPolicy.EXPLICIT,
        ack_wait=60.0,
        max_deliver=-1,
        max_ack_pending=50_000,
        filter_subject=f"{STORED}device.>",
    )


async def ensure_mqtt_intake(js: JetStreamContext) -> None:
    """Stream and consumer, made or brought in step."""
    try:
        await js.update_stream(stream_config())
    except NotFoundError:
        await js.add_stream(stream_config())
    with contextlib.suppress(NotFoundError):
        await js.consumer_info(MQTT_STREAM, MQTT_CONSUMER)
        return
    await js.add_consumer(MQTT_STREAM, consumer_config())
