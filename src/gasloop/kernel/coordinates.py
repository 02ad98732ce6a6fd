"""Positions come in three data: WGS-84 (satellites), GCJ-02 (domestic maps), BD-09 (百度). Inside it is WGS-84.

GCJ-02 shifts WGS-84 by a smooth function on the Krasovsky ellipsoid (up to about 700 m); BD-09 shifts GCJ-02 once more.
The shift has no closed inverse, so the way back is iterated until it is better than a millimetre. Outside of the
country's box (longitude 73.66–135.05, latitude 3.86–53.55) GCJ-02 and WGS-84 are one. All values are decimal degrees,
latitude first.
"""

from collections.abc import Callable
from enum import StrEnum
from math import atan2, cos, hypot, pi, radians, sin, sqrt

Position = tuple[float, float]

METRES_A_DEGREE = 111_320.0  # of latitude, near enough within a district
AXIS = 6378245.0  # Krasovsky 1940, metres
ECCENTRICITY = 0.00669342162296594323  # first eccentricity squared
BD_STEP = pi * 3000.0 / 180.0
CLOSE_ENOUGH = 1e-10  # degrees; a hundredth of a millimetre
MOST_STEPS = 30


class Datum(StrEnum):
    """Which way a pair of degrees is meant."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"


def in_china(lat: float, lng: float) -> bool:
    """Does GCJ-02 shift here? (The box that published implementations share; it is wider than the border.)"""
    return 73.66 < lng < 135.05 and 3.86 < lat < 53.55


def wgs84_to_gcj02(lat: float, lng: float) -> Position:
    """The domestic maps' position of a satellite's."""
    if not in_china(lat, lng):
        return lat, lng
    x, y, angle = lng - 105.0, lat - 35.0, radians(lat)
    ripple = (20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + ripple
    north += (20.0 * sin(y * pi) + 40.0 * sin(y / 3.0 * pi)) * 2.0 / 3.0
    north += (160.0 * sin(y / 12.0 * pi) + 320.0 * sin(y * pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + ripple
    east += (20.0 * sin(x * pi) + 40.0 * sin(x / 3.0 * pi)) * 2.0 / 3.0
    east += (150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)) * 2.0 / 3.0
    bent = 1.0 - ECCENTRICITY * sin(angle) ** 2
    return (
        lat + north * 180.0 / (AXIS * (1.0 - ECCENTRICITY) / (bent * sqrt(bent)) * pi),
        lng + east * 180.0 / (AXIS / sqrt(bent) * cos(angle) * pi),
    )


def gcj02_to_bd09(lat: float, lng: float) -> Position:
    """百度's position of a domestic maps'."""
    far, angle = hypot(lng, lat) + 0.00002 * sin(lat * BD_STEP), atan2(lat, lng) + 0.000003 * cos(lng * BD_STEP)
    return far * sin(angle) + 0.006, far * cos(angle) + 0.0065


def gcj02_to_wgs84(lat: float, lng: float) -> Position:
    """Back to the satellite's position."""
    return _back(wgs84_to_gcj02, lat, lng)


def bd09_to_gcj02(lat: float, lng: float) -> Position:
    """Back to the domestic maps' position."""
    return _back(gcj02_to_bd09, lat, lng)


def _back(forth: Callable[[float, float], Position], lat: float, lng: float) -> Position:
    """The position that `forth` takes to (lat, lng): correct the guess by its error until there is none."""
    north, east = lat, lng
    for _ in range(MOST_STEPS):
        there = forth(north, east)
        off_north, off_east = there[0] - lat, there[1] - lng
        north, east = north - off_north, east - off_east
        if abs(off_north) < CLOSE_ENOUGH and abs(off_east) < CLOSE_ENOUGH:
            break
    return north, east


def to_wgs84(lat: float, lng: float, datum: Datum) -> Position:
    """A position as somebody has it, as we keep it."""
    match datum:
        case Datum.GCJ02:
            return gcj02_to_wgs84(lat, lng)
        case Datum.BD09:
            return gcj02_to_wgs84(*bd09_to_gcj02(lat, lng))
    return lat, lng


def from_wgs84(lat: float, lng: float, datum: Datum) -> Position:
    """A position as we keep it, as somebody wants it."""
    match datum:
        case Datum.GCJ02:
            return wgs84_to_gcj02(lat, lng)
        case Datum.BD09:
            return gcj02_to_bd09(*wgs84_to_gcj02(lat, lng))
    return lat, lng
