"""Additional items of a location (JT/T 808-2013, message 0x0200; 2019 adds tyre pressure and temperature).

Items are {id BYTE, length BYTE, data}* to the end of the body. Vendors put runs of zeros, their own ids, repeated ids
and lengths of their own there: what the table knows by id *and* length is read, the rest stays hex under its id.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from struct import Struct
from struct import error as _struct_error

from gateways.jt808.faults import FrameError
from gateways.jt808.fields import Body

Items = tuple[tuple[int, bytes], ...]
"""Ids and data in the order sent."""


def split_items(area: bytes) -> tuple[Items, bytes]:
    """The items, and the bytes from where they stop being items (too short for what a length claims)."""
    found: list[tuple[int, bytes]] = []
    at, end = 0, len(area)
    while at + 2 <= end:
        after = at + 2 + area[at + 1]
        if after > end:
            break
        found.append((area[at], area[at + 2 : after]))
        at = after
    return tuple(found), area[at:]


def join_items(items: Iterable[tuple[int, bytes]], trailing: bytes = b"") -> bytes:
    """The inverse of `split_items`. FrameError for an id or length that needs more than one byte."""
    out = bytearray()
    for item, data in items:
        if not 0 <= item <= 0xFF or len(data) > 0xFF:
            raise FrameError(f"item 0x{item:02X} with {len(data)} bytes does not fit")
        out += bytes((item, len(data))) + data
    return bytes(out + trailing)


@dataclass(frozen=True, slots=True)
class ItemKind:
    """A known item: its parts by name, and what one unit of the single number is worth (10 = tenths)."""

    item: int
    name: str
    shape: Struct
    parts: tuple[str, ...] = ()
    per_unit: int = 1

    def read(self, data: bytes) -> object:
        values = self.shape.unpack(data)
        if self.parts:
            return dict(zip(self.parts, values, strict=True))
        number: int = values[0]
        return number / self.per_unit if self.per_unit > 1 else number

    def write(self, value: object) -> bytes:
        if self.parts:
            if not isinstance(value, dict):
                raise FrameError(f"{self.name} needs the parts {', '.join(self.parts)}")
            return self.shape.pack(*(value[part] for part in self.parts))
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise FrameError(f"{self.name} must be a number, not {value!r}")
        return self.shape.pack(round(value * self.per_unit))


KINDS: tuple[ItemKind, ...] = (
    ItemKind(0x01, "mileage_km", Struct(">I"), per_unit=10),
    ItemKind(0x02, "fuel_l", Struct(">H"), per_unit=10),
    ItemKind(0x03, "recorder_speed_kmh", Struct(">H"), per_unit=10),
    ItemKind(0x04, "alarm_event_id", Struct(">H")),
    ItemKind(0x11, "overspeed", Struct(">B"), ("place_type",)),
    ItemKind(0x11, "overspeed", Struct(">BI"), ("place_type", "place_id")),
    ItemKind(0x12, "area_crossed", Struct(">BIB"), ("place_type", "place_id", "direction")),
    ItemKind(0x13, "road_time", Struct(">IHB"), ("road_id", "seconds", "result")),
    ItemKind(0x25, "signals", Struct(">I")),
    ItemKind(0x2A, "io_status", Struct(">H")),
    ItemKind(0x2B, "analog", Struct(">HH"), ("ad1", "ad0")),
    ItemKind(0x30, "signal_strength", Struct(">B")),
    ItemKind(0x31, "satellites", Struct(">B")),
)
_BY_SHAPE = {(kind.item, kind.shape.size): kind for kind in KINDS}

TEMPERATURE = 0x06  # 2019: WORD whose top bit is the sign; others send three bytes


def _temperature(data: bytes) -> int:
    raw = int.from_bytes(data, "big")
    return -(raw & 0x7FFF) if raw & 0x8000 else raw


def read_values(items: Items) -> Body:
    """The known items by name: scaled numbers or their parts. Of a repeated id the first counts."""
    values: Body = {}
    for item, data in items:
        kind = _BY_SHAPE.get((item, len(data)))
        if kind:
            values.setdefault(kind.name, kind.read(data))
        elif item == TEMPERATURE and len(data) == 2:
            values.setdefault("cabin_temperature_c", _temperature(data))
    return values


def make_item(name: str, value: object) -> tuple[int, bytes]:
    """An item to send, by name and value as `read_values` shows them. FrameError for what does not fit."""
    if name == "cabin_temperature_c" and isinstance(value, int) and abs(value) < 0x8000:
        return TEMPERATURE, (abs(value) | (0x8000 if value < 0 else 0)).to_bytes(2, "big")
    for kind in KINDS:
        parts = len(value) if isinstance(value, dict) else 0
        if kind.name == name and len(kind.parts) == parts:
            try:
                return kind.item, kind.write(value)
            except (KeyError, OverflowError, ValueError, _struct_error) as wrong:
                raise FrameError(f"{name}: {wrong}") from None
    raise FrameError(f"no item is called {name} with the value {value!r}")


def show_items(items: Items, trailing: bytes) -> Body:
    """For a JSON body: data as hex by id, later ones of a repeated id apart, the readable ones by name."""
    shown: dict[str, object] = {}
    repeated: list[object] = []
    for item, data in items:
        key = f"0x{item:02X}"
        if key in shown:
            repeated.append([key, data.hex()])
        else:
            shown[key] = data.hex()
    body: Body = {"items": shown, "values": read_values(items)}
    if repeated:
        body["repeated_items"] = repeated
    if trailing:
        body["trailing"] = trailing.hex()
    return body
