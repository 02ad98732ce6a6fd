"""Simulated terminals over real sockets: let in, acknowledged, a silent platform outwaited, orders obeyed."""

import asyncio
import struct
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.wire.bare_platform import platform808

from gateways.jt808.header import Header, Version
from gateways.jt808.messages import write_body
from gateways.simulate import journal
from gateways.simulate.journal import Journal
from gateways.simulate.load import Order, in_process, run
from gateways.simulate.outbox import Patience
from gateways.simulate.terminal import Terminal
from gateways.simulate.truck import BATCH, Deed, Truck

QUICK = Patience(first_s=0.1, resends=2, grows=True, later_s=0.1)


def drive(
    port: int, deeds: list[Deed], until: Callable[[Terminal], bool], version: Version = Version.V2013
) -> Terminal:
    """One terminal that sends `deeds` until the condition holds (ten seconds at most)."""

    async def live() -> Terminal:
        terminal = Terminal(Truck(1, 1, version), ("127.0.0.1", port), Journal(), patience=QUICK, window=4)
        for deed in deeds:
            terminal.put(deed, 0.0)
        terminal.start()
        limit = time.monotonic() + 10
        while not until(terminal):
            assert time.monotonic() < limit, "it did not come to that"
            await asyncio.sleep(0.02)
            terminal.tick(asyncio.get_running_loop().time())
        await terminal.hang_up()
        return terminal.counted()

    return asyncio.run(live())


def some_deeds(count: int, version: Version = Version.V2013) -> list[Deed]:
    life = Truck(1, 1, version).life(1_790_000_000)
    return [next(life) for _ in range(count)]


@pytest.mark.parametrize("version", list(Version))
def test_all_editions_register_authenticate_and_are_acknowledged(version: Version) -> None:
    deeds = some_deeds(50, version)
    with platform808() as (came, port):
        terminal = drive(port, deeds, lambda t: len(t.outbox) == 0, version)
    assert terminal.tally.acknowledged == len(deeds)
    assert [body for header, body in came.messages if header.msg_id not in (0x0100, 0x0102)] == [d.body for d in deeds]
    assert {header.version is Version.V2019 for header, _ in came.messages} == {version is Version.V2019}


def test_what_is_not_answered_is_sent_again_the_same_and_over_a_new_connection() -> None:
    """The platform answers a message only when it comes the fifth time: three sendings a connection do not do."""
    with platform808(lambda header, times: 0 if header.msg_id == 0x0102 or times >= 5 else None) as (came, port):
        terminal = drive(port, some_deeds(3), lambda t: len(t.outbox) == 0)
    assert terminal.tally.broken >= 1
    assert came.connections >= 2
    assert terminal.tally.resent >= 12
    assert set(came.seen.values()) >= {5}, "the same serial and the same bytes each time"


def test_a_failed_message_stays_and_a_bad_one_is_given_up() -> None:
    def answer(header: Header, times: int) -> int:
        if header.msg_id == 0x0701:
            return 2
        return 1 if header.msg_id == 0x0200 and times == 1 else 0

    deeds = some_deeds(6)
    with platform808(answer) as (_, port):
        terminal = drive(port, deeds, lambda t: len(t.outbox) == 0)
    assert terminal.tally.refused == 1
    assert terminal.tally.acknowledged == len(deeds) - 1
    assert terminal.tally.resent >= 1


def test_a_long_message_goes_in_parts_and_parts_asked_for_come_again() -> None:
    truck = Truck(1, 1, Version.V2019)
    batch = next(deed for deed in truck.life(1_790_000_000) if deed.msg_id == BATCH and len(deed.body) > 1100)
    asked = (0x8003, write_body(0x8003, Version.V2019, {"first_serial": 1, "indexes": [2]}))
    with platform808(orders=[asked]) as (came, port):
        terminal = drive(port, [batch], lambda t: len(t.outbox) == 0, Version.V2019)
    assert came.bodies(BATCH) == [batch.body]
    assert terminal.tally.acknowledged == 1


def test_orders_are_obeyed() -> None:
    orders = [(0x8300, b"\x01" + "示例".encode("gbk")), (0x8104, b""), (0x8201, b"")]
    with platform808(orders=orders) as (came, port):
        terminal = drive(port, some_deeds(3), lambda t: t.tally.orders == 3 and not len(t.outbox))
        limit = time.monotonic() + 5
        while not came.bodies(0x0201) and time.monotonic() < limit:
            time.sleep(0.01)
    assert terminal.tally.orders == 3
    assert struct.unpack(">HHB", came.bodies(0x0001)[0])[1:] == (0x8300, 0)
    assert len(came.bodies(0x0104)) == 1
    assert len(came.bodies(0x0201)) == 1


def test_a_load_is_counted_and_its_processor_time_told() -> None:
    with platform808() as (came, port):
        result = in_process(Order(port=port, connections=20, frames=4000))
    assert result.acknowledged == result.frames == len(came.messages) == 4000
    assert result.cpu_s > 0
    assert result.per_second > 500


def test_the_journal_of_a_load_matches_what_came(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    with platform808() as (came, port):
        asyncio.run(run(Order(port=port, connections=3, frames=300, rate=1000, journal=str(path))))
    assert len(came.messages) == 300
    promises = journal.read(path)
    assert len(promises.sent) == len(promises.acknowledged) == 300
