"""What is taken in stands once, however often and in whatever order it comes; what is newest is known at once."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest
from django.db import connection
from tests.cast import Cast
from tests.room.sensing.batches import NOON, PHONE, WIDE, Said, location, packet, said, us, written
from tests.room.sensing.test_register import DETECTOR, TRUCK

from gasloop.bus.devices import DeviceBatch, Frame, jt808_key
from gasloop.kernel import clock
from gasloop.sensing.actions import register_device
from gasloop.sensing.intake.belated import recognise
from gasloop.sensing.intake.judging import Fresh
from gasloop.sensing.intake.terminals import decode_terminals
from gasloop.sensing.intake.transmitters import decode_transmitters
from gasloop.sensing.models import Device, KeptFrame, LatestPosition, LatestReading, Presence, SetAside, UnknownSender
from gasloop.sensing.payloads.rows import Aside, Decoded, Window
from gasloop.sensing.quantities import CODES, State


def rows(statement: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


@pytest.fixture
def detector(committed: str, cast: Cast) -> Device:
    return register_device(cast.clerk.actor, facts=DETECTOR).device


@pytest.fixture
def truck(committed: str, cast: Cast) -> Device:
    return register_device(cast.clerk.actor, facts=TRUCK).device


def test_a_batch_that_comes_again_changes_nothing(committed: str, detector: Device) -> None:
    batch = said(
        [Said(detector.pk, NOON + timedelta(minutes=n), (("concentration", n), ("battery", 80))) for n in range(5)]
    )
    first, again = asyncio.run(written(committed, batch, batch))
    assert (first.readings, again.readings) == (10, 0)
    assert rows("SELECT count(*), count(DISTINCT event_id) FROM sensing_reading") == [(10, 10)]


def test_the_same_message_twice_in_one_batch_counts_once(committed: str, detector: Device) -> None:
    one = Said(detector.pk)
    assert asyncio.run(written(committed, said([one, one])))[0].readings == 1


def test_an_older_value_never_covers_a_newer_one(committed: str, detector: Device) -> None:
    new, old = (Said(detector.pk, NOON - timedelta(minutes=n), (("concentration", 9.0 - n),)) for n in (0, 5))
    asyncio.run(written(committed, said([new]), said([old])))
    latest = LatestReading.objects.get()
    assert (latest.value, latest.occurred_at) == (9.0, NOON)
    presence = Presence.objects.get(pk=detector.pk)
    assert presence.last_heard_at == NOON
    assert presence.online_until == NOON + timedelta(seconds=detector.silent_after_s)


def test_what_comes_months_late_finds_its_month(committed: str, detector: Device) -> None:
    late = Said(detector.pk, NOON - timedelta(days=200), received=NOON)
    asyncio.run(written(committed, said([late])))
    assert rows("SELECT tableoid::regclass::text FROM sensing_reading") == [("sensing_reading_2026_04",)]


def test_a_clock_that_cannot_be_right_gives_way_to_the_time_of_arrival(committed: str, truck: Device) -> None:
    frames = [location(truck.pk, time="000000000000"), location(truck.pk, time="700101080000", serial=2)]
    batch = decode_terminals(frames, Window(us(NOON - timedelta(days=300))))
    asyncio.run(written(committed, batch))
    stored = rows("SELECT occurred_at = received_at, flags & 2 FROM sensing_position")
    assert stored == [(True, 2)] * len(stored)
    assert len(stored) == 2


def test_a_resent_position_is_one_position(committed: str, truck: Device) -> None:
    frames = [location(truck.pk, serial=7), location(truck.pk, serial=8), location(truck.pk, minute=1, serial=9)]
    asyncio.run(written(committed, decode_terminals(frames, WIDE)))
    assert rows("SELECT lat_e6, lng_e6, speed_dkmh, flags FROM sensing_position ORDER BY occurred_at") == [
        (30190000, 105840000, 600, 1),
        (30190100, 105840000, 600, 1),
    ]
    newest = LatestPosition.objects.get(pk=truck.pk)
    assert (newest.lat_text, newest.speed_text, newest.valid) == ("30.190100", "60", True)


def test_a_gas_alarm_of_a_component_is_a_state_with_its_place(committed: str, truck: Device) -> None:
    time = "2026-11-02T12:00:00+08:00"
    place = {"sys": 1, "addr": 2, "part": 10, "part_addr": 3}
    frames = [
        packet(truck.pk, 2, [{**place, "status": 2, "desc": "后厨", "time": time}]),
        packet(truck.pk, 3, [{**place, "analog": 6, "raw": 125, "time": time}]),
        packet(truck.pk, 25, [{"version": "1.2"}]),
    ]
    batch = decode_transmitters(frames, WIDE)
    asyncio.run(written(committed, batch, batch))
    channel = 1 << 48 | 2 << 40 | 10 << 32 | 3
    stored = rows("SELECT quantity, value, state, channel, occurred_at FROM sensing_reading ORDER BY quantity")
    assert stored == [(0, None, State.ALARM, channel, NOON), (CODES["concentration"], 12.5, 0, channel, NOON)]
    assert rows("SELECT kind, protocol FROM sensing_message") == [(25, "gb26875")]


def test_strangers_are_kept_and_listed_and_never_counted(committed: str, cast: Cast) -> None:
    batch = decode_terminals([location(None, minute=n, serial=n) for n in range(30)], WIDE)
    asyncio.run(written(committed, batch))
    sender = UnknownSender.objects.get()
    assert (sender.protocol, sender.key, sender.frames) == ("jt808", jt808_key(PHONE).partition(".")[2], 30)
    assert KeptFrame.objects.filter(sender=sender).count() == 20
    assert rows("SELECT count(*) FROM sensing_position") == [(0,)]
    assert not LatestPosition.objects.exists()


def test_a_registered_device_is_no_stranger_again_for_frames_that_were_on_their_way(committed: str, cast: Cast) -> None:
    stranger = decode_terminals([location(None)], WIDE)
    asyncio.run(written(committed, stranger))
    made = register_device(cast.clerk.actor, facts=TRUCK).device
    asyncio.run(written(committed, stranger))
    assert UnknownSender.objects.get().adopted_at == clock.now()
    Device.objects.filter(pk=made.pk).update(state="retired")
    asyncio.run(written(committed, stranger))
    assert UnknownSender.objects.get().adopted_at is None


def test_a_frame_nobody_can_read_is_set_aside_once_with_its_reason(committed: str, truck: Device) -> None:
    broken = Frame(jt808_key(PHONE), truck.pk, us(NOON), location(truck.pk).raw[:20], "2013")
    batch = decode_terminals([broken, location(truck.pk)], WIDE)
    asyncio.run(written(committed, batch, batch))
    assert rows("SELECT count(*) FROM sensing_position") == [(1,)]
    aside = SetAside.objects.get()
    assert (aside.device_id, bytes(aside.raw)) == (truck.pk, broken.raw)
    assert aside.why


def test_judges_see_what_is_new_and_nothing_twice(
    committed: str, detector: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Fresh] = []

    async def judge(_connection: psycopg.AsyncConnection, fresh: Fresh) -> None:
        seen.append(fresh)

    monkeypatch.setattr("gasloop.sensing.intake.writing.judges", lambda: (judge,))
    alarm = said([Said(detector.pk, state=("alarm",))])
    asyncio.run(written(committed, alarm, alarm))
    assert [len(fresh.readings) for fresh in seen] == [1, 0]
    entity, occurred, _event, quantity, _channel, value, state = seen[0].readings[0]
    assert (entity, occurred, quantity, value, state) == (detector.pk, us(NOON), 1, 1.5, State.ALARM)


def test_what_a_judge_refuses_is_not_stored(committed: str, detector: Device, monkeypatch: pytest.MonkeyPatch) -> None:
    async def judge(_connection: psycopg.AsyncConnection, _fresh: Fresh) -> None:
        raise RuntimeError("the alarm desk is out of order")

    monkeypatch.setattr("gasloop.sensing.intake.writing.judges", lambda: (judge,))
    with pytest.raises(RuntimeError):
        asyncio.run(written(committed, said([Said(detector.pk)])))
    assert rows("SELECT count(*) FROM sensing_reading") == [(0,)]
    assert not LatestReading.objects.exists()


def test_nul_and_length_in_what_is_set_aside_break_nothing(committed: str, cast: Cast) -> None:
    odd = Aside("mqtt", "k\0" * 200, None, us(NOON), b"\0" * 10, "why\0" * 300)
    asyncio.run(written(committed, Decoded(aside=[odd], unknown=[odd])))
    assert (SetAside.objects.count(), UnknownSender.objects.count()) == (1, 1)


def test_a_packet_confirmed_before_the_gateway_knew_its_device_is_the_devices(committed: str, cast: Cast) -> None:
    facts = replace(DETECTOR, protocol="gb26875", key="1f", profile="bcd-time")
    device = register_device(cast.clerk.actor, facts=facts).device
    since = device.received_at
    before, after = (
        packet(None, 21, [{"status": 2, "time": since.isoformat()}], at=since + timedelta(seconds=n)) for n in (-1, 1)
    )
    stranger = Frame("gb26875.0000000000aa", None, us(since), after.raw, "standard")
    batches = [
        DeviceBatch("gb26875", "test", "1", [before, after, stranger]),
        DeviceBatch("jt808", "test", "2", [location(None)]),
    ]

    async def asked() -> list[DeviceBatch]:
        async with await psycopg.AsyncConnection.connect(committed) as database:
            return await recognise(database, batches)

    packets, places = asyncio.run(asked())
    assert [(frame.device, frame.version) for frame in packets.frames] == [
        (None, "standard"),  # said before it was registered: a stranger's
        (device.pk, "bcd-time"),
        (None, "standard"),
    ]
    assert places.frames[0].device is None  # a terminal has to authenticate
