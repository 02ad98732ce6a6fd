"""Packets that were confirmed before the gateway had heard of their device, though the register had it.

The gateways follow a copy of the register, a second or two behind it. GB/T 26875.3 has no sign-in: the address is who
speaks, and an unknown one is confirmed because its packet was kept. So the register itself is asked once more before a
packet counts as nobody's. (JT/T 808 needs none of this: before its 0x0102 nothing is acknowledged.)
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from psycopg import AsyncConnection

from gasloop.bus.devices import DeviceBatch, Frame

PROTOCOL = "gb26875"
KNOWN = """
    SELECT key, id, profile, received_at FROM sensing_device
    WHERE protocol = %s AND key = ANY(%s) AND state = 'in_use' AND voided_at IS NULL
"""
Entry = tuple[UUID, str, int]
"""Device, dialect, and since when it is in the register (Unix microseconds): what it said before is a stranger's."""


async def recognise(connection: AsyncConnection, batches: Sequence[DeviceBatch]) -> list[DeviceBatch]:
    """The batches, with the devices that the register knows put in; one query, and none when nobody is unknown."""
    keys = {
        _bare(frame) for batch in batches if batch.protocol == PROTOCOL for frame in batch.frames if not frame.device
    }
    if not keys:
        return list(batches)
    rows = await (await connection.execute(KNOWN, [PROTOCOL, sorted(keys)])).fetchall()
    known = {str(key): (device, str(profile), _us(since)) for key, device, profile, since in rows}
    return [
        msgspec.structs.replace(batch, frames=[_named(frame, known) for frame in batch.frames])
        if batch.protocol == PROTOCOL
        else batch
        for batch in batches
    ]


def _bare(frame: Frame) -> str:
    return frame.key.partition(".")[2]


def _named(frame: Frame, known: dict[str, Entry]) -> Frame:
    entry = known.get(_bare(frame)) if frame.device is None else None
    if entry is None or frame.received_us < entry[2]:
        return frame
    return msgspec.structs.replace(frame, device=entry[0], version=entry[1])


def _us(at: datetime) -> int:
    return round(at.timestamp() * 1_000_000)
