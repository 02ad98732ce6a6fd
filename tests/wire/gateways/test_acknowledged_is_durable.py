"""Acknowledged = durable: gateway and bus are killed, the stream filled and deleted; what was answered 0 is there."""

import asyncio
import contextlib
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from nats.aio.client import Client
from nats.js.errors import NotFoundError
from tests.wire.gateways.broker import Broker, own_broker
from tests.wire.gateways.running_gateway import Gateway, device, enrol, frames, on_bus, own_gateway
from tests.wire.gateways.sender import Sender
from tests.wire.gateways.truck import HEARTBEAT, LOCATION_ID, Truck, place

from gasloop.bus.devices import DEVICE_STREAM, Keeping, ensure_device_stream
from gasloop.project.runtime.processes import wait_until

ONE = device(1)
TRUCKS = {f"0139000001{number:02d}": device(100 + number) for number in range(8)}


@pytest.fixture
def own(tmp_path: Path) -> Iterator[tuple[Broker, Gateway]]:
    """A broker and a gateway that a test may break."""
    with own_broker(tmp_path) as broker:
        enrol(broker.url, {"jt808.13912345678": ONE})
        enrol(broker.url, {f"jt808.{phone.lstrip('0')}": one for phone, one in TRUCKS.items()})
        with own_gateway(broker.url, tmp_path, "publish_s=1") as gateway:
            yield broker, gateway


def missing(broker: Broker, senders: list[Sender]) -> tuple[int, int]:
    """How many points were acknowledged, and how many of them are not in the stream."""
    kept = {one.raw[-34:] for one in frames(broker.url) if one.device}
    acknowledged = {point for sender in senders for point in sender.acknowledged}
    return len(acknowledged), len(acknowledged - kept)


def senders_to(gateway: Gateway) -> list[Sender]:
    """Trucks that send without pause and resend, as terminals do, until they are answered."""
    made = [Sender(gateway.jt808, phone, one, number) for number, (phone, one) in enumerate(TRUCKS.items())]
    for sender in made:
        sender.start()
    return made


def wait_for_more(senders: list[Sender], more: int) -> None:
    """Until so many points more are acknowledged."""
    before = sum(len(sender.acknowledged) for sender in senders)
    assert wait_until(lambda: sum(len(sender.acknowledged) for sender in senders) > before + more, 30)


def test_the_gateway_is_killed_under_load(own: tuple[Broker, Gateway]) -> None:
    broker, gateway = own
    senders = senders_to(gateway)
    for _ in range(3):
        wait_for_more(senders, 400)
        gateway.end(signal.SIGKILL)
        gateway.start()
    for sender in senders:
        sender.finish()
    acknowledged, lost = missing(broker, senders)
    assert acknowledged > 1200
    assert lost == 0


def test_the_bus_is_killed_under_load_and_the_connections_stay(own: tuple[Broker, Gateway]) -> None:
    broker, gateway = own
    senders = senders_to(gateway)
    for _ in range(2):
        wait_for_more(senders, 400)
        broker.kill()
        broker.start()
    for sender in senders:
        sender.finish()
    acknowledged, lost = missing(broker, senders)
    assert acknowledged > 800
    assert lost == 0
    assert {sender.connections for sender in senders} == {1}, "no terminal had to come again"


def test_without_the_bus_nothing_but_heartbeats_is_answered(own: tuple[Broker, Gateway]) -> None:
    broker, gateway = own
    with Truck(gateway.jt808) as truck:
        assert truck.sign_in(ONE) == 0
        broker.kill()
        serial = truck.send(LOCATION_ID, place(1))
        assert truck.result(HEARTBEAT) == 0
        assert truck.quiet(1)
        broker.start()
        answer = truck.hear(seconds=20)
        assert answer.body == {"reply_serial": serial, "reply_id": "0x0200", "result": 0}
    assert [one.raw[-34:] for one in frames(broker.url) if one.raw[:2] == b"\x02\x00"] == [place(1)]


def test_a_full_stream_is_said_and_room_is_used_again(own: tuple[Broker, Gateway]) -> None:
    broker, gateway = own

    async def shrink(bus: Client) -> None:
        await ensure_device_stream(bus.jetstream(), Keeping(max_bytes=1024))

    async def widen(bus: Client) -> None:
        await ensure_device_stream(bus.jetstream(), Keeping())

    with Truck(gateway.jt808) as truck:
        assert truck.sign_in(ONE) == 0
        on_bus(broker.url, shrink)
        results = [truck.result(LOCATION_ID, place(second)) for second in range(20)]
        assert set(results) == {0, 1}
        assert results == sorted(results), "once full, it stays full"
        kept = {one.raw[-34:] for one in frames(broker.url)}
        assert {place(second) for second, result in enumerate(results) if result == 0} <= kept
        assert not {place(second) for second, result in enumerate(results) if result == 1} & kept
        on_bus(broker.url, widen)
        assert truck.result(LOCATION_ID, place(30)) == 0


