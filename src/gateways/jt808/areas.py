"""Areas and routes the platform sets: 0x8600-0x8607 of JT/T 808-2013, and of 2019 with night speed and name.

Attribute bit 0 says that times, bit 1 that speeds are there; a route's turning points have attributes of their
own, where bit 0 stands for the seconds the stretch behind them may take.
"""

from gateways.jt808.fields import (
    BYTE,
    DWORD,
    WORD,
    CountedText,
    Degrees,
    Layout,
    Many,
    Number,
    Numbers,
    Time,
    When,
)
from gateways.jt808.header import Version

TIMES: Layout = (When("attribute", 0b01, 0b01, (Time("start"), Time("end"))),)
SPEED: Layout = (When("attribute", 0b10, 0b10, (Number("max_speed_kmh", WORD), Number("overspeed_s", BYTE))),)
NIGHT: Layout = (When("attribute", 0b10, 0b10, (Number("night_max_speed_kmh", WORD),)),)
NAME: Layout = (CountedText("name", WORD),)
HEAD: Layout = (Number("id", DWORD), Number("attribute", WORD))


def _newer(version: Version, *extra: Layout) -> Layout:
    return sum(extra, ()) if version is Version.V2019 else ()


def circles(version: Version) -> Layout:
    """0x8600: action, then circles by centre and radius in metres."""
    centre: Layout = (Degrees("lat"), Degrees("lng"), Number("radius_m", DWORD))
    row = HEAD + centre + TIMES + SPEED + _newer(version, NIGHT, NAME)
    return (Number("action", BYTE), Many("areas", BYTE, row))


def rectangles(version: Version) -> Layout:
    """0x8602: action, then rectangles by upper left and lower right corner."""
    corners: Layout = (Degrees("top_lat"), Degrees("left_lng"), Degrees("bottom_lat"), Degrees("right_lng"))
    row = HEAD + corners + TIMES + SPEED + _newer(version, NIGHT, NAME)
    return (Number("action", BYTE), Many("areas", BYTE, row))


def polygon(version: Version) -> Layout:
    """0x8604: one polygon."""
    points: Layout = (Many("points", WORD, (Degrees("lat"), Degrees("lng"))),)
    return HEAD + TIMES + SPEED + points + _newer(version, NIGHT, NAME)


def route(version: Version) -> Layout:
    """0x8606: one route. Each turning point begins a stretch (`section`) of `width_m` metres."""
    seconds = When("attribute", 0b01, 0b01, (Number("longest_s", WORD), Number("shortest_s", WORD)))
    point: Layout = (
        Number("id", DWORD),
        Number("section", DWORD),
        Degrees("lat"),
        Degrees("lng"),
        Number("width_m", BYTE),
        Number("attribute", BYTE),
        seconds,
        *SPEED,
        *_newer(version, NIGHT),
    )
    return (*HEAD, *TIMES, Many("points", WORD, point), *_newer(version, NAME))


DELETE: Layout = (Numbers("ids", BYTE, DWORD),)
"""0x8601, 0x8603, 0x8605, 0x8607: the ids; none means all."""
