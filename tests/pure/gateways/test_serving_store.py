"""The store: every frame is settled once, alarms pass, a refusal is said, and what waits is counted."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

from gasloop.bus.devices import DeviceBatch, Frame, decode_batch
from gateways.serving.settings import Settings
from gateways.serving.store import Refused, Store

FAST = replace(Settings(), linger_s=0.001, batch_frames=10, in_flight=2)


@dataclass(eq=False)
class Sender:
    """Notes what it is told."""

    told: list[tuple[object, bool]] = field(default_factory=list)
    flushed: int = 0

    def settle(self, receipt: object, stored: bool) -> None:
        self.told.append((receipt, stored))

    def flush(self) -> None:
        self.flushed += 1


@dataclass
class Bus:
    """Stores, or fails as told; `gate` holds it back."""

    failures: list[Exception] = field(default_factory=list)
    seen: list[tuple[str, DeviceBatch]] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    open: int = 0
    most: int = 0

    async def publish(self, batch_id: str, data: bytes) -> None:
        self.open += 1
        self.most = max(self.most, self.open)
        try:
            await self.gate.wait()
            self.seen.append((batch_id, decode_batch(data)))
            if self.failures:
                raise self.failures.pop(0)
        finally:
            self.open -= 1


def told(story: Callable[[Store, Bus, Sender], Awaitable[None]], settings: Settings = FAST) -> None:
    """Run a story on a loop of its own."""

    async def run() -> None:
        bus = Bus()
        bus.gate.set()
        await story(Store("jt808", "gateway", bus.publish, settings), bus, Sender())

    asyncio.run(run())


def put(store: Store, sender: Sender, number: int, *, first: bool = False) -> None:
    frame = Frame("jt808.1", None, number, number.to_bytes(4, "big"), "2013")
    store.put(frame, sender, number, asyncio.get_running_loop().time(), first=first)


async def settled(store: Store) -> None:
    assert await store.drain(5)


def test_every_frame_is_settled_once_and_in_order() -> None:
    async def story(store: Store, bus: Bus, sender: Sender) -> None:
        for number in range(95):
            put(store, sender, number)
        await settled(store)
        assert sender.told == [(number, True) for number in range(95)]
        assert max(len(batch.frames) for _, batch in bus.seen) <= 10
        assert bus.most <= 2

    told(story)


def test_few_frames_wait_for_company_but_not_for_long() -> None:
    async def story(store: Store, bus: Bus, sender: Sender) -> None:
        put(store, sender, 1)
        put(store, sender, 2)
        assert not bus.seen
        async with asyncio.timeout(5):
            while not sender.told:
                await asyncio.sleep(0.001)
        assert len(bus.seen) == 1

    told(story)


def test_a_frame_that_comes_while_all_batches_are_out_is_not_forgotten() -> None:
    async def story(store: Store, bus: Bus, sender: Sender) -> None:
        bus.gate.clear()
        for number in range(20):
            put(store, sender, number)
        put(store, sender, 20)
        await asyncio.sleep(0.02)
        bus.gate.set()
        async with asyncio.timeout(5):
            while len(sender.told) < 21:
                await asyncio.sleep(0.001)

    told(story)


def test_a_batch_is_tried_again_under_its_own_id() -> None:
    async def story(store: Store, bus: Bus, sender: Sender) -> None:
        bus.failures = [OSError("away"), TimeoutError(), OSError("away")]
        put(store, sender, 1)
        await settled(store)
        assert sender.told == [(1, True)]
        assert len(bus.seen) == 4
        assert len({batch_id for batch_id, _ in bus.seen}) == 1, "the bus stores it once"

    told(story)


def test_a_refusal_is_said_and_does_not_stop_the_next() -> None:
    async def story(store: Store, bus: Bus, sender: Sender) -> None:
        bus.failures = [Refused("full")]
        put(store, sender, 1)
        await settled(store)
        put(store, sender, 2)
        await settled(store)
        assert sender.told == [(1, False), (2, True)]
        assert (store.metrics.stored, store.metrics.not_stored) == (1, 1)

    told(story)


def test_an_alarm_passes_what_waits() -> None:
    async def story(store: Store, bus: Bus, sender: Sender) -> None:
        bus.gate.clear()
        for number in range(40):
            put(store, sender, number)
        put(store, sender, 1000, first=True)
        bus.gate.set()
        await settled(store)
        order = [receipt for receipt, _ in sender.told]
        assert order.index(1000) <= 20, "only the two batches already out go before it"
        assert sorted(order, key=str) == sorted([*range(40), 1000], key=str)

    told(story)


def test_it_is_full_until_half_of_it_is_stored_and_says_so() -> None:
    async def story(store: Store, bus: Bus, sender: Sender) -> None:
        said: list[int] = []
        store.when_room(lambda: said.append(store.waiting))
        bus.gate.clear()
        for number in range(50):
            assert not store.full
            put(store, sender, number)
        assert store.full
        bus.gate.set()
        await settled(store)
        assert said
        assert all(waiting <= 25 for waiting in said)

    told(story, replace(FAST, waiting_frames=50))


def test_what_is_not_stored_in_time_is_not_acknowledged() -> None:
    async def story(store: Store, bus: Bus, sender: Sender) -> None:
        bus.gate.clear()
        put(store, sender, 1)
        assert not await store.drain(0.05)
        assert sender.told == []

    told(story)
