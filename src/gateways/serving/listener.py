"""One listening port: the connections behind it, who speaks for which device, and an orderly end."""

import asyncio
import contextlib
import logging
from collections.abc import Callable

from gasloop.bus.devices import RegisteredDevice
from gateways.serving.connection import Connection
from gateways.serving.downlinks import Downlinks
from gateways.serving.limits import Addresses
from gateways.serving.register import Register
from gateways.serving.settings import Settings
from gateways.serving.store import Store

log = logging.getLogger(__name__)
BACKLOG = 1024


class Listener:
    """`make` builds the connection of a protocol."""

    def __init__(
        self,
        make: Callable[["Listener"], Connection],
        store: Store,
        register: Register,
        downlinks: Downlinks,
        settings: Settings,
    ) -> None:
        self.store, self.register, self.downlinks, self.settings = store, register, downlinks, settings
        self.metrics = store.metrics
        self.draining = False
        self._make = make
        self._addresses = Addresses(settings)
        self._here: set[Connection] = set()
        self._speakers: dict[str, Connection] = {}
        self._waiting: set[Connection] = set()
        self._server: asyncio.Server | None = None
        self._sweeping: asyncio.Task[None] | None = None
        store.when_room(self._room)
        register.when_changed(self._register_changed)

    async def open(self, host: str, port: int) -> None:
        """Listen. OSError when nobody can."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: self._make(self), host, port, backlog=BACKLOG)
        self._sweeping = loop.create_task(self._sweep())

    @property
    def ports(self) -> list[int]:
        """Where it listens (port 0 takes any)."""
        sockets = self._server.sockets if self._server else ()
        return [one.getsockname()[1] for one in sockets]

    # -- connections -----------------------------------------------------------------------------------------------

    def enter(self, connection: Connection) -> bool:
        """May it stay?"""
        now = asyncio.get_running_loop().time()
        self.metrics.opened += 1
        if self.draining or len(self._here) >= self.settings.connections:
            self.metrics.refused += 1
            return False
        connection.address = self._addresses.enter(connection.peer, now)
        if connection.address is None:
            self.metrics.refused += 1
            return False
        self._here.add(connection)
        return True

    def exit(self, connection: Connection) -> None:
        """Its socket is closed."""
        if connection in self._here:
            self._here.discard(connection)
            self._waiting.discard(connection)
            if connection.address is not None:
                self._addresses.leave(connection.address)

    def speaks(self, key: str, connection: Connection) -> None:
        """From now on this connection speaks for the device; an earlier one is told."""
        earlier = self._speakers.get(key)
        self._speakers[key] = connection
        if earlier is not None and earlier is not connection:
            earlier.unseated(key)

    def silent(self, key: str, connection: Connection) -> None:
        """It no longer does."""
        if self._speakers.get(key) is connection:
            del self._speakers[key]

    def known(self, key: str) -> RegisteredDevice | None:
        """The active device under this key."""
        return self.register.known(key)

    def _register_changed(self, key: str) -> None:
        speaker = self._speakers.get(key)
        if speaker is not None:
            speaker.changed(key)

    # -- pressure --------------------------------------------------------------------------------------------------

    def wait_for_room(self, connection: Connection) -> None:
        """Nothing more is read from it until the store has room."""
        connection.hold("bus")
        self._waiting.add(connection)

    def _room(self) -> None:
        waiting, self._waiting = self._waiting, set()
        for connection in waiting:
            connection.release("bus")

    async def _sweep(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(1)
            now = loop.time()
            self.count()
            for connection in list(self._here):
                try:
                    connection.check(now)
                except Exception:
                    log.exception("a connection could not be looked after")
                    connection.cut("error")
            self._addresses.forget_quiet(now)

    def count(self) -> None:
        """Bring the gauges in step."""
        self.metrics.sessions = len(self._here)
        self.metrics.signed_in = len(self._speakers)
        self.metrics.waiting = self.store.waiting

    # -- the end ---------------------------------------------------------------------------------------------------

    async def drain(self) -> None:
        """Accept nobody, read nothing more, store and answer what was read, close."""
        self.draining = True
        if self._server is not None:
            self._server.close()
        for connection in self._here:
            connection.hold("drain")
        if not await self.store.drain(self.settings.drain_s):
            log.warning("%d frames were not stored in time; they were not acknowledged", self.store.waiting)
        if self._sweeping is not None:
            self._sweeping.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._sweeping
        for connection in list(self._here):
            connection.close("stopping")
        for _ in range(50):  # what was written leaves within a second, or is not read
            if not self._here:
                break
            await asyncio.sleep(0.02)
        for connection in list(self._here):
            connection.cut("stopping")
