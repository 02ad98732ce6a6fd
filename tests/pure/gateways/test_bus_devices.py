"""Devices on the bus: shapes there and back, ids that a resend cannot change, keys and codes."""

from hashlib import sha256
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from gasloop.bus.devices import (
    DeviceBatch,
    Frame,
    RegisteredDevice,
    auth_code,
    code_fits,
    decode_batch,
    decode_device,
    encode_batch,
    encode_device,
    event_id,
    event_ids,
    gb26875_key,
    jt808_key,
)

TRUCK = UUID("0199a000-0000-7000-8000-000000000001")
OTHER = UUID("0199a000-0000-7000-8000-000000000002")

frames = st.builds(
    Frame,
    key=st.text(),
    device=st.none() | st.uuids(),
    received_us=st.integers(0, 1 << 53),
    raw=st.binary(max_size=64),
    version=st.sampled_from(["2011", "2013", "2019", "standard"]),
)


@given(st.lists(frames, max_size=20))
def test_a_batch_comes_back_as_it_was(found: list[Frame]) -> None:
    batch = DeviceBatch("jt808", "gateway", "0199", found)
    assert decode_batch(encode_batch(batch)) == batch


def test_a_frame_costs_little_more_than_its_bytes() -> None:
    one = Frame("jt808.13912345678", TRUCK, 1_795_000_000_000_000, bytes(60), "2019")
    sizes = [len(encode_batch(DeviceBatch("jt808", "gateway", "0199", [one] * count))) for count in (100, 200)]
    assert (sizes[1] - sizes[0]) / 100 - 60 < 64


@given(st.lists(st.binary(max_size=64), max_size=8))
def test_ids_depend_on_device_protocol_and_body_alone(bodies: list[bytes]) -> None:
    ids = event_ids(TRUCK, "jt808", bodies)
    assert ids == [event_id(TRUCK, "jt808", body) for body in bodies]
    assert len(set(ids)) == len(set(bodies))
    assert not set(ids) & set(event_ids(OTHER, "jt808", bodies))
    assert not set(ids) & set(event_ids(TRUCK, "gb26875", bodies))
    assert all(one.version == 8 and one.variant == "specified in RFC 4122" for one in ids)


def test_twelve_digits_and_twenty_are_one_terminal() -> None:
    assert jt808_key("013912345678") == jt808_key("00000000013912345678") == "jt808.13912345678"
    assert jt808_key("4EB6FB4AFD9E") == "jt808.4eb6fb4afd9e"
    assert jt808_key("000000000000") == "jt808.0"
    assert gb26875_key(0x1234) == "gb26875.000000001234"


def test_a_code_is_the_same_at_every_registration_and_nobody_elses() -> None:
    truck, other = RegisteredDevice(TRUCK, b"a" * 32), RegisteredDevice(OTHER, b"b" * 32)
    assert auth_code(truck) == auth_code(decode_device(encode_device(truck)))
    assert code_fits(truck, auth_code(truck))
    assert not code_fits(truck, auth_code(other))
    assert not code_fits(truck, "")
    assert not code_fits(RegisteredDevice(TRUCK, b""), auth_code(RegisteredDevice(TRUCK, b"")))


def test_a_code_from_another_platform_is_known_by_its_digest() -> None:
    truck = RegisteredDevice(TRUCK, b"a" * 32, code_digest=sha256(b"old-code").digest())
    assert code_fits(truck, "old-code")
    assert code_fits(truck, auth_code(truck))
    assert not code_fits(truck, "other")
