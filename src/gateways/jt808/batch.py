"""Many locations at once, by column: the gateway's fast path.

Frames of one length and one header start are laid end to end and read by `columns`. Items are walked the same way
while all rows agree on id and length, and row by row from where they differ. Groups too small to gain go through
`_add_singles`; the tests hold both against `location.read_location`.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from gateways.jt808.columns import Stack, seconds_of
from gateways.jt808.faults import FrameError
from gateways.jt808.fields import Body
from gateways.jt808.framing import FLAG, MAX_PAYLOAD, unescape, verify
from gateways.jt808.header import Header, Version, read_header
from gateways.jt808.items import KINDS, TEMPERATURE, ItemKind, read_values, split_items
from gateways.jt808.location import BASE, ENCRYPTED, FIXED, MAX_LAT, MAX_LNG, SOUTH, WEST, is_valid

LOCATION = 0x0200
SMALL_GROUP = 10  # below this the per-column overhead costs more than it saves; measured

_USABLE = bytes(int(low & (FIXED | ENCRYPTED) == FIXED) for low in range(256))
_HEMISPHERE = bytes(low & (SOUTH | WEST) for low in range(256))
_KIND_BY_SHAPE = {(kind.item, kind.shape.size): kind for kind in KINDS}


@dataclass(slots=True)
class LocationColumns:
    """Row i of every column is one location; rows stand in the order of the frames given.

    `frame`: index of the frame given. `lat_e6`, `lng_e6`: 10^-6 degrees, south and west negative. `speed_dkmh`:
    0.1 km/h. `time_s`: Unix seconds, None when the six bytes are no instant. `valid`: see `Location.valid_position`.
    `items`: the item area as sent. `values`: the known items by name (see `items.KINDS`), None where a row has none.
    `faults`: (frame index, what is wrong) of the frames that are no row.
    """

    frame: list[int] = field(default_factory=list)
    version: list[Version] = field(default_factory=list)
    phone: list[str] = field(default_factory=list)
    serial: list[int] = field(default_factory=list)
    alarm: list[int] = field(default_factory=list)
    status: list[int] = field(default_factory=list)
    lat_e6: list[int] = field(default_factory=list)
    lng_e6: list[int] = field(default_factory=list)
    altitude_m: list[int] = field(default_factory=list)
    speed_dkmh: list[int] = field(default_factory=list)
    direction_deg: list[int] = field(default_factory=list)
    time_s: list[int | None] = field(default_factory=list)
    valid: list[bool] = field(default_factory=list)
    items: list[bytes] = field(default_factory=list)
    values: dict[str, list[object]] = field(default_factory=dict)
    faults: list[tuple[int, str]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.frame)


_COLUMNS = (
    "frame",
    "version",
    "phone",
    "serial",
    "alarm",
    "status",
    "lat_e6",
    "lng_e6",
    "altitude_m",
    "speed_dkmh",
    "direction_deg",
    "time_s",
    "valid",
    "items",
)


Groups = dict[tuple[int, bytes], tuple[list[int], list[bytes]]]
"""Frame indexes and unescaped bytes by length and header start (id, attributes)."""


def decode_locations(frames: Sequence[bytes]) -> LocationColumns:
    """Frames as on the wire, both flags on, to columns. What is no valid 0x0200 frame goes to `faults`."""
    found = LocationColumns()
    groups: Groups = {}
    for index, frame in enumerate(frames):
        piece = frame[1:-1]
        if frame[:1] != FLAG or frame[-1:] != FLAG or FLAG in piece:
            found.faults.append((index, "a frame begins and ends with the flag 0x7e and has none inside"))
            continue
        if b"\x7d" in piece:
            try:
                piece = unescape(piece)
            except FrameError as wrong:
                found.faults.append((index, str(wrong)))
                continue
        rows, pieces = groups.setdefault((len(piece), piece[:4]), ([], []))
        rows.append(index)
        pieces.append(piece)
    for rows, pieces in groups.values():
        _add_checked(found, rows, pieces)
    return _in_order(found)


def decode_payloads(payloads: Sequence[bytes]) -> LocationColumns:
    """What `Framer.feed` gave (unescaped, checked, without check byte) to columns; otherwise as `decode_locations`."""
    found = LocationColumns()
    groups: Groups = {}
    for index, payload in enumerate(payloads):
        rows, pieces = groups.setdefault((len(payload), payload[:4]), ([], []))
        rows.append(index)
        pieces.append(payload)
    for rows, pieces in groups.values():
        _add_group(found, rows, pieces, 0)
    return _in_order(found)


def _add_checked(found: LocationColumns, rows: list[int], pieces: list[bytes]) -> None:
    """Only the pieces whose check byte holds."""
    if len(rows) < SMALL_GROUP or not 13 <= len(pieces[0]) <= MAX_PAYLOAD + 1:
        bad: dict[int, str] = {}
        for row, piece in enumerate(pieces):
            try:
                verify(piece)
            except FrameError as wrong:
                bad[row] = str(wrong)
    else:
        bad = dict.fromkeys(Stack(pieces).broken(), "check byte does not match the frame's XOR")
    if bad:
        found.faults += [(rows[row], why) for row, why in bad.items()]
        pieces = [piece for row, piece in enumerate(pieces) if row not in bad]
        rows = [index for row, index in enumerate(rows) if row not in bad]
    if rows:
        _add_group(found, rows, pieces, 1)


def _add_group(found: LocationColumns, rows: list[int], pieces: list[bytes], tail: int) -> None:
    """Rows of one shape, each with header, body and `tail` more bytes."""
    try:
        header, body = read_header(pieces[0][: len(pieces[0]) - tail])
        wrong = _why_not(header, len(body))
    except FrameError as error:
        wrong = str(error)
    if wrong:
        found.faults += [(index, wrong) for index in rows]
        return
    stack = Stack(pieces)
    at = stack.width - tail - len(body)
    digits = 2 * (10 if header.version is Version.V2019 else 6)
    phones = stack.raw(at - 2 - digits // 2, digits // 2).hex()
    found.frame += rows
    found.version += [header.version] * len(rows)
    found.phone += [phones[i : i + digits] for i in range(0, len(phones), digits)]
    found.serial += stack.numbers(at - 2, 2)
    if len(rows) < SMALL_GROUP:
        _add_singles(found, [piece[at : at + len(body)] for piece in pieces])
    else:
        _add_bases(found, stack, at)
        _add_items(found, stack, at + BASE.size, stack.width - tail)


def _why_not(header: Header, size: int) -> str:
    """Why a frame with this header is not read here; empty when it is."""
    if header.msg_id != LOCATION:
        return f"message 0x{header.msg_id:04X} is no location"
    if header.encryption:
        return "the location is encrypted"
    if header.package is not None:
        return "the location comes in parts"
    return "" if size >= BASE.size else f"location needs {BASE.size} bytes, {size} are there"


def _add_singles(found: LocationColumns, bodies: list[bytes]) -> None:
    """Row by row; every body has at least the base."""
    times: list[bytes] = []
    read: list[Body] = []
    for body in bodies:
        alarm, status, lat, lng, altitude, speed, direction, time_raw = BASE.unpack_from(body)
        if status & (SOUTH | WEST):
            lat = -abs(lat) if status & SOUTH else lat
            lng = -abs(lng) if status & WEST else lng
        found.alarm.append(alarm)
        found.status.append(status)
        found.lat_e6.append(lat)
        found.lng_e6.append(lng)
        found.altitude_m.append(altitude)
        found.speed_dkmh.append(speed)
        found.direction_deg.append(direction)
        found.valid.append(is_valid(status, lat, lng))
        area = body[BASE.size :]
        found.items.append(area)
        times.append(time_raw)
        read.append(read_values(split_items(area)[0]))
    found.time_s += seconds_of(b"".join(times))
    names = {name for values in read for name in values}
    _add_values(found, len(bodies), {name: [values.get(name) for values in read] for name in names})


def _add_bases(found: LocationColumns, stack: Stack, at: int) -> None:
    """The 28 bytes every location begins with."""
    low = stack.byte(at + 7)
    lat, lng = stack.numbers(at + 8, 4, signed=True), stack.numbers(at + 12, 4, signed=True)
    hemisphere = low.translate(_HEMISPHERE)
    if hemisphere.count(0) != stack.rows:
        for row, bits in enumerate(hemisphere):
            if bits & SOUTH and lat[row] > 0:
                lat[row] = -lat[row]
            if bits & WEST and lng[row] > 0:
                lng[row] = -lng[row]
    found.alarm += stack.numbers(at, 4)
    found.status += stack.numbers(at + 4, 4)
    found.lat_e6 += lat
    found.lng_e6 += lng
    found.altitude_m += stack.numbers(at + 16, 2)
    found.speed_dkmh += stack.numbers(at + 18, 2)
    found.direction_deg += stack.numbers(at + 20, 2)
    found.time_s += seconds_of(stack.raw(at + 22, 6))
    usable = low.translate(_USABLE)
    if _within(lat, MAX_LAT) and _within(lng, MAX_LNG):
        found.valid += map(bool, usable)
    else:
        found.valid += [
            bool(ok) and abs(y) <= MAX_LAT and abs(x) <= MAX_LNG for ok, y, x in zip(usable, lat, lng, strict=True)
        ]


def _within(column: "array[int]", most: int) -> bool:
    return min(column) >= -most and max(column) <= most


def _add_items(found: LocationColumns, stack: Stack, at: int, end: int) -> None:
    """The item areas as sent, and the known items by name."""
    data, width = stack.data, stack.width
    found.items += [data[i + at : i + end] for i in range(0, len(data), width)]
    values: dict[str, list[object]] = {}
    while at + 2 <= end:
        ids, sizes = stack.byte(at), stack.byte(at + 1)
        item, size = ids[0], sizes[0]
        if ids.count(item) != stack.rows or sizes.count(size) != stack.rows:
            _add_mixed(values, stack, at, end)
            break
        if at + 2 + size > end:
            break
        kind = _KIND_BY_SHAPE.get((item, size))
        if kind and kind.name not in values:
            values[kind.name] = _column(kind, stack, at + 2)
        elif item == TEMPERATURE and size == 2 and "cabin_temperature_c" not in values:
            raw = stack.numbers(at + 2, 2)
            values["cabin_temperature_c"] = [-(v & 0x7FFF) if v & 0x8000 else v for v in raw]
        at += 2 + size
    _add_values(found, stack.rows, values)


def _column(kind: ItemKind, stack: Stack, at: int) -> list[object]:
    size = kind.shape.size
    if kind.parts:
        raw = stack.raw(at, size)
        return [kind.read(raw[i : i + size]) for i in range(0, len(raw), size)]
    numbers = stack.numbers(at, size)
    return [n / kind.per_unit for n in numbers] if kind.per_unit > 1 else list(numbers)


def _add_mixed(values: dict[str, list[object]], stack: Stack, at: int, end: int) -> None:
    """From `at` on the rows' items differ: row by row. What all rows had before stays; the first of an id counts."""
    fixed = frozenset(values)
    data, width = stack.data, stack.width
    for row in range(stack.rows):
        items, _ = split_items(data[row * width + at : row * width + end])
        for name, value in read_values(items).items():
            if name not in fixed:
                values.setdefault(name, [None] * stack.rows)[row] = value


