"""JSON payloads to rows: the house's own schema, other layouts as data, and what is no payload."""

import json
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gasloop.sensing.intake.payloads import Payload, decode_payloads, rows_of
from gasloop.sensing.payloads.profiles import is_example, layouts
from gasloop.sensing.payloads.rows import PoisonError, Window
from gasloop.sensing.quantities import CODES, State

DEVICE = UUID(int=7)
NOON_US = 1_793_592_000_000_000  # 2026-11-02 12:00 in Chongqing
WIDE = Window(0)


def message(body: object, profile: str = "standard") -> Payload:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Payload("mqtt", "kitchen-1", DEVICE, profile, NOON_US, raw)


def test_values_of_one_moment_are_one_event_in_parts() -> None:
    body = {"time": "2026-11-02T12:00:00+08:00", "readings": {"concentration": 2.5, "temperature": 21}}
    rows = rows_of(message(body), DEVICE, WIDE)
    assert [(row[1], row[4], row[7]) for row in rows] == [
        (NOON_US, 2.5, CODES["concentration"]),
        (NOON_US, 21.0, CODES["temperature"]),
    ]
    assert len({row[2] for row in rows}) == 2
    assert rows == rows_of(message(body), DEVICE, WIDE)


@pytest.mark.parametrize(
    "time", ["2026-11-02T12:00:00+08:00", "2026-11-02T04:00:00Z", 1_793_592_000, 1_793_592_000_000]
)
def test_every_form_of_an_instant_is_the_same_instant(time: object) -> None:
    assert rows_of(message({"time": time, "readings": {"co": 1}}), DEVICE, WIDE)[0][1] == NOON_US


@pytest.mark.parametrize("time", [None, 86_400, "2027-01-01T00:00:00+08:00"])
def test_a_time_that_cannot_be_is_that_of_arrival_and_says_so(time: object) -> None:
    (row,) = rows_of(message({"time": time, "readings": {"co": 1}}), DEVICE, Window(NOON_US - 10**15))
    assert (row[1], row[6]) == (NOON_US, State.TIME_OURS)


def test_a_state_without_a_value_is_a_reading_and_an_empty_message_a_sign_of_life() -> None:
    (row,) = rows_of(message({"time": 1_793_592_000, "state": ["alarm", "low_battery"]}), DEVICE, WIDE)
    assert (row[4], row[6], row[7]) == (None, State.ALARM | State.LOW_BATTERY, 0)
    found = decode_payloads([message({})], WIDE)
    assert (found.readings, found.heard, found.aside) == ([], {DEVICE: NOON_US}, [])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff",
        b"[1]",
        b'"text"',
        {"readings": {"smell": 1}},
        {"readings": {"state": 1}},
        {"readings": {"co": "1"}},
        b'{"readings": {"co": 1e999}}',
        {"readings": {"co": 1}, "state": ["alram"]},
        {"time": "2026-11-02T12:00:00", "readings": {"co": 1}},
        {"time": "yesterday", "readings": {"co": 1}},
        {"time": 1e30, "readings": {"co": 1}},
        {"readings": {"co": 1}, "channel": 1 << 62},
    ],
)
def test_what_is_no_payload_is_set_aside_whole(body: object) -> None:
    good = message({"time": 1_793_592_000, "readings": {"co": 1}})
    found = decode_payloads([message(body), good], WIDE)
    assert (len(found.readings), len(found.aside)) == (1, 1)
    assert found.aside[0].why


@given(st.binary(max_size=60) | st.recursive(st.none() | st.floats() | st.text(), st.lists).map(str).map(str.encode))
def test_no_bytes_break_the_intake(raw: bytes) -> None:
    for profile in ("standard", *layouts()):
        found = decode_payloads([message(raw, profile)], WIDE)
        assert len(found.aside) <= 1


def test_a_flat_layout_is_read_by_its_paths_scales_and_words() -> None:
    body = {"ts": 1_793_592_000_000, "gas": 125, "t": 215, "st": 1}
    rows = rows_of(message(body, "example-flat"), DEVICE, WIDE)
    assert [(row[1], row[4], row[6], row[7]) for row in rows] == [
        (NOON_US, 12.5, State.ALARM, CODES["concentration"]),
        (NOON_US, 21.5, State.ALARM, CODES["temperature"]),
    ]
    with pytest.raises(PoisonError, match="state 9"):
        rows_of(message({**body, "st": 9}, "example-flat"), DEVICE, WIDE)


def test_a_nested_layout_gives_every_probe_its_channel() -> None:
    probes = [{"no": 1, "lel": 3.0, "flags": 0}, {"no": 2, "lel": 30.0, "co": 5, "flags": 3}]
    body = {"data": {"time": "2026-11-02 12:00:00", "probes": probes}}
    rows = rows_of(message(body, "example-nested"), DEVICE, WIDE)
    assert [(row[1], row[4], row[5], row[6]) for row in rows] == [
        (NOON_US, 3.0, 1, 0),
        (NOON_US, 30.0, 2, State.ALARM | State.HIGH_ALARM),
        (NOON_US, 5.0, 2, State.ALARM | State.HIGH_ALARM),
    ]


def test_layouts_without_a_source_are_shown_as_examples() -> None:
    assert all(layout.spec.source == "example" for layout in layouts().values())
    assert is_example("example-flat")
    assert not is_example("standard")
