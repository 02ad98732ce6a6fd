"""Frames come out of a stream however it is cut and whatever stands between them."""

from functools import reduce
from itertools import pairwise
from operator import xor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateways.jt808.faults import Fault, FrameError
from gateways.jt808.framing import (
    MAX_ESCAPED,
    MAX_PAYLOAD,
    Framer,
    check_byte,
    escape,
    unescape,
    unwrap,
    verify,
    wrap,
)

payloads = st.binary(min_size=12, max_size=200) | st.lists(
    st.sampled_from([b"\x7e", b"\x7d", b"\x01", b"\x02"]), min_size=12, max_size=80
).map(b"".join)
noise = st.binary(max_size=60).map(lambda data: data.replace(b"\x7e", b""))


def cut(data: bytes, places: list[int]) -> list[bytes]:
    edges = sorted({0, len(data), *(place % (len(data) + 1) for place in places)})
    return [data[a:b] for a, b in pairwise(edges)]


def frames_in(framer: Framer, chunks: list[bytes]) -> list[bytes]:
    return [found for chunk in chunks for found in framer.feed(chunk) if isinstance(found, bytes)]


@given(st.binary(max_size=MAX_PAYLOAD + 1))
def test_check_byte_is_the_xor_of_all_bytes(data: bytes) -> None:
    assert check_byte(data) == reduce(xor, data, 0)


@given(st.binary(max_size=300))
def test_escaping_is_undone_and_leaves_no_flag(data: bytes) -> None:
    escaped = escape(data)
    assert b"\x7e" not in escaped
    if not data.endswith(b"\x7d"):
        assert unescape(escaped) == data
    assert unwrap(wrap(data.ljust(12, b"\0"))) == data.ljust(12, b"\0")


@given(st.lists(st.tuples(noise, payloads), max_size=6), st.lists(st.integers(0, 10_000), max_size=30), st.booleans())
def test_every_frame_is_found_under_any_chunking(
    parts: list[tuple[bytes, bytes]], places: list[int], shared_flags: bool
) -> None:
    stream = b"".join(junk + wrap(payload) for junk, payload in parts)
    if shared_flags:
        stream = stream.replace(b"\x7e\x7e", b"\x7e")
    found = frames_in(Framer(), cut(stream, places))
    # junk after an end flag is a piece of its own; it is a frame only if it happens to be one
    wanted = [payload for _, payload in parts]
    for junk, _ in parts:
        try:
            lucky = verify(unescape(junk))
        except FrameError:
            continue
        found.remove(lucky)
    assert found == wanted


@given(st.lists(st.binary(max_size=400), max_size=20))
def test_garbage_never_raises_and_never_grows(chunks: list[bytes]) -> None:
    framer = Framer()
    for chunk in chunks:
        for found in framer.feed(chunk):
            assert isinstance(found, (bytes, Fault))
        assert framer.pending <= MAX_ESCAPED


def test_endless_bytes_without_a_flag_are_let_go() -> None:
    framer = Framer()
    for _ in range(1000):
        assert framer.feed(b"\x00" * 1000) == []
        assert framer.pending <= MAX_ESCAPED
    good = wrap(b"\x00\x02" + bytes(10))
    lost, frame = framer.feed(good)
    assert isinstance(lost, Fault)
    assert lost.length == 1_000_000
    assert frame == b"\x00\x02" + bytes(10)


def test_half_a_frame_does_not_take_the_next_with_it() -> None:
    good = wrap(b"\x00\x02" + bytes(10))
    assert frames_in(Framer(), [good[:-3] + good]) == [b"\x00\x02" + bytes(10)]


def test_check_byte_sent_unescaped_is_understood() -> None:
    payload = b"\x7d".rjust(12, b"\0")
    frame = wrap(payload)
    assert frame.endswith(b"\x7d\x01\x7e")
    assert unwrap(frame[:-2] + b"\x7e") == payload


@pytest.mark.parametrize(
    ("frame", "why"),
    [
        ("", "begins and ends"),
        ("7e", "begins and ends"),
        ("7e7e", "0 bytes between the flags"),
        ("7e00020000123456789012000189", "begins and ends"),
        ("7e0002000012345678901200018a7e", "XOR is 0x89"),
        ("7e000200001234567d05789012000189" + "7e", "escape 0x7d at byte 7 is followed by 0x05"),
        ("7e0002007e12345678901200018a7e", "flag 0x7e inside the frame at byte 4"),
        ("7e" + "00" * 3000 + "7e", "at most"),
    ],
)
def test_what_is_wrong_is_said(frame: str, why: str) -> None:
    with pytest.raises(FrameError, match=why):
        unwrap(bytes.fromhex(frame))
