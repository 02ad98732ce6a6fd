"""The packet of GB/T 26875.3: @@, 24 bytes of control unit, command, ADU, sum, ##. Multi-byte fields little-endian.

| 0-1 | 2-3 | 4-5 | 6-11 | 12-17 | 18-23 | 24-25 | 26 | 27.. | then | last 2 |
|---|---|---|---|---|---|---|---|---|---|---|
| @@ | serial | version | time | source | target | ADU length | command | ADU | sum | ## |
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone

from gateways.gb26875.faults import Fault, PacketError
from gateways.gb26875.profile import STANDARD, Profile

START, END = b"@@", b"##"
HEAD = 27  # up to and with the command
OVERHEAD = 30
MAX_ADU = 1024
LENGTH_AT = 24
BEIJING = timezone(timedelta(hours=8))

CONTROL, SEND, CONFIRM, REQUEST, ANSWER, DENY = range(1, 7)
COMMANDS = {
    CONTROL: "control",
    SEND: "send",
    CONFIRM: "confirm",
    REQUEST: "request",
    ANSWER: "answer",
    DENY: "deny",
}


def command_name(command: int) -> str:
    """7-127 are reserved, 128-255 the user's."""
    return COMMANDS.get(command, "user" if command >= 128 else "reserved")


@dataclass(frozen=True, slots=True)
class Packet:
    """`source`, `target`: six bytes as one little-endian number. `time_raw`: second, minute, hour, day, month, year."""

    serial: int
    command: int
    source: int
    target: int
    time_raw: bytes
    adu: bytes = b""
    version: tuple[int, int] = (1, 1)

    def time(self, profile: Profile = STANDARD) -> datetime | None:
        """When it was sent, None when the bytes are no instant."""
        return read_time(self.time_raw, profile)


def address_text(address: int) -> str:
    """Twelve hex digits, most significant first: devices write numbers, BCD or IP and port there."""
    return f"{address:012x}"


def read_time(raw: bytes, profile: Profile = STANDARD) -> datetime | None:
    """The instant (Beijing time) of second, minute, hour, day, month, year - 2000; None when they name none."""
    parts: list[int] = list(raw)
    if profile.time == "bcd":
        digits = raw.hex()
        if not digits.isdecimal():
            return None
        parts = [int(digits[i : i + 2]) for i in range(0, len(digits), 2)]
    if len(parts) != 6:
        return None
    second, minute, hour, day, month, year = parts
    try:
        return datetime(2000 + year, month, day, hour, minute, second, tzinfo=BEIJING)
    except ValueError:
        return None


def write_time(instant: datetime, profile: Profile = STANDARD) -> bytes:
    """The six bytes. PacketError for a naive instant or a year the field cannot hold."""
    if instant.tzinfo is None:
        raise PacketError("a time needs its zone")
    local = instant.astimezone(BEIJING)
    parts = (local.second, local.minute, local.hour, local.day, local.month, local.year - 2000)
    if not 0 <= parts[-1] <= (99 if profile.time == "bcd" else 255):
        raise PacketError(f"year {local.year} does not fit")
    if profile.time == "bcd":
        return bytes.fromhex("".join(f"{part:02d}" for part in parts))
    return bytes(parts)


def check_sum(data: bytes) -> int:
    """Low byte of the arithmetic sum."""
    return sum(data) & 0xFF


def read_head(raw: bytes, profile: Profile = STANDARD) -> Packet:
    """The first 27 bytes, without ADU and without checks."""
    return Packet(
        serial=int.from_bytes(raw[2:4], profile.serial),
        version=(raw[4], raw[5]),
        time_raw=bytes(raw[6:12]),
        source=int.from_bytes(raw[12:18], "little"),
        target=int.from_bytes(raw[18:24], "little"),
        command=raw[26],
    )


def read_packet(raw: bytes, profile: Profile = STANDARD) -> Packet:
    """Exactly one packet with both flags. PacketError says what is wrong and where."""
    if raw[:2] != START:
        raise PacketError("a packet begins with @@ (40 40)")
    if len(raw) < OVERHEAD:
        raise PacketError(f"a packet has at least {OVERHEAD} bytes, {len(raw)} are there")
    length = int.from_bytes(raw[LENGTH_AT : LENGTH_AT + 2], "little")
    if length > MAX_ADU:
        raise PacketError(f"ADU length {length} at byte {LENGTH_AT}, at most {MAX_ADU} are allowed")
    if len(raw) != OVERHEAD + length:
        raise PacketError(f"ADU length {length} at byte {LENGTH_AT}, {len(raw) - OVERHEAD} bytes are there")
    if raw[-2:] != END:
        raise PacketError(f"a packet ends with ## (23 23), not {raw[-2:].hex(' ')}")
    expected = check_sum(raw[2:-3])
    if raw[-3] != expected:
        raise PacketError(f"sum is 0x{raw[-3]:02x}, the packet's bytes give 0x{expected:02x}")
    return replace(read_head(raw, profile), adu=bytes(raw[HEAD:-3]))


def write_packet(packet: Packet, profile: Profile = STANDARD) -> bytes:
    """The packet's bytes. PacketError for what does not fit its field."""
    if len(packet.adu) > MAX_ADU:
        raise PacketError(f"ADU has {len(packet.adu)} bytes, at most {MAX_ADU} are allowed")
    if len(packet.time_raw) != 6:
        raise PacketError(f"time needs 6 bytes, not {len(packet.time_raw)}")
    try:
        middle = b"".join(
            (
                packet.serial.to_bytes(2, profile.serial),
                bytes(packet.version),
                packet.time_raw,
                packet.source.to_bytes(6, "little"),
                packet.target.to_bytes(6, "little"),
                len(packet.adu).to_bytes(2, "little"),
                bytes((packet.command,)),
                packet.adu,
            )
        )
    except (OverflowError, ValueError) as wrong:
        raise PacketError(f"a value does not fit its field: {wrong}") from None
    return START + middle + bytes((check_sum(middle),)) + END


def reply(packet: Packet, command: int, sent_at: datetime, profile: Profile = STANDARD) -> Packet:
    """Confirm (3) or deny (6): the same serial and version, addresses swapped, no ADU."""
    return replace(
        packet,
        command=command,
        source=packet.target,
        target=packet.source,
        time_raw=write_time(sent_at, profile),
        adu=b"",
    )


def deny_of(fault: Fault, sent_at: datetime, profile: Profile = STANDARD) -> Packet | None:
    """The denial owed to the sender of a packet with a wrong sum, length or end; None for noise."""
    if fault.kind == "noise" or len(fault.head) < HEAD:
        return None
    return reply(read_head(fault.head, profile), DENY, sent_at, profile)