def _add_values(found: LocationColumns, rows: int, values: dict[str, list[object]]) -> None:
    """Append `rows` rows to every value column, None where `values` has none."""
    before = len(found.items) - rows
    for name in values.keys() - found.values.keys():
        found.values[name] = [None] * before
    for name, column in found.values.items():
        column += values.get(name) or [None] * rows


def _in_order(found: LocationColumns) -> LocationColumns:
    """Rows and faults in the order the frames came."""
    found.faults.sort()
    frame = found.frame
    if all(map(int.__lt__, frame, frame[1:])):
        return found
    order = itemgetter(*sorted(range(len(frame)), key=frame.__getitem__))
    for name in _COLUMNS:
        column = getattr(found, name)
        if column:
            setattr(found, name, list(order(column)))
    found.values = {name: list(order(column)) for name, column in found.values.items()}
    return found


def decode_bodies(bodies: Sequence[bytes]) -> LocationColumns:
    """Location bodies without header (from 0x0704, see `location.position_bodies`); `frame` is the body's index.

    `version`, `phone` and `serial` stay empty: they are those of the message the bodies came in.
    """
    found = LocationColumns()
    groups: dict[int, tuple[list[int], list[bytes]]] = {}
    for index, body in enumerate(bodies):
        if len(body) < BASE.size:
            found.faults.append((index, f"location needs {BASE.size} bytes, {len(body)} are there"))
            continue
        rows, pieces = groups.setdefault(len(body), ([], []))
        rows.append(index)
        pieces.append(body)
    for rows, pieces in groups.values():
        found.frame += rows
        if len(rows) < SMALL_GROUP:
            _add_singles(found, pieces)
        else:
            stack = Stack(pieces)
            _add_bases(found, stack, 0)
            _add_items(found, stack, BASE.size, stack.width)
    return _in_order(found)
