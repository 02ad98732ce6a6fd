"""Whole scenarios over real sockets: good and bad networks, everything acknowledged, nothing that was not sent."""

import asyncio
import gc
import json
import socket
from pathlib import Path

import pytest
from tests.wire.bare_platform import NO_TIME, Came, centre26875, platform808

from gateways.gb26875.codec import duty_check, read_request
from gateways.gb26875.objects import read_adu
from gateways.gb26875.packet import CONFIRM, DENY, Packet
from gateways.jt808.location import position_bodies, read_location
from gateways.simulate import cli, journal
from gateways.simulate.journal import Item, Journal
from gateways.simulate.run import Play, Report
from gateways.simulate.scenario import Scenario, ScenarioError, read
from gateways.simulate.trouble import NETWORKS
from gateways.simulate.wire import Wire


def play(scenario: Scenario, journal: Journal | None = None) -> Report:
    return asyncio.run(Play(scenario, journal or Journal()).run())


def scenario(trucks_port: int, devices_port: int, **changes: object) -> Scenario:
    told = {
        "start": "2026-10-01T00:00:00+08:00",
        "speed": 600,
        "duration_s": 3,
        "trucks": 4,
        "transmitters": 3,
        "detectors": 0,
        "webhooks": 0,
        "reply_s": 0.2,
        "targets": {
            "jt808": f"127.0.0.1:{trucks_port}" if trucks_port else "",
            "gb26875": f"127.0.0.1:{devices_port}" if devices_port else "",
        },
    }
    return read(None, told | changes)


def positions(came: Came) -> set[Item]:
    found: set[Item] = set()
    for header, body in came.messages:
        bodies = {0x0200: [body], 0x0704: position_bodies(body) if header.msg_id == 0x0704 else []}
        for each in bodies.get(header.msg_id, []):
            at = read_location(each).time
            assert at is not None
            found.add(("position", header.phone.lstrip("0"), round(at.timestamp() * 1000)))
    return found


def test_a_good_network_brings_all_once() -> None:
    with platform808() as (came, port), centre26875() as (packets, other):
        report = play(scenario(port, other, transmitters=1))
    assert report.waiting == 0
    assert came.faults == packets.faults == 0
    assert set(packets.seen.values()) == {1}
    trucks, devices = report.protocols["jt808"], report.protocols["gb26875"]
    assert trucks.acknowledged == trucks.messages > 100
    assert devices.acknowledged == devices.messages > 20
    assert trucks.resent == devices.resent == 0


def test_the_same_seed_says_the_same_whatever_the_network(tmp_path: Path) -> None:
    reports = []
    for network in ("good", "bad"):
        with platform808() as (_, port):
            reports.append(play(scenario(port, 0, transmitters=0, network=network, duration_s=1)))
    assert reports[0].traffic == reports[1].traffic
    assert reports[0].happened == reports[1].happened
    with platform808() as (_, port):
        assert play(scenario(port, 0, transmitters=0, seed=2, duration_s=1)).traffic != reports[0].traffic


def test_through_a_bad_network_everything_comes_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    written = Journal(path)
    with platform808() as (came, port), centre26875() as (packets, other):
        strangers = {"floods_a_second": 10, "slow": 2}
        odds = {
            "cut": 0.02,
            "lose": 0.03,
            "damage": 0.03,
            "duplicate": 0.05,
            "garbage": 0.05,
            "split": 0.2,
            "merge": 0.2,
        }
        report = play(
            scenario(port, other, transmitters=1, network=odds | {"reorder": 0.05}, strangers=strangers), written
        )
    written.close()
    assert report.waiting == 0
    assert came.too_early == 0, "nothing is sent before authentication was answered"
    assert report.network["jt808 cuts"] > 0
    assert report.protocols["jt808"].resent > 0
    assert came.faults > 0
    promises = journal.read(path)
    positions_owed = {item for item in promises.acknowledged if item[0] == "position"}
    assert positions_owed == {item for item in promises.sent if item[0] == "position"} == positions(came)
    analogs = [read_adu(packet.adu) for packet in packets.packets]
    assert sum(len(adu.objects) for adu in analogs if adu and adu.type == 3) >= sum(
        item[0] == "reading" for item in promises.acknowledged
    )


