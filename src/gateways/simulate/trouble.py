"""What a bad network does to a stream of frames. Pure and seeded: frames in, timed pieces out.

One `Trouble` for each direction of each connection. TCP itself neither loses nor repeats; modems that resend from a
buffer, concentrators and middleboxes do, and that is what is meant here.
"""

from collections.abc import Callable
from random import Random
from typing import Literal

import msgspec

Piece = tuple[float, bytes]
"""Seconds to wait before these bytes are passed on."""
Cut = Literal["cut"]


class Odds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Chances for each frame, and bounds in seconds. `garbage` and `damage` are for protocols that can bear it."""

    duplicate: float = 0.0
    reorder: float = 0.0
    lose: float = 0.0
    damage: float = 0.0
    garbage: float = 0.0
    split: float = 0.0
    merge: float = 0.0
    drip: float = 0.0
    cut: float = 0.0
    delay: float = 0.0
    delay_s: float = 0.2
    drip_s: float = 0.002
    hold_s: float = 0.05


GOOD = Odds()
BAD = Odds(
    duplicate=0.02,
    reorder=0.02,
    lose=0.01,
    damage=0.005,
    garbage=0.01,
    split=0.1,
    merge=0.1,
    drip=0.005,
    cut=0.005,
    delay=0.05,
)
NETWORKS = {"good": GOOD, "bad": BAD}
GARBAGE_BYTES = 64

Cutter = Callable[[bytes], tuple[list[bytes], bytes]]
"""From what came to the whole frames in it and the rest."""


class Trouble:
    """One direction. `gentle`: no garbage, damage, loss or reordering, for protocols that a wrong byte ends."""

    def __init__(self, odds: Odds, dice: Random, cutter: Cutter, *, gentle: bool = False) -> None:
        self._odds = odds
        self._dice = dice
        self._cutter = cutter
        self._gentle = gentle
        self._rest = b""
        self._joined: list[bytes] = []
        self._late = b""

    def pass_on(self, data: bytes) -> list[Piece | Cut]:
        """What becomes of these bytes, in order."""
        frames, self._rest = self._cutter(self._rest + data)
        out: list[Piece | Cut] = []
        for frame in frames:
            out += self._befall(frame)
        return out

    def release(self) -> list[Piece | Cut]:
        """What was held back for reordering or merging, when nothing has come for `hold_s`."""
        held = b"".join((*self._joined, self._late))
        self._joined, self._late = [], b""
        return [(0.0, held)] if held else []

    @property
    def holding(self) -> bool:
        return bool(self._joined or self._late)

    def _happens(self, share: float) -> bool:
        return share > 0 and self._dice.random() < share

    def _befall(self, frame: bytes) -> list[Piece | Cut]:
        odds, dice = self._odds, self._dice
        if self._happens(odds.cut):
            return [(0.0, frame[: dice.randrange(len(frame) + 1)]), "cut"]
        if not self._gentle:
            if self._happens(odds.lose):
                return []
            if self._happens(odds.damage):
                at = dice.randrange(len(frame))
                frame = frame[:at] + bytes((frame[at] ^ 1 << dice.randrange(8),)) + frame[at + 1 :]
            if self._happens(odds.garbage):
                frame = dice.randbytes(dice.randint(1, GARBAGE_BYTES)) + frame
        if self._happens(odds.duplicate):
            frame += frame
        if not self._gentle and not self._late and self._happens(odds.reorder):
            self._late = frame
            return []
        if self._happens(odds.merge):
            self._joined.append(frame)
            return []
        data = b"".join((*self._joined, frame, self._late))
        self._joined, self._late = [], b""
        return self._pieces(data)

    def _pieces(self, data: bytes) -> list[Piece | Cut]:
        odds, dice = self._odds, self._dice
        wait = dice.uniform(0, odds.delay_s) if self._happens(odds.delay) else 0.0
        if self._happens(odds.drip):
            return [(wait if not at else odds.drip_s, data[at : at + 1]) for at in range(len(data))]
        if self._happens(odds.split) and len(data) > 1:
            at = dice.randrange(1, len(data))
            return [(wait, data[:at]), (odds.drip_s, data[at:])]
        return [(wait, data)]


def cut_jt808(data: bytes) -> tuple[list[bytes], bytes]:
    """Between flags; what stands outside them goes with the next frame."""
    frames: list[bytes] = []
    at = 0
    while True:
        start = data.find(b"\x7e", at)
        end = data.find(b"\x7e", start + 1) if start >= 0 else -1
        if end < 0:
            return frames, data[at:]
        frames.append(data[at : end + 1])
        at = end + 1


def cut_gb26875(data: bytes) -> tuple[list[bytes], bytes]:
    """By the stated length; our own packets only, so that no searching is needed."""
    frames: list[bytes] = []
    at = 0
    while len(data) >= at + 26:
        end = at + 30 + int.from_bytes(data[at + 24 : at + 26], "little")
        if end > len(data):
            break
        frames.append(data[at:end])
        at = end
    return frames, data[at:]


def cut_mqtt(data: bytes) -> tuple[list[bytes], bytes]:
    """By the remaining length of MQTT's fixed header."""
    frames: list[bytes] = []
    at = 0
    while True:
        length, step = 0, 1
        while True:
            if at + step >= len(data):
                return frames, data[at:]
            byte = data[at + step]
            length |= (byte & 0x7F) << 7 * (step - 1)
            step += 1
            if not byte & 0x80 or step > 4:
                break
        if at + step + length > len(data):
            return frames, data[at:]
        frames.append(data[at : at + step + length])
        at += step + length


def cut_nowhere(data: bytes) -> tuple[list[bytes], bytes]:
    """HTTP and whatever else: as it comes."""
    return ([data] if data else []), b""


CUTTERS: dict[str, Cutter] = {
    "jt808": cut_jt808,
    "gb26875": cut_gb26875,
    "mqtt": cut_mqtt,
    "http": cut_nowhere,
}
GENTLE = ("mqtt", "http")
