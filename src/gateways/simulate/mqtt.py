"""A gas detector over MQTT 3.1.1, QoS 1, with a persistent session (paho-mqtt): what was not acknowledged goes again,
marked as a duplicate, when it is connected again.

All clients run in one asyncio loop, without a thread each.
"""

import asyncio
import contextlib
import os
import socket
from typing import Any

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion

from gasloop.bus.mqtt import mqtt_topic
from gateways.simulate.journal import Journal
from gateways.simulate.line import PAUSES, Address, Tally
from gateways.simulate.payload import Saying

KEEPALIVE_S = 20
PACES = 0.25
"""Seconds between two looks at keepalive and connection."""


class MqttDetector:
    """The client of `key`. `patience_s`: how long an acknowledgement may take before the connection is given up.

    The protocol itself sends nothing twice on one connection; a lost acknowledgement is only made good by a new one.
    """

    def __init__(
        self,
        key: str,
        password: str,
        address: Address,
        journal: Journal,
        *,
        patience_s: float = 15.0,
        window: int = 20,
        latencies: list[float] | None = None,
    ) -> None:
        self.key = key
        self.address = address
        self.tally = Tally()
        self.online = False
        self._journal = journal
        self._patience_s = patience_s
        self._latencies = latencies
        self._open: dict[int, tuple[int, float]] = {}
        self._again: set[int] = set()
        self._task: asyncio.Task[None] | None = None
        self._gone = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._failures = 0
        client = paho.Client(CallbackAPIVersion.VERSION2, key, clean_session=False, protocol=paho.MQTTv311)
        client.username_pw_set(key, password)
        client.max_inflight_messages_set(window)
        client.max_queued_messages_set(0)
        client.on_connect = self._connected
        client.on_disconnect = self._disconnected
        client.on_publish = self._published
        client.on_socket_open = self._socket_open
        client.on_socket_close = self._socket_closed
        client.on_socket_register_write = lambda _c, _u, sock: self._writing(sock, True)
        client.on_socket_unregister_write = lambda _c, _u, sock: self._writing(sock, False)
        self._client = client

    # -- as the runner needs it -------------------------------------------------------------------------------------

    def put(self, saying: Saying, now: float) -> None:
        """Publish; while there is no connection it waits in the session."""
        info = self._client.publish(mqtt_topic(self.key), saying.body, qos=1)
        self._open[info.mid] = (self._journal.sent(saying.items), now)
        self.tally.messages += 1

    def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._task = asyncio.create_task(self._keep())

    def tick(self, now: float) -> None:
        """Give the connection up when an acknowledgement is overdue."""
        if self.online and self._open:
            since = next(iter(self._open.values()))[1]
            if now - max(since, self._since) > self._patience_s:
                self.tally.broken += 1
                self._drop()

    async def hang_up(self) -> None:
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        self._client.disconnect()
        self._drop()

    def counted(self) -> "MqttDetector":
        """Its tally brought up to date."""
        self.tally.waiting = len(self._open)
        return self

    # -- the connection ---------------------------------------------------------------------------------------------

    async def _keep(self) -> None:
        while True:
            self._gone.clear()
            try:
                await asyncio.to_thread(self._client.connect, *self.address, KEEPALIVE_S)
            except OSError:
                self._failures += 1
            else:
                while not self._gone.is_set():
                    self._client.loop_misc()
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(self._gone.wait(), PACES)
                self._failures += 1
            await asyncio.sleep(PAUSES[min(self._failures, len(PAUSES)) - 1])

    _since = 0.0

    def _connected(self, *given: Any) -> None:
        if given[3].is_failure:
            return
        self.online = True
        self._failures = 0
        self.tally.connections += 1
        self.tally.resent += sum(1 for mid in self._open if mid in self._again)
        self._again = set(self._open)
        if self._loop:
            self._since = self._loop.time()

    def _disconnected(self, *_: Any) -> None:
        if self.online:
            self.tally.lost += 1
            self._again |= set(self._open)
        self.online = False
        if self._loop:
            self._loop.call_soon_threadsafe(self._gone.set)

    def _published(self, *given: Any) -> None:
        number, since = self._open.pop(given[2], (0, 0.0))
        if number:
            self.tally.acknowledged += 1
            self._journal.acknowledged(number)
            if self._latencies is not None and self._loop:
                self._latencies.append(self._loop.time() - since)

    def _drop(self) -> None:
        """Cut without a farewell, as a dying modem does."""
        sock = self._client.socket()
        if sock:
            with contextlib.suppress(OSError), socket.socket(fileno=os.dup(sock.fileno())) as same:
                same.shutdown(socket.SHUT_RDWR)
            self._client.loop_read()

    # -- sockets ----------------------------------------------------------------------------------------------------

    def _socket_open(self, _client: Any, _user: Any, sock: Any) -> None:
        if self._loop:
            self._loop.call_soon_threadsafe(self._listen, sock)

    def _listen(self, sock: Any) -> None:
        if self._loop and sock.fileno() >= 0:
            self._loop.add_reader(sock, self._client.loop_read)

    def _socket_closed(self, _client: Any, _user: Any, sock: Any) -> None:
        if self._loop:
            with contextlib.suppress(ValueError):
                self._loop.remove_reader(sock)
                self._loop.remove_writer(sock)
            self._loop.call_soon_threadsafe(self._gone.set)

    def _writing(self, sock: Any, wanted: bool) -> None:
        if self._loop:
            self._loop.call_soon_threadsafe(self._watch, sock, wanted)

    def _watch(self, sock: Any, wanted: bool) -> None:
        if self._loop and sock.fileno() >= 0:
            if wanted:
                self._loop.add_writer(sock, self._client.loop_write)
            else:
                self._loop.remove_writer(sock)
