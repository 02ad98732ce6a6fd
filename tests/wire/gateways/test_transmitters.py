"""GB/T 26875.3 devices and a real gateway: confirmed once stored, denied when wrong, asked, set right."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from nats.aio.client import Client
from nats.errors import NoRespondersError
from tests.wire.gateways.broker import Broker
from tests.wire.gateways.kitchen import CENTRE, Kitchen, gas
from tests.wire.gateways.requesting import ask, wait_here
from tests.wire.gateways.running_gateway import Gateway, device, enrol, frames, on_bus, own_gateway

from gasloop.bus.devices import Keeping, ensure_device_stream, gb26875_key
from gasloop.kernel import clock
from gasloop.project.runtime.processes import wait_until
from gateways.gb26875.codec import show
from gateways.gb26875.objects import read_adu
from gateways.gb26875.packet import ANSWER, CONFIRM, CONTROL, DENY, REQUEST, read_packet, write_packet
from gateways.gb26875.profile import PROFILES

ONE, TWO, STRANGER = 0x0A01, 0x0A02, 0x0BAD
KEY = gb26875_key(ONE)


@pytest.fixture(scope="module")
def gateway(broker: Broker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    enrol(broker.url, {KEY: device(1), gb26875_key(TWO): device(2, profile="big-endian-serial")})
    with own_gateway(broker.url, tmp_path_factory.mktemp("gateway"), "answer_s=0.5") as made:
        yield made


def kept(broker: Broker, address: int) -> list[bytes]:
    """ADUs in the stream from one address."""
    found = (one for one in frames(broker.url) if one.key == gb26875_key(address))
    return [read_packet(one.raw, PROFILES[one.version]).adu for one in found]


def test_a_reading_and_an_alarm_are_confirmed_and_in_the_stream(gateway: Gateway, broker: Broker) -> None:
    with Kitchen(gateway.gb26875, ONE) as kitchen:
        assert kitchen.answer_to(gas(raw=125)) == CONFIRM
        assert kitchen.answer_to(gas(status=2)) == CONFIRM
    assert {gas(raw=125), gas(status=2)} <= set(kept(broker, ONE))


def test_a_heartbeat_and_a_users_type_are_confirmed(gateway: Gateway) -> None:
    with Kitchen(gateway.gb26875, ONE) as kitchen:
        assert kitchen.answer_to(b"") == CONFIRM
        assert kitchen.answer_to(bytes((200, 1, 9, 9))) == CONFIRM
        assert kitchen.answer_to(b"\x55") == CONFIRM


def test_a_wrong_sum_and_a_command_that_is_none_are_denied(gateway: Gateway) -> None:
    with Kitchen(gateway.gb26875, ONE) as kitchen:
        wrong = bytearray(write_packet(kitchen.packet(gas(raw=1))))
        wrong[-3] ^= 1
        kitchen.raw(bytes(wrong))
        assert kitchen.hear().command == DENY
        assert kitchen.answer_to(gas(raw=1), command=9) == DENY
        assert kitchen.answer_to(gas(raw=1)) == CONFIRM


def test_a_cut_off_packet_does_not_hold_back_the_alarm_behind_it(gateway: Gateway) -> None:
    with Kitchen(gateway.gb26875, ONE) as kitchen:
        whole = write_packet(kitchen.packet(gas(raw=2)))
        kitchen.raw(whole[:24] + (1000).to_bytes(2, "little"))
        alarm = kitchen.send(gas(status=2))
        heard = kitchen.hear(5)
        assert (heard.serial, heard.command) == (alarm.serial, CONFIRM)


def test_an_unknown_device_is_kept_and_not_trusted(gateway: Gateway, broker: Broker) -> None:
    with Kitchen(gateway.gb26875, STRANGER) as kitchen:
        assert kitchen.answer_to(gas(status=2)) == CONFIRM
    (found,) = [one for one in frames(broker.url) if one.key == gb26875_key(STRANGER)]
    assert found.device is None


def test_a_dialect_is_answered_in_its_own_way(gateway: Gateway, broker: Broker) -> None:
    with Kitchen(gateway.gb26875, TWO, PROFILES["big-endian-serial"]) as kitchen:
        for _ in range(3):
            assert kitchen.answer_to(gas(raw=3)) == CONFIRM
    assert {one.version for one in frames(broker.url) if one.key == gb26875_key(TWO)} == {"big-endian-serial"}


def test_one_connection_carries_several_devices(gateway: Gateway) -> None:
    with Kitchen(gateway.gb26875, ONE) as kitchen:
        assert kitchen.answer_to(gas(raw=4)) == CONFIRM
        kitchen.address, kitchen.profile = TWO, PROFILES["big-endian-serial"]
        sent = kitchen.send(gas(raw=5))
        heard = kitchen.hear()
        assert (heard.serial, heard.target, heard.command) == (sent.serial, TWO, CONFIRM)


def test_a_clock_that_is_off_is_set(gateway: Gateway) -> None:
    with Kitchen(gateway.gb26875, ONE) as kitchen:
        kitchen.send(gas(raw=6), at=clock.now() - timedelta(hours=3))
        asked = next(packet for packet in (kitchen.hear(), kitchen.hear()) if packet.command == CONTROL)
        shown = show(asked)
        assert shown["type"] == 90
        kitchen.confirm(asked)
        kitchen.send(gas(raw=7), at=clock.now() - timedelta(hours=3))
        assert kitchen.hear().command == CONFIRM, "not again within the hour"


def test_the_duty_check_is_sent_again_until_it_is_confirmed(gateway: Gateway, broker: Broker) -> None:
    with Kitchen(gateway.gb26875, ONE) as kitchen:
        assert kitchen.answer_to(gas(raw=8)) == CONFIRM
        wait_here(broker.url, KEY, "nonsense")
        answer = ask(broker.url, KEY, "duty_check", {"minutes": 5})
        first, second = kitchen.hear(), kitchen.hear()
        assert first.serial == second.serial, "the same packet again"
        assert (first.command, first.source, first.target) == (CONTROL, CENTRE, ONE)
        adu = read_adu(first.adu)
        assert adu is not None
        assert (adu.type, adu.objects) == (91, [{"minutes": 5}])
        kitchen.confirm(second)
        assert answer.result(10).ok


def test_a_read_is_answered_with_what_the_device_says(gateway: Gateway, broker: Broker) -> None:
    with Kitchen(gateway.gb26875, ONE) as kitchen:
        assert kitchen.answer_to(gas(raw=9)) == CONFIRM
        wait_here(broker.url, KEY, "nonsense")
        answer = ask(broker.url, KEY, "63", {"sys": 128, "addr": 1, "part_addr": 7})
        asked = kitchen.hear()
        assert asked.command == REQUEST
        kitchen.send(gas(raw=77), ANSWER, asked.serial)
        assert kitchen.hear().command == CONFIRM
        objects = answer.result(10).answer["objects"]
        assert isinstance(objects, list)
        assert objects[0]["raw"] == 77


def test_a_device_that_does_not_answer_is_said_to_and_one_that_is_away_at_once(
    gateway: Gateway, broker: Broker
) -> None:
    with Kitchen(gateway.gb26875, ONE) as kitchen:
        assert kitchen.answer_to(gas(raw=10)) == CONFIRM
        wait_here(broker.url, KEY, "nonsense")
        assert ask(broker.url, KEY, "duty_check").result(20).error == "timeout"
        assert len({kitchen.hear().serial for _ in range(3)}) == 1, "three times the same packet"
    assert wait_until(lambda: gateway.metric("sessions", "gb26875") == 0, 10)
    with pytest.raises(NoRespondersError):
        ask(broker.url, KEY, "duty_check").result(20)


def test_a_full_stream_is_a_denial(gateway: Gateway, broker: Broker) -> None:
    async def shrink(bus: Client) -> None:
        await ensure_device_stream(bus.jetstream(), Keeping(max_bytes=512))

    async def widen(bus: Client) -> None:
        await ensure_device_stream(bus.jetstream(), Keeping())

    with Kitchen(gateway.gb26875, ONE) as kitchen:
        on_bus(broker.url, shrink)
        try:
            assert DENY in {kitchen.answer_to(gas(raw=11)) for _ in range(10)}
        finally:
            on_bus(broker.url, widen)
        assert kitchen.answer_to(gas(raw=11)) == CONFIRM
