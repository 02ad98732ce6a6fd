"""MQTT from the device's side to the committed row: own topic only, acknowledged is kept, once."""

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import nats
import paho.mqtt.client as mqtt
import pytest
from django.db import connection
from paho.mqtt.enums import CallbackAPIVersion
from tests.cast import Cast
from tests.room.sensing.batches import NOON
from tests.room.sensing.test_register import DETECTOR
from tests.wire.sensing.conftest import Broker

from gasloop.bus.mqtt import MQTT_STREAM, mqtt_topic
from gasloop.kernel import clock
from gasloop.project.runtime.processes import wait_until
from gasloop.sensing import broker as users
from gasloop.sensing.actions import Registered, register_device, retire_device
from gasloop.sensing.intake.consuming import Consumer
from gasloop.sensing.intake.sources import Mqtt
from gasloop.sensing.models import Presence, SetAside


@dataclass
class Probe:
    """A device with an independent client (paho)."""

    port: int
    user: str
    password: str
    said: list[str] = field(default_factory=list)
    acknowledged: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.client = mqtt.Client(CallbackAPIVersion.VERSION2, client_id=self.user, reconnect_on_failure=True)
        self.client.username_pw_set(self.user, self.password)
        self.client.reconnect_delay_set(1, 1)
        self.client.on_connect = lambda *given: self.said.append(str(given[3]))
        self.client.on_publish = lambda _c, _u, mid, *_: self.acknowledged.append(mid)

    def __enter__(self) -> "Probe":
        self.client.connect("127.0.0.1", self.port)
        self.client.loop_start()
        assert wait_until(lambda: bool(self.said), 10)
        return self

    def __exit__(self, *_: object) -> None:
        self.client.disconnect()
        self.client.loop_stop()

    def say(self, body: object, topic: str = "") -> None:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.client.publish(topic or mqtt_topic(self.user), raw, qos=1)


def reading(minute: int) -> dict[str, object]:
    at = NOON + timedelta(minutes=minute)
    return {"time": at.isoformat(), "readings": {"concentration": minute / 10}}


@pytest.fixture
def registered(committed: str, broker: Broker, cast: Cast) -> Registered:
    made = register_device(cast.clerk.actor, facts=DETECTOR)
    assert users.write_users()
    time.sleep(0.5)  # the server reads its users anew upon the signal; there is nothing to wait for but that
    return made


def take_in(conninfo: str, broker: Broker, until: Callable[[], bool]) -> Consumer:
    """The intake's consumer, working until `until` holds."""
    consumer = Consumer(Mqtt(), conninfo, clock.now)

    async def work() -> None:
        bus = await nats.connect(broker.nats.url())
        stop = asyncio.Event()
        task = asyncio.create_task(consumer.run(bus, stop))
        deadline = time.monotonic() + 20
        while not await asyncio.to_thread(until) and time.monotonic() < deadline and not task.done():
            await asyncio.sleep(0.1)
        stop.set()
        await task
        await bus.close()

    asyncio.run(work())
    assert until()
    return consumer


def stored() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sensing_reading")
        count = int(cursor.fetchone()[0])
    connection.close()
    return count


def waiting(broker: Broker) -> int:
    async def ask() -> int:
        bus = await nats.connect(broker.nats.url())
        info = await bus.jetstream().stream_info(MQTT_STREAM)
        await bus.close()
        return int(info.state.messages)

    return asyncio.run(ask())


def test_what_was_acknowledged_before_the_broker_was_killed_is_in_the_table_once(
    committed: str, broker: Broker, registered: Registered
) -> None:
    with Probe(broker.mqtt_port, "kitchen-1", registered.credential) as probe:
        for minute in range(20):
            probe.say(reading(minute))
        assert wait_until(lambda: len(probe.acknowledged) == 20, 10)
        broker.kill()
        broker.start()
        assert wait_until(lambda: len(probe.said) > 1, 15)
        for minute in range(10, 30):  # ten of them again, as a device does that is not sure
            probe.say(reading(minute))
        assert wait_until(lambda: len(probe.acknowledged) == 40, 10)
    consumer = take_in(committed, broker, lambda: stored() >= 30 and waiting(broker) == 0)
    assert stored() == 30
    assert (consumer.counted.messages, consumer.counted.readings) == (40, 30)
    assert Presence.objects.get(pk=registered.device.pk).last_heard_at is not None


def test_a_device_cannot_speak_for_another_nor_listen(committed: str, broker: Broker, registered: Registered) -> None:
    heard: list[Any] = []
    with Probe(broker.mqtt_port, "kitchen-1", registered.credential) as probe:
        probe.client.on_message = lambda *given: heard.append(given)
        probe.client.subscribe("#", 1)
        probe.say(reading(1), mqtt_topic("kitchen-2"))
        probe.say(reading(1), "gasloop/event/forged")
        probe.say(reading(2))
        assert wait_until(lambda: waiting(broker) == 1, 10)
    take_in(committed, broker, lambda: stored() == 1)
    assert heard == []


def test_wrong_passwords_and_retired_devices_are_turned_away(
    committed: str, broker: Broker, registered: Registered, cast: Cast
) -> None:
    with Probe(broker.mqtt_port, "kitchen-1", "guessed") as guess:
        assert guess.said[0] != "Success"
    with Probe(broker.mqtt_port, "kitchen-1", registered.credential) as probe:
        assert probe.said == ["Success"]
        retire_device(cast.clerk.actor, device_id=registered.device.pk, why="示例")
        assert users.write_users()
        assert wait_until(lambda: probe.said[-1] != "Success", 15)


def test_a_message_nobody_can_read_stops_no_other(committed: str, broker: Broker, registered: Registered) -> None:
    with Probe(broker.mqtt_port, "kitchen-1", registered.credential) as probe:
        for body in (reading(1), b"\x00\xff poison", reading(2), b'{"readings": {"smell": 1}}', reading(3)):
            probe.say(body)
        assert wait_until(lambda: len(probe.acknowledged) == 5, 10)
    take_in(committed, broker, lambda: stored() == 3 and waiting(broker) == 0)
    assert SetAside.objects.count() == 2


def test_a_failing_message_is_found_by_halving_and_set_aside(
    committed: str, broker: Broker, registered: Registered, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def judge(_connection: object, fresh: Any) -> None:
        if any(value == 0.5 for *_, value, _state in fresh.readings):
            raise ValueError("this value is too much")

    monkeypatch.setattr("gasloop.sensing.intake.writing.judges", lambda: (judge,))
    with Probe(broker.mqtt_port, "kitchen-1", registered.credential) as probe:
        for minute in range(10):
            probe.say(reading(minute))
        assert wait_until(lambda: len(probe.acknowledged) == 10, 10)
    take_in(committed, broker, lambda: stored() == 9 and waiting(broker) == 0)
    assert "this value is too much" in SetAside.objects.get().why


def test_the_users_file_names_nobody_who_is_not_in_use(
    committed: str, broker: Broker, registered: Registered, cast: Cast
) -> None:
    other = register_device(cast.clerk.actor, facts=replace(DETECTOR, key="kitchen-2"))
    retire_device(cast.clerk.actor, device_id=other.device.pk, why="示例")
    text = users.users()
    assert '"kitchen-1"' in text
    assert '"kitchen-2"' not in text
