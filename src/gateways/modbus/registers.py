"""One poll of one device: the registers a map names, read in few requests, as the house's own JSON payload."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
from pymodbus.client import AsyncModbusTcpClient
from pymodbus.exceptions import ModbusException
from pymodbus.pdu import ModbusPDU

from gateways.modbus.maps import Read, RegisterMap, StateRead

MOST_WORDS = 120  # a request may ask for 125
GAP = 8  # registers that are read along rather than asked for in a request of their own


class PollError(Exception):
    """The device did not answer, or answered with an exception; the message says which."""


@dataclass(frozen=True, slots=True)
class Span:
    """Registers `start` to `start + count - 1` of one table, and what is read out of them."""

    table: str
    start: int
    count: int
    reads: tuple[Read, ...]


def spans(reads: Sequence[Read]) -> list[Span]:
    """The fewest requests that get all of them."""
    found: list[Span] = []
    for read in sorted(reads, key=lambda each: (each.table, each.address)):
        end = read.address + read.words
        last = found[-1] if found else None
        if last and last.table == read.table and read.address <= last.start + last.count + GAP:
            count = max(last.count, end - last.start)
            if count <= MOST_WORDS:
                found[-1] = Span(last.table, last.start, count, (*last.reads, read))
                continue
        found.append(Span(read.table, read.address, read.words, (read,)))
    return found


async def poll(client: AsyncModbusTcpClient, unit: int, asked: RegisterMap, at: datetime) -> bytes:
    """The payload of this moment. PollError when any part of it cannot be read: half a moment is none."""
    readings: dict[str, float] = {}
    try:
        for span in spans(asked.reads):
            words = (await _registers(client, unit, span.table, span.start, span.count)).registers
            for read in span.reads:
                at_word = read.address - span.start
                readings[read.quantity] = value_of(read, words[at_word : at_word + read.words])
        state = await _state(client, unit, asked.state) if asked.state else []
    except ModbusException as wrong:
        raise PollError(str(wrong)) from None
    return msgspec.json.encode({"time": at.isoformat(), "readings": readings, "state": state})


def value_of(read: Read, words: Sequence[int]) -> float:
    """The number in its unit. PollError for words that hold none (too few, NaN)."""
    if len(words) != read.words:
        raise PollError(f"register {read.address}: {read.words} words were asked for, {len(words)} came")
    raw = AsyncModbusTcpClient.convert_from_registers(
        list(words), AsyncModbusTcpClient.DATATYPE[read.type.upper()], word_order=read.order
    )
    if not isinstance(raw, (int, float)) or raw != raw or raw in (float("inf"), float("-inf")):
        raise PollError(f"register {read.address} holds no number")
    return round(raw * read.scale + read.offset, 6)


async def _registers(client: AsyncModbusTcpClient, unit: int, table: str, start: int, count: int) -> ModbusPDU:
    ask = client.read_holding_registers if table == "holding" else client.read_input_registers
    return _answered(await ask(start, count=count, device_id=unit))


async def _state(client: AsyncModbusTcpClient, unit: int, asked: StateRead) -> list[str]:
    """The words of the bits that are set."""
    if asked.table in ("holding", "input"):
        word = (await _registers(client, unit, asked.table, asked.address, 1)).registers[0]
        return [name for bit, name in asked.bits.items() if word >> bit & 1]
    ask = client.read_coils if asked.table == "coil" else client.read_discrete_inputs
    bits = _answered(await ask(asked.address, count=max(asked.bits) + 1, device_id=unit)).bits
    return [name for bit, name in asked.bits.items() if bits[bit]]


def _answered(answer: ModbusPDU) -> ModbusPDU:
    if answer.isError():
        raise PollError(f"the device answered {answer}")
    return answer
