"""Location report 0x0200 (JT/T 808-2013 and 2019): 28 bytes, then additional items.

The printed offset of the time field (21) is a misprint; it is 22.
"""

from dataclasses import dataclass
from datetime import datetime
from struct import Struct

from gateways.jt808.bcd import read_time, write_time
from gateways.jt808.faults import FrameError
from gateways.jt808.fields import Body, Reader, hex_bytes, whole
from gateways.jt808.header import Version
from gateways.jt808.items import Items, join_items, show_items, split_items

BASE = Struct(">IIiiHHH6s")

FIXED, SOUTH, WEST, ENCRYPTED = 1 << 1, 1 << 2, 1 << 3, 1 << 5
MAX_LAT, MAX_LNG = 90_000_000, 180_000_000

ALARMS: dict[int, str] = {
    0: "emergency",
    1: "overspeed",
    2: "fatigue",
    3: "danger",
    4: "gnss_fault",
    5: "antenna_open",
    6: "antenna_short",
    7: "main_power_low",
    8: "main_power_lost",
    9: "display_fault",
    10: "tts_fault",
    11: "camera_fault",
    12: "ic_card_module_fault",
    13: "overspeed_warning",
    14: "fatigue_warning",
    18: "daily_driving_over",
    19: "parking_over",
    20: "area_crossed",
    21: "route_crossed",
    22: "road_time",
    23: "off_route",
    24: "vss_fault",
    25: "fuel_abnormal",
    26: "stolen",
    27: "illegal_ignition",
    28: "illegal_move",
    29: "collision",
    30: "rollover_warning",
    31: "illegal_door_opening",
}
"""Alarm bits of 2011 and 2013."""

ALARMS_2019: dict[int, str] = {bit: name for bit, name in ALARMS.items() if bit != 31} | {
    15: "forbidden_hours_driving",
    16: "tyre_pressure",
    17: "right_blind_zone",
}

CLEARED_BY_ANSWER = frozenset({0, 3, 20, 21, 22, 27, 28, 31})
"""Alarm bits the terminal clears after the platform's answer (2013; bit 3 holds in 2019). The others hold until the
condition ends: raise on 0 to 1, close on 1 to 0."""

STATES: dict[int, str] = {
    0: "acc_on",
    1: "fixed",
    2: "south",
    3: "west",
    4: "out_of_service",
    5: "encrypted",
    6: "forward_collision_warning",
    7: "lane_departure_warning",
    10: "oil_cut",
    11: "power_cut",
    12: "doors_locked",
    13: "door1_open",
    14: "door2_open",
    15: "door3_open",
    16: "door4_open",
    17: "door5_open",
    18: "gps",
    19: "beidou",
    20: "glonass",
    21: "galileo",
    22: "moving",
}
"""Status bits; 8-9 are the load: 0 empty, 1 half, 3 full."""

LOADS = ("empty", "half", "reserved", "full")


def bit_names(value: int, names: dict[int, str]) -> list[str]:
    """The names of the set bits, `bit17` for one the table does not name."""
    return [names.get(bit, f"bit{bit}") for bit in range(value.bit_length()) if value >> bit & 1]


def is_valid(status: int, lat_e6: int, lng_e6: int) -> bool:
    """May be drawn as WGS-84: fixed, not shifted by the security plug-in, on the globe."""
    return status & (FIXED | ENCRYPTED) == FIXED and abs(lat_e6) <= MAX_LAT and abs(lng_e6) <= MAX_LNG


@dataclass(frozen=True, slots=True)
class Location:
    """One report. `lat_e6`, `lng_e6`: 10^-6 degrees, south and west negative; `speed_dkmh`: 0.1 km/h.

    `time` is None when the six bytes name no instant; `time_raw` keeps them. Items as sent, with what follows them.
    """

    alarm: int
    status: int
    lat_e6: int
    lng_e6: int
    altitude_m: int
    speed_dkmh: int
    direction_deg: int
    time_raw: bytes
    items: Items = ()
    trailing: bytes = b""

    @property
    def time(self) -> datetime | None:
        return read_time(self.time_raw)

    @property
    def valid_position(self) -> bool:
        return is_valid(self.status, self.lat_e6, self.lng_e6)


def read_location(body: bytes) -> Location:
    """FrameError below 28 bytes; positions off the globe and times that are none are kept and flagged, not refused.

    South and west come from the status bits; terminals that send two's complement instead are understood too.
    """
    if len(body) < BASE.size:
        raise FrameError(f"location needs {BASE.size} bytes, {len(body)} are there")
    alarm, status, lat, lng, altitude, speed, direction, time_raw = BASE.unpack_from(body)
    items, trailing = split_items(body[BASE.size :])
    return Location(
        alarm=alarm,
        status=status,
        lat_e6=-abs(lat) if status & SOUTH else lat,
        lng_e6=-abs(lng) if status & WEST else lng,
        altitude_m=altitude,
        speed_dkmh=speed,
        direction_deg=direction,
        time_raw=time_raw,
        items=items,
        trailing=trailing,
    )


