"""Packets come out of a stream however it is cut, and whatever stands between them."""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateways.gb26875.codec import clock_sync
from gateways.gb26875.faults import Fault
from gateways.gb26875.framing import Framer
from gateways.gb26875.packet import CONFIRM, DENY, Packet, deny_of, read_packet, reply, write_packet

packets = st.builds(
    Packet,
    serial=st.integers(0, 65535),
    command=st.integers(0, 255),
    source=st.integers(0, 2**48 - 1),
    target=st.integers(0, 2**48 - 1),
    time_raw=st.just(bytes.fromhex("203a091a090c")),
    adu=st.binary(max_size=80) | st.lists(st.sampled_from([b"@", b"#", b"\0"]), max_size=60).map(b"".join),
)
NOW = datetime(2026, 11, 23, 0, 0, 5, tzinfo=UTC)
noise = st.binary(max_size=40).map(lambda data: data.replace(b"@", b"")) | st.just(b"##") | st.just(b"@")


def cut(data: bytes, places: list[int]) -> list[bytes]:
    edges = sorted({0, len(data), *(place % (len(data) + 1) for place in places)})
    return [data[a:b] for a, b in pairwise(edges)]


def packets_in(found: list[bytes | Fault]) -> list[bytes]:
    return [item for item in found if isinstance(item, bytes)]


@given(packets)
def test_a_packet_is_read_back(packet: Packet) -> None:
    assert read_packet(write_packet(packet)) == packet


@given(st.lists(st.tuples(noise, packets), max_size=6), st.lists(st.integers(0, 10_000), max_size=30))
def test_every_packet_is_found_under_any_chunking(parts: list[tuple[bytes, Packet]], places: list[int]) -> None:
    stream = b"".join(junk + write_packet(packet) for junk, packet in parts)
    framer = Framer()
    found = [item for chunk in cut(stream, places) for item in framer.feed(chunk)] + framer.give_up()
    assert packets_in(found) == [write_packet(packet) for _, packet in parts]
    assert framer.pending == 0


@given(st.lists(st.binary(max_size=400) | st.just(b"@@" * 50), max_size=20))
def test_garbage_never_raises_and_never_grows(chunks: list[bytes]) -> None:
    framer = Framer()
    for chunk in chunks:
        for item in framer.feed(chunk):
            assert isinstance(item, (bytes, Fault))
        assert framer.pending < 1054


def test_a_start_that_claims_too_much_holds_back_only_until_the_line_is_quiet() -> None:
    alarm = write_packet(Packet(1, 2, 889, 88888, bytes.fromhex("203a091a090c"), adu=b"\x15\x01\x02" + bytes(6)))
    half = alarm[:24] + b"\x00\x04\x02"  # claims 1024 bytes, then breaks off
    framer = Framer()
    assert framer.feed(half + alarm) == []
    assert packets_in(framer.give_up()) == [alarm]
    assert framer.feed(alarm) == [alarm]


def test_a_length_above_the_limit_holds_nothing_back() -> None:
    alarm = write_packet(Packet(1, 2, 889, 88888, bytes(6)))
    assert packets_in(Framer().feed(alarm[:24] + b"\x01\x04\x02" + alarm)) == [alarm]


def test_a_wrong_sum_is_owed_a_denial_and_costs_no_other_packet() -> None:
    now = datetime(2026, 11, 23, 0, 0, 5, tzinfo=UTC)
    good = write_packet(Packet(7, 2, 889, 88888, bytes.fromhex("203a091a090c"), adu=b"\x15\x01\x08" + bytes(6)))
    bad = good[:-3] + bytes((good[-3] ^ 1,)) + good[-2:]
    found = Framer().feed(bad + good)
    assert packets_in(found) == [good]
    faults = [item for item in found if isinstance(item, Fault)]
    denials = [denial for denial in (deny_of(fault, now) for fault in faults) if denial]
    assert denials == [Packet(7, DENY, 88888, 889, bytes((5, 0, 8, 23, 11, 26)))]


@pytest.mark.parametrize(
    ("name", "spoil"),
    [
        ("another end", lambda good: good[:-2] + b"#$"),
        ("a length too short", lambda good: good[:24] + b"\x03\x00" + good[26:]),
        ("a length too long", lambda good: good[:24] + b"\x40\x00" + good[26:]),
        ("a length no packet has", lambda good: good[:24] + b"\xff\xff" + good[26:]),
    ],
)
def test_a_wrong_length_or_end_is_owed_a_denial_too(name: str, spoil: Callable[[bytes], bytes]) -> None:
    good = write_packet(Packet(7, 2, 889, 88888, bytes.fromhex("203a091a090c"), adu=b"\x15\x01\x08" + bytes(6)))
    framer = Framer()
    found = framer.feed(spoil(good)) + framer.give_up()
    denials = [deny_of(item, NOW) for item in found if isinstance(item, Fault)]
    assert [(one.serial, one.command, one.target) for one in denials if one] == [(7, DENY, 889)], name
    assert framer.feed(good) == [good]


def test_noise_with_a_start_in_it_is_owed_nothing() -> None:
    framer = Framer()
    found = framer.feed(b"@@" + bytes(60) + b"##") + framer.give_up()
    assert [deny_of(item, NOW) for item in found if isinstance(item, Fault)] == [None] * len(found)


def test_a_confirmation_has_the_serial_and_swapped_addresses() -> None:
    packet = Packet(7, 2, 889, 88888, bytes(6), adu=b"abc", version=(16, 0))
    answer = reply(packet, CONFIRM, datetime(2026, 11, 23, tzinfo=UTC))
    assert (answer.serial, answer.source, answer.target, answer.adu) == (7, 88888, 889, b"")
    assert (answer.command, answer.version) == (3, (16, 0))


def test_the_published_clock_setting_is_written() -> None:
    published = "404001000101203a091a090c385b010000007903000000000800015a01203a091a090c9b2323"
    at = datetime(2012, 9, 26, 1, 58, 32, tzinfo=UTC)
    assert clock_sync(serial=1, source=88888, target=889, sent_at=at).hex() == published
