"""The house's own JSON payload, for MQTT, the webhook and the Modbus poller. `docs/devices.md` describes it.

    {"time": "2026-11-25T10:00:00+08:00", "readings": {"concentration": 2.5, "temperature": 21}, "state": ["alarm"]}

One object or a list of them. `time`: ISO 8601 with its offset, or Unix seconds or milliseconds; without one the time of
arrival counts, and a resend then counts twice. `channel`: which of several sensors behind one device (0).
"""

from datetime import UTC, datetime

import msgspec

from gasloop.sensing.payloads.rows import PoisonError
from gasloop.sensing.quantities import CODES, NAMES

MILLISECONDS_FROM = 10_000_000_000
LARGEST = 1.7e308


class Item(msgspec.Struct):
    """One moment of one device."""

    time: str | int | float | None = None
    readings: dict[str, float] = {}
    state: list[str] = []
    channel: int = 0


_one = msgspec.json.Decoder(Item)
_many = msgspec.json.Decoder(list[Item])


def items_of(raw: bytes) -> list[Item]:
    """PoisonError when it is no such payload."""
    try:
        return _many.decode(raw) if raw.lstrip()[:1] == b"[" else [_one.decode(raw)]
    except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
        raise PoisonError(f"not a payload of ours: {wrong}") from None


def moment(time: str | float | None) -> datetime | None:
    """The instant; None where none is given. PoisonError for what is no instant, or has no offset."""
    if time is None:
        return None
    try:
        if isinstance(time, str):
            found = datetime.fromisoformat(time)
        else:
            seconds = time / 1000 if abs(time) >= MILLISECONDS_FROM else time
            return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        raise PoisonError(f"{time!r} is no instant") from None
    if found.tzinfo is None:
        raise PoisonError(f"{time!r} lacks its offset from UTC")
    return found


def state_of(words: list[str]) -> int:
    """The bits of the state's words. PoisonError for an unknown one: a misspelling must not lose an alarm."""
    found = 0
    for word in words:
        if word == "normal":
            continue
        if word not in NAMES:
            raise PoisonError(f"unknown state {word!r}")
        found |= NAMES[word]
    return found


def code_of(name: str) -> int:
    """The quantity's number. PoisonError for an unknown one."""
    code = CODES.get(name)
    if code is None or code == 0:
        raise PoisonError(f"unknown quantity {name!r}")
    return code


def checked(value: float) -> float:
    """A finite number."""
    if not -LARGEST < value < LARGEST:
        raise PoisonError(f"{value!r} is no finite number")
    return value