def test_a_device_sends_again_what_is_denied_or_not_confirmed() -> None:
    def answer(packet: Packet, times: int) -> int | None:
        return {1: None, 2: DENY}.get(times, CONFIRM)

    with centre26875(answer) as (packets, port):
        report = play(scenario(0, port, trucks=0, transmitters=1, duration_s=0.5, window=1))
    assert report.waiting == 0
    assert {times for raw, times in packets.seen.items() if raw[24:26] != b"\0\0"} == {3}
    assert report.protocols["gb26875"].refused == report.protocols["gb26875"].messages


def test_a_device_answers_the_duty_check_and_reads() -> None:
    orders = [
        duty_check(serial=9, source=1, target=500_152_000_001, sent_at=NO_TIME, minutes=10),
        read_request(serial=10, source=1, target=500_152_000_001, sent_at=NO_TIME, adu_type=81, item={"reserved": 0}),
    ]
    with centre26875(orders=orders) as (packets, port):
        report = play(scenario(0, port, trucks=0, transmitters=1, duration_s=1))
    assert report.protocols["gb26875"].orders == 2
    assert [packet.command for packet in packets.replies] == [CONFIRM, 5]
    told = [read_adu(packet.adu) for packet in packets.packets]
    assert any(adu and adu.type == 24 and adu.objects[0]["op"] == 1 << 5 for adu in told)


def test_the_command_says_what_was_sent(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "示例.yaml"
    path.write_text(
        "trucks: 1\ntransmitters: 0\ndetectors: 0\nwebhooks: 0\nhabits: {interval_s: 5}\n", encoding="utf-8"
    )
    with platform808() as (came, port):
        arguments = [str(path), "--jt808", f"127.0.0.1:{port}", "--for", "1", "--seed", "4", "--json"]
        assert cli.run([*arguments, "--journal", str(tmp_path / "journal")]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["protocols"]["jt808"]["acknowledged"] == told["protocols"]["jt808"]["messages"] == len(came.messages)
    assert len(journal.read(tmp_path / "journal").acknowledged) == len(positions(came))


def test_nobody_there_is_said_and_kept(capsys: pytest.CaptureFixture[str]) -> None:
    report = play(scenario(1, 0, transmitters=0, duration_s=0.5, drain_s=0.2))
    assert report.protocols["jt808"].acknowledged == 0
    assert report.waiting > 0
    assert "waiting" in cli.as_text(report)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"truks": 3}, "truks"),
        ({"network": "worst"}, "worst"),
        ({"speed": 0}, "more than 0"),
        ({"targets": {"jt808": "nowhere"}}, "host:port"),
        ({"habits": {"intervall_s": 1}}, "intervall_s"),
    ],
)
def test_a_wrong_scenario_is_said_in_words(changes: dict[str, object], why: str) -> None:
    with pytest.raises(ScenarioError, match=why):
        read(None, changes)


@pytest.mark.parametrize("turns", range(6))
def test_a_network_taken_away_while_somebody_dials_leaves_no_socket_open(turns: int) -> None:
    """However far the accepting has come: a handler that had not begun used to be cancelled with its socket open."""

    async def tell() -> None:
        wire = Wire("mqtt", ("127.0.0.1", 9), NETWORKS["good"], 1)
        host, port = await wire.open()
        with socket.create_connection((host, port)):
            for _ in range(turns):
                await asyncio.sleep(0)
            await wire.close()

    asyncio.run(tell())
    gc.collect()  # an unclosed transport would warn now, and warnings are errors here
