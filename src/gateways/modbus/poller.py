"""Polls every Modbus device of the register at its map's pace; a poll is a frame on the bus, like any other.

A poll that the bus does not store is lost and the next one follows: the meter itself keeps nothing to send again.
"""

import asyncio
import logging
from dataclasses import dataclass, field

from nats.aio.client import Client
from nats.js.api import Header
from nats.js.errors import NoKeysError
from nats.js.kv import KeyValue
from pymodbus.client import AsyncModbusTcpClient

from gasloop.bus.devices import (
    DeviceBatch,
    Frame,
    RegisteredDevice,
    batch_subject,
    decode_device,
    encode_batch,
    ensure_device_register,
    ensure_device_stream,
)
from gasloop.kernel import clock
from gasloop.kernel.ids import new_id
from gateways.modbus.maps import maps
from gateways.modbus.registers import PollError, poll

log = logging.getLogger(__name__)
LOOK_SECONDS = 10.0
TIMEOUT_SECONDS = 3.0
MOST_AT_ONCE = 64
PREFIX = "modbus."


@dataclass(slots=True)
class _Line:
    """One address: devices behind it (units of a gateway) are asked one after the other."""

    host: str
    port: int
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


def address_of(key: str) -> tuple[str, int, int]:
    """Host, port and unit out of the register's key (`modbus.192.0.2.10=502/1`); ValueError for another shape."""
    host, _, rest = key.removeprefix(PREFIX).rpartition("=")
    port, _, unit = rest.partition("/")
    if not host:
        raise ValueError(f"no address: {key!r}")
    return host, int(port), int(unit)


class Poller:
    """Follows the register; one task a device."""

    def __init__(self, bus: Client) -> None:
        self._bus = bus
        self._tasks: dict[str, tuple[RegisteredDevice, asyncio.Task[None]]] = {}
        self._lines: dict[tuple[str, int], _Line] = {}
        self._room = asyncio.Semaphore(MOST_AT_ONCE)

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop`; the register is looked at every ten seconds."""
        js = self._bus.jetstream()
        await ensure_device_stream(js)
        bucket = await ensure_device_register(js)
        try:
            while not stop.is_set():
                self._follow(await _devices(bucket))
                try:
                    await asyncio.wait_for(stop.wait(), LOOK_SECONDS)
                except TimeoutError:
                    continue
        finally:
            self._follow({})

    def _follow(self, wanted: dict[str, RegisteredDevice]) -> None:
        for key, (device, task) in list(self._tasks.items()):
            if wanted.get(key) != device or task.done():
                task.cancel()
                del self._tasks[key]
        for key, device in wanted.items():
            if key not in self._tasks and device.profile in maps():
                self._tasks[key] = device, asyncio.create_task(self._poll_for_ever(key, device))

    async def _poll_for_ever(self, key: str, device: RegisteredDevice) -> None:
        host, port, unit = address_of(key)
        line = self._lines.setdefault((host, port), _Line(host, port))
        every, wrong = maps()[device.profile].every_s, ""
        while True:
            try:
                async with self._room, line.lock:
                    await asyncio.wait_for(self.poll_once(line, key, unit, device), TIMEOUT_SECONDS * 4)
                wrong = ""
            except (PollError, OSError, TimeoutError) as problem:
                if wrong != (wrong := f"{type(problem).__name__}: {problem}"):
                    log.warning("%s: %s", key, wrong)
            except Exception:
                log.exception("%s: the poll failed", key)
            await asyncio.sleep(every)

    async def poll_once(self, line: _Line, key: str, unit: int, device: RegisteredDevice) -> None:
        """Ask, and come back when the bus has stored the answer."""
        client = AsyncModbusTcpClient(line.host, port=line.port, timeout=TIMEOUT_SECONDS, retries=1, reconnect_delay=0)
        try:
            if not await client.connect():
                raise PollError("no connection")
            at = clock.now()
            raw = await poll(client, unit, maps()[device.profile], at)
        finally:
            client.close()
        frame = Frame(key, device.device, int(at.timestamp() * 1_000_000), raw, "standard")
        batch = DeviceBatch("modbus", "modbus-poller", str(new_id()), [frame])
        headers = {str(Header.MSG_ID.value): batch.batch_id}
        await self._bus.jetstream().publish(batch_subject("modbus"), encode_batch(batch), headers=headers, timeout=10)


async def _devices(bucket: KeyValue) -> dict[str, RegisteredDevice]:
    """The active Modbus devices of the register by key."""
    try:
        keys = [key for key in await bucket.keys() if key.startswith(PREFIX)]
    except NoKeysError:
        return {}
    found = {}
    for key in keys:
        value = (await bucket.get(key)).value
        if value and (device := decode_device(value)).active:
            found[key] = device
    return found
