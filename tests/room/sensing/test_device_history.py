"""One device's day and a truck's day: thinned, scoped, and read from one month's index."""

import asyncio
import json
from datetime import date, timedelta

import pytest
from django.db import connection
from tests.cast import Cast
from tests.room.sensing.batches import NOON, WIDE, Said, location, said, written
from tests.room.sensing.test_register import DETECTOR, TRUCK

from gasloop.kernel.refusal import NotFound
from gasloop.sensing.actions import register_device
from gasloop.sensing.intake.terminals import decode_terminals
from gasloop.sensing.quantities import CODES, State
from gasloop.sensing.queries import (
    Bin,
    Track,
    TrackPoint,
    device_day,
    history,
    latest_of,
    online_by_village,
    truck_day,
)
from gasloop.sensing.web.api import as_json
from gasloop.sensing.wire import BinOut, TrackOut

DAY = date(2026, 11, 2)


def test_a_day_is_thinned_into_stretches_that_hide_no_alarm(committed: str, cast: Cast) -> None:
    device = register_device(cast.clerk.actor, facts=DETECTOR).device
    messages = [
        Said(device.pk, NOON + timedelta(minutes=n), (("concentration", float(n)),), ("alarm",) if n == 7 else ())
        for n in range(10)
    ]
    messages.append(Said(device.pk, NOON + timedelta(hours=13)))  # past midnight in Chongqing
    asyncio.run(written(committed, said(messages)))
    bins = device_day(cast.grid.actor, device_id=device.pk, day=DAY, quantity=CODES["concentration"])
    assert [(each.start, each.count, each.low, each.high, each.mean, each.state) for each in bins] == [
        (NOON, 5, 0.0, 4.0, 2.0, 0),
        (NOON + timedelta(minutes=5), 5, 5.0, 9.0, 7.0, State.ALARM),
    ]
    with pytest.raises(NotFound):
        device_day(cast.far_grid.actor, device_id=device.pk, day=DAY, quantity=1)


def test_a_trucks_day_has_its_line_top_speed_and_alarms(committed: str, cast: Cast) -> None:
    truck = register_device(cast.clerk.actor, facts=TRUCK).device
    frames = [location(truck.pk, minute=n, serial=n, speed=600 + n, alarm=2 if n == 3 else 0) for n in range(10)]
    asyncio.run(written(committed, decode_terminals(frames, WIDE)))
    track = truck_day(cast.grid.actor, device_id=truck.pk, day=DAY, width_s=300)
    assert (track.positions, track.top_speed_kmh, track.alarm) == (10, 60.9, 2)
    assert (track.first, track.last) == (NOON, NOON + timedelta(minutes=9))
    assert [(point.at, point.lat, point.valid) for point in track.points] == [
        (NOON, 30.19, True),
        (NOON + timedelta(minutes=5), 30.1905, True),
    ]
    with pytest.raises(NotFound):
        truck_day(cast.admin.actor, device_id=truck.pk, day=DAY)


def test_what_is_newest_and_who_is_online_is_read_in_few_queries(
    committed: str, cast: Cast, django_assert_num_queries: object
) -> None:
    device = register_device(cast.clerk.actor, facts=DETECTOR).device
    register_device(cast.clerk.actor, facts=TRUCK)
    asyncio.run(written(committed, said([Said(device.pk, NOON - timedelta(hours=3, minutes=30))])))
    (latest,) = latest_of(cast.grid.actor, [device.pk])
    assert latest.online  # heard half an hour ago by the clock of the story
    assert [(row.quantity, row.value) for row in latest.readings] == [(1, 1.5)]
    assert [(each.devices, each.online, each.offline) for each in online_by_village(cast.grid.actor)] == [(2, 1, 1)]
    assert latest_of(cast.far_grid.actor, [device.pk]) == []
    assert online_by_village(cast.far_grid.actor) == []


@pytest.mark.parametrize(("statement", "table"), [("DAY", "reading"), ("TRACK", "position"), ("TRACK_SUM", "position")])
def test_a_day_reads_the_key_of_one_month_and_no_other(committed: str, cast: Cast, statement: str, table: str) -> None:
    device = register_device(cast.clerk.actor, facts=TRUCK).device
    months = [NOON - timedelta(days=31 * n) for n in range(4)]
    asyncio.run(
        written(
            committed,
            said([Said(device.pk, at) for at in months]),
            decode_terminals([location(device.pk, minute=-44640 * n, serial=n) for n in range(4)], WIDE),
        )
    )
    asked = {**history.day_bounds(device.pk, DAY, 300), "quantity": 1, "channel": 0}
    with connection.cursor() as cursor:
        cursor.execute("SET enable_seqscan = off")
        cursor.execute(f"EXPLAIN {getattr(history, statement)}", asked)
        plan = "\n".join(line for (line,) in cursor.fetchall())
        cursor.execute("SET enable_seqscan = on")
    read = {word for word in plan.replace("(", " ").split() if word.startswith(f"sensing_{table}_2026_")}
    assert {name.removesuffix("_pkey") for name in read} <= {f"sensing_{table}_2026_11", f"sensing_{table}_2026_11_idx"}
    assert "Index" in plan
    assert "entity_id = " in plan


def test_long_answers_are_written_as_their_schemas_say() -> None:
    point = TrackPoint(NOON, 30.19, 105.84, 42.5, 90, 2, True)
    track = Track(1, 42.5, 2, NOON, NOON, [point])
    written_track = json.loads(as_json(track).content)
    assert json.loads(TrackOut.model_validate(written_track).model_dump_json()) == written_track
    stretch = Bin(NOON, 5, 4, 0.5, 3.0, None, int(State.ALARM))
    written_bin = json.loads(as_json([BinOut.plain(stretch)]).content)
    assert [json.loads(BinOut.model_validate(written_bin[0]).model_dump_json())] == written_bin
    assert written_bin[0]["state"] == ["alarm"]
