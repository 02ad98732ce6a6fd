"""Requests to JT/T 808 terminals: text, parameters, tracking, alarms; sent again by T(n+1) = T(n) x (n+1)."""

import time
from collections.abc import Iterator

import pytest
from nats.errors import NoRespondersError
from tests.wire.gateways.broker import Broker
from tests.wire.gateways.requesting import ask, wait_here
from tests.wire.gateways.running_gateway import Gateway, device, enrol, own_gateway
from tests.wire.gateways.truck import LOCATION_ID, Truck, place

from gateways.jt808.header import Version

PHONE, KEY, ONE = "013912345678", "jt808.13912345678", device(1)


@pytest.fixture(scope="module")
def gateway(broker: Broker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    enrol(broker.url, {KEY: ONE})
    with own_gateway(broker.url, tmp_path_factory.mktemp("gateway"), "answer_s=0.3") as made:
        yield made


@pytest.fixture
def truck(gateway: Gateway, broker: Broker) -> Iterator[Truck]:
    with Truck(gateway.jt808, PHONE) as made:
        assert made.sign_in(ONE) == 0
        wait_here(broker.url, KEY)
        yield made


def test_a_text_is_answered_with_the_terminals_result(truck: Truck, broker: Broker) -> None:
    answer = ask(broker.url, KEY, "0x8300", {"flag": 1, "text": "请立即停车检查"})
    asked = truck.hear(0x8300)
    assert asked.body["text"] == "请立即停车检查"
    truck.send(0x0001, {"reply_serial": asked.header.serial, "reply_id": "0x8300", "result": 0})
    assert answer.result(10).ok


def test_a_refusal_is_passed_on(truck: Truck, broker: Broker) -> None:
    answer = ask(broker.url, KEY, "0x8203", {"alarm_serial": 0, "alarm_types": 1})
    asked = truck.hear(0x8203)
    truck.send(0x0001, {"reply_serial": asked.header.serial, "reply_id": "0x8203", "result": 3})
    assert (answer.result(10).ok, answer.result(10).result) == (False, 3)


def test_parameters_come_back_in_their_own_message(truck: Truck, broker: Broker) -> None:
    answer = ask(broker.url, KEY, "0x8106", {"ids": [0x29]})
    asked = truck.hear(0x8106)
    truck.send(0x0001, {"reply_serial": asked.header.serial, "reply_id": "0x8106", "result": 0})
    params = [{"id": "0x0029", "value": 30}]
    truck.send(0x0104, {"reply_serial": asked.header.serial, "params": params})
    assert answer.result(10).answer["params"] == [{"id": "0x0029", "name": "interval_s", "value": 30}]


def test_a_location_asked_for_is_answered_by_0x0201(truck: Truck, broker: Broker) -> None:
    answer = ask(broker.url, KEY, "0x8201")
    asked = truck.hear(0x8201)
    assert truck.result(0x0201, asked.header.serial.to_bytes(2, "big") + place(1)) == 0
    assert answer.result(10).answer["lat"] == 30.19


def test_tracking_is_sent_again_with_growing_patience(truck: Truck, broker: Broker) -> None:
    answer = ask(broker.url, KEY, "0x8202", {"interval_s": 5, "validity_s": 600})
    heard, times = [], []
    for _ in range(3):
        heard.append(truck.hear(0x8202).header.serial)
        times.append(time.monotonic())
    assert len(set(heard)) == 1, "the same frame again"
    assert times[2] - times[1] > (times[1] - times[0]) * 1.5
    truck.send(0x0001, {"reply_serial": heard[0], "reply_id": "0x8202", "result": 0})
    assert answer.result(10).ok


def test_a_terminal_that_never_answers(truck: Truck, broker: Broker) -> None:
    assert ask(broker.url, KEY, "0x8104").result(20).error == "timeout"


def test_the_answer_of_a_connection_that_ends(truck: Truck, broker: Broker) -> None:
    answer = ask(broker.url, KEY, "0x8104")
    truck.hear(0x8104)
    truck.leave()
    assert answer.result(10).error == "gone"


def test_what_is_no_request(truck: Truck, broker: Broker) -> None:
    for kind in ("0x8001", "0x0200", "0x9999", "text"):
        assert ask(broker.url, KEY, kind).result(10).error
    assert "must be text" in ask(broker.url, KEY, "0x8300", {"flag": 1}).result(10).error
    assert truck.result(LOCATION_ID, place(2)) == 0


def test_a_long_text_goes_in_parts_and_one_is_sent_again(truck: Truck, broker: Broker) -> None:
    answer = ask(broker.url, KEY, "0x8300", {"flag": 1, "text": "停" * 700})
    first, second = truck.hear(0x8300), truck.hear(0x8300)
    truck.send(0x0005, {"first_serial": first.header.serial, "indexes": [2]})
    again = truck.hear(0x8300)
    assert again.body == second.body
    truck.send(0x0001, {"reply_serial": second.header.serial, "reply_id": "0x8300", "result": 0})
    assert answer.result(10).ok


def test_a_terminal_that_is_away_is_known_at_once(gateway: Gateway, broker: Broker) -> None:
    with pytest.raises(NoRespondersError):
        ask(broker.url, "jt808.13900009999", "0x8104").result(10)


def test_requests_take_the_terminals_edition(gateway: Gateway, broker: Broker) -> None:
    with Truck(gateway.jt808, PHONE, Version.V2019) as truck:
        assert truck.sign_in(ONE) == 0
        wait_here(broker.url, KEY)
        answer = ask(broker.url, KEY, "0x8300", {"flag": 1, "type": 1, "text": "停车"})
        asked = truck.hear(0x8300)
        assert (asked.header.version, asked.body["type"]) == (Version.V2019, 1)
        truck.send(0x0001, {"reply_serial": asked.header.serial, "reply_id": "0x8300", "result": 0})
        assert answer.result(10).ok
