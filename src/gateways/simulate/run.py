"""Plays a scenario: every device lives its life, what is due is sent, what is not acknowledged is kept."""

import asyncio
import contextlib
import hashlib
import heapq
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from gateways.jt808.header import Version
from gateways.simulate.chance import chance
from gateways.simulate.gas import Detector
from gateways.simulate.household import Household, Telling
from gateways.simulate.journal import Journal
from gateways.simulate.line import Address, Tally
from gateways.simulate.mqtt import MqttDetector
from gateways.simulate.outbox import Patience
from gateways.simulate.payload import Saying, http_key, mqtt_key, sayings
from gateways.simulate.scenario import Scenario, address, credentials
from gateways.simulate.strangers import Strangers
from gateways.simulate.terminal import Terminal
from gateways.simulate.transmitter import Transmitter
from gateways.simulate.trouble import GOOD
from gateways.simulate.truck import Deed, Truck
from gateways.simulate.webhook import WebhookSender
from gateways.simulate.wire import Wire

TICK_S = 0.1
MQTT_DETECTORS, HTTP_DETECTORS = 10_000_000, 20_000_000
"""Where the numbers of detectors of their own begin; those behind transmission devices come before."""
VERSIONS = (Version.V2011, Version.V2013, Version.V2019)
Tell = Callable[[str], None]


class Sender(Protocol):
    """A device that keeps its connection itself; it is handed what has become due."""

    @property
    def tally(self) -> Tally: ...
    def start(self) -> None: ...
    def tick(self, now: float) -> None: ...
    async def hang_up(self) -> None: ...
    def counted(self) -> object: ...


@dataclass(slots=True)
class Part:
    """One sender, its protocol, and its life in order."""

    protocol: str
    sender: Sender
    life: Iterator["Due"]


@dataclass(frozen=True, slots=True)
class Due:
    """Something that becomes due at `at` (seconds since 1970): `put` hands it over, `trace` goes into the digest."""

    at: float
    trace: bytes
    put: Callable[[float], None]
    note: str = ""


@dataclass(slots=True)
class Report:
    """What was sent and what became of it. `traffic` is the SHA-256 of all that was to be said, in order."""

    seed: int
    start: str
    simulated_s: float
    seconds: float = 0.0
    cpu_s: float = 0.0
    traffic: str = ""
    protocols: dict[str, Tally] = field(default_factory=dict)
    happened: dict[str, int] = field(default_factory=dict)
    network: dict[str, int] = field(default_factory=dict)

    def to_json(self) -> dict[str, object]:
        return asdict(self)

    @property
    def waiting(self) -> int:
        """Messages that nobody acknowledged."""
        return sum(tally.waiting for tally in self.protocols.values())


