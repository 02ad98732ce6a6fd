"""JT/T 808 frames to rows: whole batches of locations at once, the rest one by one."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from gasloop.bus.devices import Frame, event_id, event_ids
from gasloop.sensing.payloads.rows import SECOND, Aside, Decoded, MessageRow, PositionRow, Window
from gateways.jt808.batch import LocationColumns, decode_bodies, decode_payloads
from gateways.jt808.faults import FrameError
from gateways.jt808.location import position_bodies
from gateways.jt808.stored import read_stored

LOCATION, BATCH = b"\x02\x00", b"\x07\x04"
WITH_LOCATION = frozenset({b"\x02\x01", b"\x05\x00"})  # answers: the serial answered, then a location
SILENT = frozenset({b"\x00\x01", b"\x00\x02", b"\x00\x03", b"\x00\x04", b"\x01\x02"})
"""Acknowledgement, heartbeat, deregistration, time request, authentication: a sign of life and nothing to keep."""

VALID, TIME_OURS, BACKFILLED = 1, 2, 4
LOWEST, HIGHEST = -(1 << 31), (1 << 31) - 1
HEADERS = {"2019": 17}


class _Bodies:
    """Location bodies with whom they are of, to be decoded in one go."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.frames: list[Frame] = []
        self.flags: list[int] = []

    def add(self, frame: Frame, bodies: Iterable[bytes], flags: int = 0) -> None:
        for body in bodies:
            self.bodies.append(body)
            self.frames.append(frame)
            self.flags.append(flags)


def decode_terminals(frames: Sequence[Frame], window: Window) -> Decoded:
    """Rows of known terminals; unknown ones and what cannot be read apart."""
    found, locations, more = Decoded(), [], _Bodies()
    for frame in frames:
        if frame.device is None:
            found.unknown.append(_aside(frame))
            continue
        found.hear(frame.device, frame.received_us)
        kind = frame.raw[:2]
        if kind == LOCATION:
            locations.append(frame)
        elif kind not in SILENT:
            try:
                _other(found, more, frame, frame.device, kind)
            except (FrameError, ValueError) as wrong:
                found.aside.append(_aside(frame, str(wrong)))
    columns = decode_payloads([frame.raw for frame in locations])
    for index, why in columns.faults:
        found.aside.append(_aside(locations[index], why))
    bodies = [locations[i].raw[HEADERS.get(v, 12) :] for i, v in zip(columns.frame, columns.version, strict=True)]
    found.positions += _rows(columns, [locations[i] for i in columns.frame], bodies, [0] * len(bodies), window)
    late = decode_bodies(more.bodies)
    for index, why in late.faults:
        found.aside.append(_aside(more.frames[index], why))
    found.positions += _rows(
        late,
        [more.frames[i] for i in late.frame],
        [more.bodies[i] for i in late.frame],
        [more.flags[i] for i in late.frame],
        window,
    )
    return found


def _other(found: Decoded, more: _Bodies, frame: Frame, device: UUID, kind: bytes) -> None:
    """Several locations in one message, a location behind a serial, or a message that is kept as it came."""
    header, body = read_stored(frame.raw, frame.version)
    if header.package is not None:
        return  # a part: the whole follows under its own id
    if kind == BATCH:
        more.add(frame, position_bodies(body), BACKFILLED if body[2:3] == b"\x01" else 0)
    elif kind in WITH_LOCATION:
        more.add(frame, [body[2:]])
    else:
        event = event_id(device, "jt808", kind + body)
        row: MessageRow = (device, frame.received_us, event, frame.received_us, header.msg_id, "jt808", body)
        found.messages.append(row)


def _rows(
    columns: LocationColumns, frames: list[Frame], bodies: list[bytes], flags: list[int], window: Window
) -> list[PositionRow]:
    """One row per location, in order."""
    events = _events(frames, bodies)
    mileages = columns.values.get("mileage_km") or [None] * len(frames)
    rows: list[PositionRow] = []
    for i, frame in enumerate(frames):
        device = frame.device
        if device is None:
            continue
        received, seconds = frame.received_us, columns.time_s[i]
        occurred = None if seconds is None else seconds * SECOND
        flag = flags[i] | (VALID if columns.valid[i] else 0)
        if occurred is None or not window.holds(occurred, received):
            occurred, flag = received, flag | TIME_OURS
        mileage = mileages[i]
        rows.append(
            (
                device,
                occurred,
                events[i],
                received,
                columns.alarm[i],
                columns.status[i],
                _int32(columns.lat_e6[i]),
                _int32(columns.lng_e6[i]),
                round(mileage * 10) if isinstance(mileage, (int, float)) and mileage < 2e8 else None,
                columns.speed_dkmh[i],
                columns.direction_deg[i],
                columns.altitude_m[i],
                flag,
            )
        )
    return rows


def _events(frames: list[Frame], bodies: list[bytes]) -> list[UUID]:
    """The events' ids, hashed device by device."""
    of: dict[UUID, list[int]] = {}
    for index, frame in enumerate(frames):
        if frame.device is not None:
            of.setdefault(frame.device, []).append(index)
    found = [UUID(int=0)] * len(frames)
    for device, indexes in of.items():
        for index, event in zip(indexes, event_ids(device, "jt808", [bodies[i] for i in indexes]), strict=True):
            found[index] = event
    return found


def _int32(value: int) -> int:
    """As sent, where a column holds it: a coordinate off the globe is flagged, not lost."""
    return max(LOWEST, min(HIGHEST, value))


def _aside(frame: Frame, why: str = "") -> Aside:
    return Aside("jt808", frame.key.partition(".")[2], frame.device, frame.received_us, frame.raw, why)
