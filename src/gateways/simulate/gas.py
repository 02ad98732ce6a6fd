"""A gas detector's life as a stream of readings: noise of the day, drift, leaks that rise and fall, faults, a battery.

Pure; concentrations in %LEL (percent of the lower explosive limit). All set points and rates are examples (示例), no
maker's and no standard's.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

import msgspec

from gateways.simulate.chance import chance

DAY_S = 86_400
BEIJING_S = 8 * 3600
COOKING = ((11.5, 1.0), (18.0, 1.2))
"""Hours (Beijing) around which kitchens cook, and how much that shows."""


class Nature(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How detectors behave, per simulated time. Rates are times a day."""

    interval_s: int = 60
    alarm_lel: float = 20.0
    leaks_a_day: float = 0.5
    leak_peak_lel: tuple[float, float] = (15.0, 80.0)
    leak_rise_s: tuple[int, int] = (60, 900)
    leak_fall_s: tuple[int, int] = (300, 3600)
    drift_lel_a_day: float = 0.02
    faults_a_day: float = 0.1
    fault_s: tuple[int, int] = (600, 7200)
    offline_a_day: float = 0.3
    offline_s: tuple[int, int] = (600, 7200)
    battery_days: float = 400.0
    battery_low_percent: int = 15


@dataclass(frozen=True, slots=True)
class Reading:
    """`at`: seconds since 1970; `lel`: %LEL in steps of 0.1; `note`: what began or ended with this reading."""

    at: int
    lel: float
    alarm: bool
    fault: bool
    battery_percent: int
    battery_low: bool
    temperature_c: float
    note: str = ""


@dataclass(slots=True)
class _State:
    at: int
    since: int
    battery: float
    drift: float = 0.0
    leak_from: int = 0
    leak_peak: float = 0.0
    leak_rise: int = 1
    leak_fall: int = 1
    fault_until: int = 0
    silent_until: int = 0
    was: dict[str, bool] = field(default_factory=dict)


class Detector:
    """Detector `number` of the run `seed`; a tenth of them have an old battery."""

    def __init__(self, seed: int, number: int, nature: Nature | None = None) -> None:
        self.number = number
        self.nature = nature or Nature()
        self._seed = seed

    def life(self, start: int) -> Iterator[Reading]:
        """Its readings from `start` on, in order, without end. While it is offline there are none."""
        dice = chance(self._seed, "detector", self.number)
        at = start + dice.randrange(self.nature.interval_s)
        old = dice.random() < 0.1
        state = _State(at, at, battery=self.nature.battery_low_percent + 0.02 if old else dice.uniform(30, 100))
        while True:
            self._befall(state, dice)
            if state.at >= state.silent_until:
                yield self._reading(state, dice)
            state.at += self.nature.interval_s

    def _befall(self, state: _State, dice: Random) -> None:
        """What begins and ends in this step."""
        nature, step = self.nature, self.nature.interval_s
        state.battery = max(0.0, state.battery - 100 * step / (nature.battery_days * DAY_S))
        state.drift += nature.drift_lel_a_day * step / DAY_S
        if not state.leak_from and dice.random() < nature.leaks_a_day * step / DAY_S:
            state.leak_from = state.at
            state.leak_peak = dice.uniform(*nature.leak_peak_lel)
            state.leak_rise, state.leak_fall = dice.randint(*nature.leak_rise_s), dice.randint(*nature.leak_fall_s)
        if state.at >= state.fault_until and dice.random() < nature.faults_a_day * step / DAY_S:
            state.fault_until = state.at + dice.randint(*nature.fault_s)
        if state.at >= state.silent_until and dice.random() < nature.offline_a_day * step / DAY_S:
            state.silent_until = state.at + dice.randint(*nature.offline_s)

    def _leak(self, state: _State) -> float:
        """Rises towards its peak, then falls; over when it is below a tenth of %LEL."""
        if not state.leak_from:
            return 0.0
        past = state.at - state.leak_from
        if past < state.leak_rise * 3:
            return state.leak_peak * (1 - math.exp(-past / state.leak_rise))
        left = state.leak_peak * math.exp(-(past - state.leak_rise * 3) / state.leak_fall)
        if left < 0.1:
            state.leak_from = 0
        return left

    def _reading(self, state: _State, dice: Random) -> Reading:
        hour = (state.at + BEIJING_S) % DAY_S / 3600
        day = sum(much * math.exp(-((hour - when) ** 2)) for when, much in COOKING)
        fault = state.at < state.fault_until
        lel = 0.0 if fault else max(0.0, 0.5 + day + state.drift + self._leak(state) + dice.gauss(0, 0.15))
        now = {
            "alarm": lel >= self.nature.alarm_lel,
            "fault": fault,
            "battery_low": state.battery < self.nature.battery_low_percent,
        }
        edges = [f"{name}{'' if on else '_over'}" for name, on in now.items() if on != state.was.get(name, False)]
        state.was = now
        return Reading(
            at=state.at,
            lel=round(min(lel, 100.0), 1),
            alarm=now["alarm"],
            fault=fault,
            battery_percent=round(state.battery),
            battery_low=now["battery_low"],
            temperature_c=round(20 + 4 * math.sin((hour - 9) / 24 * 2 * math.pi) + dice.gauss(0, 0.2), 1),
            note=" ".join(edges),
        )
