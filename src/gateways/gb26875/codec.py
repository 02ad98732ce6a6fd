"""One packet whole: bytes to values, values to bytes, and the centre's own packets."""

from datetime import datetime

from gateways.gb26875.objects import adu_name, read_adu, write_adu
from gateways.gb26875.packet import (
    CONTROL,
    REQUEST,
    Packet,
    address_text,
    command_name,
    read_packet,
    write_packet,
    write_time,
)
from gateways.gb26875.parts import Object
from gateways.gb26875.profile import STANDARD, Profile

CLOCK_SYNC, DUTY_CHECK = 90, 91


def show(packet: Packet, profile: Profile = STANDARD) -> Object:
    """The JSON form `gasloop decode` prints. `type` is None for a heartbeat; then `adu` holds what there is."""
    instant = packet.time(profile)
    shown: Object = {
        "ok": True,
        "serial": packet.serial,
        "version": list(packet.version),
        "time": instant.isoformat() if instant else None,
        "source": address_text(packet.source),
        "target": address_text(packet.target),
        "source_number": packet.source,
        "target_number": packet.target,
        "command": packet.command,
        "command_name": command_name(packet.command),
        "length": len(packet.adu),
    }
    if instant is None:
        shown["time_raw"] = packet.time_raw.hex()
    adu = read_adu(packet.adu, profile)
    if adu is None:
        return shown | {"type": None, "objects": [], "adu": packet.adu.hex()}
    shown |= {"type": adu.type, "type_name": adu_name(adu.type), "count": adu.count, "objects": adu.objects}
    return shown if adu.fit == "layout" else shown | {"fit": adu.fit}


def decode(raw: bytes, profile: Profile = STANDARD) -> Object:
    """One packet with both flags to its JSON form. PacketError says what is wrong and where."""
    return show(read_packet(raw, profile), profile)


def encode(packet: Packet, adu_type: int, objects: list[Object], profile: Profile = STANDARD) -> bytes:
    """`packet` with this ADU in place of its own, as bytes."""
    adu = write_adu(adu_type, objects, profile)
    return write_packet(
        Packet(packet.serial, packet.command, packet.source, packet.target, packet.time_raw, adu, packet.version),
        profile,
    )


def _own(serial: int, command: int, source: int, target: int, sent_at: datetime, profile: Profile) -> Packet:
    return Packet(serial, command, source, target, write_time(sent_at, profile), version=profile.version)


def duty_check(
    *, serial: int, source: int, target: int, sent_at: datetime, minutes: int, profile: Profile = STANDARD
) -> bytes:
    """查岗: the person on duty has `minutes` to press the key; the device answers with type 24, flag 5."""
    packet = _own(serial, CONTROL, source, target, sent_at, profile)
    return encode(packet, DUTY_CHECK, [{"minutes": minutes}], profile)


def clock_sync(*, serial: int, source: int, target: int, sent_at: datetime, profile: Profile = STANDARD) -> bytes:
    """Set the device's clock to `sent_at`."""
    packet = _own(serial, CONTROL, source, target, sent_at, profile)
    return encode(packet, CLOCK_SYNC, [{"time": sent_at.replace(microsecond=0).isoformat()}], profile)


def read_request(
    *,
    serial: int,
    source: int,
    target: int,
    sent_at: datetime,
    adu_type: int,
    item: Object,
    profile: Profile = STANDARD,
) -> bytes:
    """Ask the device for one thing (types 61-68, 81-88); it answers with command 5 and the same serial."""
    packet = _own(serial, REQUEST, source, target, sent_at, profile)
    return encode(packet, adu_type, [item], profile)