class Play:
    """One scenario being played. `stop` ends it early: nothing new is said, what is open is waited for."""

    def __init__(self, scenario: Scenario, journal: Journal, tell: Tell = lambda _: None) -> None:
        self.scenario = scenario
        self._journal = journal
        self._tell = tell
        self._begins = scenario.begins(datetime.now(UTC))
        self._wires: list[Wire] = []
        self._parts: list[Part] = []
        self._digest = hashlib.sha256()
        self._happened: Counter[str] = Counter()
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """Say nothing new."""
        self._stopping.set()

    async def run(self) -> Report:
        """Play it to the end."""
        began, cpu = time.monotonic(), time.process_time()
        targets = {name: address(text) for name, text in _targets(self.scenario).items()}
        dialled = {name: await self._way(name, target) for name, target in targets.items()}
        self._parts = list(_cast(self.scenario, self._begins, dialled, self._journal))
        strangers = Strangers(
            {name: target for name, target in targets.items() if name != "http"},
            self.scenario.seed,
            floods_a_second=self.scenario.strangers.floods_a_second,
            slow=self.scenario.strangers.slow,
        )
        for part in self._parts:
            part.sender.start()
        strangers.start()
        ticking = asyncio.create_task(self._ticks())
        try:
            await self._feed()
            await self._drain()
        finally:
            ticking.cancel()
            await strangers.stop()
            await asyncio.gather(*(part.sender.hang_up() for part in self._parts))
            for wire in self._wires:
                await wire.close()
            self._journal.flush()
            await asyncio.sleep(TICK_S)  # sockets that were aborted are closed in the loop's next rounds
        return self._report(time.monotonic() - began, time.process_time() - cpu, strangers.met)

    async def _way(self, protocol: str, target: Address) -> Address:
        """Straight, or through a bad network."""
        odds = self.scenario.odds()
        if odds == GOOD:
            return target
        wire = Wire(protocol, target, odds, self.scenario.seed)
        self._wires.append(wire)
        return await wire.open()

    async def _feed(self) -> None:
        """Hand each device what has become due, until the scenario's time is over."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        over = self._begins + self.scenario.duration_s * self.scenario.speed
        lives = heapq.merge(*(part.life for part in self._parts), key=lambda due: due.at)
        for handed, due in enumerate(lives):
            if due.at >= over or self._stopping.is_set():
                return
            wait = (due.at - self._begins) / self.scenario.speed - (loop.time() - began)
            if self.scenario.rate:
                wait = max(wait, handed / self.scenario.rate - (loop.time() - began))
            if wait > 0.001:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._stopping.wait(), wait)
            elif handed % 200 == 0:
                await asyncio.sleep(0)  # a crowd that is late still lets the sockets breathe
            self._digest.update(due.trace)
            self._happened.update(due.note.split())
            due.put(loop.time())

    async def _drain(self) -> None:
        """Wait for the last acknowledgements."""
        limit = time.monotonic() + self.scenario.drain_s
        while time.monotonic() < limit and any(tally.waiting for tally in self._tallies().values()):
            await asyncio.sleep(TICK_S)

    async def _ticks(self) -> None:
        loop, told = asyncio.get_running_loop(), time.monotonic()
        while True:
            await asyncio.sleep(TICK_S)
            for part in self._parts:
                part.sender.tick(loop.time())
            self._journal.flush()
            if time.monotonic() - told >= 5:
                told = time.monotonic()
                self._tell(_line(self._tallies()))

    def _tallies(self) -> dict[str, Tally]:
        found: dict[str, Tally] = {}
        for part in self._parts:
            part.sender.counted()
            found.setdefault(part.protocol, Tally()).add(part.sender.tally)
        return found

    def _report(self, seconds: float, cpu: float, met: Counter[str]) -> Report:
        network: Counter[str] = Counter(met)
        for wire in self._wires:
            network.update({f"{wire.protocol} {what}": count for what, count in wire.done.items()})
        return Report(
            seed=self.scenario.seed,
            start=datetime.fromtimestamp(self._begins, UTC).isoformat(),
            simulated_s=self.scenario.duration_s * self.scenario.speed,
            seconds=round(seconds, 2),
            cpu_s=round(cpu, 2),
            traffic=self._digest.hexdigest(),
            protocols=self._tallies(),
            happened=dict(sorted(self._happened.items())),
            network=dict(sorted(network.items())),
        )


def _line(tallies: dict[str, Tally]) -> str:
    return " · ".join(
        f"{name}: {tally.acknowledged}/{tally.messages} acknowledged, {tally.resent} resent, {tally.waiting} waiting"
        for name, tally in tallies.items()
    )


def _targets(scenario: Scenario) -> dict[str, str]:
    """The protocols that somebody speaks."""
    speakers = {
        "jt808": scenario.trucks,
        "gb26875": scenario.transmitters,
        "mqtt": scenario.detectors,
        "http": scenario.webhooks,
    }
    spoken = {name: str(getattr(scenario.targets, name)) for name, many in speakers.items() if many}
    return {name: target for name, target in spoken.items() if target}


def _cast(scenario: Scenario, begins: int, dialled: dict[str, Address], journal: Journal) -> Iterator[Part]:
    """Every device of the scenario, with its life."""
    if "jt808" in dialled:
        patience = Patience(scenario.reply_s, scenario.resends, grows=True)
        for number in range(1, scenario.trucks + 1):
            truck = Truck(scenario.seed, number, VERSIONS[number % len(VERSIONS)], scenario.habits)
            terminal = Terminal(
                truck,
                dialled["jt808"],
                journal,
                patience=patience,
                window=scenario.window,
                heartbeat_s=scenario.heartbeat_s,
                first_serial=chance(scenario.seed, "serial", number).randrange(65536),
            )
            yield Part("jt808", terminal, _deeds(terminal, truck, begins))
    if "gb26875" in dialled:
        patience = Patience(min(scenario.reply_s, 10.0), scenario.resends)
        for number in range(1, scenario.transmitters + 1):
            household = Household(scenario.seed, number, scenario.detectors_each, scenario.nature)
            transmitter = Transmitter(
                household,
                dialled["gb26875"],
                journal,
                patience=patience,
                window=scenario.window,
                heartbeat_s=scenario.heartbeat_s,
            )
            yield Part("gb26875", transmitter, _tellings(transmitter, household, begins))

    secrets = credentials(scenario.credentials)
    if "http" in dialled:
        for number in range(1, scenario.webhooks + 1):
            key = http_key(number)
            sender = WebhookSender(key, secrets.get(key, ""), dialled["http"], journal, patience_s=3 * scenario.reply_s)
            detector = Detector(scenario.seed, HTTP_DETECTORS + number, scenario.nature)
            yield Part("http", sender, _sayings(sender, detector, begins))
    if "mqtt" in dialled:
        for number in range(1, scenario.detectors + 1):
            key = mqtt_key(number)
            client = MqttDetector(
                key,
                secrets.get(key, ""),
                dialled["mqtt"],
                journal,
                patience_s=3 * scenario.reply_s,
                window=scenario.window,
            )
            detector = Detector(scenario.seed, MQTT_DETECTORS + number, scenario.nature)
            yield Part("mqtt", client, _sayings(client, detector, begins))


def _sayings(client: MqttDetector | WebhookSender, detector: Detector, begins: int) -> Iterator[Due]:
    def put(saying: Saying) -> Callable[[float], None]:
        return lambda now: client.put(saying, now)

    for saying in sayings(client.key, detector, begins):
        yield Due(saying.at, saying.body, put(saying), saying.note)


def _deeds(terminal: Terminal, truck: Truck, begins: int) -> Iterator[Due]:
    def put(deed: Deed) -> Callable[[float], None]:
        return lambda now: terminal.put(deed, now)

    for deed in truck.life(begins):
        yield Due(deed.at, deed.body, put(deed), deed.note)


def _tellings(transmitter: Transmitter, household: Household, begins: int) -> Iterator[Due]:
    def put(telling: Telling) -> Callable[[float], None]:
        return lambda now: transmitter.put(telling, now)

    for telling in household.life(begins):
        yield Due(telling.at, telling.adu, put(telling), telling.note)
