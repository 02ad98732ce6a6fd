"""The batch decoder says of many frames what the single one says of each."""

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateways.jt808.batch import SMALL_GROUP, LocationColumns, decode_bodies, decode_locations, decode_payloads
from gateways.jt808.codec import decode, encode_raw
from gateways.jt808.faults import FrameError
from gateways.jt808.framing import unwrap
from gateways.jt808.header import Header, Package, Version
from gateways.jt808.items import join_items, make_item
from gateways.jt808.location import SOUTH, WEST, Location, position_bodies, write_location

known_items = st.sampled_from(
    [
        ("mileage_km", 12.3),
        ("fuel_l", 5.5),
        ("cabin_temperature_c", -7),
        ("overspeed", {"place_type": 1, "place_id": 9}),
        ("satellites", 5),
    ]
).map(lambda pair: make_item(*pair))
vendor_items = st.tuples(st.sampled_from([0x00, 0x06, 0x31, 0xE0]), st.binary(max_size=4))
coordinates = st.integers(0, 2**31 - 1) | st.integers(0, 180_000_000)
times = st.sampled_from(["261123195208", "240229235959", "000000000000", "700101080000", "26130101ffff"])


@st.composite
def located(draw: st.DrawFn) -> bytes:
    status = draw(st.integers(0, 2**24 - 1))
    lat, lng = draw(coordinates), draw(coordinates)
    location = Location(
        alarm=draw(st.integers(0, 2**32 - 1)),
        status=status,
        lat_e6=-lat if status & SOUTH else lat,
        lng_e6=-lng if status & WEST else lng,
        altitude_m=draw(st.integers(0, 65535)),
        speed_dkmh=draw(st.integers(0, 65535)),
        direction_deg=draw(st.integers(0, 359)),
        time_raw=bytes.fromhex(draw(times)),
        items=tuple(draw(st.lists(known_items | vendor_items, max_size=3))),
        trailing=draw(st.sampled_from([b"", b"", b"\x01", b"\xfb\x09\x01"])),
    )
    version = draw(st.sampled_from([Version.V2013, Version.V2019]))
    header = Header(0x0200, f"{draw(st.integers(0, 10**11))}", draw(st.integers(0, 65535)), version=version)
    return encode_raw(header, write_location(location))[0]


def assert_row(columns: LocationColumns, row: int, frame: bytes) -> None:
    header, body = decode(frame).header, decode(frame).body
    assert (columns.version[row], columns.phone[row], columns.serial[row]) == (
        header.version,
        header.phone,
        header.serial,
    )
    assert_body(columns, row, body)


def assert_body(columns: LocationColumns, row: int, body: dict[str, object]) -> None:
    shown = {
        "alarm": columns.alarm[row],
        "status": columns.status[row],
        "lat": columns.lat_e6[row] / 1_000_000,
        "lng": columns.lng_e6[row] / 1_000_000,
        "altitude_m": columns.altitude_m[row],
        "speed_kmh": columns.speed_dkmh[row] / 10,
        "direction_deg": columns.direction_deg[row],
        "valid_position": columns.valid[row],
        "values": {name: column[row] for name, column in columns.values.items() if column[row] is not None},
    }
    assert {name: body[name] for name in shown} == shown
    seconds = columns.time_s[row]
    assert (datetime.fromisoformat(str(body["time"])).timestamp() if body["time"] else None) == seconds


@settings(max_examples=60, deadline=None)
@given(st.lists(located(), max_size=6), st.integers(1, 2 * SMALL_GROUP))
def test_rows_are_what_the_single_decoder_reads(frames: list[bytes], times_over: int) -> None:
    frames *= times_over
    columns = decode_locations(frames)
    assert columns.frame == list(range(len(frames)))
    assert columns.faults == []
    assert {len(column) for column in columns.values.values()} <= {len(frames)}
    for row, frame in enumerate(frames[:6]):
        assert_row(columns, row, frame)
    again = decode_payloads([unwrap(frame) for frame in frames])
    assert again == columns


@settings(max_examples=60, deadline=None)
@given(st.lists(located() | st.binary(max_size=80), max_size=30), st.data())
def test_what_is_no_location_frame_is_named_and_the_rest_is_read(frames: list[bytes], data: st.DataObject) -> None:
    """One byte of some frames is changed; what the single decoder refuses stands in the faults, what not in a row."""
    for index in range(0, len(frames), 3):
        if frames[index]:
            at = data.draw(st.integers(0, len(frames[index]) - 1))
            frames[index] = frames[index][:at] + b"\x55" + frames[index][at + 1 :]
    columns = decode_locations(frames)
    faulty = {index for index, _ in columns.faults}
    assert faulty | set(columns.frame) == set(range(len(frames)))
    assert not faulty & set(columns.frame)
    for row, index in enumerate(columns.frame):
        assert_row(columns, row, frames[index])
    for index in faulty:
        try:
            message = decode(frames[index])
        except FrameError:
            continue
        assert message.header.msg_id != 0x0200 or not {"lat"} <= message.body.keys()


def heartbeat(serial: int) -> bytes:
    return encode_raw(Header(0x0002, "1", serial), b"")[0]


@pytest.mark.parametrize("many", [1, SMALL_GROUP + 1])
def test_each_fault_says_why(many: int) -> None:
    base = bytes(28)
    wanted = [
        (heartbeat(1), "no location"),
        (encode_raw(Header(0x0200, "1", 1, encryption=1), base)[0], "encrypted"),
        (encode_raw(Header(0x0200, "1", 1, package=Package(2, 1)), base)[0], "in parts"),
        (encode_raw(Header(0x0200, "1", 1), bytes(20))[0], "needs 28 bytes, 20"),
        (b"\x7e" + bytes(20) + b"\x01\x7e", "check byte"),
        (b"\x7e\x7e", "header and check byte"),
        (b"\x7e" + bytes(1100) + b"\x7e", "at most"),
        (b"\x7e\x7d\x05" + bytes(20) + b"\x7e", "escape 0x7d"),
        (b"", "begins and ends"),
    ]
    columns = decode_locations([frame for frame, _ in wanted for _ in range(many)])
    assert len(columns) == 0
    assert [index for index, _ in columns.faults] == list(range(len(wanted) * many))
    for index, why in columns.faults:
        assert wanted[index // many][1] in why


@settings(max_examples=30, deadline=None)
@given(st.lists(located(), min_size=1, max_size=3), st.integers(1, SMALL_GROUP))
def test_the_positions_of_a_0x0704_are_read_in_bulk(frames: list[bytes], times_over: int) -> None:
    bodies = [unwrap(frame)[12 if decode(frame).header.version is Version.V2013 else 17 :] for frame in frames]
    raw = b"".join(len(body).to_bytes(2, "big") + body for body in bodies * times_over) + b"\x00\x01\xff"
    found = position_bodies((len(bodies) * times_over + 1).to_bytes(2, "big") + b"\x01" + raw)
    columns = decode_bodies(found)
    assert columns.faults == [(len(found) - 1, "location needs 28 bytes, 1 are there")]
    assert len(columns) == len(bodies) * times_over
    for row, frame in enumerate(frames):
        assert_body(columns, row, decode(frame).body)


def test_no_frames_are_no_rows() -> None:
    assert decode_locations([]) == LocationColumns()
    assert join_items([]) == b""
