"""An invented truck: the same seed drives the same way, every frame decodes, alarms rise and fall."""

from itertools import islice, pairwise

import pytest

from gateways.jt808.codec import decode, encode_raw
from gateways.jt808.header import Header, Version
from gateways.jt808.location import position_bodies, read_location
from gateways.jt808.messages import read_body
from gateways.simulate.truck import BATCH, LOCATION, OVERSPEED, Deed, Truck

START = 1_790_000_000


def deeds(version: Version = Version.V2013, seed: int = 1, count: int = 20_000) -> list[Deed]:
    return list(islice(Truck(seed, 3, version).life(START), count))


def test_the_same_seed_is_the_same_traffic() -> None:
    assert deeds(count=500) == deeds(count=500)
    assert deeds(count=500) != deeds(seed=2, count=500)


@pytest.mark.parametrize("version", list(Version))
def test_everything_it_says_is_read_by_the_codec(version: Version) -> None:
    truck = Truck(1, 3, version)
    for deed in deeds(version, count=3000):
        read_body(deed.msg_id, version, deed.body)
        for frame in encode_raw(Header(deed.msg_id, truck.phone, 7, version), deed.body):
            assert decode(frame).header.phone == truck.phone
    registered = read_body(0x0100, version, truck.registration())
    assert registered["plate"] == truck.plate


def test_every_instant_is_told_once_and_what_is_stated_is_inside() -> None:
    told: list[int] = []
    for deed in deeds():
        bodies = {LOCATION: [deed.body], BATCH: position_bodies(deed.body) if deed.msg_id == BATCH else []}
        inside = [read_location(body).time for body in bodies.get(deed.msg_id, [])]
        assert [round(at.timestamp() * 1000) for at in inside if at] == list(deed.positions)
        told += deed.positions
    assert len(set(told)) == len(told)
    assert sorted(told) == told, "a batch of a dead zone is sent before what follows it"


def test_alarms_rise_and_fall_and_dead_zones_are_filled_in() -> None:
    all_deeds = deeds()
    notes = {name for deed in all_deeds for name in deed.note.split()}
    assert {"overspeed", "fatigue", "parked_long", "door", "area", "emergency", "dead_zone", "sensors"} <= notes
    speeding = [bool(read_location(d.body).alarm & OVERSPEED) for d in all_deeds if d.msg_id == LOCATION]
    edges = [now for before, now in pairwise(speeding) if before != now]
    assert edges.count(True) > 3
    assert edges.count(False) > 3
    over = [read_location(d.body) for d in all_deeds if d.msg_id == LOCATION and "overspeed" in d.note.split()]
    assert all(location.speed_dkmh > 800 for location in over)
    assert all(location.valid_position for location in over)
