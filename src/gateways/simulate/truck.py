"""An LPG truck's day on an invented route (示例), as a stream of JT/T 808 messages. Pure: time is the scenario's.

It drives, stops, opens its door, speeds, tires its driver, crosses an area, goes through dead zones (what it could
not send comes as a batch, 0x0704, afterwards), and its emergency key is pressed. Alarm bits rise and fall on edges.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random

import msgspec

from gateways.jt808.bcd import write_time
from gateways.jt808.header import Version
from gateways.jt808.items import make_item
from gateways.jt808.location import Location, write_location
from gateways.jt808.messages import write_body
from gateways.simulate.chance import chance
from gateways.simulate.road import Road, invented

EMERGENCY, OVERSPEED, FATIGUE, PARKED_LONG, AREA, DOOR = 1, 1 << 1, 1 << 2, 1 << 19, 1 << 20, 1 << 31
ACC, FIXED, LOADED, DOOR_OPEN, BEIDOU = 1, 1 << 1, 0b11 << 8, 1 << 13, 1 << 19
LOCATION, BATCH, WAYBILL, DRIVER, PASSTHROUGH = 0x0200, 0x0704, 0x0701, 0x0702, 0x0900
BACKFILL = 1


class Habits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How trucks behave, per simulated time. Rates are times a day of driving; all set points are examples (示例)."""

    interval_s: int = 10
    limit_kmh: int = 80
    speeding_a_day: float = 24.0
    emergencies_a_day: float = 2.0
    dead_zones_a_day: float = 12.0
    dead_zone_s: tuple[int, int] = (120, 900)
    drive_s: tuple[int, int] = (1200, 7200)
    stop_s: tuple[int, int] = (300, 2400)
    fatigue_after_s: int = 14_400
    parked_long_s: int = 1800
    sensors_every_s: int = 600
    batch: int = 40


@dataclass(frozen=True, slots=True)
class Deed:
    """One message to send. `at`: seconds since 1970; `positions`: the instants, in ms, of the positions inside it."""

    at: float
    msg_id: int
    body: bytes
    positions: tuple[int, ...] = ()
    note: str = ""


@dataclass(slots=True)
class _State:
    at: int
    metres: float
    speed_kmh: float = 0.0
    driving: bool = True
    changes_at: int = 0
    driven_s: int = 0
    stopped_s: int = 0
    speeding_until: int = 0
    silent_until: int = 0
    sensors_at: int = 0
    door: bool = False
    held: list[tuple[int, bytes]] = field(default_factory=list)


