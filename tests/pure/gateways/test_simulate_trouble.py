"""The bad network: seeded, and without bad odds nothing but a wire."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateways.gb26875.packet import SEND, Packet, write_packet
from gateways.jt808.faults import Fault
from gateways.jt808.framing import Framer, wrap
from gateways.simulate.chance import chance
from gateways.simulate.trouble import (
    BAD,
    CUTTERS,
    GOOD,
    Cut,
    Odds,
    Piece,
    Trouble,
    cut_gb26875,
    cut_jt808,
    cut_mqtt,
)

FRAMES = [wrap(b"\x00\x02" + number.to_bytes(10, "big")) for number in range(400)]


def through(odds: Odds, seed: int = 1, frames: list[bytes] = FRAMES, gentle: bool = False) -> list[Piece | Cut]:
    trouble = Trouble(odds, chance(seed, "test"), cut_jt808, gentle=gentle)
    return [piece for frame in frames for piece in trouble.pass_on(frame)] + trouble.release()


def payloads(pieces: list[Piece | Cut]) -> list[bytes]:
    framer = Framer()
    found = [one for piece in pieces if piece != "cut" for one in framer.feed(bytes(piece[1]))]
    return [one for one in found if not isinstance(one, Fault)]


def test_a_good_network_changes_nothing() -> None:
    assert list(through(GOOD)) == [(0.0, frame) for frame in FRAMES]


def test_the_same_seed_is_the_same_trouble() -> None:
    assert through(BAD, 5) == through(BAD, 5)
    assert through(BAD, 5) != through(BAD, 6)


@pytest.mark.parametrize(
    ("odds", "holds"),
    [
        (Odds(duplicate=0.3), lambda came: len(came) > 450 and len(set(came)) == 400),
        (Odds(lose=0.3), lambda came: len(came) < 350 and sorted(came) == came),
        (Odds(reorder=0.3), lambda came: sorted(came) != came and len(set(came)) == 400),
        (Odds(damage=0.3), lambda came: 200 < len(came) < 350),
        (Odds(garbage=0.5), lambda came: len(set(came)) == 400),
        (Odds(split=0.5, merge=0.5, drip=0.1), lambda came: sorted(came) == came and len(came) == 400),
        (Odds(cut=0.1), lambda came: len(came) < 400),
    ],
)
def test_each_trouble_does_what_it_says(odds: Odds, holds: Callable[[list[bytes]], bool]) -> None:
    pieces = through(odds)
    assert holds(payloads(pieces))
    assert ("cut" in pieces) == (odds.cut > 0)


def test_gentle_trouble_keeps_every_byte_in_order() -> None:
    odds = Odds(lose=0.5, damage=0.5, garbage=0.5, reorder=0.5, split=0.3, merge=0.3, drip=0.1, delay=0.1)
    pieces = through(odds, gentle=True)
    assert b"".join(piece[1] for piece in pieces if piece != "cut") == b"".join(FRAMES)


mqtt_packets = st.builds(
    lambda kind, body: bytes((kind << 4,)) + _length(len(body)) + body, st.integers(1, 14), st.binary(max_size=300)
)
gb_packets = st.builds(lambda adu: write_packet(Packet(1, SEND, 2, 3, bytes(6), adu)), st.binary(max_size=300))


def _length(size: int) -> bytes:
    out = bytearray()
    while True:
        size, byte = divmod(size, 128)
        out.append(byte | (0x80 if size else 0))
        if not size:
            return bytes(out)


@given(
    st.sampled_from(["mqtt", "gb26875", "jt808"]).flatmap(
        lambda name: st.tuples(
            st.just(name),
            st.lists({"mqtt": mqtt_packets, "gb26875": gb_packets, "jt808": st.sampled_from(FRAMES)}[name], max_size=8),
        )
    ),
    st.lists(st.integers(1, 50), min_size=1),
)
def test_frames_are_cut_where_they_end_under_any_chunking(told: tuple[str, list[bytes]], sizes: list[int]) -> None:
    name, frames = told
    stream, rest, found, at, turn = b"".join(frames), b"", list[bytes](), 0, 0
    while at < len(stream):
        size = sizes[turn % len(sizes)]
        came, rest = CUTTERS[name](rest + stream[at : at + size])
        found, at, turn = found + came, at + size, turn + 1
    assert found == frames
    assert rest == b""


def test_half_a_frame_waits_for_its_other_half() -> None:
    assert cut_jt808(b"\x7e\x01") == ([], b"\x7e\x01")
    assert cut_mqtt(b"\x30") == ([], b"\x30")
    assert cut_gb26875(b"@@") == ([], b"@@")
