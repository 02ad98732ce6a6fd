"""Every message that can be written is read back as it was, in every edition."""

from contextlib import suppress
from datetime import UTC, datetime
from typing import cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateways.jt808 import fields as f
from gateways.jt808.bcd import BEIJING, read_time
from gateways.jt808.codec import Message, decode, decode_payload, encode, encode_raw, read_message
from gateways.jt808.faults import FrameError
from gateways.jt808.framing import MAX_PAYLOAD, unwrap
from gateways.jt808.header import Header, Package, Version, read_header, write_header
from gateways.jt808.location import SOUTH, WEST, Location, LocationBatch, LocationRest, show_location
from gateways.jt808.messages import KINDS, AuthCode, Controls, MessageKind, edition_of_register, read_body, write_body
from gateways.jt808.parameters import KNOWN, Parameters


def is_plain(text: str) -> bool:
    try:
        return text.encode("gb18030").decode("gb18030") == text
    except UnicodeError:
        return False


letters = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12).filter(is_plain)


def cut_to(text: str, size: int) -> str:
    while len(text.encode("gb18030")) > size:
        text = text[:-1]
    return text


def texts(size: int, least: int = 0) -> st.SearchStrategy[str]:
    return letters.map(lambda text: cut_to(text, size)).filter(lambda text: len(text) >= least)


instants = st.datetimes(datetime(1970, 1, 2), datetime(2069, 12, 30)).map(lambda t: t.replace(microsecond=0))
raw_times = st.sampled_from(["000000083000", "ffffffffffff", "261301000000"])


@st.composite
def locations(draw: st.DrawFn) -> Location:
    status = draw(st.integers(0, 2**32 - 1))
    lat, lng = draw(st.integers(0, 2**31 - 1)), draw(st.integers(0, 2**31 - 1))
    return Location(
        alarm=draw(st.integers(0, 2**32 - 1)),
        status=status,
        lat_e6=-lat if status & SOUTH else lat,
        lng_e6=-lng if status & WEST else lng,
        altitude_m=draw(st.integers(0, 65535)),
        speed_dkmh=draw(st.integers(0, 65535)),
        direction_deg=draw(st.integers(0, 65535)),
        time_raw=draw(st.binary(min_size=6, max_size=6) | st.just(bytes.fromhex("261123195208"))),
        items=tuple(draw(st.lists(st.tuples(st.integers(0, 255), st.binary(max_size=9)), max_size=5))),
        trailing=draw(st.sampled_from([b"", b"\x00", b"\xfb\x02\x00"])),
    )


@st.composite
def parameters(draw: st.DrawFn) -> f.Body:
    known = draw(st.sampled_from(list(KNOWN.values())))
    if draw(st.booleans()):
        return {"id": "0xF364", "hex": draw(st.binary(max_size=20)).hex()}
    value = draw(texts(200) if known.text else st.integers(0, 2**32 - 1))
    return {"id": f"0x{known.id:04X}", "name": known.name, "value": value}


def value_of(draw: st.DrawFn, field: f.Field, version: Version, least: int) -> object:
    """One value for a field that stands for one value."""
    match field:
        case f.Number():
            return draw(st.integers(0, 256**field.size - 1))
        case f.HexId():
            return f"0x{draw(st.integers(0, 65535)):04X}"
        case f.Degrees():
            return draw(st.integers(0, 180_000_000)) / 1_000_000
        case f.Hex():
            return draw(st.binary(min_size=field.size or least, max_size=field.size or 40)).hex()
        case f.CountedHex():
            return draw(st.binary(max_size=40)).hex()
        case f.Text():
            return draw(texts(field.size or 80, least))
        case f.CountedText():
            return draw(texts(80))
        case f.Time():
            zone = UTC if field.utc else BEIJING
            return draw(instants.map(lambda t: t.replace(tzinfo=zone).isoformat()) | raw_times)
        case f.Many():
            return [fill(draw, field.row, version, {}) for _ in range(draw(st.integers(0, 3)))]
        case f.Numbers():
            return draw(st.lists(st.integers(0, 256**field.size - 1), max_size=6))
        case Parameters():
            return draw(st.lists(parameters(), max_size=4))
    raise AssertionError(f"no strategy for {field}")


