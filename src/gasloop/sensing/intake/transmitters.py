"""GB/T 26875.3 packets to rows: states and analog values by component, the rest kept as it came."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from gasloop.bus.devices import Frame, event_id
from gasloop.sensing.payloads.rows import Aside, Decoded, ReadingRow, Window, part_of
from gasloop.sensing.quantities import CODES, STATE, State
from gateways.gb26875.faults import PacketError
from gateways.gb26875.objects import read_adu
from gateways.gb26875.packet import SEND, read_packet
from gateways.gb26875.parts import Object
from gateways.gb26875.profile import PROFILES, STANDARD

COMPONENT_BITS: Mapping[int, State] = {
    1: State.ALARM,
    2: State.FAULT,
    3: State.SHIELDED,
    5: State.STARTED,
    6: State.FEEDBACK,
    8: State.POWER,
}
SYSTEM_BITS: Mapping[int, State] = {**COMPONENT_BITS, 9: State.POWER, 10: State.LINE_FAULT, 13: State.RESET}
DEVICE_BITS: Mapping[int, State] = {
    1: State.ALARM,
    2: State.FAULT,
    3: State.POWER,
    4: State.POWER,
    5: State.LINE_FAULT,
    6: State.LINE_FAULT,
}
OPERATION_BITS: Mapping[int, State] = {0: State.RESET, 2: State.ALARM, 6: State.TEST}
DEVICE_OPERATION_BITS: Mapping[int, State] = {**OPERATION_BITS, 5: State.DUTY_ANSWER}

# Analog type: our quantity, times what. MPa becomes kPa, flows become cubic metres an hour.
ANALOGS: Mapping[int, tuple[str, float]] = {
    1: ("events", 1),
    2: ("height", 1),
    3: ("temperature", 1),
    4: ("pressure", 1000),
    5: ("pressure", 1),
    6: ("concentration", 1),
    7: ("duration", 1),
    8: ("voltage", 1),
    9: ("current", 1),
    10: ("flow", 3.6),
    11: ("flow", 60),
    12: ("speed", 1),
}


def _state(word: object, bits: Mapping[int, State]) -> int:
    """Our bits of a status word; 0 is test mode, as the standard has it, and 1 is normal."""
    if not isinstance(word, int):
        return 0
    if word == 0:
        return State.TEST
    return sum({int(state) for bit, state in bits.items() if word >> bit & 1})


Reading = tuple[int, float | None, int, int]
"""quantity, value, channel, state."""


def _place(item: Object) -> int:
    """Which component: its system type, system address, component type and address, in one number of 56 bits."""
    system = _int(item, "sys") << 48 | _int(item, "addr") << 40 | _int(item, "part") << 32
    return system | _int(item, "part_addr")


def _int(item: Object, name: str) -> int:
    value = item.get(name)
    return value if isinstance(value, int) else 0


def _analog(item: Object) -> Reading | None:
    known = ANALOGS.get(_int(item, "analog"))
    value = item.get("value")
    if known is None or not isinstance(value, (int, float)):
        return None
    name, times = known
    return CODES[name], value * times, _place(item), 0


READERS: Mapping[int, Callable[[Object], Reading | None]] = {
    1: lambda item: (STATE, None, _place(item), _state(item.get("status"), SYSTEM_BITS)),
    2: lambda item: (STATE, None, _place(item), _state(item.get("status"), COMPONENT_BITS)),
    3: _analog,
    4: lambda item: (STATE, None, _place(item), sum(_flags(item, OPERATION_BITS))),
    21: lambda item: (STATE, None, 0, _state(item.get("status"), DEVICE_BITS)),
    24: lambda item: (STATE, None, 0, sum(_flags(item, DEVICE_OPERATION_BITS))),
}


def _flags(item: Object, bits: Mapping[int, State]) -> set[int]:
    return {int(state) for bit, state in bits.items() if _int(item, "op") >> bit & 1}


def decode_transmitters(frames: Sequence[Frame], window: Window) -> Decoded:
    """Rows of known devices; unknown ones and what cannot be read apart."""
    found = Decoded()
    for frame in frames:
        if frame.device is None:
            found.unknown.append(_aside(frame))
            continue
        found.hear(frame.device, frame.received_us)
        try:
            _packet(found, frame, frame.device, window)
        except PacketError as wrong:
            found.aside.append(_aside(frame, str(wrong)))
    return found


def _packet(found: Decoded, frame: Frame, device: UUID, window: Window) -> None:
    profile = PROFILES.get(frame.version, STANDARD)
    packet = read_packet(frame.raw, profile)
    adu = read_adu(packet.adu, profile)
    if adu is None or packet.command != SEND:
        return  # a heartbeat, a handshake, an answer to what the centre asked
    event = event_id(device, "gb26875", packet.adu)
    read = READERS.get(adu.type) if adu.fit == "layout" else None
    rows = (
        [_row(item, read, index, frame, device, event, window) for index, item in enumerate(adu.objects)]
        if read
        else []
    )
    kept = [row for row in rows if row is not None]
    if not kept or len(kept) < len(rows):
        received = frame.received_us
        found.messages.append((device, received, event, received, adu.type, "gb26875", packet.adu))
    found.readings += kept


def _row(
    item: Object,
    read: Callable[[Object], Reading | None],
    index: int,
    frame: Frame,
    device: UUID,
    event: UUID,
    window: Window,
) -> ReadingRow | None:
    reading = read(item)
    if reading is None:
        return None
    quantity, value, channel, state = reading
    time = item.get("time")
    occurred = round(datetime.fromisoformat(time).timestamp()) * 1_000_000 if isinstance(time, str) else None
    if occurred is None or not window.holds(occurred, frame.received_us):
        occurred, state = frame.received_us, state | State.TIME_OURS
    return (device, occurred, part_of(event, index << 8 | quantity), frame.received_us, value, channel, state, quantity)


def _aside(frame: Frame, why: str = "") -> Aside:
    return Aside("gb26875", frame.key.partition(".")[2], frame.device, frame.received_us, frame.raw, why)
