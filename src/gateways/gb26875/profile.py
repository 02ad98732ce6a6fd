"""What makers do differently, as data: the settings of a device's profile.

All of these were seen in public code or captures; none is named after a maker. `source: example`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Profile:
    """How a device writes. Reading takes any version bytes and address form, whatever the profile says.

    `time`: one binary byte for each part (the standard) or BCD. `serial`: byte order of the business serial.
    `version`: main and user version it sends. `description`: bytes between status and time in type 2, 31 of text or
    the 1 of devices whose objects have 10 + 6 bytes (that it stands there is our guess; under other profiles such
    objects stay hex). `adu`: `opaque` for devices that put a layout of their own between the flags: kept as bytes,
    still confirmed.
    """

    name: str = "standard"
    time: Literal["binary", "bcd"] = "binary"
    serial: Literal["little", "big"] = "little"
    version: tuple[int, int] = (1, 1)
    description: int = 31
    adu: Literal["standard", "opaque"] = "standard"


STANDARD = Profile()

PROFILES: Mapping[str, Profile] = {
    profile.name: profile
    for profile in (
        STANDARD,
        Profile("bcd-time", time="bcd"),
        Profile("big-endian-serial", serial="big"),
        Profile("version-16", version=(16, 0)),
        Profile("ten-byte-component", description=1),
        Profile("opaque", adu="opaque"),
    )
}