def fill(draw: st.DrawFn, layout: f.Layout, version: Version, body: f.Body, least: int = 0) -> f.Body:
    for field in layout:
        match field:
            case f.When():
                if f.whole(body, field.name) & field.mask == field.equals:
                    fill(draw, field.fields, version, body, least)
            case f.IfLeft():
                if draw(st.booleans()):
                    fill(draw, field.fields, version, body, 1)
            case LocationRest():
                body |= show_location(draw(locations()), version)
            case LocationBatch():
                shown = [show_location(x, version) for x in draw(st.lists(locations(), max_size=4))]
                body |= {"count": len(shown), "type": draw(st.integers(0, 1)), "positions": shown}
            case AuthCode():
                body["auth_code"] = draw(texts(60, 1))
                if draw(st.booleans()):
                    body |= {"imei": draw(texts(15)), "software": draw(texts(20))}
            case Controls():
                controls = [{"id": 1, "param": draw(st.integers(0, 1))} for _ in range(draw(st.integers(0, 3)))]
                body |= {"count": len(controls), "controls": controls}
            case (
                f.Number() | f.HexId() | f.Degrees() | f.Hex() | f.CountedHex() | f.Text() | f.CountedText() | f.Time()
            ):
                body[field.name] = value_of(draw, field, version, least)
            case f.Many() | f.Numbers() | Parameters():
                body[field.name] = value_of(draw, field, version, least)
            case _:
                raise AssertionError(f"no strategy for {field}")
    return body


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_written_and_read_back(kind: MessageKind, data: st.DataObject) -> None:
    version = data.draw(st.sampled_from(list(Version)))
    body = fill(cast(st.DrawFn, data.draw), kind.layouts[version], version, {})
    raw = write_body(kind.msg_id, version, body)
    assert read_body(kind.msg_id, version, raw) == body


