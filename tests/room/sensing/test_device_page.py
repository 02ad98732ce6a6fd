"""A device's page: components and alarms in words, a day as a line and as a table, gaps left open."""

import asyncio
from datetime import timedelta

from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.room.sensing.batches import NOON, WIDE, location, packet, written
from tests.room.sensing.test_register import DETECTOR, TRUCK

from gasloop.sensing.actions import register_device
from gasloop.sensing.intake.terminals import decode_terminals
from gasloop.sensing.intake.transmitters import decode_transmitters
from gasloop.sensing.web.drawing import HEIGHT, drawn
from gasloop.sensing.words import alarm_words, component_of

GAP = timedelta(minutes=30)


def page(cast: Cast, key: object, **asked: str) -> str:
    client = Client()
    client.force_login(cast.clerk.account)
    answer = client.get(reverse("sensing:device", args=[key]), {"day": "2026-11-02", **asked})
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_trucks_day_has_its_line_its_hours_and_its_alarms_in_words(committed: str, cast: Cast) -> None:
    truck = register_device(cast.clerk.actor, facts=TRUCK).device
    frames = [location(truck.pk, minute=n, serial=n, alarm=0b110 if n == 3 else 0) for n in range(0, 90, 3)]
    asyncio.run(written(committed, decode_terminals(frames, WIDE)))
    html = page(cast, truck.pk)
    assert "一天的行程" in html
    assert "超速" in html
    assert "疲劳驾驶" in html
    assert "<polyline" in html
    assert '<th scope="row">12:00</th>' in html
    assert '<th scope="row">13:00</th>' in html


def test_what_a_transmission_device_tells_is_told_by_component(committed: str, cast: Cast) -> None:
    device = register_device(cast.clerk.actor, facts=DETECTOR).device
    part = {"sys": 128, "addr": 1, "part": 12, "part_addr": 7 << 16 | 3, "analog": 6, "time": NOON.isoformat()}
    frames = [packet(device.pk, 3, [{**part, "raw": 125}])]
    asyncio.run(written(committed, decode_transmitters(frames, WIDE)))
    device.protocol = "gb26875"
    device.save(update_fields=["protocol"])
    html = page(cast, device.pk)
    assert "3区7号独立式可燃气体探测器" in html, "of the first component that measures, without asking for it"
    assert "这一天没有数据" not in html


def test_a_channel_and_an_alarm_word_in_words() -> None:
    assert component_of(128 << 48 | 1 << 40 | 106 << 32 | 5 << 16 | 2) == ("管道电磁阀", 5, 2)
    assert component_of(200 << 32)[0] == "部件"
    assert alarm_words(1 | 1 << 31) == ["紧急报警", "非法开门"]
    assert alarm_words(1 << 9) == ["其他报警"]
    assert alarm_words(0) == []


def test_points_far_apart_are_not_joined_and_nothing_leaves_the_drawing() -> None:
    since = NOON - timedelta(hours=12)
    points = [(since + timedelta(minutes=n), float(n % 7)) for n in (*range(0, 50, 10), *range(120, 150, 10))]
    drawing = drawn(points, since, GAP)
    assert drawing is not None
    assert [len(line.split()) for line in drawing.lines] == [5, 3]
    heights = [float(pair.split(",")[1]) for line in drawing.lines for pair in line.split()]
    assert 0 <= min(heights) <= max(heights) <= HEIGHT
    assert drawn([], since, GAP) is None
    one = drawn([(since, 0.0)], since, GAP)
    assert one is not None
    assert len(one.lines[0].split()) == 2, "one point is a dot, which a line needs two for"
