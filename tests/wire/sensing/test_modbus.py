"""The Modbus poller against pymodbus' own server: registers to numbers in their units; a silent unit is no zero."""

import asyncio
import json
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymodbus.client import AsyncModbusTcpClient
from pymodbus.datastore import ModbusDeviceContext, ModbusSequentialDataBlock, ModbusServerContext
from pymodbus.server import ModbusTcpServer

from gasloop.project.runtime.nats import free_port
from gateways.modbus.maps import Read, maps
from gateways.modbus.poller import address_of
from gateways.modbus.registers import MOST_WORDS, PollError, poll, spans, value_of

Block: Any = ModbusSequentialDataBlock  # untyped there
AT = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)


def words(form: str, value: float) -> list[int]:
    raw = struct.pack(f">{form}", value)
    return list(struct.unpack(f">{len(raw) // 2}H", raw))


@asynccontextmanager
async def meter(port: int) -> AsyncIterator[None]:
    """A meter as the example map has it: 2.5 kPa, 1.25 m3/h, 12345.6 m3, -3.5 degrees, a fault."""
    holding = [*words("f", 2.5), 125, 0, *words("I", 123456), *([0] * 10)]
    device = ModbusDeviceContext(
        hr=Block(1, holding),
        ir=Block(1, [65536 - 35, *([0] * 10)]),
        di=Block(1, [False, True, False, *([False] * 10)]),
        co=Block(1, [False] * 10),
    )
    server: Any = ModbusTcpServer(ModbusServerContext(devices={1: device}, single=False), address=("127.0.0.1", port))
    task = asyncio.create_task(server.serve_forever())
    try:
        await asyncio.sleep(0)
        yield
    finally:
        await server.shutdown()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def asked(port: int, unit: int = 1) -> dict[str, object]:
    client = AsyncModbusTcpClient("127.0.0.1", port=port, timeout=1, retries=0, reconnect_delay=0)
    for _ in range(50):
        if await client.connect():
            break
        await asyncio.sleep(0.05)
    try:
        found: dict[str, object] = json.loads(await poll(client, unit, maps()["example-meter"], AT))
        return found
    finally:
        client.close()


def test_registers_become_numbers_in_their_units() -> None:
    async def story() -> dict[str, object]:
        port = free_port()
        async with meter(port):
            return await asked(port)

    assert asyncio.run(story()) == {
        "time": AT.isoformat(),
        "readings": {"pressure": 2.5, "flow": 1.25, "volume": 12345.6, "temperature": -3.5},
        "state": ["fault"],
    }


def test_a_unit_that_is_not_there_is_a_failed_poll_not_a_zero() -> None:
    async def story() -> None:
        port = free_port()
        async with meter(port):
            await asked(port, unit=9)

    with pytest.raises(PollError):
        asyncio.run(story())


@given(
    st.lists(
        st.builds(
            Read,
            st.just("flow"),
            st.sampled_from(["holding", "input"]),
            st.integers(0, 400),
            st.sampled_from(["uint16", "float32", "float64"]),
        ),
        min_size=1,
        max_size=30,
    )
)
def test_every_register_lies_in_exactly_one_request_that_is_not_too_long(reads: list[Read]) -> None:
    found = spans(reads)
    assert sorted((r.table, r.address) for span in found for r in span.reads) == sorted(
        (r.table, r.address) for r in reads
    )
    for span in found:
        assert span.count <= MOST_WORDS
        for read in span.reads:
            assert span.table == read.table
            assert span.start <= read.address
            assert read.address + read.words <= span.start + span.count


def test_words_that_hold_no_number_are_refused() -> None:
    read = Read("flow", "holding", 0, "float32")
    with pytest.raises(PollError):
        value_of(read, words("f", float("nan")))
    with pytest.raises(PollError):
        value_of(read, [1])


def test_an_address_comes_out_of_the_registers_key() -> None:
    assert address_of("modbus.192.0.2.10=502/1") == ("192.0.2.10", 502, 1)
    with pytest.raises(ValueError, match="no address"):
        address_of("modbus.nothing")
