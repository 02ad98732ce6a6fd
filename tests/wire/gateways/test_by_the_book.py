"""The servers as a stranger's client meets them: bytes made by hand from the standards' tables, none by our codecs."""

import socket
import struct
import time
from collections.abc import Iterator
from functools import reduce
from operator import xor

import pytest
from tests.wire.gateways.broker import Broker
from tests.wire.gateways.running_gateway import Gateway, device, enrol, frames, own_gateway

from gasloop.bus.devices import auth_code

OLD, NEW = device(71), device(72)
OLD_PHONE, NEW_PHONE = bytes.fromhex("013987654321"), bytes.fromhex("00000000013987650019")
ALARM_DEVICE = 0x0A77
PLACE = struct.pack(">IIIIHHH", 0, 3, 30191200, 105841100, 280, 425, 90) + bytes.fromhex("261123195208")


@pytest.fixture(scope="module")
def gateway(broker: Broker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    enrol(broker.url, {"jt808.13987654321": OLD, "jt808.13987650019": NEW, f"gb26875.{ALARM_DEVICE:012x}": device(73)})
    with own_gateway(broker.url, tmp_path_factory.mktemp("gateway")) as made:
        yield made


class Line:
    """A socket and what came over it."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self._came = b""

    def __enter__(self) -> "Line":
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def say(self, data: bytes) -> None:
        self._socket.sendall(data)

    def until(self, end: bytes, least: int, seconds: float = 10) -> bytes:
        """What comes up to and with `end`, at least so many bytes; TimeoutError when it does not come."""
        limit = time.monotonic() + seconds
        while len(self._came) < least or end not in self._came[least - len(end) :]:
            self._socket.settimeout(max(0.01, limit - time.monotonic()))
            came = self._socket.recv(4096)
            assert came, "closed"
            self._came += came
        at = self._came.index(end, least - len(end)) + len(end)
        whole, self._came = self._came[:at], self._came[at:]
        return whole

    def frame(self, seconds: float = 10) -> bytes:
        """The next JT/T 808 frame, unescaped, its check byte verified, without it and the flags."""
        whole = self.until(b"\x7e", 2, seconds)
        assert whole[:1] == b"\x7e"
        assert b"\x7d" not in whole.replace(b"\x7d\x01", b"").replace(b"\x7d\x02", b""), "escaped"
        plain = whole[1:-1].replace(b"\x7d\x02", b"\x7e").replace(b"\x7d\x01", b"\x7d")
        assert reduce(xor, plain) == 0
        return plain[:-1]


def wire(payload: bytes) -> bytes:
    """Check byte, escapes, flags."""
    whole = payload + bytes([reduce(xor, payload)])
    return b"\x7e" + whole.replace(b"\x7d", b"\x7d\x01").replace(b"\x7e", b"\x7d\x02") + b"\x7e"


def old(msg_id: int, serial: int, body: bytes = b"", *, part: tuple[int, int] | None = None, extra: int = 0) -> bytes:
    """2011 and 2013: id, attributes, phone in 6 bytes, serial, perhaps the package item."""
    attributes = len(body) | extra | (1 << 13 if part else 0)
    package = struct.pack(">HH", *part) if part else b""
    return wire(struct.pack(">HH", msg_id, attributes) + OLD_PHONE + struct.pack(">H", serial) + package + body)


def new(msg_id: int, serial: int, body: bytes = b"", version: int = 1) -> bytes:
    """2019: bit 14, a version byte, phone in 10 bytes."""
    return wire(
        struct.pack(">HHB", msg_id, len(body) | 1 << 14, version) + NEW_PHONE + struct.pack(">H", serial) + body
    )


def general(payload: bytes, head: int) -> tuple[int, int, int]:
    """Reply serial, reply id, result of 0x8001."""
    assert payload[:2] == b"\x80\x01"
    return struct.unpack(">HHB", payload[head:])


def signed_in(line: Line) -> Line:
    line.say(old(0x0102, 1, auth_code(OLD).encode()))
    assert general(line.frame(), 12) == (1, 0x0102, 0)
    return line


def test_registration_2013_and_2011_are_answered_in_twelve_digits(gateway: Gateway) -> None:
    for model, serial in ((20, 5), (8, 6)):
        body = (
            struct.pack(">HH", 50, 152)
            + b"MAKER"
            + b"M".ljust(model, b"\0")
            + b"ID12345"
            + b"\x02"
            + "渝A1".encode("gbk")
        )
        with Line(gateway.jt808) as line:
            line.say(old(0x0100, serial, body))
            answer = line.frame()
        assert answer[:2] == b"\x81\x00"
        assert struct.unpack(">H", answer[2:4])[0] == len(answer) - 12, "body length, no other bit"
        assert answer[4:10] == OLD_PHONE
        assert answer[12:] == struct.pack(">HB", serial, 0) + auth_code(OLD).encode()


def test_registration_2019_is_answered_in_twenty_digits_with_bit_14(gateway: Gateway) -> None:
    body = (
        struct.pack(">HH", 50, 152)
        + b"M".ljust(11, b"\0")
        + b"M".ljust(30, b"\0")
        + b"I".ljust(30, b"\0")
        + b"\x02"
        + b"P"
    )
    with Line(gateway.jt808) as line:
        line.say(new(0x0100, 9, body))
        answer = line.frame()
        assert struct.unpack(">HHB", answer[:5]) == (0x8100, len(answer) - 17 | 1 << 14, 1)
        assert answer[5:15] == NEW_PHONE
        assert answer[17:] == struct.pack(">HB", 9, 0) + auth_code(NEW).encode()
        code = auth_code(NEW).encode()
        line.say(new(0x0102, 10, bytes([len(code)]) + code + b"8".ljust(15, b"6") + b"1.0".ljust(20, b"\0")))
        assert general(line.frame(), 17) == (10, 0x0102, 0)
        line.say(new(0x0004, 11))
        told = line.frame()
        assert told[:2] == b"\x80\x04"
        said = time.strptime(told[17:].hex(), "%y%m%d%H%M%S")
        assert abs(time.time() - time.mktime(said) + time.mktime(time.gmtime()) - time.time()) < 120, "UTC"


def test_a_serial_full_of_flags_comes_back_escaped(gateway: Gateway) -> None:
    with Line(gateway.jt808) as line:
        signed_in(line)
        for serial in (0x7E7D, 0x7D7E, 0x7D01, 0x7D02, 0xFFFF, 0x0000):
            line.say(old(0x0200, serial, PLACE))
            assert general(line.frame(), 12) == (serial, 0x0200, 0)


def test_a_bad_check_byte_a_wrong_length_and_half_a_frame_are_not_acknowledged(gateway: Gateway) -> None:
    with Line(gateway.jt808) as line:
        signed_in(line)
        good = old(0x0200, 20, PLACE)
        line.say(good[:-2] + bytes([good[-2] ^ 0x55 or 1]) + good[-1:])
        line.say(wire(struct.pack(">HH", 0x0200, len(PLACE) + 9) + OLD_PHONE + struct.pack(">H", 21) + PLACE))
        line.say(good[:20] + b"\x7e")
        line.say(b"\x7e" * 5 + b"noise" + b"\x7e" + old(0x0002, 22)[1:])  # one flag ends noise and begins a frame
        assert general(line.frame(), 12) == (22, 0x0002, 0), "nothing was answered before"


def test_bit_14_on_a_2013_header_is_read_by_its_length(gateway: Gateway) -> None:
    with Line(gateway.jt808) as line:
        signed_in(line)
        line.say(old(0x0200, 30, PLACE, extra=1 << 14))
        answer = line.frame()
        assert answer[4:10] == OLD_PHONE
        assert general(answer, 12) == (30, 0x0200, 0)


def test_a_swapped_position_and_an_impossible_time_are_acknowledged_all_the_same(gateway: Gateway) -> None:
    swapped = struct.pack(">IIIIHHH", 0, 3, 116307629, 40058359, 0, 0, 0) + bytes(6)
    with Line(gateway.jt808) as line:
        signed_in(line)
        line.say(old(0x0200, 31, swapped + b"\x01\x04\0\0\0\1" + b"\x00\x00\x00\x30"))
        assert general(line.frame(), 12) == (31, 0x0200, 0)


def test_a_batch_counts_each_of_its_points_and_is_answered_once(gateway: Gateway, broker: Broker) -> None:
    points = [PLACE[:-1] + bytes([second]) for second in (0x41, 0x42, 0x43)]
    body = struct.pack(">HB", 3, 1) + b"".join(struct.pack(">H", len(point)) + point for point in points)
    with Line(gateway.jt808) as line:
        signed_in(line)
        line.say(old(0x0704, 40, body))
        assert general(line.frame(), 12) == (40, 0x0704, 0)
    assert any(one.raw.endswith(body) and one.device == OLD.device for one in frames(broker.url))


def test_missing_parts_are_asked_for_in_the_terminals_own_form(gateway: Gateway) -> None:
    with Line(gateway.jt808) as line:
        signed_in(line)
        content = bytes(range(200)) * 3
        whole = struct.pack(">I", len(content)) + content
        pieces = [whole[at : at + 250] for at in range(0, len(whole), 250)]
        line.say(old(0x0701, 50, pieces[0], part=(3, 1)))
        assert general(line.frame(), 12) == (50, 0x0701, 0)
        asked = line.frame(20)
        assert asked[:2] == b"\x80\x03"
        assert asked[12:] == struct.pack(">HBHH", 50, 2, 2, 3), "first serial WORD, count BYTE, ids WORD"
        for index in (2, 3):
            line.say(old(0x0701, 50 + index - 1, pieces[index - 1], part=(3, index)))
            assert general(line.frame(), 12) == (50 + index - 1, 0x0701, 0)


@pytest.mark.parametrize(("total", "index"), [(0, 0), (3, 0), (3, 4), (65535, 65535)])
def test_hostile_package_items_end_nothing(gateway: Gateway, total: int, index: int) -> None:
    with Line(gateway.jt808) as line:
        signed_in(line)
        line.say(old(0x0701, 60, b"x" * 100, part=(total, index)))
        line.say(old(0x0002, 61))
        answers = [general(line.frame(), 12)]
        while answers[-1][1] != 0x0002:
            answers.append(general(line.frame(), 12))
        assert answers[-1] == (61, 0x0002, 0)
        assert all(result != 0 for _, _, result in answers[:-1]), "what cannot become whole is not acknowledged"


def packet(
    command: int, adu: bytes, serial: int = 7, *, source: int = ALARM_DEVICE, length: int | None = None
) -> bytes:
    """GB/T 26875.3: little-endian, arithmetic sum."""
    middle = struct.pack("<HBB", serial, 1, 1) + bytes([8, 52, 19, 23, 11, 26])
    middle += source.to_bytes(6, "little") + (1).to_bytes(6, "little")
    middle += struct.pack("<HB", len(adu) if length is None else length, command) + adu
    return b"@@" + middle + bytes([sum(middle) & 0xFF]) + b"##"


def answer_of(line: Line) -> tuple[int, int, int, int, int]:
    """Serial, command, source, target, ADU length; flags, versions and sum verified."""
    whole = line.until(b"##", 30)
    assert (whole[:2], len(whole)) == (b"@@", 30)
    assert whole[4:6] == b"\x01\x01"
    assert sum(whole[2:-3]) & 0xFF == whole[-3]
    serial, command = struct.unpack("<H", whole[2:4])[0], whole[26]
    source, target = int.from_bytes(whole[12:18], "little"), int.from_bytes(whole[18:24], "little")
    return serial, command, source, target, struct.unpack("<H", whole[24:26])[0]


ALARM = bytes([2, 1, 1, 1, 12]) + struct.pack("<IH", 7, 2) + "厨房##@@".encode("gb18030").ljust(31, b"\0") + bytes(6)


def test_confirmed_with_serial_and_addresses_swapped_though_flags_stand_inside(gateway: Gateway) -> None:
    with Line(gateway.gb26875) as line:
        line.say(packet(2, ALARM, 0x2323))
        assert answer_of(line) == (0x2323, 3, 1, ALARM_DEVICE, 0)
        line.say(packet(2, b"", 0x4040))
        assert answer_of(line) == (0x4040, 3, 1, ALARM_DEVICE, 0)


@pytest.mark.parametrize(
    "wrong",
    [
        packet(2, ALARM)[:-3] + b"\x00##",
        packet(2, ALARM)[:-2] + b"#!",
        packet(2, ALARM, length=3),
        packet(2, ALARM, length=500),
        packet(2, ALARM, length=0xFFFF),
        packet(9, ALARM),
    ],
    ids=["sum", "end", "too short", "too long", "no packet's length", "command"],
)
def test_a_wrong_sum_end_length_or_command_is_denied_and_the_next_packet_confirmed(
    gateway: Gateway, wrong: bytes
) -> None:
    with Line(gateway.gb26875) as line:
        line.say(wrong)
        assert answer_of(line) == (7, 6, 1, ALARM_DEVICE, 0)
        line.say(packet(2, ALARM, 8))
        assert answer_of(line) == (8, 3, 1, ALARM_DEVICE, 0)


def test_a_clock_that_is_off_is_set_after_the_confirmation(gateway: Gateway) -> None:
    with Line(gateway.gb26875) as line:
        line.say(packet(2, ALARM, 9))  # sent in 2026-11-23 by the device's clock
        assert answer_of(line) == (9, 3, 1, ALARM_DEVICE, 0)
        order = line.until(b"##", 30)
        assert order[26] == 1
        assert order[27:29] == b"\x5a\x01", "type 90, one object"
        assert struct.unpack("<H", order[24:26])[0] == 8, "six bytes of time and nothing else"
