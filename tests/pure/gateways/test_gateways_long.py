"""Long runs of hostile bytes against both codecs (`make test-long`): mutated frames, torn streams, bounded memory."""

import tracemalloc
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateways import gb26875, jt808
from gateways.decode_cli import decode_line
from gateways.gb26875 import codec as gb_codec
from gateways.gb26875 import framing as gb_framing
from gateways.gb26875.packet import Packet, write_packet
from gateways.jt808 import codec as jt_codec
from gateways.jt808 import framing as jt_framing
from gateways.jt808.batch import decode_locations
from gateways.jt808.faults import FrameError
from gateways.jt808.header import Header, Version
from gateways.jt808.messages import KINDS

pytestmark = pytest.mark.long
LONG = settings(max_examples=20_000, derandomize=False, suppress_health_check=list(HealthCheck))

versions = st.sampled_from([Version.V2013, Version.V2019])
sealed = st.builds(
    lambda msg_id, version, body: jt_codec.encode_raw(Header(msg_id, "13800000001", 7, version=version), body)[0],
    st.sampled_from(sorted(KINDS)),
    versions,
    st.binary(max_size=300),
)
packets = st.builds(
    lambda command, adu: write_packet(Packet(7, command, 889, 88888, bytes(6), adu=adu)),
    st.integers(0, 255),
    st.binary(max_size=300),
)


@LONG
@given(sealed)
def test_bodies_with_a_right_check_byte_are_read_or_refused(frame: bytes) -> None:
    """The check byte holds, the body is anything: lengths, counts and texts are hostile."""
    with suppress(FrameError):
        message = jt_codec.decode(frame)
        again = jt_codec.decode(frame)
        assert message == again
    assert decode_line("jt808", frame.hex())["ok"] in (True, False)


@LONG
@given(packets)
def test_adus_with_a_right_sum_are_always_shown(packet: bytes) -> None:
    assert gb_codec.decode(packet)["ok"] is True


@LONG
@given(st.lists(sealed | st.binary(max_size=200), max_size=40))
def test_batches_of_anything_account_for_every_frame(frames: list[bytes]) -> None:
    columns = decode_locations(frames)
    assert sorted([*columns.frame, *(index for index, _ in columns.faults)]) == list(range(len(frames)))


@LONG
@given(st.lists(sealed | packets | st.binary(max_size=3000), max_size=12), st.lists(st.integers(1, 700), min_size=1))
def test_torn_streams_give_the_same_in_any_pieces(parts: list[bytes], sizes: list[int]) -> None:
    stream = b"".join(parts)
    for framer_type in (jt_framing.Framer, gb_framing.Framer):
        whole, torn = framer_type(), framer_type()
        wanted = [found for found in whole.feed(stream) if isinstance(found, bytes)]
        found: list[bytes] = []
        at = turn = 0
        while at < len(stream):
            size = sizes[turn % len(sizes)]
            found += [item for item in torn.feed(stream[at : at + size]) if isinstance(item, bytes)]
            at, turn = at + size, turn + 1
        assert found == wanted
        assert torn.pending == whole.pending


@pytest.mark.parametrize("package", [jt808, gb26875], ids=lambda package: package.__name__)
@pytest.mark.parametrize("unit", [b"\x00", b"\x7e", b"\x7d", b"@", b"@@\x00\x00", b"#", b"\x7e\x7d\x02"])
def test_a_flood_of_nothing_is_not_kept(package: object, unit: bytes) -> None:
    """A quarter of a megabyte after the first chunk: what is held does not grow with it."""
    framer = jt_framing.Framer() if package is jt808 else gb_framing.Framer()
    chunk = unit * (65_536 // len(unit))
    framer.feed(chunk)
    tracemalloc.start()
    for _ in range(4):
        framer.feed(chunk)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < 20_000
