"""Who floods, dawdles, babbles or comes too often is held or cut; the others do not notice."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from tests.wire.gateways.broker import Broker, own_broker
from tests.wire.gateways.running_gateway import Gateway, device, enrol, frames, own_gateway
from tests.wire.gateways.truck import HEARTBEAT, LOCATION_ID, Truck, place

from gasloop.project.runtime.processes import wait_until

PHONE, ONE = "013912345678", device(1)
OTHER, TWO = "013900000002", device(2)
Started = Callable[..., AbstractContextManager[Gateway]]


@pytest.fixture
def started(broker: Broker, tmp_path: Path) -> Started:
    """A gateway with settings of the test's own."""
    enrol(broker.url, {"jt808.13912345678": ONE, "jt808.13900000002": TWO})
    return lambda *settings: own_gateway(broker.url, tmp_path, *settings)


def dribbling(port: int, data: bytes) -> Iterator[float]:
    """Send one byte now and then until the other side has had enough; the seconds that took."""
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.settimeout(0.2)
        for byte in data:
            try:
                line.sendall(bytes((byte,)))
                if line.recv(64) == b"":
                    break
            except TimeoutError:
                continue
            except OSError:
                break
    yield time.monotonic() - began


def test_a_frame_that_is_never_finished(started: Started) -> None:
    with started("partial_s=1") as gateway:
        assert next(dribbling(gateway.jt808, b"\x7e" + bytes(100))) < 5
        assert next(dribbling(gateway.gb26875, b"@@" + bytes(100))) < 5
        assert gateway.metric("closed", "jt808") == 1


def test_somebody_who_never_says_who_he_is(started: Started) -> None:
    with started("sign_in_s=1") as gateway, Truck(gateway.jt808, PHONE) as known, Truck(gateway.jt808, PHONE) as mute:
        assert known.sign_in(ONE) == 0
        assert mute.closed(5)
        assert known.result(HEARTBEAT) == 0


def test_a_terminal_that_falls_silent(started: Started) -> None:
    with started("idle_s=1") as gateway, Truck(gateway.jt808, PHONE) as truck:
        assert truck.sign_in(ONE) == 0
        assert truck.closed(5)


def test_a_flood_is_slowed_down_not_lost_and_others_do_not_notice(started: Started) -> None:
    with (
        started("rate=100", "burst_s=1") as gateway,
        Truck(gateway.jt808, PHONE) as flood,
        Truck(gateway.jt808, OTHER) as calm,
    ):
        assert flood.sign_in(ONE) == calm.sign_in(TWO) == 0
        began = time.monotonic()
        flood.raw(b"".join(flood.wire(LOCATION_ID, place(0))[0] for _ in range(20_000)))
        slowest = 0.0
        for second in range(10):
            asked = time.monotonic()
            assert calm.result(LOCATION_ID, place(second)) == 0
            slowest = max(slowest, time.monotonic() - asked)
        assert slowest < 1.5
        assert gateway.metric("held") >= 1
        held_at = gateway.metric("received")
        assert time.monotonic() - began < 5
        assert held_at < 20_000 - 1_000, "what it sent waits in its own line"


def test_noise_ends_a_connection_but_one_bad_frame_does_not(started: Started) -> None:
    with started("faults=20") as gateway, Truck(gateway.jt808, PHONE) as truck:
        assert truck.sign_in(ONE) == 0
        truck.raw(b"\x7enoise, but only once\x7e")
        assert truck.result(HEARTBEAT) == 0
        truck.raw(b"\x7enoise\x7e" * 200)
        assert truck.closed()


def test_too_many_connections_from_one_address_and_in_all(started: Started) -> None:
    with started("address_connections=3") as gateway:
        lines = [Truck(gateway.jt808, PHONE) for _ in range(3)]
        with Truck(gateway.jt808, PHONE) as fourth:
            assert fourth.closed(5)
        assert lines[0].sign_in(ONE) == 0
        lines[1].leave()
        assert wait_until(lambda: gateway.metric("sessions") == 2, 5)
        with Truck(gateway.jt808, OTHER) as again:
            assert again.sign_in(TWO) == 0
        for line in lines:
            line.leave()
    with (
        started("connections=2") as gateway,
        Truck(gateway.jt808) as one,
        Truck(gateway.jt808),
        Truck(gateway.jt808) as c,
    ):
        assert c.closed(5)
        assert one.sign_in(ONE) == 0


def test_strangers_are_kept_only_so_far(started: Started, broker: Broker) -> None:
    before = sum(one.key == "jt808.18888888888" for one in frames(broker.url))
    with started("stranger_frames=5") as gateway, Truck(gateway.jt808, "018888888888") as stranger:
        results = [stranger.result(LOCATION_ID, place(second)) for second in range(20)]
        assert results == [1] * 20, "every frame is answered"
    assert sum(one.key == "jt808.18888888888" for one in frames(broker.url)) == before + 5


def test_a_bus_that_is_away_holds_the_senders_and_loses_nothing(tmp_path: Path) -> None:
    with own_broker(tmp_path) as broker:
        enrol(broker.url, {"jt808.13912345678": ONE})
        with (
            own_gateway(broker.url, tmp_path, "waiting_frames=100", "publish_s=1", "rate=100000") as gateway,
            Truck(gateway.jt808, PHONE) as truck,
        ):
            assert truck.sign_in(ONE) == 0
            broker.kill()
            wire = [truck.wire(LOCATION_ID, place(second))[0] for second in range(20_000)]
            for at in range(0, len(wire), 500):
                truck.raw(b"".join(wire[at : at + 500]))
            assert wait_until(lambda: gateway.metric("held") > 0, 5)
            assert gateway.metric("waiting") < 10_000, "it is not read into memory without end"
            broker.start()
            assert sum(truck.hear(seconds=30).body["result"] == 0 for _ in wire) == len(wire)
        kept = {one.raw[-34:] for one in frames(broker.url) if one.raw[:2] == b"\x02\x00"}
        assert kept == {place(second) for second in range(20_000)}
