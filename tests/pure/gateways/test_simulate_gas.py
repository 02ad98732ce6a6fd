"""Invented detectors: the day's noise, leaks that rise and fall, faults, batteries, offline; told in data units."""

from collections import Counter
from itertools import islice, pairwise

import pytest

from gateways.gb26875.objects import read_adu
from gateways.simulate.gas import Detector, Nature
from gateways.simulate.household import ANALOG, COMPONENT_STATUS, Household

START = 1_790_000_000
DAY = 86_400


def test_the_same_seed_is_the_same_life() -> None:
    first, again, other = (list(islice(Detector(seed, 7).life(START), 2000)) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_a_month_has_leaks_faults_and_silence_and_alarms_stand_on_the_set_point() -> None:
    nature = Nature(leaks_a_day=1, faults_a_day=0.5, offline_a_day=1)
    readings = list(islice(Detector(3, 5, nature).life(START), 40_000))
    notes = Counter(name for reading in readings for name in reading.note.split())
    assert notes["alarm"] > 3
    assert notes["alarm"] - notes["alarm_over"] in (0, 1)
    assert notes["fault"] > 3
    assert all(reading.alarm == (reading.lel >= 20.0) for reading in readings if abs(reading.lel - 20) > 0.05)
    assert all(0 <= reading.lel <= 100 for reading in readings)
    gaps = [after.at - before.at for before, after in pairwise(readings)]
    assert min(gaps) == 60
    assert max(gaps) >= 600
    quiet = [reading.lel for reading in readings if not reading.fault]
    assert sorted(quiet)[len(quiet) // 2] < 4


def test_old_batteries_run_low() -> None:
    lives = [list(islice(Detector(1, number).life(START), 3000)) for number in range(40)]
    low = [life for life in lives if any("battery_low" in reading.note.split() for reading in life)]
    assert 1 <= len(low) <= 12


@pytest.mark.parametrize("number", range(5))
def test_every_data_unit_is_read_by_the_codec_in_the_devices_dialect(number: int) -> None:
    household = Household(1, number, nature=Nature(leaks_a_day=20, faults_a_day=10))
    seen: Counter[int] = Counter()
    instants: list[tuple[str, str, int]] = []
    for telling in islice(household.life(START), 2000):
        adu = read_adu(telling.adu, household.profile)
        assert adu is not None
        assert adu.fit == "layout"
        seen[adu.type] += 1
        if adu.type == ANALOG:
            assert len(adu.objects) == len(telling.items)
            assert {item["quantity"] for item in adu.objects} == {"gas_concentration"}
        instants += telling.items
    assert seen[COMPONENT_STATUS] > 3
    assert len(set(instants)) == len(instants), "each reading once"
