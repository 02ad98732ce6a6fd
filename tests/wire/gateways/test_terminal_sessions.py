"""JT/T 808 terminals and a real gateway: who may speak, what is answered, and in which form."""

from collections.abc import Iterator

import pytest
from tests.wire.gateways.broker import Broker
from tests.wire.gateways.running_gateway import Gateway, device, enrol, frames, own_gateway
from tests.wire.gateways.truck import AUTH, HEARTBEAT, LOCATION_ID, Truck, place

from gasloop.bus.devices import auth_code
from gasloop.project.runtime.processes import wait_until
from gateways.jt808.codec import encode_raw
from gateways.jt808.header import Header, Package, Version
from gateways.jt808.stored import open_stored

PHONE, OTHER, NEW = "013912345678", "013900000002", "00000000013900000019"
ONE, TWO, NINETEEN = device(1, plate="渝A12345"), device(2), device(19)


@pytest.fixture(scope="module")
def gateway(broker: Broker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    enrol(broker.url, {"jt808.13912345678": ONE, "jt808.13900000002": TWO, "jt808.13900000019": NINETEEN})
    with own_gateway(broker.url, tmp_path_factory.mktemp("gateway")) as made:
        yield made


def of(broker: Broker, key: str) -> list[bytes]:
    """Bodies of the locations kept of one device, trusted only."""
    return [one.raw[-34:] for one in frames(broker.url) if one.key == key and one.device and one.raw[:2] == b"\x02\x00"]


def test_a_terminal_registers_authenticates_and_reports(gateway: Gateway, broker: Broker) -> None:
    with Truck(gateway.jt808, PHONE) as truck:
        assert truck.registration().body == {"reply_serial": 0, "result": 0, "auth_code": auth_code(ONE)}
        assert truck.sign_in(ONE) == 0
        assert truck.result(HEARTBEAT) == 0
        assert truck.result(LOCATION_ID, place(1)) == 0
    assert place(1) in of(broker, "jt808.13912345678"), "what was answered 0 is in the stream"


def test_a_2019_terminal_is_answered_in_its_own_form(gateway: Gateway) -> None:
    with Truck(gateway.jt808, NEW, Version.V2019) as truck:
        assert truck.sign_in(NINETEEN) == 0
        truck.send(LOCATION_ID, place(2))
        answer = truck.hear()
        assert (answer.header.version, answer.header.phone, answer.header.protocol_version) == (Version.V2019, NEW, 1)
        truck.send(0x0004)
        told = truck.hear(0x8004)
        assert str(told.body["time"]).endswith("+00:00"), "the standard's one time in UTC"


def test_the_same_phone_in_twelve_digits_and_in_twenty_is_one_terminal(gateway: Gateway) -> None:
    with Truck(gateway.jt808, PHONE, Version.V2019) as truck:
        assert truck.sign_in(ONE) == 0


def test_nothing_is_believed_before_authentication(gateway: Gateway, broker: Broker) -> None:
    with Truck(gateway.jt808, PHONE) as truck:
        assert truck.result(LOCATION_ID, place(3)) == 1
        assert truck.result(HEARTBEAT) == 1
        assert truck.result(AUTH, b"wrong-code") == 1
        assert truck.result(LOCATION_ID, place(4)) == 1
    assert place(3) not in of(broker, "jt808.13912345678")
    kept = [one for one in frames(broker.url) if one.raw.endswith(place(3))]
    assert kept, "it is kept and listed"
    assert all(one.device is None for one in kept), "and not trusted"


def test_an_unknown_terminal_is_refused_with_the_protocols_own_code_and_kept(gateway: Gateway, broker: Broker) -> None:
    with Truck(gateway.jt808, "019999999999") as truck:
        assert truck.registration().body == {"reply_serial": 0, "result": 4}
        assert truck.result(AUTH, b"any") == 1
    kept = [one for one in frames(broker.url) if one.key == "jt808.19999999999"]
    assert [open_stored(one.raw, one.version).name for one in kept] == ["register", "authenticate"]
    assert {one.device for one in kept} == {None}


def test_a_code_never_reaches_the_stream(gateway: Gateway, broker: Broker) -> None:
    with Truck(gateway.jt808, OTHER) as truck:
        assert truck.sign_in(TWO) == 0
        assert truck.result(LOCATION_ID, place(5)) == 0
    assert not any(auth_code(TWO).encode() in one.raw for one in frames(broker.url))


def test_a_registration_with_another_plate_is_another_vehicle(gateway: Gateway) -> None:
    with Truck(gateway.jt808, PHONE) as truck:
        assert truck.registration(plate="渝B00000").body["result"] == 2


def test_a_new_connection_supersedes_the_old_one_only_after_authentication(gateway: Gateway) -> None:
    with Truck(gateway.jt808, PHONE) as old, Truck(gateway.jt808, PHONE) as new:
        assert old.sign_in(ONE) == 0
        assert new.result(LOCATION_ID, place(6)) == 1
        assert old.result(HEARTBEAT) == 0, "a stranger who names the number ends nothing"
        assert new.sign_in(ONE) == 0
        assert old.closed()
        assert new.result(LOCATION_ID, place(7)) == 0


def test_a_connection_speaks_for_one_terminal(gateway: Gateway) -> None:
    with Truck(gateway.jt808, PHONE) as truck:
        assert truck.sign_in(ONE) == 0
        truck.raw(encode_raw(Header(LOCATION_ID, OTHER, 0), place(8))[0])
        answer = truck.hear()
        assert (answer.header.phone, answer.body["result"]) == (OTHER, 1)
        assert truck.result(LOCATION_ID, place(9)) == 0


def test_the_same_frame_again_gets_the_same_answer(gateway: Gateway) -> None:
    with Truck(gateway.jt808, PHONE) as truck:
        assert truck.sign_in(ONE) == 0
        (frame,) = truck.wire(LOCATION_ID, place(10))
        answers = []
        for _ in range(3):
            truck.raw(frame)
            answers.append(truck.hear().body)
        assert answers[0] == answers[1] == answers[2]
        assert answers[0]["result"] == 0


def test_a_bad_body_an_unknown_id_and_a_bad_frame_do_not_end_the_connection(gateway: Gateway) -> None:
    with Truck(gateway.jt808, PHONE) as truck:
        assert truck.sign_in(ONE) == 0
        assert truck.result(LOCATION_ID, b"short") == 2
        assert truck.result(0x0F77, b"whatever") == 3
        truck.raw(b"garbage\x7e\x01\x02\x03\x7e" + b"\x7e" * 3)
        assert truck.result(LOCATION_ID, place(11)) == 0


def test_any_chunking_gets_every_answer(gateway: Gateway) -> None:
    with Truck(gateway.jt808, PHONE) as truck:
        assert truck.sign_in(ONE) == 0
        stream = b"".join(frame for second in range(20, 40) for frame in truck.wire(LOCATION_ID, place(second)))
        for at in range(0, len(stream), 7):
            truck.raw(stream[at : at + 7])
        assert [truck.hear().body["result"] for _ in range(20)] == [0] * 20


def test_deregistering_ends_the_session(gateway: Gateway) -> None:
    with Truck(gateway.jt808, PHONE) as truck:
        assert truck.sign_in(ONE) == 0
        assert truck.result(0x0003) == 0
        assert truck.result(LOCATION_ID, place(12)) == 1
        assert truck.sign_in(ONE) == 0


def test_a_device_taken_out_of_the_register_is_out_at_once(gateway: Gateway, broker: Broker) -> None:
    three = device(3)
    enrol(broker.url, {"jt808.13900000003": three})
    with Truck(gateway.jt808, "013900000003") as truck:
        assert wait_until(lambda: truck.sign_in(three) == 0, 10)
        enrol(broker.url, {"jt808.13900000003": None})
        assert truck.closed()
    with Truck(gateway.jt808, "013900000003") as truck:
        assert truck.sign_in(three) == 1


def parts(truck_phone: str, body: bytes, size: int, first: int) -> list[bytes]:
    """A waybill (0x0701) cut into parts by hand."""
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return [
        encode_raw(Header(0x0701, truck_phone, first + at, package=Package(len(pieces), at + 1)), piece)[0]
        for at, piece in enumerate(pieces)
    ]


def test_a_message_in_parts_is_asked_for_again_and_kept_whole(gateway: Gateway, broker: Broker) -> None:
    content = bytes(range(256)) * 10
    with Truck(gateway.jt808, PHONE) as truck:
        assert truck.sign_in(ONE) == 0
        wire = parts(PHONE, len(content).to_bytes(4, "big") + content, 700, 100)
        truck.raw(wire[0] + wire[3])
        assert [truck.hear().body["reply_serial"] for _ in range(2)] == [100, 103]
        again = truck.hear(0x8003, 15)
        assert again.body == {"first_serial": 100, "indexes": [2, 3]}
        truck.raw(wire[2] + wire[1])
        assert [truck.hear().body for _ in range(2)] == [
            {"reply_serial": serial, "reply_id": "0x0701", "result": 0} for serial in (102, 101)
        ]
        truck.raw(wire[1])
        assert truck.hear().body["result"] == 0, "a part of a message already put together is just answered"
    whole = [one for one in frames(broker.url) if one.raw[:2] == b"\x07\x01" and one.raw.endswith(content)]
    assert len(whole) == 1
    assert open_stored(whole[0].raw, whole[0].version).body == {"content": content.hex()}


def test_sessions_are_live_sockets(gateway: Gateway) -> None:
    assert wait_until(lambda: gateway.metric("sessions") == 0, 10)
    trucks = [Truck(gateway.jt808, OTHER) for _ in range(5)]
    assert wait_until(lambda: gateway.metric("sessions") == 5, 10)
    trucks[0].sign_in(TWO)
    assert gateway.metric("signed_in") == 1
    for truck in trucks:
        truck.leave()
    assert wait_until(lambda: gateway.metric("sessions") == gateway.metric("signed_in") == 0, 10)
