"""Devices and what they send, for the stories of the intake."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from gasloop.bus.devices import Frame, gb26875_key, jt808_key
from gasloop.sensing.intake.payloads import Payload, decode_payloads
from gasloop.sensing.intake.writing import Writer, Written
from gasloop.sensing.payloads.rows import Decoded, Window
from gateways.gb26875.codec import encode
from gateways.gb26875.packet import SEND, Packet, write_time
from gateways.jt808.header import Header, write_header
from gateways.jt808.location import Location, write_location

NOON = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)  # 12:00 in Chongqing
WIDE = Window(0)
PHONE = "013800000001"


def us(instant: datetime) -> int:
    return round(instant.timestamp() * 1_000_000)


@dataclass(frozen=True)
class Said:
    """One JSON message of a device."""

    device: UUID
    at: datetime = NOON
    values: tuple[tuple[str, float], ...] = (("concentration", 1.5),)
    state: tuple[str, ...] = ()
    received: datetime | None = None

    def payload(self) -> Payload:
        raw = json.dumps({"time": self.at.isoformat(), "readings": dict(self.values), "state": self.state}).encode()
        return Payload("mqtt", "kitchen-1", self.device, "standard", us(self.received or self.at), raw)


def said(messages: Sequence[Said]) -> Decoded:
    return decode_payloads([each.payload() for each in messages], WIDE)


def location(
    device: UUID | None, *, minute: int = 0, serial: int = 1, speed: int = 600, time: str = "", alarm: int = 0
) -> Frame:
    """A truck's position, `minute` minutes after noon."""
    at = NOON + timedelta(minutes=minute)
    local = (at + timedelta(hours=8)).strftime("%y%m%d%H%M%S")
    point = Location(
        alarm=alarm,
        status=3,
        lat_e6=30_190_000 + minute * 100,
        lng_e6=105_840_000,
        altitude_m=250,
        speed_dkmh=speed,
        direction_deg=90,
        time_raw=bytes.fromhex(time or local),
    )
    body = write_location(point)
    raw = write_header(Header(0x0200, PHONE, serial), len(body)) + body
    return Frame(jt808_key(PHONE), device, us(at) + 1_000_000, raw, "2013")


def packet(device: UUID | None, adu_type: int, objects: list[dict[str, object]], *, at: datetime = NOON) -> Frame:
    """A transmission device's packet."""
    empty = Packet(1, SEND, 0x1F, 0, write_time(at))
    return Frame(gb26875_key(0x1F), device, us(at), encode(empty, adu_type, objects), "standard")


async def written(conninfo: str, *batches: Decoded) -> list[Written]:
    """The batches through one writer."""
    writer = await Writer.open(conninfo)
    try:
        return [await writer.write(batch) for batch in batches]
    finally:
        await writer.close()
