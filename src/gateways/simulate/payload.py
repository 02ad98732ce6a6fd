"""What a detector says in JSON: the house's own payload (docs/devices.md), over MQTT or a webhook. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from gateways.simulate.gas import Detector, Reading
from gateways.simulate.journal import Item

_encoder = msgspec.json.Encoder()


@dataclass(frozen=True, slots=True)
class Saying:
    """One payload. `items`: the moment inside, for the journal."""

    at: int
    body: bytes
    items: tuple[Item, ...]
    note: str = ""


def body_of(reading: Reading) -> bytes:
    """JSON of one reading. A detector with a fault tells no concentration."""
    values = {"temperature": reading.temperature_c, "battery": float(reading.battery_percent)}
    if not reading.fault:
        values["concentration"] = reading.lel
    words = {"alarm": reading.alarm, "fault": reading.fault, "low_battery": reading.battery_low}
    state = [word for word, on in words.items() if on]
    return _encoder.encode({"time": reading.at * 1000, "readings": values, "state": state})


def sayings(key: str, detector: Detector, start: int) -> Iterator[Saying]:
    """The detector's payloads from `start` on, in order, without end."""
    for reading in detector.life(start):
        yield Saying(reading.at, body_of(reading), (("reading", key, reading.at * 1000),), reading.note)


def mqtt_key(number: int) -> str:
    """The invented key of MQTT detector `number`."""
    return f"sim-mqtt-{number:05d}"


def http_key(number: int) -> str:
    """The invented key of webhook sender `number`."""
    return f"sim-http-{number:05d}"
