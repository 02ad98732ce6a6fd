"""Simulated detectors over MQTT against the real broker: stored, through a bad network and its death."""

import asyncio
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import nats

from gasloop.bus.mqtt import MQTT_CONSUMER, MQTT_STREAM, ensure_mqtt_intake, key_of
from gasloop.bus.reaching import answers
from gasloop.project.runtime import executables
from gasloop.project.runtime.nats import free_port, listening
from gasloop.project.runtime.processes import wait_until
from gateways.simulate import journal
from gateways.simulate.journal import Item, Journal
from gateways.simulate.run import Play, Report
from gateways.simulate.scenario import read


class Broker:
    """A NATS with an MQTT listener, that can be killed and started again."""

    def __init__(self, place: Path) -> None:
        self.bus, self.mqtt = free_port(), free_port()
        self.url = f"nats://127.0.0.1:{self.bus}"
        self._config = place / "nats.conf"
        self._config.write_text(
            f'server_name: sim\nlisten: "127.0.0.1:{self.bus}"\njetstream {{ store_dir: "{place}" }}\n'
            f'mqtt {{ listen: "127.0.0.1:{self.mqtt}" }}\n'
        )
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [str(executables.nats_server()), "--config", str(self._config)]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        assert wait_until(lambda: answers(self.url) and listening("127.0.0.1", self.mqtt), 20)

    def kill(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(10)


@contextmanager
def broker(place: Path) -> Iterator[Broker]:
    made = Broker(place)
    made.start()
    try:
        asyncio.run(_ensure(made.url))
        yield made
    finally:
        made.kill()


async def _ensure(url: str) -> None:
    bus = await nats.connect(url)
    await ensure_mqtt_intake(bus.jetstream())
    await bus.close()


async def stored(url: str) -> list[Item]:
    """What the intake's consumer would be given, as the journal names it."""
    bus = await nats.connect(url)
    subscription = await bus.jetstream().pull_subscribe_bind(MQTT_CONSUMER, MQTT_STREAM)
    found: list[Item] = []
    try:
        while messages := await subscription.fetch(500, timeout=1):
            for message in messages:
                found.append(("reading", key_of(message.subject), int(msgspec.json.decode(message.data)["time"])))
                await message.ack()
    except (nats.errors.TimeoutError, TimeoutError):
        pass
    finally:
        await bus.close()
    return found


def play(broker: Broker, path: Path, during: int = 0, **changes: object) -> Report:
    """A scenario of detectors alone; `during`: how often the broker is killed meanwhile."""
    told: dict[str, object] = {
        "trucks": 0,
        "transmitters": 0,
        "webhooks": 0,
        "detectors": 6,
        "reply_s": 1,
        "speed": 600,
    }
    told |= {"duration_s": 3, "targets": {"mqtt": f"127.0.0.1:{broker.mqtt}"}, "start": "2026-10-01T00:00:00+08:00"}
    written = Journal(path)

    async def live() -> Report:
        playing = asyncio.create_task(Play(read(None, told | changes), written).run())
        for _ in range(during):
            await asyncio.sleep(1)
            broker.kill()
            await asyncio.to_thread(broker.start)
        return await playing

    try:
        return asyncio.run(live())
    finally:
        written.close()


def test_readings_are_stored_once(tmp_path: Path) -> None:
    with broker(tmp_path) as running:
        report = play(running, tmp_path / "journal")
        kept = asyncio.run(stored(running.url))
    assert report.waiting == 0
    assert report.protocols["mqtt"].acknowledged > 100
    counted = journal.count(journal.read(tmp_path / "journal"), kept)
    assert counted.good, counted


def test_a_bad_network_and_a_killed_broker_cost_nothing(tmp_path: Path) -> None:
    odds = {"cut": 0.03, "duplicate": 0.05, "split": 0.2, "merge": 0.2, "drip": 0.01, "delay": 0.05}
    with broker(tmp_path) as running:
        report = play(running, tmp_path / "journal", during=2, network=odds, duration_s=6)
        kept = asyncio.run(stored(running.url))
    assert report.waiting == 0
    tally = report.protocols["mqtt"]
    assert tally.connections > 12
    assert tally.resent > 0
    counted = journal.count(journal.read(tmp_path / "journal"), kept)
    assert counted.acknowledged > 100
    assert (counted.missing, counted.unknown) == (0, 0), counted
