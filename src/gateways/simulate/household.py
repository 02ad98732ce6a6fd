"""What a user information transmission device tells of its detectors, as GB/T 26875.3 data units. Pure.

Concentrations (type 3) of all its detectors together, component states (type 2) and its own state (type 21) when they
change: alarms go first.
"""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby

from gateways.gb26875.objects import write_adu
from gateways.gb26875.profile import PROFILES, Profile
from gateways.simulate.gas import Detector, Nature, Reading
from gateways.simulate.journal import Item

COMPONENT_STATUS, ANALOG, DEVICE_STATUS = 2, 3, 21
GAS_SYSTEM, STANDALONE_DETECTOR, GAS_CONCENTRATION = 128, 12, 6
NORMAL, ALARM, FAULT, POWER = 1, 1 << 1, 1 << 2, 1 << 8
BACKUP_POWER = 1 << 4
FIRST_ADDRESS = 500_152_000_000


@dataclass(frozen=True, slots=True)
class Telling:
    """One packet's worth. `items`: the readings inside, for the journal."""

    at: int
    adu: bytes
    items: tuple[Item, ...] = ()
    note: str = ""


class Household:
    """Transmission device `number` with detectors of its own. `address` is invented; dialects take turns."""

    def __init__(self, seed: int, number: int, detectors: int = 4, nature: Nature | None = None) -> None:
        self.number = number
        self.address = FIRST_ADDRESS + number
        names = ("standard", "standard", "bcd-time", "big-endian-serial", "version-16")
        self.profile: Profile = PROFILES[names[number % len(names)]]
        self._detectors = [Detector(seed, number * 1000 + part, nature) for part in range(1, detectors + 1)]
        self._nature = nature or Nature()

    def life(self, start: int) -> Iterator[Telling]:
        """Its packets from `start` on, in order, without end."""
        lives = [self._lined_up(part, detector, start) for part, detector in enumerate(self._detectors, 1)]
        readings = heapq.merge(*lives, key=lambda one: (one[1].at, one[0]))
        for at, group in groupby(readings, key=lambda one: one[1].at):
            together = list(group)
            yield from self._changes(at, together)
            items = tuple(("reading", f"{self.address:012x}#{part}", at * 1000) for part, _ in together)
            yield Telling(at, self._analogs(together), items)

    def _lined_up(self, part: int, detector: Detector, start: int) -> Iterator[tuple[int, Reading]]:
        """A device asks all its detectors at once: at full intervals."""
        for reading in detector.life(start):
            at = reading.at - (reading.at - start) % self._nature.interval_s
            yield part, Reading(at, *(getattr(reading, name) for name in Reading.__slots__[1:]))

    def _component(self, part: int, at: int) -> dict[str, object]:
        return {
            "sys": GAS_SYSTEM,
            "addr": 1,
            "part": STANDALONE_DETECTOR,
            "part_addr": part << 16 | 1,
            "time": datetime.fromtimestamp(at, UTC).isoformat(),
        }

    def _changes(self, at: int, readings: list[tuple[int, Reading]]) -> Iterator[Telling]:
        changed = [(part, reading) for part, reading in readings if reading.note]
        if changed:
            objects: list[dict[str, object]] = []
            for part, reading in changed:
                status = (ALARM if reading.alarm else 0) | (FAULT if reading.fault else 0)
                status |= POWER if reading.battery_low else 0
                objects.append(self._component(part, at) | {"status": status or NORMAL, "desc": f"示例探测器{part}"})
            notes = " ".join(reading.note for _, reading in changed)
            yield Telling(at, write_adu(COMPONENT_STATUS, objects, self.profile), note=notes)
        if any("battery_low" in reading.note.split() for _, reading in changed):
            own = {"status": NORMAL | BACKUP_POWER, "time": datetime.fromtimestamp(at, UTC).isoformat()}
            yield Telling(at, write_adu(DEVICE_STATUS, [own], self.profile), note="device")

    def _analogs(self, readings: list[tuple[int, Reading]]) -> bytes:
        objects = [
            self._component(part, reading.at) | {"analog": GAS_CONCENTRATION, "value": reading.lel}
            for part, reading in readings
        ]
        return write_adu(ANALOG, objects, self.profile)