headers = st.builds(
    Header,
    msg_id=st.integers(0, 65535).filter(lambda i: i != 0x0100 and i not in KINDS),
    phone=st.integers(0, 16**12 - 1).map(lambda n: f"{n:012x}"),
    serial=st.integers(0, 65535),
    version=st.sampled_from([Version.V2013, Version.V2019]),
    encryption=st.integers(0, 7),
    package=st.none() | st.integers(1, 65535).map(lambda n: Package(n, max(1, n // 2))),
    protocol_version=st.just(0),
)


@given(headers, st.binary(max_size=1023))
def test_a_header_is_read_back(header: Header, body: bytes) -> None:
    read, rest = read_header(write_header(header, len(body)) + body)
    wide = header.version is Version.V2019
    assert rest == body
    assert read == Header(
        msg_id=header.msg_id,
        phone=header.phone.rjust(20 if wide else 12, "0"),
        serial=header.serial,
        version=header.version,
        encryption=header.encryption,
        package=header.package,
        protocol_version=1 if wide else 0,
    )


@given(st.binary(max_size=MAX_PAYLOAD))
def test_any_payload_is_read_or_refused_in_words(payload: bytes) -> None:
    with suppress(FrameError):
        decode_payload(payload)


@settings(max_examples=300)
@given(st.sampled_from(sorted(KINDS)), st.sampled_from(list(Version)), st.binary(max_size=120))
def test_any_body_is_read_or_refused_in_words(msg_id: int, version: Version, raw: bytes) -> None:
    """What is read can be shown as JSON and, but for characters that are none, written."""
    with suppress(FrameError):
        read_body(msg_id, version, raw)


def register(length: int, colour: int = 1, at: int = 24) -> bytes:
    body = bytearray(b"\x00\x32\x00\x98" + b"A" * (length - 4))
    body[at] = colour
    return bytes(body)


@pytest.mark.parametrize(
    ("body", "edition"),
    [
        (register(33), Version.V2011),
        (register(25), Version.V2011),
        (register(36), Version.V2011),
        (register(45, at=36), Version.V2013),
        (register(37, at=36), Version.V2013),
        (register(42, colour=0), Version.V2011),
        (register(42, colour=0, at=36), Version.V2013),
    ],
)
def test_editions_are_told_apart_by_the_registration(body: bytes, edition: Version) -> None:
    assert edition_of_register(body, Version.V2013) is edition
    header = Header(0x0100, "13800000001", 1)
    assert read_message(header, body).header.version is edition


def test_the_edition_known_of_a_phone_decides_its_other_messages() -> None:
    body = {"status": 1, "time": "2026-11-23T08:00:00+08:00", "read_result": 0, "driver": "张三"}
    body |= {"cert": "C" * 40, "issuer": "运管", "expires": "20300101"}
    header = Header(0x0702, "013800000001", 1, version=Version.V2011)
    (frame,) = encode(header, body)
    assert decode(frame, known=Version.V2011) == Message(header, body)


def test_short_authentications_of_2019_are_understood() -> None:
    header = Header(0x0102, "1", 1, version=Version.V2019)
    for raw, code in ((b"\x04CODE", "CODE"), (b"CODE", "CODE"), (b"\x04CODE" + b"8" * 15, "CODE")):
        (frame,) = encode_raw(header, raw)
        assert decode(frame).body["auth_code"] == code


def test_hostile_counts_end_with_the_body() -> None:
    for msg_id, version, raw in (
        (0x8600, Version.V2013, b"\x00\xff"),
        (0x8604, Version.V2013, bytes(6) + b"\xff\xff"),
        (0x8103, Version.V2013, b"\xff\x00\x00\x00\x01\xff"),
        (0x8003, Version.V2019, b"\x00\x01\xff\xff\x00\x01"),
        (0x0701, Version.V2019, b"\xff\xff\xff\xffA"),
    ):
        with pytest.raises(FrameError, match="are left"):
            read_body(msg_id, version, raw)
    batch = read_body(0x0704, Version.V2013, b"\xff\xff\x00\x00\x05ABC")
    assert (batch["count"], batch["positions"], batch["rest"]) == (65535, [], "0005414243")


def test_one_broken_position_does_not_take_the_others_with_it() -> None:
    good = bytes(28)
    raw = b"\x00\x03\x01" + b"\x00\x1c" + good + b"\x00\x02\xab\xcd" + b"\x00\x1c" + good
    first, broken, last = f.rows(read_body(0x0704, Version.V2013, raw), "positions")
    assert first == last
    assert broken == {"error": "location needs 28 bytes, 2 are there", "hex": "abcd"}


def test_encrypted_bodies_and_single_parts_stay_bytes() -> None:
    (frame,) = encode_raw(Header(0x0200, "1", 1, encryption=1), b"\x01\x02")
    assert decode(frame).body == {"encrypted": "0102"}
    frames = encode_raw(Header(0x0801, "1", 65535), bytes(2000))
    assert [decode(frame).header.package for frame in frames] == [Package(2, 1), Package(2, 2)]
    assert [decode(frame).header.serial for frame in frames] == [65535, 0]
    assert len(unwrap(frames[0])) == 1023 + 16


@pytest.mark.parametrize(
    ("header", "why"),
    [
        (Header(0x0002, "1234567890123", 1), "more than 12 digits"),
        (Header(0x0002, "13x", 1), "not made of hex digits"),
        (Header(0x0002, "1", 70000), "does not fit"),
    ],
)
def test_headers_that_cannot_be_written_are_refused(header: Header, why: str) -> None:
    with pytest.raises(FrameError, match=why):
        encode(header, {})


def test_values_that_are_missing_or_too_large_are_refused() -> None:
    header = Header(0x8300, "1", 1)
    bodies: tuple[tuple[f.Body, str], ...] = (
        ({}, "flag must be a whole number"),
        ({"flag": 256, "text": ""}, "flag 256 does not fit 1 bytes"),
        ({"flag": 1, "text": 5}, "text must be text"),
    )
    for body, why in bodies:
        with pytest.raises(FrameError, match=why):
            encode(header, body)


def test_times_without_a_fix_are_of_the_last_century() -> None:
    assert read_time(bytes.fromhex("700101080000")) == datetime(1970, 1, 1, 8, tzinfo=BEIJING)
    assert read_time(bytes(6)) is None
    assert read_time(bytes.fromhex("2602300000ff")) is None


def test_a_2019_code_of_zeros_alone_is_read_as_it_is_written() -> None:
    """Found by fuzzing: the code vanished, and what stood behind it became the code when it was written again."""
    header = Header(0x0102, "00000000013800000001", 7, Version.V2019)
    body = read_message(header, bytes.fromhex("01000147000000000000002627")).body
    (frame,) = encode(header, body)
    assert decode(frame).body == body


@pytest.mark.parametrize("rest", [b"", b"\0\0", b"ABC"])
def test_an_accepted_registration_always_says_its_code_be_it_empty(rest: bytes) -> None:
    header = Header(0x8100, "013800000001", 7, Version.V2019)
    (frame,) = encode_raw(header, b"\xfe\x19\0" + rest)
    read = decode(frame, Version.V2019)
    assert read.body == {"reply_serial": 0xFE19, "result": 0, "auth_code": rest.rstrip(b"\0").decode()}
    assert decode(encode(read.header, read.body)[0], Version.V2019).body == read.body
