"""What the numbers of GB/T 26875.3 mean. Numbers without a name here are reserved or the user's (128-255)."""

from collections.abc import Mapping


def _spread(named: Mapping[int | tuple[int, int], str]) -> dict[int, str]:
    """Ranges written as (first, last) to one entry for each number."""
    out: dict[int, str] = {}
    for key, name in named.items():
        first, last = key if isinstance(key, tuple) else (key, key)
        out |= dict.fromkeys(range(first, last + 1), name)
    return out


SYSTEMS: Mapping[int, str] = _spread(
    {
        0: "general",
        1: "fire_alarm",
        10: "linkage_controller",
        11: "hydrant",
        12: "sprinkler",
        13: "gas_extinguishing",
        (14, 15): "water_spray",
        16: "foam",
        17: "powder",
        18: "smoke_exhaust",
        19: "doors_and_shutters",
        20: "lift",
        21: "broadcast",
        22: "emergency_lighting",
        23: "fire_power",
        24: "fire_telephone",
    }
)

COMPONENTS: Mapping[int, str] = _spread(
    {
        0: "general",
        1: "fire_alarm_controller",
        10: "combustible_gas_detector",
        11: "point_gas_detector",
        12: "standalone_gas_detector",
        13: "line_gas_detector",
        (16, 18): "electrical_fire",
        21: "detection_loop",
        22: "fire_display",
        23: "manual_call_point",
        24: "hydrant_button",
        25: "fire_detector",
        (30, 37): "heat_detector",
        (40, 44): "smoke_detector",
        (50, 53): "combined_detector",
        (61, 62): "flame_detector",
        69: "flame_detector",
        74: "gas_detector",
        78: "video_detector",
        79: "sound_detector",
        (81, 88): "controller_or_module",
        (91, 99): "water_supply",
        (101, 105): "valve",
        106: "pipe_solenoid_valve",
        (111, 118): "smoke_control_or_door",
        121: "sounder",
    }
)

GAS_DETECTORS = frozenset({10, 11, 12, 13, 74})
"""For these component types status bit 1 is a gas alarm."""

_STATUS: Mapping[int, str] = {
    0: "normal",
    1: "fire_alarm",
    2: "fault",
    3: "shielded",
    4: "supervised",
    5: "started",
    6: "feedback",
    7: "delay",
}
SYSTEM_STATUS: Mapping[int, str] = {
    **_STATUS,
    8: "main_power_fault",
    9: "backup_power_fault",
    10: "bus_fault",
    11: "manual",
    12: "configuration_changed",
    13: "reset",
}
COMPONENT_STATUS: Mapping[int, str] = {**_STATUS, 8: "power_fault"}
GAS_DETECTOR_STATUS: Mapping[int, str] = {**COMPONENT_STATUS, 1: "gas_alarm"}
DEVICE_STATUS: Mapping[int, str] = {
    0: "normal",
    1: "alarm",
    2: "fault",
    3: "main_power_fault",
    4: "backup_power_fault",
    5: "channel_fault",
    6: "line_fault",
}
OPERATIONS: Mapping[int, str] = {
    0: "reset",
    1: "silence",
    2: "manual_alarm",
    3: "cancel",
    4: "self_test",
    5: "confirm",
    6: "test",
}
DEVICE_OPERATIONS: Mapping[int, str] = {**OPERATIONS, 5: "duty_answer"}

ANALOGS: Mapping[int, tuple[str, str, int]] = {
    1: ("events", "1", 1),
    2: ("height", "m", 100),
    3: ("temperature", "°C", 10),
    4: ("pressure", "MPa", 10),
    5: ("pressure", "kPa", 10),
    6: ("gas_concentration", "%LEL", 10),
    7: ("time", "s", 1),
    8: ("voltage", "V", 10),
    9: ("current", "A", 10),
    10: ("flow", "L/s", 10),
    11: ("flow", "m3/min", 10),
    12: ("speed", "m/s", 1),
}
"""Analog type: quantity, unit, raw steps to one unit."""


def status_names(status: int, names: Mapping[int, str]) -> list[str]:
    """The names of the set bits. Bit 0 is 1 for normal, 0 for test; but real alarms are sent with bit 0 clear, so only
    a status of 0 is read as test."""
    if status == 0:
        return ["test"]
    return bit_names(status, names)


def bit_names(flags: int, names: Mapping[int, str]) -> list[str]:
    """The names of the set bits, `bit9` for one that has none."""
    return [names.get(bit, f"bit{bit}") for bit in range(flags.bit_length()) if flags >> bit & 1]
