"""Long messages come together in any order, are asked for again, and are let go."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from gateways.jt808.codec import decode, encode, encode_raw
from gateways.jt808.framing import unwrap
from gateways.jt808.header import Header, Package, Version, read_header
from gateways.jt808.split import Complete, Limits, Reassembly


def parts_of(
    size: int, serial: int = 10, phone: str = "013800000001", msg_id: int = 0x0801
) -> tuple[bytes, list[tuple[Header, bytes]]]:
    raw = bytes(i % 251 for i in range(size))
    return raw, [read_header(unwrap(frame)) for frame in encode_raw(Header(msg_id, phone, serial), raw)]


@given(st.integers(1024, 9000), st.integers(0, 65535), st.randoms(use_true_random=False), st.integers(0, 3))
def test_parts_in_any_order_and_sent_twice_make_the_message(
    size: int, serial: int, random: Random, doubles: int
) -> None:
    raw, parts = parts_of(size, serial)
    held = Reassembly()
    arriving = parts[:-1] + random.choices(parts[:-1], k=doubles)
    random.shuffle(arriving)
    for header, body in arriving:
        whole, dropped = held.add(header, body, 0.0)
        assert (whole, dropped) == (None, [])
    whole, _ = held.add(*parts[-1], 0.0)
    assert whole == Complete(Header(0x0801, "013800000001", serial), raw)
    assert len(held) == 0
    assert held.held_bytes == 0


def test_a_message_of_one_packet_is_whole_at_once() -> None:
    held = Reassembly()
    header = Header(0x0002, "1", 5)
    assert held.add(header, b"", 0.0)[0] == Complete(header, b"")
    one = Header(0x0200, "1", 5, package=Package(1, 1))
    assert held.add(one, b"x", 0.0)[0] == Complete(Header(0x0200, "1", 5), b"x")


def test_missing_parts_are_asked_for_then_given_up() -> None:
    _, parts = parts_of(5000)
    held = Reassembly(Limits(quiet_s=5, requests=2, give_up_s=60))
    for index in (0, 2):
        held.add(*parts[index], 100.0)
    assert held.due(104.9) == ([], [])
    (request,), _ = held.due(105.0)
    assert request.body == {"first_serial": 10, "indexes": [2, 4, 5]}
    assert held.due(106.0) == ([], [])
    assert len(held.due(110.0)[0]) == 1
    requests, (given_up,) = held.due(115.0)
    assert requests == []
    assert (given_up.received, given_up.total, given_up.header.serial) == (2, 5, 10)
    assert len(held) == 0


def test_the_request_is_written_in_the_terminals_edition() -> None:
    _, parts = parts_of(3000)
    held = Reassembly()
    held.add(*parts[1], 0.0)
    (request,), _ = held.due(10.0)
    for version, count_bytes in ((Version.V2013, 1), (Version.V2019, 2)):
        (frame,) = encode(Header(0x8003, request.header.phone, 1, version=version), request.body)
        assert decode(frame).body == request.body
        assert len(read_header(unwrap(frame))[1]) == 2 + count_bytes + 2 * 2


def test_hostile_totals_and_floods_are_bounded() -> None:
    limits = Limits(messages=10, held_bytes=50_000, parts=2048)
    held = Reassembly(limits)
    _, (refused,) = held.add(Header(0x0801, "1", 1, package=Package(65535, 1)), bytes(900), 0.0)
    assert "at most 2048" in refused.why
    dropped = 0
    for serial in range(0, 60_000, 7):
        _, gone = held.add(Header(0x0801, "1", serial, package=Package(2000, 1)), bytes(1000), float(serial))
        dropped += len(gone)
        assert len(held) <= 10
        assert held.held_bytes <= 50_000
    assert dropped > 8000


def test_another_total_under_the_same_serial_starts_anew() -> None:
    held = Reassembly()
    held.add(Header(0x0801, "1", 7, package=Package(3, 1)), b"old", 0.0)
    _, (gone,) = held.add(Header(0x0801, "1", 7, package=Package(2, 1)), b"a", 1.0)
    assert "earlier ones 3" in gone.why
    whole, _ = held.add(Header(0x0801, "1", 8, package=Package(2, 2)), b"b", 1.0)
    assert whole is not None
    assert whole.body == b"ab"


def test_a_terminal_that_leaves_takes_its_parts_along() -> None:
    held = Reassembly()
    held.add(Header(0x0801, "1", 7, package=Package(3, 1)), b"x", 0.0)
    held.add(Header(0x0801, "2", 7, package=Package(3, 1)), b"x", 0.0)
    held.forget("1")
    assert (len(held), held.held_bytes) == (1, 1)