def test_a_deleted_stream_is_made_again(own: tuple[Broker, Gateway]) -> None:
    broker, gateway = own

    async def delete(bus: Client) -> None:
        await bus.jetstream().delete_stream(DEVICE_STREAM)

    with Truck(gateway.jt808) as truck:
        assert truck.sign_in(ONE) == 0
        on_bus(broker.url, delete)
        assert truck.result(LOCATION_ID, place(1)) == 0
    assert place(1) in {one.raw[-34:] for one in frames(broker.url)}


def test_what_nobody_had_taken_out_of_a_deleted_stream_is_stored_again(own: tuple[Broker, Gateway]) -> None:
    broker, gateway = own

    async def delete(bus: Client) -> None:
        await bus.jetstream().delete_stream(DEVICE_STREAM)

    async def replace(bus: Client) -> None:
        await delete(bus)
        await ensure_device_stream(bus.jetstream(), Keeping())  # by another process, before the gateway noticed

    def kept() -> list[bytes]:
        with contextlib.suppress(NotFoundError):
            return sorted(one.raw[-34:] for one in frames(broker.url) if one.raw[:2] == b"\x02\x00")
        return []

    with Truck(gateway.jt808) as truck:
        assert truck.sign_in(ONE) == 0
        assert {truck.result(LOCATION_ID, place(second)) for second in range(10)} == {0}
        on_bus(broker.url, delete)
        assert truck.result(LOCATION_ID, place(10)) == 0
        assert kept() == sorted(place(second) for second in range(11))
        on_bus(broker.url, replace)
        assert truck.result(LOCATION_ID, place(11)) == 0
        assert kept() == sorted(place(second) for second in range(12))
        on_bus(broker.url, delete)  # and with nothing more to say
        assert wait_until(lambda: kept() == sorted(place(second) for second in range(12)), 10)


def test_a_killed_gateway_leaves_what_it_held_to_the_next(own: tuple[Broker, Gateway]) -> None:
    broker, gateway = own

    async def delete(bus: Client) -> None:
        await bus.jetstream().delete_stream(DEVICE_STREAM)

    with Truck(gateway.jt808) as truck:
        assert truck.sign_in(ONE) == 0
        assert truck.result(LOCATION_ID, place(1)) == 0
        gateway.end(signal.SIGKILL)
        on_bus(broker.url, delete)
        gateway.start()
    assert place(1) in {one.raw[-34:] for one in frames(broker.url)}


def test_what_was_taken_in_is_not_stored_again(own: tuple[Broker, Gateway]) -> None:
    broker, gateway = own

    async def take_and_delete(bus: Client) -> None:
        js = bus.jetstream()
        reader = await js.pull_subscribe("dev.>", durable="taker", stream=DEVICE_STREAM)
        while (await js.stream_info(DEVICE_STREAM)).state.messages:
            for message in await reader.fetch(10, timeout=5):
                await message.ack_sync()
        await asyncio.sleep(1.5)  # the gateway looks once a second
        await js.delete_stream(DEVICE_STREAM)

    with Truck(gateway.jt808) as truck:
        assert truck.sign_in(ONE) == 0
        assert truck.result(LOCATION_ID, place(1)) == 0
        on_bus(broker.url, take_and_delete)
        assert truck.result(LOCATION_ID, place(2)) == 0
    assert [one.raw[-34:] for one in frames(broker.url)] == [place(2)]


def test_a_stopping_gateway_answers_what_it_has_read(own: tuple[Broker, Gateway]) -> None:
    broker, gateway = own
    with Truck(gateway.jt808) as truck:
        assert truck.sign_in(ONE) == 0
        sent = [truck.send(LOCATION_ID, place(second)) for second in range(50)]
        first = truck.hear()
        assert gateway.end(signal.SIGTERM) == 0
        answered = [first.body["reply_serial"]]
        try:
            while True:
                answered.append(truck.hear().body["reply_serial"])
        except (ConnectionError, OSError):
            pass
        assert set(answered) <= set(sent)
    kept = {one.raw[-34:] for one in frames(broker.url)}
    assert len(kept & {place(second) for second in range(50)}) == len(answered), "no more, no less than was stored"


def test_a_gateway_without_a_bus_waits_for_it(tmp_path: Path) -> None:
    broker = Broker(tmp_path)
    gateway = Gateway(broker.url, tmp_path)
    gateway.start(wait=False)
    try:
        assert wait_until(lambda: "the bus is away" in gateway.said(), 20)
        broker.start()
        assert wait_until(lambda: "jt808 listens" in gateway.said(), 20)
        assert gateway.end() == 0
    finally:
        if gateway.running:
            gateway.end(signal.SIGKILL)
        broker.end()


def test_a_gateway_told_to_stop_before_it_opened_stops(tmp_path: Path) -> None:
    gateway = Gateway("nats://127.0.0.1:9", tmp_path)
    gateway.start(wait=False)
    assert wait_until(lambda: "the bus is away" in gateway.said(), 20)
    assert gateway.end() == 0
