"""A location's hemispheres, validity, alarms and items."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateways.jt808.faults import FrameError
from gateways.jt808.header import Version
from gateways.jt808.items import join_items, make_item, read_values, show_items, split_items
from gateways.jt808.location import (
    ENCRYPTED,
    FIXED,
    SOUTH,
    WEST,
    Location,
    location_of,
    read_location,
    show_location,
    write_location,
)

TONGNAN = Location(0, FIXED, 30_191_200, 105_841_100, 280, 425, 90, bytes.fromhex("261123195208"))


def test_time_is_beijing_time() -> None:
    assert TONGNAN.time == datetime(2026, 11, 23, 11, 52, 8, tzinfo=UTC)
    assert show_location(TONGNAN, Version.V2019)["time"] == "2026-11-23T19:52:08+08:00"


def test_a_time_that_is_none_is_kept_raw() -> None:
    shown = show_location(replace(TONGNAN, time_raw=bytes(6)), Version.V2013)
    assert shown["time"] is None
    assert shown["time_raw"] == "000000000000"
    assert location_of(shown).time_raw == bytes(6)


@pytest.mark.parametrize(
    ("status", "lat", "valid"),
    [
        (FIXED, 30_191_200, True),
        (FIXED, 90_000_000, True),
        (FIXED, 90_000_001, False),
        (0, 30_191_200, False),
        (FIXED | ENCRYPTED, 30_191_200, False),
    ],
)
def test_only_a_fixed_unshifted_position_on_the_globe_is_valid(status: int, lat: int, valid: bool) -> None:
    assert replace(TONGNAN, status=status, lat_e6=lat).valid_position is valid


def test_south_and_west_by_status_bits_and_by_twos_complement() -> None:
    by_bits = replace(TONGNAN, status=FIXED | SOUTH | WEST, lat_e6=-30_191_200, lng_e6=-105_841_100)
    raw = write_location(by_bits)
    assert raw[8:12] == (30_191_200).to_bytes(4, "big")
    assert read_location(raw) == by_bits
    by_sign = raw[:4] + FIXED.to_bytes(4, "big") + (-30_191_200).to_bytes(4, "big", signed=True) + raw[12:]
    assert read_location(by_sign).lat_e6 == -30_191_200
    both = raw[:8] + (-30_191_200).to_bytes(4, "big", signed=True) + raw[12:]
    assert read_location(both).lat_e6 == -30_191_200
    with pytest.raises(FrameError, match="south"):
        write_location(replace(TONGNAN, status=SOUTH))


def test_alarm_bits_have_their_editions_names() -> None:
    location = replace(TONGNAN, alarm=1 << 31 | 1 << 15 | 1)
    assert show_location(location, Version.V2013)["alarms"] == ["emergency", "bit15", "illegal_door_opening"]
    assert show_location(location, Version.V2019)["alarms"] == ["emergency", "forbidden_hours_driving", "bit31"]


def test_doors_and_load_are_read_from_the_status() -> None:
    shown = show_location(replace(TONGNAN, status=1 << 13 | 0b11 << 8 | 1 << 12), Version.V2013)
    assert shown["states"] == ["doors_locked", "door1_open"]
    assert shown["load"] == "full"


def test_less_than_the_base_is_refused() -> None:
    with pytest.raises(FrameError, match="needs 28 bytes, 27 are there"):
        read_location(bytes(27))


@given(st.binary(max_size=300))
def test_item_areas_are_joined_again_as_they_were(area: bytes) -> None:
    items, trailing = split_items(area)
    assert join_items(items, trailing) == area
    assert len(trailing) < 2 or trailing[1] > len(trailing) - 2
    show_items(items, trailing)


@pytest.mark.parametrize(
    ("name", "value", "item"),
    [
        ("mileage_km", 100.0, (0x01, "000003e8")),
        ("fuel_l", 32.5, (0x02, "0145")),
        ("recorder_speed_kmh", 40.1, (0x03, "0191")),
        ("alarm_event_id", 7, (0x04, "0007")),
        ("cabin_temperature_c", 2, (0x06, "0002")),
        ("cabin_temperature_c", -5, (0x06, "8005")),
        ("overspeed", {"place_type": 0}, (0x11, "00")),
        ("overspeed", {"place_type": 1, "place_id": 66}, (0x11, "0100000042")),
        ("area_crossed", {"place_type": 77, "place_id": 77, "direction": 1}, (0x12, "4d0000004d01")),
        ("road_time", {"road_id": 88, "seconds": 88, "result": 1}, (0x13, "00000058005801")),
        ("analog", {"ad0": 20, "ad1": 1}, (0x2B, "00010014")),
        ("satellites", 12, (0x31, "0c")),
    ],
)
def test_known_items_are_read_and_written(name: str, value: object, item: tuple[int, str]) -> None:
    assert make_item(name, value) == (item[0], bytes.fromhex(item[1]))
    assert read_values(((item[0], bytes.fromhex(item[1])),)) == {name: value}


def test_vendors_lengths_and_repeated_ids_stay_hex() -> None:
    items, trailing = split_items(bytes.fromhex("0603000000" + "310105" + "310109" + "0000" + "fb0200"))
    assert show_items(items, trailing) == {
        "items": {"0x06": "000000", "0x31": "05", "0x00": ""},
        "repeated_items": [["0x31", "09"]],
        "values": {"satellites": 5},
        "trailing": "fb0200",
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("mileage_km", -1),
        ("mileage_km", "far"),
        ("satellites", 256),
        ("area_crossed", {"a": 1, "b": 2, "c": 3}),
        ("x", 1),
    ],
)
def test_items_that_cannot_be_written_are_refused(name: str, value: object) -> None:
    with pytest.raises(FrameError):
        make_item(name, value)