class Truck:
    """Truck `number` of the run `seed`. `phone` and `plate` are invented."""

    def __init__(self, seed: int, number: int, version: Version, habits: Habits | None = None) -> None:
        self.number = number
        self.version = version
        self.habits = habits or Habits()
        digits = f"0120{number:08d}"
        self.phone = digits.rjust(20, "0") if version is Version.V2019 else digits
        self.terminal_id = f"S{number % 1_000_000:06d}"
        self.plate = f"示例{number:05d}"
        self._seed = seed
        self._road: Road = invented(seed, number)

    def registration(self) -> bytes:
        """The body of 0x0100."""
        values: dict[str, object] = {
            "province": 50,
            "city": 152,
            "maker": "SHILI",
            "model": "SIM-1",
            "terminal_id": self.terminal_id,
            "plate_color": 2,
            "plate": self.plate,
        }
        return write_body(0x0100, self.version, values)

    def life(self, start: int) -> Iterator[Deed]:
        """Its messages from `start` (seconds since 1970) on, in order, without end."""
        dice = chance(self._seed, "truck", self.number)
        state = _State(at=start + dice.randrange(self.habits.interval_s), metres=dice.uniform(0, self._road.length_m))
        state.changes_at = state.at + dice.randint(*self.habits.drive_s)
        state.sensors_at = state.at
        yield Deed(state.at, DRIVER, self._driver(state.at), note="driver")
        yield Deed(state.at, WAYBILL, self._waybill(), note="waybill")
        while True:
            yield from self._step(state, dice)
            state.at += self.habits.interval_s

    def _step(self, state: _State, dice: Random) -> Iterator[Deed]:
        self._move(state, dice)
        alarm, notes = self._alarms(state, dice)
        if not state.silent_until and self._happens(dice, self.habits.dead_zones_a_day):
            state.silent_until = state.at + dice.randint(*self.habits.dead_zone_s)
        body = self._location(state, alarm)
        if state.silent_until:
            state.held.append((state.at * 1000, body))
            if state.at >= state.silent_until:
                state.silent_until = 0
                yield from self._backfill(state)
            return
        yield Deed(state.at, LOCATION, body, (state.at * 1000,), notes)
        if state.at >= state.sensors_at:
            state.sensors_at = state.at + self.habits.sensors_every_s
            pressure, level = round(dice.uniform(600, 900)), round(dice.uniform(20, 80))
            yield Deed(state.at, PASSTHROUGH, struct.pack(">BHB", 0xF0, pressure, level), note="sensors")

    def _happens(self, dice: Random, a_day: float) -> bool:
        return dice.random() < a_day * self.habits.interval_s / 86_400

    def _move(self, state: _State, dice: Random) -> None:
        step = self.habits.interval_s
        if state.at >= state.changes_at:
            state.driving = not state.driving
            state.stopped_s = 0
            state.door = not state.driving and dice.random() < 0.5
            state.changes_at = state.at + dice.randint(*(self.habits.drive_s if state.driving else self.habits.stop_s))
        if not state.driving:
            state.speed_kmh = 0.0
            state.stopped_s += step
            if state.stopped_s >= 1200:  # a rest of twenty minutes: the driver counts as fresh
                state.driven_s = 0
            return
        if not state.speeding_until and self._happens(dice, self.habits.speeding_a_day):
            state.speeding_until = state.at + dice.randint(30, 180)
        if state.at >= state.speeding_until:
            state.speeding_until = 0
        over = self.habits.limit_kmh + 10 if state.speeding_until else self.habits.limit_kmh - 25
        state.speed_kmh = max(5.0, over + dice.gauss(0, 3))
        state.metres += state.speed_kmh / 3.6 * step
        state.driven_s += step

    def _alarms(self, state: _State, dice: Random) -> tuple[int, str]:
        """The alarm word, and the names of what is on."""
        before = state.metres - state.speed_kmh / 3.6 * self.habits.interval_s
        lap = state.metres // self._road.length_m
        on = {
            "overspeed": OVERSPEED if state.speed_kmh > self.habits.limit_kmh else 0,
            "fatigue": FATIGUE if state.driving and state.driven_s > self.habits.fatigue_after_s else 0,
            "parked_long": PARKED_LONG if state.stopped_s > self.habits.parked_long_s and not state.driving else 0,
            "door": DOOR if state.door and not state.driving and self.version is not Version.V2019 else 0,
            "area": AREA if lap != before // self._road.length_m else 0,
            "emergency": EMERGENCY if self._happens(dice, self.habits.emergencies_a_day) else 0,
        }
        return sum(on.values()), " ".join(name for name, bit in on.items() if bit)

    def _location(self, state: _State, alarm: int) -> bytes:
        spot = self._road.at(state.metres)
        items = [
            make_item("mileage_km", state.metres / 1000),
            make_item("recorder_speed_kmh", state.speed_kmh),
            make_item("signal_strength", 20),
            make_item("satellites", 12),
        ]
        if alarm & OVERSPEED:
            items.append(make_item("overspeed", {"place_type": 0}))
        if alarm & AREA:
            items.append(make_item("area_crossed", {"place_type": 1, "place_id": 1, "direction": 0}))
        status = FIXED | BEIDOU | LOADED | (ACC if state.driving else 0) | (DOOR_OPEN if state.door else 0)
        return write_location(
            Location(
                alarm=alarm,
                status=status,
                lat_e6=round(spot.lat * 1_000_000),
                lng_e6=round(spot.lng * 1_000_000),
                altitude_m=300,
                speed_dkmh=round(state.speed_kmh * 10),
                direction_deg=spot.heading_deg,
                time_raw=write_time(datetime.fromtimestamp(state.at, UTC)),
                items=tuple(items),
            )
        )

    def _backfill(self, state: _State) -> Iterator[Deed]:
        """What was held in a dead zone, as batches; longer ones need several packages."""
        held, state.held = state.held, []
        for first in range(0, len(held), self.habits.batch):
            some = held[first : first + self.habits.batch]
            body = struct.pack(">HB", len(some), BACKFILL)
            body += b"".join(len(raw).to_bytes(2, "big") + raw for _, raw in some)
            yield Deed(state.at, BATCH, body, tuple(at for at, _ in some), "dead_zone")

    def _driver(self, at: int) -> bytes:
        values: dict[str, object] = {
            "status": 1,
            "time": datetime.fromtimestamp(at, UTC).isoformat(),
            "read_result": 0,
            "driver": f"示例司机{self.number}",
            "cert": f"SHILI{self.number:08d}",
            "issuer": "示例",
            "expires": "20301231",
        }
        if self.version is Version.V2019:
            values["id_card"] = ""
        return write_body(DRIVER, self.version, values)

    def _waybill(self) -> bytes:
        text = f"示例电子运单 {self.number}:液化石油气 5000 kg,示例充装站 → 示例供应站".encode("gb18030")
        return len(text).to_bytes(4, "big") + text
