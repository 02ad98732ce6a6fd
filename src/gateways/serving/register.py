"""The devices that are known: a copy of the bucket `DEVICE_REGISTER`, followed as it changes.

The bus going away leaves the copy as it is; when it is back the whole bucket is read again.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from typing import Protocol, cast

import msgspec
from nats.errors import Error as NatsError
from nats.errors import TimeoutError as NatsTimeout
from nats.js import JetStreamContext
from nats.js.kv import KeyValue

from gasloop.bus.devices import Keeping, RegisteredDevice, decode_device, ensure_device_register

log = logging.getLogger(__name__)

Changed = Callable[[str], None]
AGAIN_S = 300.0
PATIENCE_S = 1.0


class Watcher(Protocol):
    """What nats-py's watcher does; it publishes no types."""

    async def updates(self, timeout: float) -> KeyValue.Entry | None: ...
    async def stop(self) -> None: ...


class Register:
    """Ask it with `known`; it never waits."""

    def __init__(self) -> None:
        self._devices: dict[str, RegisteredDevice] = {}
        self._listeners: list[Changed] = []
        self._restart = asyncio.Event()
        self.loaded = asyncio.Event()

    def __len__(self) -> int:
        return len(self._devices)

    def known(self, key: str) -> RegisteredDevice | None:
        """The active device under a key, else None."""
        found = self._devices.get(key)
        return found if found is not None and found.active else None

    def when_changed(self, call: Changed) -> None:
        """`call(key)` after every change."""
        self._listeners.append(call)

    def read_again(self) -> None:
        """The bus was away: what was watched may have been missed."""
        self._restart.set()

    async def follow(self, js: JetStreamContext, keeping: Keeping) -> None:
        """Until cancelled. Failures are said and tried again."""
        while True:
            try:
                await self._follow_once(js, keeping)
            except (TimeoutError, NatsError, OSError) as error:
                log.warning("the device register cannot be read (%s: %s)", type(error).__name__, error)
                await asyncio.sleep(PATIENCE_S)

    async def _follow_once(self, js: JetStreamContext, keeping: Keeping) -> None:
        self._restart.clear()
        loop = asyncio.get_running_loop()
        bucket = await ensure_device_register(js, keeping)
        watcher = cast(Watcher, await bucket.watchall())
        try:
            self._replace(await self._all(watcher))
            self.loaded.set()
            until = loop.time() + AGAIN_S
            while not self._restart.is_set() and loop.time() < until:
                with contextlib.suppress(NatsTimeout):
                    entry = await watcher.updates(timeout=PATIENCE_S)
                    if isinstance(entry, KeyValue.Entry):
                        self._apply(entry.key, _device_of(entry))
        finally:
            with contextlib.suppress(NatsError, OSError):
                await watcher.stop()

    async def _all(self, watcher: Watcher) -> dict[str, RegisteredDevice]:
        """What the bucket holds now; the watcher says None after the last of it."""
        found: dict[str, RegisteredDevice] = {}
        while (entry := await watcher.updates(timeout=10)) is not None:
            if (device := _device_of(entry)) is not None:
                found[entry.key] = device
        return found

    def _replace(self, found: dict[str, RegisteredDevice]) -> None:
        for key in self._devices.keys() | found.keys():
            self._apply(key, found.get(key))

    def _apply(self, key: str, device: RegisteredDevice | None) -> None:
        if self._devices.get(key) == device:
            return
        if device is None:
            del self._devices[key]
        else:
            self._devices[key] = device
        for call in self._listeners:
            call(key)


def _device_of(entry: KeyValue.Entry) -> RegisteredDevice | None:
    """None for a deleted key, and for bytes that are no device: better unknown than trusted by mistake."""
    if entry.operation in ("DEL", "PURGE") or not entry.value:
        return None
    try:
        return decode_device(entry.value)
    except msgspec.DecodeError as error:
        log.warning("the register's entry %s cannot be read: %s", entry.key, error)
        return None
