"""What gateways keep: whole messages of any length come back, and the fast answer is the slow one's bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateways.jt808.codec import encode, encode_raw
from gateways.jt808.faults import FrameError
from gateways.jt808.framing import unwrap
from gateways.jt808.header import Header, Package, Version
from gateways.jt808.replies import Replies
from gateways.jt808.split import Complete, Reassembly
from gateways.jt808.stored import bare, open_stored, read_stored, whole

digits = st.text("0123456789abcdef", min_size=1, max_size=12)


@st.composite
def headers(draw: st.DrawFn) -> Header:
    version = draw(st.sampled_from([Version.V2013, Version.V2019]))
    phone = draw(digits).rjust(20 if version is Version.V2019 else 12, "0")
    protocol = draw(st.integers(1, 255)) if version is Version.V2019 else 0
    return Header(draw(st.integers(0, 0xFFFF)), phone, draw(st.integers(0, 0xFFFF)), version, protocol_version=protocol)


@given(headers(), st.binary(max_size=1023) | st.integers(1024, 5000).map(lambda size: bytes(size)))
def test_a_whole_message_comes_back_whatever_its_length(header: Header, body: bytes) -> None:
    assert read_stored(whole(header, body), header.version.value) == (header, body)


@given(headers(), st.integers(1024, 4000))
def test_what_came_in_parts_is_one(header: Header, size: int) -> None:
    body = bytes(number % 251 for number in range(size))
    held = Reassembly()
    complete = None
    for frame in encode_raw(header, body):
        part_header, piece = read_stored(unwrap(frame), header.version.value)
        assert isinstance(part_header.package, Package), "a part is kept as it came"
        complete, _ = held.add(part_header, piece, 0.0)
    assert isinstance(complete, Complete)
    assert read_stored(whole(complete.header, complete.body), header.version.value)[1] == body


@given(headers())
def test_of_a_secret_only_the_header_is_kept(header: Header) -> None:
    assert read_stored(bare(header), header.version.value) == (header, b"")


def test_the_longest_part_is_not_taken_for_a_joined_message() -> None:
    header = Header(0x0801, "0" * 20, 7, Version.V2019, protocol_version=1)
    raw = unwrap(encode_raw(header, bytes(2046))[0])
    read, body = read_stored(raw, "2019")
    assert (read.package, len(body)) == (Package(2, 1), 1023)


def test_too_little_to_be_a_header_is_an_error() -> None:
    with pytest.raises(FrameError, match="needs 17 bytes"):
        open_stored(bytes(16), "2019")
    with pytest.raises(ValueError, match="2020"):
        open_stored(bytes(40), "2020")


@given(headers(), st.integers(0, 0xFFFF), st.integers(0, 0xFFFF), st.integers(0, 0xFFFF), st.integers(0, 4))
def test_the_fast_answer_is_the_same_bytes(header: Header, own: int, serial: int, msg_id: int, result: int) -> None:
    slow = Header(0x8001, header.phone, own, header.version, protocol_version=header.protocol_version)
    body: dict[str, object] = {"reply_serial": serial, "reply_id": f"0x{msg_id:04X}", "result": result}
    assert [Replies(header).general(own, serial, msg_id, result)] == encode(slow, body)