def write_location(location: Location) -> bytes:
    """The body. A negative coordinate sets its hemisphere bit; FrameError when a set bit contradicts a positive one."""
    status = location.status
    for name, value, bit in (("lat", location.lat_e6, SOUTH), ("lng", location.lng_e6, WEST)):
        if value > 0 and status & bit:
            raise FrameError(f"{name} is positive but the status says {'south' if bit == SOUTH else 'west'}")
        if value < 0:
            status |= bit
        if abs(value) > 0x7FFFFFFF:
            raise FrameError(f"{name} {value} does not fit")
    numbers = (
        ("alarm", location.alarm, 4),
        ("status", status, 4),
        ("lat", abs(location.lat_e6), 4),
        ("lng", abs(location.lng_e6), 4),
        ("altitude_m", location.altitude_m, 2),
        ("speed_dkmh", location.speed_dkmh, 2),
        ("direction_deg", location.direction_deg, 2),
    )
    for name, value, size in numbers:
        if not 0 <= value < 1 << 8 * size:
            raise FrameError(f"{name} {value} does not fit {size} bytes")
    if len(location.time_raw) != 6:
        raise FrameError(f"time needs 6 bytes, not {len(location.time_raw)}")
    base = BASE.pack(*(value for _, value, _ in numbers), location.time_raw)
    return base + join_items(location.items, location.trailing)


def show_location(location: Location, version: Version) -> Body:
    """The JSON form: degrees, km/h, ISO 8601 +08:00 (`time` null and `time_raw` when it is no instant)."""
    instant = location.time
    alarms = ALARMS_2019 if version is Version.V2019 else ALARMS
    body: Body = {
        "alarm": location.alarm,
        "status": location.status,
        "lat": location.lat_e6 / 1_000_000,
        "lng": location.lng_e6 / 1_000_000,
        "altitude_m": location.altitude_m,
        "speed_kmh": location.speed_dkmh / 10,
        "direction_deg": location.direction_deg,
        "time": instant.isoformat() if instant else None,
        "valid_position": location.valid_position,
        "alarms": bit_names(location.alarm, alarms),
        "states": bit_names(location.status & ~0x300, STATES),
        "load": LOADS[location.status >> 8 & 0b11],
    }
    if instant is None:
        body["time_raw"] = location.time_raw.hex()
    return body | show_items(location.items, location.trailing)


def _number(body: Body, name: str) -> float:
    value = body.get(name)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise FrameError(f"{name} must be a number, not {value!r}")
    return value


def _time_raw(body: Body) -> bytes:
    text = body.get("time")
    if not isinstance(text, str):
        return hex_bytes(str(body.get("time_raw", "000000000000")), "time_raw")
    try:
        return write_time(datetime.fromisoformat(text))
    except ValueError as wrong:
        raise FrameError(f"time {text!r}: {wrong}") from None


def _items(body: Body) -> Items:
    listed = body.get("items", {})
    repeated = body.get("repeated_items", [])
    if not isinstance(listed, dict) or not isinstance(repeated, list):
        raise FrameError("items must be an object of hex by id, repeated_items a list of pairs")
    try:
        pairs = [(str(key), str(data)) for key, data in (*listed.items(), *repeated)]
        return tuple((int(key, 16), hex_bytes(data, f"item {key}")) for key, data in pairs)
    except ValueError as wrong:
        raise FrameError(f"items: {wrong}") from None


def location_of(body: Body) -> Location:
    """The inverse of `show_location`; FrameError for what is missing or does not fit."""
    return Location(
        alarm=whole(body, "alarm"),
        status=whole(body, "status"),
        lat_e6=round(_number(body, "lat") * 1_000_000),
        lng_e6=round(_number(body, "lng") * 1_000_000),
        altitude_m=whole(body, "altitude_m"),
        speed_dkmh=round(_number(body, "speed_kmh") * 10),
        direction_deg=whole(body, "direction_deg"),
        time_raw=_time_raw(body),
        items=_items(body),
        trailing=hex_bytes(str(body.get("trailing", "")), "trailing"),
    )


@dataclass(frozen=True, slots=True)
class LocationRest:
    """A location that fills the rest of the body: its fields stand beside the others."""

    version: Version

    def read(self, reader: Reader, body: Body) -> None:
        body |= show_location(read_location(reader.rest()), self.version)

    def write(self, out: bytearray, body: Body) -> None:
        out += write_location(location_of(body))


@dataclass(frozen=True, slots=True)
class LocationBatch:
    """0x0704: count WORD, type BYTE, then {length WORD, location}. The printed offsets are wrong.

    A location that cannot be read stands in the list with its error; the rest of the list is still read.
    """

    version: Version

    def read(self, reader: Reader, body: Body) -> None:
        body["count"] = reader.number(2, "count")
        body["type"] = reader.number(1, "type")
        positions: list[Body] = []
        while reader.left >= 2 and len(positions) < whole(body, "count"):
            size = int.from_bytes(reader.data[reader.at : reader.at + 2], "big")
            if size + 2 > reader.left:
                break
            raw = reader.take(size + 2, "position")[2:]
            try:
                positions.append(show_location(read_location(raw), self.version))
            except FrameError as wrong:
                positions.append({"error": str(wrong), "hex": raw.hex()})
        body["positions"] = positions

    def write(self, out: bytearray, body: Body) -> None:
        positions = body.get("positions")
        if not isinstance(positions, list):
            raise FrameError("positions must be a list of locations")
        count = body.get("count", len(positions))
        out += whole({"count": count}, "count").to_bytes(2, "big") + whole(body, "type").to_bytes(1, "big")
        for position in positions:
            raw = hex_bytes(str(position["hex"]), "hex") if "hex" in position else write_location(location_of(position))
            out += len(raw).to_bytes(2, "big") + raw


def position_bodies(body: bytes) -> list[bytes]:
    """The location bodies inside a 0x0704 body, for the batch decoder. FrameError when even its head is short."""
    reader = Reader(body)
    count = reader.number(2, "count")
    reader.number(1, "type")
    found: list[bytes] = []
    while reader.left >= 2 and len(found) < count:
        size = int.from_bytes(body[reader.at : reader.at + 2], "big")
        if size + 2 > reader.left:
            break
        found.append(reader.take(size + 2, "position")[2:])
    return found
