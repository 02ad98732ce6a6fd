"""Where devices send while it is tortured: straw with the barest intake, or the house itself with its own."""

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import nats
import psycopg

from gasloop.bus.devices import DEVICE_STREAM
from gasloop.bus.mqtt import MQTT_CONSUMER, MQTT_STREAM
from gasloop.project.runtime import running
from gasloop.project.runtime.nats import free_port
from gateways.simulate import prepare, register
from gateways.simulate.journal import Item
from tests.torture import bare_intake, house, straw
from tests.torture.stream_blows import BLOWS
from tests.torture.town import Town

TRUCKS, TRANSMITTERS, DETECTORS, WEBHOOKS = 10, 5, 10, 2
TERRITORY = "50/500152/500152109/001/"

POSITIONS = """select device.key, extract(epoch from item.occurred_at) * 1000
    from sensing_position item join sensing_device device on device.id = item.entity_id
    where device.key = any(%s)"""
READINGS = """select device.protocol, device.key, item.channel, extract(epoch from item.occurred_at) * 1000
    from sensing_reading item join sensing_device device on device.id = item.entity_id
    where device.key = any(%s) and item.quantity = case device.protocol when 'gb26875' then 1 else 3 end"""
"""A detector's moment is told by a quantity that is always there: concentration, temperature where JSON is sent."""


class DeviceHouse(Protocol):
    """A town with devices in its register. `victims`: who stands there twice is killed twice as often."""

    town: Town
    victims: tuple[str, ...]

    def start(self) -> float:
        """Up, and the devices registered; the seconds until it served."""

    def sends(self) -> dict[str, object]:
        """Who sends where, as words of a scenario."""

    def drained(self) -> bool:
        """Has the intake committed everything the bus holds?"""

    def stored(self) -> list[Item]:
        """Every row, as the journal names it."""


async def _open(places: Mapping[str, str], stream: str, consumer: str) -> int:
    """Messages of the stream that the consumer has not acknowledged."""
    bus = await nats.connect(places["NATS_URL"], connect_timeout=2)
    try:
        info = await bus.jetstream().consumer_info(stream, consumer)
        return (info.num_pending or 0) + (info.num_ack_pending or 0)
    finally:
        await bus.close()


class StrawHouse:
    """Real engines, supervisor and gateways; the bare intake as the worker."""

    victims: tuple[str, ...] = (*("gateway", "nats", "worker", "postgres") * 2, "backend", "whole tree", *BLOWS)

    def __init__(self, place: Path, broken: str = "") -> None:
        self._ports = (free_port(), free_port())
        intake = "tests.torture.broken_intake" if broken == "double" else "tests.torture.bare_intake"
        gateway = "tests.torture.broken_gateway" if broken == "lose" else ""
        self.town = straw.town(place, free_port(), self._ports, intake=intake, gateway=gateway)

    def start(self) -> float:
        seconds = self.town.start()
        asyncio.run(self._enrol())
        return seconds

    def sends(self) -> dict[str, object]:
        jt808, gb26875 = (f"127.0.0.1:{port}" for port in self._ports)
        told: dict[str, object] = {"trucks": TRUCKS, "transmitters": TRANSMITTERS, "detectors": 0, "webhooks": 0}
        return told | {"targets": {"jt808": jt808, "gb26875": gb26875}}

    async def _enrol(self) -> None:
        bus = await nats.connect(running.environment(self.town.path)["NATS_URL"])
        await register.fill(bus.jetstream(), dict(register.entries(0, trucks=TRUCKS, transmitters=TRANSMITTERS)))
        await bus.close()

    def drained(self) -> bool:
        places = running.environment(self.town.path)
        return asyncio.run(_open(places, DEVICE_STREAM, bare_intake.CONSUMER)) == 0

    def stored(self) -> list[Item]:
        with psycopg.connect(running.environment(self.town.path)["DATABASE_URL"]) as database:
            rows = database.execute("select kind, entity, at_ms from bare_item").fetchall()
        return [(str(kind), str(entity), int(at)) for kind, entity, at in rows]


class RealHouse:
    """`gasloop up --demo` with everything: four protocols, the house's intake, its event tables."""

    victims: tuple[str, ...] = (*("gateway", "nats", "intake", "postgres") * 2, "backend", "whole tree", *BLOWS)

    def __init__(self, place: Path) -> None:
        self._ports = [free_port() for _ in range(4)]
        self._credentials = place / "credentials.json"
        self._keys: list[str] = []
        port, jt808, gb26875, mqtt = map(str, self._ports)
        command = ["-m", "gasloop", "up", "--demo", "--port", port, "--data-dir", str(place / "data")]
        command += ["--jt808-port", jt808, "--gb26875-port", gb26875, "--mqtt-port", mqtt]
        self.town = Town(command, place / "data", f"http://127.0.0.1:{port}", place / "up.log")

    def start(self) -> float:
        seconds = self.town.start()
        made = house.command(self.town, "token", "create", "clerk", "--json")
        assert made.returncode == 0, made.stderr
        town = prepare.Town(self.town.origin, json.loads(made.stdout)["token"])
        many = {"trucks": TRUCKS, "transmitters": TRANSMITTERS, "detectors": DETECTORS, "webhooks": WEBHOOKS}
        rows = list(prepare.rows(TERRITORY, **many))
        self._keys = [row["key"] for row in rows]  # the demonstration has devices of its own
        prepare.write_secrets(self._credentials, town.register(rows))
        return seconds

    def sends(self) -> dict[str, object]:
        http, jt808, gb26875, mqtt = (f"127.0.0.1:{port}" for port in self._ports)
        told: dict[str, object] = {"trucks": TRUCKS, "transmitters": TRANSMITTERS, "detectors": DETECTORS}
        told |= {"webhooks": WEBHOOKS, "credentials": str(self._credentials)}
        return told | {"targets": {"jt808": jt808, "gb26875": gb26875, "mqtt": mqtt, "http": http}}

    def drained(self) -> bool:
        places = running.environment(self.town.path)
        sources = ((DEVICE_STREAM, "gasloop-intake"), (MQTT_STREAM, MQTT_CONSUMER))
        return not any(asyncio.run(_open(places, stream, consumer)) for stream, consumer in sources)

    def stored(self) -> list[Item]:
        with psycopg.connect(running.environment(self.town.path)["DATABASE_URL"]) as database:
            positions = database.execute(POSITIONS, [self._keys]).fetchall()
            readings = database.execute(READINGS, [self._keys]).fetchall()
        found: list[Item] = [("position", str(key), int(at)) for key, at in positions]
        for protocol, key, channel, at in readings:
            entity = f"{key}#{channel >> 16 & 0xFFFF}" if protocol == "gb26875" else str(key)
            found.append(("reading", entity, int(at)))
        return found
